"""The formats that can be imported: their names, and how a file shows which of them it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from exporter.errors import UsageError
from exporter.importers.encoding import wide_encoding
from exporter.importers.entry import Imported
from exporter.importers.unread import unread_format
from exporter.records.schema import Schemas
from exporter.suggest import did_you_mean

_HEAD = 200_000
"""How many bytes at the beginning of a file tell its format."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What an importer needs to know of the catalogue and of the user's choices.

    `mapping` gives the field of a record for the header of a CSV column.
    """

    schemas: Schemas
    language: str = "en"
    encoding: str = ""
    mapping: dict[str, str] | None = None


class Importer(Protocol):
    """What the module of a format offers."""

    def read(self, content: bytes, context: ImportContext) -> Iterator[Imported]:
        """Yield the entries of a file in order, and what in it cannot be read."""


class ImportFormat(NamedTuple):
    """A format: its name, its title, its module, and a pattern that only its files match."""

    name: str
    title: str
    module: str
    pattern: re.Pattern[bytes] | None = None


def _pattern(text: bytes) -> re.Pattern[bytes]:
    """Return a pattern that is searched in the beginning of any file, in time that grows with its length."""
    return re.compile(text, re.IGNORECASE | re.MULTILINE | re.DOTALL)


FORMATS = (
    ImportFormat(
        "tei",
        "TEI that this program exported",
        "tei",
        _pattern(rb"\A(?>.*?<TEI[\s>]).*<p>Each record is one biblStruct, person, org"),
    ),
    ImportFormat(
        "marc",
        "MARC 21 (ISO 2709)",
        "marc",
        _pattern(rb"\A[\s\xef\xbb\xbf]{0,99}[0-9 ]{5}(?:[a-z ][a-z].{2}[ a#]|[^\n<{]{19,}?\x1e)"),
    ),
    ImportFormat(
        "ead",
        "finding aids in EAD 2002 and EAD3",
        "ead",
        _pattern(rb"<(?:\w+:)?ead[\s>]"),
    ),
    ImportFormat(
        "marcxml",
        "MARCXML",
        "marc.marcxml",
        _pattern(rb"MARC21/slim|<(\w+:)?datafield\s[^<>]*tag="),
    ),
    ImportFormat(
        "marc-json",
        "MARC in JSON, as FOLIO, Koha, Sierra, pymarc and Catmandu write it",
        "marc.marc_json",
        _pattern(
            rb'\A\s*[\[{].*"(?:fields\\?"\s*:\s*\[\s*(?:\{\s*\\?"\d\w\w\\?"\s*:|\[\s*"\d\w\w"\s*,)'
            rb'|record"\s*:\s*\[\s*\[\s*"(?:LDR|\d\w\w)"|varFields"\s*:\s*\[)'
        ),
    ),
    ImportFormat(
        "unimarc",
        "UNIMARC, which marc, marcxml and marc-json find by themselves",
        "marc.unimarc_file",
    ),
    ImportFormat(
        "tei-other",
        "TEI of other projects: lists of works, persons, bodies, places, events",
        "foreign_tei",
        _pattern(rb"<(\w+:)?(TEI|teiCorpus|TEI\.2)[\s>]|www\.tei-c\.org/ns/1\.0"),
    ),
    ImportFormat("mods", "MODS", "mods", _pattern(rb"loc\.gov/mods|<(\w+:)?mods[\s>]")),
    ImportFormat(
        "datacite",
        "DataCite XML",
        "datacite",
        _pattern(rb"\A[^{\[<]*<.*datacite\.org/schema/kernel"),
    ),
    ImportFormat(
        "pubmed-xml",
        "PubMed XML",
        "pubmed_xml",
        _pattern(rb"<Pubmed(?:Book)?Article|<MedlineCitation"),
    ),
    ImportFormat(
        "endnote-xml", "EndNote XML", "endnote_xml", _pattern(rb"<xml>\s*<records>|<ref-type[\s>]")
    ),
    ImportFormat(
        "crossref-xml",
        "Crossref XML",
        "crossref_xml",
        _pattern(rb"crossref\.org/(schema|xschema|qrschema)|<doi_records?[\s>]"),
    ),
    ImportFormat(
        "dc",
        "Dublin Core in XML, also from OAI-PMH, or in RDF/XML",
        "dc",
        _pattern(rb"purl\.org/dc/(elements|terms)|<OAI-PMH|<record>\s*<header|<(\w+:)?oai_dc:dc"),
    ),
    ImportFormat(
        "schema-org",
        "schema.org as JSON-LD",
        "schema_org",
        _pattern(rb"\"@context\"\s*:.{0,80}(?:schema\.org|codemeta)"),
    ),
    ImportFormat(
        "datacite-json",
        "DataCite JSON",
        "datacite_json",
        _pattern(
            rb"\A\s*[\[{].*(\"schemaVersion\"\s*:\s*\"https?://datacite|\"resourceTypeGeneral\")"
        ),
    ),
    ImportFormat(
        "crossref-json",
        "Crossref JSON",
        "crossref_json",
        _pattern(rb"\A\s*[\[{].*(\"message-type\"|\"is-referenced-by-count\"|\"reference-count\")"),
    ),
    ImportFormat("csl-json", "CSL-JSON", "csl", _pattern(rb"\A\s*[\[{].*\"(type|title|id)\"\s*:")),
    ImportFormat("cff", "Citation File Format", "cff", _pattern(rb"^\"?cff-version\"?\s*:")),
    ImportFormat("nbib", "PubMed, MEDLINE (nbib)", "nbib", _pattern(rb"^(?:PMID-\s|OWN {0,2}- )")),
    ImportFormat(
        "enw",
        "EndNote’s tagged format (enw)",
        "enw",
        _pattern(rb"\A[\s\xef\xbb\xbf]{0,9}%[0A-Z] {1,4}\S[^\n]*\n%[0-9A-Z@] "),
    ),
    ImportFormat("ris", "RIS", "ris", _pattern(rb"^[ \t\xef\xbb\xbf]*TY[ \t]{0,4}-[ \t]{0,4}\w")),
    ImportFormat(
        "csl-yaml",
        "CSL-YAML",
        "csl",
        _pattern(
            rb"^references:|"
            rb"\A(?>.*?^-[ \t]+(?:id|type|author):).*^[ \t]+(?:type|issued|author|title):"
        ),
    ),
    ImportFormat("bibtex", "BibTeX and BibLaTeX", "bibtex", _pattern(rb"^[ \t]*@\s*\w+\s*[{(]")),
    ImportFormat(
        "hayagriva",
        "Hayagriva",
        "hayagriva",
        _pattern(
            rb"^[^\s#:][^:\n]*:[ \t]*\n"
            rb"(?:[ \t]+[^\s][^\n]*\n|[ \t]*\n)*?[ \t]+(?:type|title|author)[ \t]*:"
        ),
    ),
    ImportFormat(
        "csv",
        "CSV or TSV with a header",
        "csv_table",
        _pattern(rb"\A(?=[^\n]*\btitle\b)[^\n]*[,;\t]"),
    ),
    ImportFormat("biblatex", "another name of bibtex", "bibtex"),
    ImportFormat("dcterms", "another name of dc", "dc"),
    ImportFormat("crossref", "another name of crossref-xml", "crossref_xml"),
)
"""The formats. The first whose pattern a file matches is that of the file."""


def format_of(content: bytes) -> str:
    """Return the name of the format of a file; empty if it has none that can be imported."""
    head = _head(content)
    if unread_format(head):
        return ""
    for each in FORMATS:
        if each.pattern and each.pattern.search(head):
            return each.name
    return ""


def why_unread(content: bytes) -> tuple[str, str]:
    """Return why a file cannot be imported, after “the content”, and what to do; empty if that is unknown."""
    found = unread_format(_head(content))
    if found:
        return f"is {found.title}, which is not imported", found.advice
    return "shows no format that can be imported", ""


def _head(content: bytes) -> bytes:
    """Return the beginning of a file in UTF-8, with line feeds as line ends."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    wide = wide_encoding(head)
    if wide:
        head = head[: len(head) // 2 * 2].decode(wide, "replace").encode().strip(b"\xef\xbb\xbf")
    return head.replace(b"\r", b"\n")


def importer(name: str) -> Importer:
    """Return the module of a format. Raises UsageError, with the nearest name, if there is none."""
    for each in FORMATS:
        if each.name == name:
            return cast("Importer", import_module(f"exporter.importers.{each.module}"))
    names = [each.name for each in FORMATS]
    hint = did_you_mean(name, names) or f"what can be read is {', '.join(names)}"
    raise UsageError(f"there is no format “{name}” that can be read", hint)
