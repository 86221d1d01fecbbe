"""DataCite: the properties of a work, under the names that they have in DataCite's JSON.

Source: DataCite Metadata Schema, kernel 4. Both formats have the same properties; their tables say which words of the
controlled lists each of them has, for the JSON Schema that DataCite's users have knows version 4.5, the XML Schema 4.6.

- DataCite demands a DOI, a creator, a title, a publisher, a year of publication and a type of every work. What the
  record does not say is not made up: `lacking` says what is missing.
- There is one publisher. Others who published the work together are named in a description; publishers who disagree as
  well, with the words that they do.
- A work that is named is a related item, with its title and any identifier that DataCite knows; an identifier stands
  among the related identifiers once more, since that is where most programs look.
- What has no property of its own is said in words, in a description of the type `Other`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export import notes as in_words
from exporter.export.context import ExportContext
from exporter.export.datacite.agent import (
    contributors,
    funders,
    lose_identifiers,
    named,
    publishers,
    word,
)
from exporter.export.datacite.date import dates, year
from exporter.export.datacite.description import (
    descriptions,
    places,
    rights,
    subjects,
    titles,
    types,
)
from exporter.export.datacite.relation import address, identifier, numbers, related_items
from exporter.export.datacite.value import Properties, full
from exporter.export.missing_requirement import MissingRequirement
from exporter.model.work import Work


def lacking(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:
    """Give what DataCite demands and the record does not say (DataCite Metadata Schema 4.6, 2.1, mandatory)."""
    if "doi" not in work.identifiers:
        yield _lack(work, "DOI", "identifiers", "add the DOI to identifiers, if the work has one")
    if not any(word(each.role, context) == "Creator" for each in work.contributions):
        yield _lack(
            work,
            "creator",
            "contributors",
            "add the author, or whoever made the work, if you know who it was",
        )
    if not publishers(work, context):
        yield _lack(work, "publisher", "publisher", "add the publisher, if you know it")
    if not work.issued:
        yield _lack(
            work, "year of publication", "issued", "add issued, if you know at least the year"
        )
    elif not year(work.issued):
        message = f"DataCite demands the year of publication, and “{work.issued}” does not tell it"
        yield MissingRequirement(work.id, message, "say the year, if you know it", ("issued",))


def _lack(work: Work, what: str, field: str, hint: str) -> MissingRequirement:
    return MissingRequirement(
        work.id,
        f"DataCite demands a {what} of every work, and this record names none",
        hint,
        (field,),
    )


def described(work: Work, context: ExportContext) -> Properties:
    """Give the properties of a work that lacks nothing, in the order of the schema; none of them is empty."""
    items = list(related_items(work, context))
    return full(
        doi=work.identifiers["doi"],
        url=address(work, context),
        creators=named(work, "Creator", context),
        titles=titles(work, context),
        publisher=publishers(work, context)[0],
        publicationYear=year(work.issued),
        types=types(work, context),
        subjects=subjects(work, context),
        contributors=contributors(work, context),
        dates=dates(work),
        language="" if work.language == "und" else work.language,
        alternateIdentifiers=numbers(work, context),
        relatedIdentifiers=(each for item in items for each in identifier(item)),
        version=work.plain("edition"),
        rightsList=rights(work),
        descriptions=descriptions(work, context),
        geoLocations=places(work, context),
        fundingReferences=funders(work, context),
        relatedItems=(item for item in items if "titles" in item),
    )


def lose_agents(works: Sequence[Work], context: ExportContext) -> None:
    """Report what these works' resources, taken together, do not say of persons and organisations."""
    in_words.lose_names(works, context, "DataCite has one form of a name")
    lose_identifiers(works, context)
