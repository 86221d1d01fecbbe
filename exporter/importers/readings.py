"""How the value of a field is read, by the first word of its target in the table of a format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from exporter.importers.builder import EntryBuilder
from exporter.importers.field_table import FieldTarget
from exporter.importers.text import ISSN, clock_time, is_web_address, line

ADDRESS = re.compile(r"https?://[^\s{}\\<>\"]+")
STANDARD_NUMBER = re.compile(rf"(?:97[89][- ]?)?(?:[0-9][- ]?){{9}}[0-9Xx]|{ISSN.pattern}")
"""An ISBN or an ISSN."""
_PAGE_RANGE = re.compile(r"\s*[-‐‑–—−]+\s*")
_CODE = re.compile(r"[A-Za-z0-9_/-]+")
_PAGE_TOTAL = re.compile(r"(?:[ivxlc]+, ?)?[0-9]+", re.ASCII)
_LIST = re.compile(r"[,;/&]|\b(?:and|und|et)\b")

_LABELS = {
    **dict.fromkeys(
        ("ISOAbbreviation", "MedlineTA", "abbrev_title", "short-container-title"),
        "Abbreviated title of the journal",
    ),
    "CoiStatement": "Conflict of interest",
    "GeneralNote": "",
}
"""The labels of notes from fields whose names say little."""
_PII = re.compile(r"[SB]?[0-9]{4}-?[0-9]{3}[0-9X]\(?[0-9]{2}\)?[0-9]{5}-?[0-9X]")
"""A Publisher Item Identifier: S or B, the ISSN or the start of the ISBN, the year, a number."""

Reading = Callable[[EntryBuilder, str, str, str, int], None]
"""Takes the builder, the field of the record, the value, the field of the source and its line."""


def of_vocabulary(scheme: str, uri: str) -> dict[str, str]:
    """Return the code of a vocabulary and the address of a term in it, as far as they are such."""
    found = {"scheme": scheme} if _CODE.fullmatch(scheme) else {}
    return found | ({"uri": uri} if is_web_address(uri) else {})


def put_read(
    builder: EntryBuilder, target: FieldTarget, value: str, name: str, at: int = 0
) -> None:
    """Set the field of a record that the table names, from a value of the source."""
    reading = _READINGS.get(target.reading)
    if reading:
        reading(builder, target.field, value, name, at)
    else:
        builder.put(target.field, value, name, at)


def pages(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    """Set pages, the first and the last joined by a hyphen."""
    builder.put(target, _PAGE_RANGE.sub("-", line(value)).strip("-"), name, at)


def page_total(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    """Set an extent from a field that counts pages: a bare number gets its unit (RDA 3.4.5.2), `253 pages`."""
    is_bare = _PAGE_TOTAL.fullmatch(value.strip()) is not None
    unit = "page" if value.strip() == "1" else "pages"
    builder.put(target, f"{value.strip()} {unit}" if is_bare else value, name, at)


def put_pii(builder: EntryBuilder, number: str, name: str, at: int) -> None:
    """Set the article number from a publisher's number of an article that has no pages.

    Beside pages, and in the form of a Publisher Item Identifier, it is an identifier only.
    """
    if "pages" in builder.data or "article_number" in builder.data or _PII.fullmatch(number):
        if number != builder.data.get("article_number"):
            builder.identify("local", number, name, at, "pii")
    else:
        builder.data["article_number"] = number


def keywords(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    """Set keywords that semicolons, or else commas, or line breaks part."""
    for word in re.split(r"[;\n]" if ";" in value else r"[,\n]", value):
        if word.strip():
            builder.put(target, word, name, at)


def _languages(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    for word in _LIST.split(value):
        if word.strip():
            builder.put(target, word.strip(), name, at)


def address(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    """Set a web address, which may stand in a text."""
    found = ADDRESS.search(value)
    text = value.strip()
    if found and not is_web_address(text):
        text = found[0]
    builder.put(target, "%20".join(text.split()), name, at)


def _body(builder: EntryBuilder, target: str, value: str, _name: str, _at: int) -> None:
    builder.name_body(target, value)


def _local_number(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    builder.identify(target.removeprefix("identifiers."), value, name, at, name)


def _address_or_number(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    if is_web_address(value.strip()):
        builder.put("url", value, name, at)
    else:
        _local_number(builder, target, value, name, at)


def _licence(builder: EntryBuilder, _target: str, value: str, name: str, at: int) -> None:
    is_address = ADDRESS.fullmatch(value.strip()) is not None
    builder.put("licence" if is_address else "rights", value, name, at)


def _labelled(builder: EntryBuilder, target: str, value: str, name: str, _at: int) -> None:
    if line(value):
        label = _label(name)
        text = f"{label}: {line(value)}" if label else line(value)
        builder.note(target.removeprefix("notes."), text)


def _label(name: str) -> str:
    """Return the name of a field as words of a note: `host/abbrev_title` is no word for a reader."""
    last = name.rpartition("/")[2].lstrip("@")
    if last in _LABELS:
        return _LABELS[last]
    if last.isupper():  # a tag of two or three letters
        return last
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", last).strip()
    return words[:1].upper() + words[1:].lower()


def _variant_title(builder: EntryBuilder, _target: str, value: str, _name: str, _at: int) -> None:
    if line(value):
        builder.add_variant_title({"title": line(value)})


def _status(builder: EntryBuilder, target: str, value: str, name: str, _at: int) -> None:
    """Set the status if it is one that records have, and keep it in a note otherwise."""
    field = builder.schemas.field(builder.judged_by, (target,))
    word = line(value).lower()
    if field and word in field.keyword("enum", ()):
        builder.data.setdefault(target, word)
    elif word:
        builder.note("general", f"{name.capitalize()}: {line(value)}")


def _time(builder: EntryBuilder, target: str, value: str, name: str, at: int) -> None:
    builder.put(target, clock_time(value), name, at)


_READINGS: dict[str, Reading] = {
    "address": address,
    "address_or_number": _address_or_number,
    "body": _body,
    "keywords": keywords,
    "labelled": _labelled,
    "language": _languages,
    "licence": _licence,
    "local": _local_number,
    "page_total": page_total,
    "pages": pages,
    "status": _status,
    "time": _time,
    "variant": _variant_title,
}


def put_standard_numbers(
    builder: EntryBuilder, written: Iterable[str], field: str, at: int
) -> None:
    """Add ISBNs and ISSNs, each without what stands in parentheses behind it."""
    for each in written:
        number = re.sub(r"\(.*?\)", "", each).strip()
        if number:
            scheme = "issn" if ISSN.fullmatch(number) else "isbn"
            builder.identify(scheme, number, field, at)


def funder_number(written: str) -> str:
    """Return the number of a funder as a DOI, from its address or its digits alone.

    Source: Crossref, Funder Registry: all DOIs of funders begin with 10.13039.
    """
    digits = re.search(r"(?:^|10\.13039/)([0-9]+)$", written.strip())
    return f"10.13039/{digits[1]}" if digits else written.strip()
