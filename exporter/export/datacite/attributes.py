"""DataCite: the properties of a work, under the names that they have in DataCite's JSON.

Source: DataCite Metadata Schema, kernel 4. Both formats have the same properties; their tables say
which words of the controlled lists each of them has, for the JSON Schema that DataCite's users have
knows version 4.5, the XML Schema 4.6.

- DataCite demands a DOI, a creator, a title, a publisher, a year of publication and a type of every
  work. What the record does not say is not made up: `lacking` says what is missing.
- There is one publisher. Others who published the work together are named in a description;
  publishers who disagree as well, with the words that they do.
- A work that is named is a related item, with its title and any identifier that DataCite knows; an
  identifier stands among the related identifiers once more, since that is where most programs look.
- What has no property of its own is said in words, in a description of the type `Other`.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.context import ExportContext
from exporter.export.datacite.agent import (
    contributors,
    creator_word,
    creators,
    funders,
    publishers,
    word,
)
from exporter.export.datacite.date import dates, year
from exporter.export.datacite.description import (
    descriptions,
    places,
    rights,
    sizes,
    subjects,
    titles,
    types,
    version,
)
from exporter.export.datacite.relation import (
    address,
    first_doi,
    identifier,
    numbers,
    related_items,
    relations_in_words,
)
from exporter.export.datacite.value import Properties, full, text_value
from exporter.export.field_words import sentence
from exporter.export.missing_requirement import MissingRequirement
from exporter.export.name_forms import note_names
from exporter.export.reference import main_date
from exporter.export.unshown import report_genre_records, report_unshown
from exporter.model.work import Work

_ONE_FORM = "DataCite has one form of a name"


_STAND_IN = "; datacite_unknown under [catalogue] in exporter.toml can stand for what nobody knows"


def lacking(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:
    """Yield what DataCite demands and the record does not say (DataCite Metadata Schema 4.6, 2.1, mandatory)."""
    if not first_doi(work):
        yield _lack(work, "DOI", "identifiers", "add the DOI to identifiers, if the work has one")
    unknown = context.catalogue.settings.datacite_unknown
    wanted = creator_word(work, context)
    words = {word(role, context) for each in work.contributions for role in each.roles}
    if wanted not in words and not unknown:
        hint = f"add the author, or whoever made the work, if you know who it was{_STAND_IN}"
        yield _lack(work, "creator", "contributors", hint)
    if not unknown and not publishers(work, context):
        yield _lack(work, "publisher", "publisher", f"add the publisher, if you know it{_STAND_IN}")
    date, _ = main_date(work)
    if not date:
        hint = "add issued, if you know at least the year"
        yield _lack(work, "year of publication", "issued", hint)
    elif not year(date):
        field = "issued" if work.issued else "created"
        message = f"DataCite demands the year of publication, and “{date}” does not tell it"
        yield MissingRequirement(work.id, message, "say the year, if you know it", (field,))


def _lack(work: Work, what: str, field: str, hint: str) -> MissingRequirement:
    return MissingRequirement(
        work.id,
        f"DataCite demands a {what} of every work, and this record names none",
        hint,
        (field,),
    )


def described(work: Work, context: ExportContext) -> Properties:
    """Return the properties of a work, in the order of the schema; none of them is empty."""
    report_unshown(work, context)
    report_genre_records(work, context)
    items = list(related_items(work, context))
    date, _ = main_date(work)
    # DataCite Metadata Schema 4.6, Appendix 3
    unknown = full(name=context.catalogue.settings.datacite_unknown)
    makers = list(creators(work, context))
    if unknown and not makers:
        makers = [unknown]
    said = full(
        doi=first_doi(work),
        url=address(work, context),
        creators=makers,
        titles=titles(work, context),
        publisher=next(iter(publishers(work, context)), unknown),
        publicationYear=year(date),
        types=types(work, context),
        subjects=subjects(work, context),
        contributors=contributors(work, context),
        dates=dates(work, context),
        language=next((tag for tag in work.languages if tag != "und"), ""),
        alternateIdentifiers=numbers(work, context),
        relatedIdentifiers=(each for item in items for each in identifier(item)),
        sizes=sizes(work),
        formats=work.node.lines("file_formats"),
        version=version(work),
        rightsList=rights(work, context),
        descriptions=_descriptions(work, context),
        geoLocations=places(work, context),
        fundingReferences=funders(work, context),
        relatedItems=(item for item in items if "titles" in item),
    )
    note_names(work, context, _ONE_FORM)
    return said


def _descriptions(work: Work, context: ExportContext) -> Iterator[Properties]:
    yield from descriptions(work, context)
    for words in relations_in_words(work, context):
        yield text_value("description", sentence(words), "und", descriptionType="Other")
    others = [tag for tag in work.languages if tag != "und"][1:]
    if others:
        words = f"Other languages: {', '.join(others)}"
        yield text_value("description", sentence(words), "en", descriptionType="Other")
