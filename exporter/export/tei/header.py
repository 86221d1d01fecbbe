"""The teiHeader: what the file is, by which conventions it is written, in which languages.

Source: TEI P5 2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from exporter.export.tei.dates import CALENDARS, METHOD, calendar_id
from exporter.export.tei.marks import MEANINGS, TAXONOMY
from exporter.export.tei.text import content, set_language
from exporter.export.tei.uses import HeaderWord
from exporter.export.tei.words import LANGUAGE
from exporter.export.xml import Element, element
from exporter.model.vocabularies.languages import meaning
from exporter.records.settings import CatalogueSettings

NAMED = "named"
"""The type of the lists, and the label of the taxonomy, with the records that are only named."""

_PREFIXES = (
    (
        "marcrel",
        "([a-z]{3})",
        "http://id.loc.gov/vocabulary/relators/$1",
        "Roles: the MARC code list for relators.",
    ),
    (
        "cito",
        "([A-Za-z]+)",
        "http://purl.org/spar/cito/$1",
        "The sense of a citation: CiTO, Citation Typing Ontology.",
    ),
    (
        "classscheme",
        "([a-z]+)",
        "http://id.loc.gov/vocabulary/classSchemes/$1",
        "Classifications: the MARC code list for classification schemes.",
    ),
    ("local", "(.+)", "#$1", "Classifications of the library’s own, by their name in its records."),
)
_PROJECT = (
    "Each record is one biblStruct, person, org, event, place or category; its xml:id is the "
    "record’s identifier. The type of a biblStruct says what the work is, its subtype is the kind "
    "of record. A family is an org of this type. Beside a biblStruct stand its citations, beside a "
    "person, org or event its relations to others, each as a relation.",
    "Text is in the language that it inherits, unless it states one. Elements alike in name, type "
    "and n are one text in several languages or scripts, or one contributor with several roles; "
    "otherwise n is the place in a list. The n of a main title is the number of characters that are "
    "not filed, that of an idno its qualifier, that of a further imprint what its makers did.",
    "The content of an element that points to a record, and of one with corresp, repeats for the "
    "reader what that record says; only what corresponds to a monogr is said here. The words in a "
    "date, textLang, country or time repeat its attributes.",
    "Lists of the type named hold, in short, the records that those of this document name besides "
    "each other.",
)
_NORMALIZATION = (
    "A bibl in a note of the type found is one printed mention: its ref and citedRange say where, "
    "all else in it is transcribed as printed there, and sic stands around words that are printed "
    "exactly so. Its note is the cataloguer’s. source points from a statement to the mentions that "
    "print it.",
    "Publishers that correspond to a mention are what mentions print of a work whose record "
    "prefers none; those that exclude each other are in conflict. Titles of the type supplied are "
    "the cataloguer’s.",
    "One imprint of a work has a date, by which works can be sorted: that of its publication, else "
    "of its creation or copyright. Any other date is in a note.",
    "A note of the subtype field has a field of the library’s own; its target is the statement to "
    "which it belongs.",
)
_INTERPRETATION = (
    "A note of the type inferred gives the cataloguer’s reason for a statement that no source "
    "prints; its target is what it is about."
)


def header(
    settings: CatalogueSettings,
    title: str,
    uses: Collection[HeaderWord],
    concepts: Sequence[Element],
    named_concepts: Sequence[Element],
    revision: Element | None,
) -> Element:
    """Return the teiHeader of a document.

    `uses` are the languages and calendars in it; the concepts are categories of its taxonomies.
    """
    return element(
        "teiHeader",
        _file_description(settings, title),
        _encoding(settings, concepts, named_concepts),
        element("profileDesc", _calendars(uses), _languages(uses)),
        revision,
        xml_lang=LANGUAGE if settings.language != LANGUAGE else None,
    )


def _file_description(settings: CatalogueSettings, title: str) -> Element:
    name = element("title", *content(title))
    statement = element("titleStmt", name)
    if settings.title:
        set_language(name, settings.language, LANGUAGE)
    if settings.institution:
        statement.append(element("sponsor", settings.institution, xml_lang=settings.language))
    source = settings.description or "Born digital: records in a version-controlled folder."
    return element("fileDesc", statement, _publication(settings), element("sourceDesc", _p(source)))


def _publication(settings: CatalogueSettings) -> Element:
    """Return who publishes the catalogue, and under which licence."""
    if not settings.institution:
        note = _p("Exported from the records of a catalogue.")
        licence = [_p(f"Licence: {settings.licence}")] if settings.licence else []
        return element("publicationStmt", note, *licence)
    details = [
        element("idno", number, type=type)
        for type, number in (
            ("ISIL", settings.isil),
            ("MARC", settings.organization_code),
            ("URI", settings.base_uri),
        )
        if number
    ]
    if settings.licence:
        licence_ = element("licence", settings.licence, target=settings.licence)
        details.append(element("availability", licence_))
    publisher = element("publisher", settings.institution)
    return element("publicationStmt", publisher, *details)


def _encoding(
    settings: CatalogueSettings, concepts: Sequence[Element], named_concepts: Sequence[Element]
) -> Element:
    rules = [f"Catalogued by the rules {settings.rules}."] if settings.rules else []
    taxonomies = [_marks()]
    if concepts:
        taxonomies.append(element("taxonomy", *concepts))
    if named_concepts:
        taxonomies.append(element("taxonomy", *named_concepts, n=NAMED))
    return element(
        "encodingDesc",
        element("projectDesc", *map(_p, _PROJECT)),
        element(
            "editorialDecl",
            element("normalization", *map(_p, (*_NORMALIZATION, *rules))),
            element("interpretation", _p(_INTERPRETATION)),
        ),
        element("classDecl", *taxonomies),
        element("listPrefixDef", *_prefixes()),
    )


def _marks() -> Element:
    categories = (
        element("category", element("catDesc", text), xml_id=mark)
        for mark, text in MEANINGS.items()
    )
    return element("taxonomy", *categories, xml_id=TAXONOMY)


def _prefixes() -> Iterable[Element]:
    for ident, match, replacement, text in _PREFIXES:
        yield element(
            "prefixDef", _p(text), ident=ident, matchPattern=match, replacementPattern=replacement
        )


def _calendars(uses: Collection[HeaderWord]) -> Element:
    text = (
        "EDTF, the Extended Date/Time Format (ISO 8601-2:2019, "
        "https://www.loc.gov/standards/datetime/), levels 0 to 2."
    )
    used = {each.word for each in uses if each.sort == "calendar"}
    others = (
        element("calendar", _p(name), xml_id=calendar_id(word))
        for word, name in CALENDARS.items()
        if word in used
    )
    return element("calendarDesc", element("calendar", _p(text), xml_id=METHOD), *others)


def _languages(uses: Collection[HeaderWord]) -> Element:
    found = sorted({LANGUAGE, *(each.word for each in uses if each.sort == "language")})
    return element("langUsage", *(element("language", meaning(tag), ident=tag) for tag in found))


def _p(text: str) -> Element:
    return element("p", text)
