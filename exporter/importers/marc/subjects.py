"""Subject headings and terms for genre. Source: MARC 21, 6XX."""

from __future__ import annotations

import re
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.marc.field import SourceField
from exporter.importers.marc.names import Clean
from exporter.importers.marc.reader import TABLE

_URI = re.compile(r"(?:\(uri\))?\s*(https?://\S+)")
_BASES = {
    "(DE-588)": "https://d-nb.info/gnd/",
    "(DE-588c)": "https://d-nb.info/gnd/",
    "(OCoLC)fst": "http://id.worldcat.org/fast/",
    "(DLC)sh": "http://id.loc.gov/authorities/subjects/sh",
}
"""The addresses of terms by what stands before their numbers (MARC 21, appendix A, $0)."""


def put_subject(builder: EntryBuilder, field: SourceField, clean: Clean) -> None:
    """Add the heading of a 6XX with its subdivisions and its vocabulary."""
    sort = TABLE.word("subject", field.tag)
    codes = {"600": "abcdqt", "610": "abndt", "611": "acdnet", "630": "anpfkl"}.get(
        field.tag, "abcd"
    )
    main = ", ".join(clean(each).rstrip(",") for each in field.take(codes))
    heading: dict[str, Any] = {sort: main} if main else {}
    subdivisions = _subdivisions(field, clean)
    if not heading and subdivisions:
        heading = subdivisions.pop(0)
    if not heading:
        return
    if subdivisions:
        heading["subdivisions"] = subdivisions
    heading.update(_vocabulary(field))
    if field.indicators[0] == "1" and field.tag in {"650", "651"}:
        heading["primary"] = True
    builder.add_item("subjects", heading)
    there = builder.data["subjects"]
    other = field.other_script
    if other is not None:
        other_main = ", ".join(clean(each).rstrip(",") for each in other.take(codes))
        other_parts = _subdivisions(other, clean)
        if other_main and {sort: other_main} not in there:
            again: dict[str, Any] = {sort: other_main}
            if other_parts:
                again["subdivisions"] = other_parts
            there.append(again)
        other.take("02")


def _subdivisions(field: SourceField, clean: Clean) -> list[dict[str, Any]]:
    found = []
    for place, (code, value) in enumerate(field.subfields):
        sort = TABLE.word("subdivision", code)
        if sort and clean(value):
            field.taken.add(place)
            found.append({sort: clean(value)})
    return found


def _vocabulary(field: SourceField) -> dict[str, str]:
    found = {}
    source = field.first("2") if field.indicators[1] == "7" else ""
    scheme = source.strip() or TABLE.word("thesaurus", field.indicators[1])
    if re.fullmatch(r"[A-Za-z0-9_/-]+", scheme):
        found["scheme"] = scheme
    elif scheme:
        field.taken.clear()
    for place, (code, value) in enumerate(field.subfields):
        uri = _uri(value.strip()) if code in "01" else ""
        if uri and found.get("uri", uri) == uri:
            field.taken.add(place)
            found["uri"] = uri
    return found


def _uri(text: str) -> str:
    """Return the address of the term that $0 or $1 names; empty if it names none."""
    text = text.rstrip(". ")  # the stop behind the heading, where $0 is the last subfield
    match = _URI.fullmatch(text)
    if match:
        return match[1]
    for prefix, base in _BASES.items():
        if text.startswith(prefix):
            return base + text.removeprefix(prefix).strip()
    return ""


def put_chain_link(builder: EntryBuilder, field: SourceField, clean: Clean) -> None:
    """Add a link of a chain of German subject headings (689), if no 6XX has it already.

    Source: DNB, Felder des Titeldatenformats MARC 21, 689 (RSWK).
    """
    main = ", ".join(clean(each).rstrip(",") for each in field.take("abct"))
    sort = TABLE.word("chain", field.first("D") or field.first("A")) or "topic"
    field.take("ADhgdn")
    there = builder.data.get("subjects", [])
    if main and all(main not in each.values() for each in there):
        heading = {sort: main, **_vocabulary(field), "scheme": "gnd"}
        builder.add_item("subjects", heading)


def put_genre(builder: EntryBuilder, field: SourceField, clean: Clean) -> None:
    """Add the genre of a 655; one in another script (880) stands beside it."""
    for each in filter(None, (field, field.other_script)):
        parts = [clean(part) for part in each.take("avxyz")]
        term = "--".join(part for part in parts if part)
        if term:
            builder.add_item("genre_terms", {"term": term, **_vocabulary(each)})
