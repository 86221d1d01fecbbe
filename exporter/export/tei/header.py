"""The teiHeader: what the file is, by which conventions it is written, in which languages (TEI P5 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from exporter.export.tei.date import METHOD
from exporter.export.xml import XML_LANG, Element, element
from exporter.model.agent import Agent
from exporter.model.vocabularies.languages import meaning
from exporter.model.work import Work

LANGUAGE = "en"
"""The language of the words that are ours and not a record's."""

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
)

_NESTED = {
    "",
    "/identifiers",
    "/contributors",
    "/citations",
    "/translation_of",
    "/language_editions",
    "/born",
    "/died",
}
_NESTED |= {"/events", "/positions", "/found", "/inferred"}
"""Where in a record a map holds fields; anywhere else it holds the forms of one text by language."""


def header(
    title: Element,
    source: Element,
    tags: Collection[str],
    *,
    abstract: Element | None = None,
    keywords: Element | None = None,
    outermost: bool = True,
) -> Element:
    """Give a teiHeader. Only that of the outermost TEI declares the conventions, which hold for those inside it."""
    return element(
        "teiHeader",
        element(
            "fileDesc",
            element("titleStmt", title),
            element(
                "publicationStmt",
                _p("Exported from the records of a catalogue."),
                xml_lang=LANGUAGE,
            ),
            element("sourceDesc", source),
        ),
        _conventions() if outermost else None,
        element(
            "profileDesc", abstract, _calendars() if outermost else None, _languages(tags), keywords
        ),
    )


def catalogue_header(tags: Collection[str]) -> Element:
    """Give the header of a document that is a catalogue."""
    title = element("title", "Catalogue of works, persons and organisations")
    return header(title, _p("Born digital: records in a version-controlled folder."), tags)


def tags_of(records: Iterable[Work | Agent]) -> set[str]:
    """Give every language tag that occurs in records."""
    return {tag for record in records for tag in (record.language, *_tags(record.data, ""))}


def tags_in(made: Element) -> set[str]:
    """Give every language tag that occurs in an element."""
    return {tag for node in made.iter() if (tag := node.get(XML_LANG))}


def _tags(value: object, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _tags(each, path)
    elif isinstance(value, dict):
        if path not in _NESTED:
            yield from value
            return
        for field, inner in value.items():
            if field == "language" and path != "/inferred":
                yield inner
            elif not isinstance(inner, str):
                yield from _tags(inner, f"{path}/{field}")


def _languages(tags: Collection[str]) -> Element:
    found = sorted({LANGUAGE, *tags})
    languages = (element("language", meaning(tag), ident=tag) for tag in found)
    return element("langUsage", *languages, xml_lang=LANGUAGE)


def _conventions() -> Element:
    return element(
        "encodingDesc",
        element(
            "projectDesc",
            _p(
                "Each record is one person, org or biblStruct; its xml:id is the record’s identifier and its xml:lang "
                "the record’s language. The type of a biblStruct says what the work is, its subtype is the kind of "
                "record. A work whose contents are described has a TEI of its own, with the biblStruct in its header."
            ),
            _p(
                "Text without an xml:lang of its own is in the language of its record, or of the bibl in a "
                "relatedItem. Elements alike in name, type and n are one text in several languages or scripts; "
                "n is the place in a list. A name within a work repeats, for the reader, what its ref points to."
            ),
            _p(
                "Lists of type named hold, in short, the records that those of this document name besides each other."
            ),
        ),
        element("samplingDecl", _p("Of a text only its headings are given.")),
        element(
            "editorialDecl",
            element(
                "normalization",
                _p(
                    "A bibl in a note of type found is one printed mention: its ptr and citedRange say where, all "
                    "else in it is transcribed as printed there, and sic repeats words that are printed exactly so. "
                    "Its note is the cataloguer’s. source points from a statement to the mentions that print it."
                ),
                _p(
                    "Publishers that are named by mentions and exclude each other are conflicting statements; several "
                    "publishers without exclude published together. Titles of type supplied are the cataloguer’s."
                ),
            ),
            element(
                "interpretation",
                _p(
                    "A note of type inferred gives the cataloguer’s reason for a statement that no source prints; its "
                    "target is what it speaks of, and its subtype the field of the record."
                ),
            ),
        ),
        element(
            "listPrefixDef",
            *(
                element(
                    "prefixDef",
                    _p(text),
                    ident=ident,
                    matchPattern=match,
                    replacementPattern=replacement,
                )
                for ident, match, replacement, text in _PREFIXES
            ),
        ),
        xml_lang=LANGUAGE,
    )


def _calendars() -> Element:
    text = (
        "EDTF, the Extended Date/Time Format (ISO 8601-2:2019, "
        "https://www.loc.gov/standards/datetime/), levels 0 to 2."
    )
    return element("calendarDesc", element("calendar", _p(text), xml_id=METHOD), xml_lang=LANGUAGE)


def _p(text: str) -> Element:
    return element("p", text)
