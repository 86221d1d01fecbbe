"""Formats of other programs that are not imported, and what to do with such a file instead.

Some hold parts that another pattern would match: Zotero's RDF has elements of Dublin Core, but its
works would come in without authors and kinds, and its attachments as works.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class UnreadFormat(NamedTuple):
    """A format that is not imported: its title, what to do, and a pattern that only its files match."""

    title: str
    advice: str
    pattern: re.Pattern[bytes]


def _pattern(text: bytes) -> re.Pattern[bytes]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


_OF_ZOTERO = "in Zotero, export as BibLaTeX, which has tags and notes too, or as CSL JSON"
_TABLE = "save the table as CSV in UTF-8, and import that"
UNREAD = (
    UnreadFormat(
        "RDF of Zotero",
        _OF_ZOTERO,
        _pattern(
            rb"(?:<(?:\w+:)?RDF\s[^<>]*|@prefix\s+\w*:\s*<)https?://www\.zotero\.org/namespaces/export"
        ),
    ),
    UnreadFormat(
        "JSON of Zotero or Better BibTeX",
        _OF_ZOTERO,
        _pattern(rb"\A\s*[\[{].*\"(?:itemType|translatorID|citationKeyFormat)\"\s*:"),
    ),
    UnreadFormat(
        "the text form of MARC that MarcEdit edits",
        "in MarcEdit, compile it into MARC with MarcMaker",
        _pattern(rb"\A\s*=(?:LDR|00\d)  "),
    ),
    UnreadFormat(
        "OAI_MARC, as Aleph writes it",
        "in Aleph, export as MARC 21 or as MARCXML",
        _pattern(rb"<(?:\w+:)?(?:oai_marc|fixfield)[\s>]"),
    ),
    UnreadFormat(
        "plain text or a table of Web of Science",
        "in Web of Science, export as RIS or BibTeX",
        _pattern(rb"\A\s*(?:FN (?:Clarivate|Thomson|ISI)|PT\tAU\t)"),
    ),
    UnreadFormat(
        "a table of OpenAlex",
        "import what Crossref or DataCite has for the DOIs in it",
        _pattern(rb"\A[^\n]*\bauthorships\.author"),
    ),
    UnreadFormat(
        "tagged text of RefWorks",
        "in RefWorks, export as RIS",
        _pattern(rb"\A\s*RT [A-Z][^\n]{2,60}\n(?:SR|ID|A1|T1) "),
    ),
    UnreadFormat(
        "an article in JATS",
        "import what Crossref or PubMed has for its DOI",
        _pattern(rb"//NLM//DTD (?:JATS|Journal)|<article\s[^<>]*>\s*<front[\s>]"),
    ),
    UnreadFormat(
        "a news feed",
        "export as BibTeX or RIS where it comes from",
        _pattern(rb"\A[^<]*(?:<[?!][^<]*){0,9}<(?:feed|rss)\s"),
    ),
    UnreadFormat(
        "a web page",
        "take the metadata from it with the Zotero Connector, and export as BibLaTeX there",
        _pattern(rb"\A\s*(?:<\?xml[^<>]*>\s*)?(?:<!DOCTYPE html|<html)[\s>]"),
    ),
    UnreadFormat("a PDF file", "export its metadata as RIS or BibTeX", _pattern(rb"\A%PDF-")),
    UnreadFormat("a document of Excel or Word", _TABLE, _pattern(rb"\A\xd0\xcf\x11\xe0")),
    UnreadFormat(
        "a compressed file",
        "unpack it first",
        _pattern(rb"\A(?:\x1f\x8b|BZh[1-9]|\xfd7zXZ|7z\xbc\xaf|Rar!)"),
    ),
)
"""The formats; the first whose pattern a file matches is that of the file."""


def unread_format(head: bytes) -> UnreadFormat | None:
    """Return the format of a file by its beginning, if it is one that is not imported."""
    return next((each for each in UNREAD if each.pattern.search(head)), None)
