"""UNIMARC bibliographic records, in ISO 2709, MARCXML or JSON, as records of MARC 21.

Each field becomes the fields of MARC 21 that say the same, so that one reader serves both; what it
does not read is reported under the field of UNIMARC. Source: UNIMARC Manual, Bibliographic format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from exporter.importers.field_table import field_table
from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.text import line
from exporter.model.vocabularies import vocabulary

TABLE = field_table(Path(__file__).with_name("unimarc.tsv"))
_CODED_DATE = re.compile(r"[0-9]{8}[a-j]")
_NOT_SORTED = str.maketrans("", "", "\x88\x89\x98\x9c¬")
"""Marks around an article that is not sorted. Source: UNIMARC Manual, 3.3; ISO 6630."""
_ISNI = re.compile(r"(?:ISNI)?:?\s*((?:[0-9] ?){15}[0-9X])")
"""A number of ISNI in $o of a name. Source: UNIMARC Manual, 7XX $o."""
_BELOW_SET = frozenset({"462", "463"})
"""Levels of a hierarchy: in a record of the highest one, what these fields name is a part."""
_RDA_TYPES = {"181": ("336", "content"), "182": ("337", "media"), "183": ("338", "carrier")}
_FRAME = "040"
"""A field of MARC 21 that says only how the record was made."""
_UNKNOWN = "000"
"""A tag that MARC 21 does not have, for fields without a counterpart."""


_YEAR = re.compile("[0-9]{4}")


def is_unimarc(record: SourceRecord) -> bool:
    """Return whether a record is one of UNIMARC, by its title field or its coded field 100."""
    if record.named("245"):
        return False
    coded = next((each.peek("a") for each in record.named("100")), "")
    return bool(record.named("200")) or _CODED_DATE.match(coded) is not None


def to_marc21(record: SourceRecord) -> SourceRecord:
    """Return a record of UNIMARC as one of MARC 21."""
    made: list[SourceField] = [each for each in record.fields if each.tag == "001"]
    made.append(SourceField("008", record.line, text=_coded(record)))
    has_main = False
    is_set = record.leader[8:9] == "1"
    said = [each.subfields for each in record.named("214")]
    for field in record.fields:
        if field.text or (field.tag == "210" and field.subfields in said):
            continue
        for each in _converted(field):
            if is_set and field.tag in _BELOW_SET and each.tag == "773":
                each.tag = "774"
            if each.tag in {"100", "110"} and has_main:
                each.tag = f"7{each.tag[1:]}"
            has_main = has_main or each.tag in {"100", "110", "111"}
            made.append(each)
    kind = TABLE.word("leader", record.leader[6:7]) or record.leader[6:7] or "a"
    level = record.leader[7:8] or "m"
    leader = f"00000n{kind}{level} a2200000 c 4500"  # LDR/18 c: without the punctuation of ISBD
    return SourceRecord(record.line, leader, made)


def _coded(record: SourceRecord) -> str:
    """Return 008 with the dates and the language of 100 and 101."""
    coded = next((each.peek("a") for each in record.named("100")), "").ljust(36)
    languages = next((each.peek("a") for each in record.named("101")), "")
    kind = TABLE.word("date", coded[8]) or " "
    first, second = (coded[at : at + 4].replace(" ", "u") for at in (9, 13))
    return f"{coded[2:8]}{kind}{first}{second}".ljust(35) + languages[:3].ljust(3) + "  "


def _converted(field: SourceField) -> Iterator[SourceField]:
    special = _SPECIAL.get(field.tag)
    if special:
        yield from special(field)
        return
    marks = field.indicators.replace(" ", "#")
    target = TABLE.field(f"{field.tag}/{marks[1:]}") or TABLE.field(f"{field.tag}-{marks[:1]}")
    target = target or TABLE.field(field.tag)
    if TABLE.word("frame", field.tag):
        yield _made(field, _FRAME, "  ", list(field.subfields), field.subfields)
    elif target is None:
        tag = field.tag if field.tag[0] == "9" else _UNKNOWN
        yield _made(field, tag, field.indicators, list(field.subfields), field.subfields)
    else:
        where, _, codes = f"{target.reading} {target.field}".strip().partition(" ")
        yield from _mapped(field, where, codes)


def _mapped(field: SourceField, where: str, codes: str) -> Iterator[SourceField]:
    """Yield a field with its subfields under the codes of MARC 21, and what has no place in it."""
    known = dict(each.split("=") for each in codes.split())
    subfields: list[tuple[str, str]] = []
    sources: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for code, value in _without_embedding(field):
        text = value.translate(_NOT_SORTED)
        if code == "4":
            text = TABLE.word("relator", text.strip()) or text
        if _continues(field, where, code, text, known, subfields):
            continue
        if code == "o" and where[1] in "01" and (isni := _ISNI.fullmatch(line(text))):
            subfields.append(("0", f"(isni){isni[1].replace(' ', '')}"))
            sources.append((code, value))
        elif code in known:
            is_years = (
                code == "d" and where[1:3] == "00" and _YEAR.search(text)
            )  # no number of a king
            subfields.append((known["f" if is_years else code], text))
            sources.append((code, value))
        elif code == "3":
            subfields.append(("0", text))
            sources.append((code, value))
        else:
            rest.append((code, value))
    indicators = where[3:].replace("#", " ")
    if where[0] == "6" and field.peek("2"):
        indicators = f"{indicators[0]}7"
    yield _made(field, where[:3], indicators, subfields, sources)
    if rest:
        yield _made(field, _UNKNOWN, "  ", rest, rest)


def _continues(
    field: SourceField,
    where: str,
    code: str,
    text: str,
    known: dict[str, str],
    subfields: list[tuple[str, str]],
) -> bool:
    """Append a subfield to an earlier one if MARC 21 has both in one; return whether it does.

    `known` are the codes of MARC 21, `subfields` those that are there already.
    """
    place, sign, text = len(subfields) - 1, ", ", line(text)
    if field.tag[0] == "4" and code in "to":  # other title information of a related work
        there = [at for at, each in enumerate(subfields) if each[0] == known.get(code)]
        place, sign = (there[0] if there else -1), " : "
    elif where[1:3] == "10" and code == "c":  # what qualifies the name of a body
        sign, text = " ", f"({text.strip('()')})"
    elif where[1:3] != "00" or code != "b" or code in known:  # the given names of a person
        return False
    else:
        place = next((at for at, each in enumerate(subfields) if each[0] == "a"), -1)
    if place < 0:
        return False
    before = subfields[place]
    subfields[place] = (before[0], f"{before[1]}{sign}{text}")
    return True


def _without_embedding(field: SourceField) -> Iterator[tuple[str, str]]:
    """Yield the subfields of a linking field as if none were in an embedded field ($1)."""
    inside: dict[str, str] | None = None
    for code, value in field.subfields:
        if code == "1" and field.tag[0] == "4":
            tag = value[:3]
            if tag == "001":
                yield "0", value[3:]
            target = TABLE.word("embedded", tag)
            inside = dict(each.split("=") for each in target.split()) if target else {}
        elif inside is None:
            yield code, value
        else:
            yield _LINKING.get(inside.get(code, ""), code), value


_LINKING = {"t": "t", "g": "v", "n": "f", "d": "d", "b": "e", "z": "y", "x": "x", "a": "a"}
"""The subfields of a linking field of UNIMARC for those of MARC 21."""


def _title(field: SourceField) -> Iterator[SourceField]:
    """Read 200: the title, parallel titles, and who is responsible."""
    codes = {"a": "a", "b": "h", "e": "b", "f": "c", "g": "c", "h": "n", "i": "p", "v": "n"}
    subfields: list[tuple[str, str]] = []
    sources: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    own, parallel = _parted_titles(field)
    yield from parallel
    for code, value in own:
        text = line(value.translate(_NOT_SORTED))
        if code == "c" or (code == "a" and any(each == "a" for each, _ in subfields)):
            yield _made(field, "740", "02", [("a", text)], [(code, value)])
        elif code in codes:
            subfields.append((codes[code], text))
            sources.append((code, value))
        else:
            rest.append((code, value))
    yield _made(field, "245", "10", _joined(subfields), sources)
    if rest:
        yield _made(field, _UNKNOWN, "  ", rest, rest)


def _parted_titles(field: SourceField) -> tuple[list[tuple[str, str]], list[SourceField]]:
    """Return the subfields of 200 without its parallel titles, and these as fields of MARC 21.

    What follows a parallel title ($d) belongs to it; the languages ($z) stand at the end, in order.
    """
    own: list[tuple[str, str]] = []
    parallel: list[list[tuple[str, str]]] = []
    is_parallel = False
    for code, value in field.subfields:
        is_parallel = code == "d" or (is_parallel and code in "ehi")
        if code == "d":
            parallel.append([])
        (parallel[-1] if is_parallel else own).append((code, value))
    languages = [each for each in own if each[0] == "z"]
    if len(languages) == len(parallel):
        own = [each for each in own if each[0] != "z"]
        parallel = [[*title, each] for title, each in zip(parallel, languages, strict=True)]
    codes = {"d": "a", "e": "b", "h": "n", "i": "p", "z": "y"}
    made = []
    for each in parallel:
        read = [
            (codes[code], line(text.translate(_NOT_SORTED)).lstrip("= ")) for code, text in each
        ]
        made.append(_made(field, "246", "31", read, each))
    return own, made


def _joined(subfields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the subfields of 245 with several of one code as one, with the signs of ISBD."""
    signs = {"b": " : ", "c": " ; ", "n": ". ", "p": ". ", "h": ", "}
    found: dict[str, str] = {}
    for code, text in subfields:
        found[code] = f"{found[code]}{signs.get(code, ' ')}{text}" if code in found else text
    return list(found.items())


def _languages(field: SourceField) -> Iterator[SourceField]:
    subfields = [(TABLE.word("language", code) or code, value) for code, value in field.subfields]
    yield _made(field, "041", "  ", subfields, field.subfields)


def _coded_data(field: SourceField) -> Iterator[SourceField]:
    """Pass over 100, whose dates and language are read already."""
    yield _made(field, _FRAME, "  ", list(field.subfields), field.subfields)


def _form_heading(field: SourceField) -> Iterator[SourceField]:
    """Read 503: “Exposition. Paris. 1996” is one heading, whatever its parts are."""
    parts = [line(value.translate(_NOT_SORTED)) for code, value in field.subfields if code != "3"]
    yield _made(field, "240", "  ", [("a", ". ".join(filter(None, parts)))], field.subfields[:1])


def _rda_types(field: SourceField) -> Iterator[SourceField]:
    """Read the types of content, media and carrier in codes of RDA; other codes are a frame."""
    tag, name = _RDA_TYPES[field.tag]
    known = {row["code"] for row in vocabulary(f"{name}_types").values()}
    is_rda = field.peek("2").lower() == f"rda{name}"
    for code, value in field.subfields:
        read = is_rda and code in "ac" and line(value) in known
        made = [("b", line(value))] if read else [(code, value)]
        yield _made(field, tag if read else _FRAME, "  ", made, [(code, value)])


_SPECIAL = {
    "100": _coded_data,
    "101": _languages,
    "200": _title,
    "503": _form_heading,
    **dict.fromkeys(_RDA_TYPES, _rda_types),
}


def _made(
    field: SourceField,
    tag: str,
    indicators: str,
    subfields: list[tuple[str, str]],
    sources: list[tuple[str, str]],
) -> SourceField:
    """Return a field of MARC 21 that stands for one of UNIMARC, with its subfields from `sources`."""
    names = [f"{field.tag} ${code}" for code, _ in sources]
    return SourceField(tag, field.line, "", indicators, subfields, names=names)
