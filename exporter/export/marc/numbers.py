"""Standard and control numbers in the fields that the table names: 010 to 035, 758.

A target of the table is a field with its indicators and, where the field has it, the source of the
number (`024 7# $2 doi`) or what stands before it (`035 ## (OCoLC)`); two targets are joined by ` |
`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporter.export.context import ExportContext
from exporter.export.marc.control_numbers import agency
from exporter.export.marc.fields import Fields
from exporter.export.reference import own_identifiers
from exporter.model.identifiers import CHECK_DIGIT_X, Identifier, valid, with_capital_x
from exporter.model.work import Work

_OF_A_SYSTEM = re.compile(r"\([A-Za-z][A-Za-z0-9-]*\)\S+")
"""A number with the code of the organisation whose system gave it (MARC 21, 035 $a)."""
_TARGET = re.compile(r"(\d{3}) (..)(?: \$([a-z1]))?(?: \$2 (\S+))?(?: (\(\S+\)))?")
_WORK_MANIFESTED = "http://rdaregistry.info/Elements/m/P30135"
"""The RDA element “has work manifested”."""
_UNPUNCTUATED = frozenset({"isbn", "ismn", "isni", "isrc", "gtin"})
"""Numbers that MARC writes without hyphens and blanks; the display puts them in (020, 024)."""
_QUALIFIED = frozenset({"015", "020", "024", "027", "028"})
"""Fields that have a subfield q for what a number belongs to."""
_UPC, _EAN = 12, 13


def issns_of_other_media(work: Work) -> list[Identifier]:
    """Return the ISSNs of a serial in other media: those after the first that say which (`online`)."""
    numbers = valid(own_identifiers(work), "issn")
    return [each for each in numbers[1:] if each.qualifier]


def put_numbers(
    fields: Fields, identifiers: Iterable[Identifier], vocabulary: str, context: ExportContext
) -> None:
    """Add the identifiers of a work, an agent, a place or a concept.

    `vocabulary` names the rows that come before those of `scheme`: `work scheme`, for what
    identifies a work and not its publication.
    """
    known = list(identifiers)
    linking = [with_capital_x(each.number) for each in known if each.scheme == "issn_l"]
    has_lccn = False
    for each in known:
        if each.scheme == "publisher_number":
            continue  # 028, whose indicators and source depend on the work
        target = context.crosswalk.row(vocabulary, each.scheme)
        if target.match == "none":
            target = context.crosswalk.row("scheme", each.scheme)
        for part in target.target.split(" | "):
            if part.startswith("010") and not each.invalid:
                part, has_lccn = ("035 ## (DLC)" if has_lccn else part), True
            if each.scheme == "issn" and not each.invalid and linking:
                _put(fields, part, each, context, "l", linking.pop(0))
            elif each.scheme != "issn_l":
                _put(fields, part, each, context)
    for number in linking:
        fields.put("022", "  ", "l", number, about=("identifiers.issn_l",))


def _put(
    fields: Fields, target: str, identifier: Identifier, context: ExportContext, *after: str
) -> None:
    """Add one identifier in the field of a row of the table: `024 7# $2 doi`. `after` are more subfields."""
    match = _TARGET.fullmatch(target)
    if match is None:
        return
    tag, indicators, code, source, before = (part or "" for part in match.groups())
    about = (f"identifiers.{identifier.scheme}",)
    if code == "1":
        relation = ("i", "Has work manifested:", "4", _WORK_MANIFESTED)
        fields.put(tag, "  ", *relation, "1", identifier.uri, about=about)
        return
    number = _written(tag, identifier)
    of_system = _OF_A_SYSTEM.fullmatch(number)
    if identifier.scheme == "local" and (of_system or agency(context)):
        before = "" if of_system else f"({agency(context)})"
        tag, indicators, source = "035", "##", ""
    if identifier.scheme == "gtin":
        indicators, source = _of_trade_item(number)
    if indicators == "8#" or (source == "local" and identifier.scheme != "local"):
        qualifier = ", ".join(filter(None, (identifier.label, identifier.qualifier)))
    else:
        qualifier = identifier.qualifier
    fields.put(
        tag,
        indicators.replace("#", " "),
        *(code or _number_code(tag, identifier), before + number),
        *("q", qualifier if tag in _QUALIFIED else ""),
        *("2", source),
        *after,
        about=about,
    )


def _number_code(tag: str, identifier: Identifier) -> str:
    """Return the subfield of a number: z for one that is wrong on the piece, of an ISSN y."""
    if not identifier.invalid:
        return "a"
    return "y" if tag == "022" else "z"


def _written(tag: str, identifier: Identifier) -> str:
    number = identifier.number
    if identifier.invalid:
        return number
    if identifier.scheme in CHECK_DIGIT_X:
        number = with_capital_x(number)
    if identifier.scheme in _UNPUNCTUATED:
        number = re.sub("[ -]", "", number)
    if tag == "043":
        number = number.lower()
    return control_number_of_congress(number) if tag == "010" else number


def _of_trade_item(number: str) -> tuple[str, str]:
    """Return the indicators and the source of a GTIN: a UPC, an EAN, or one of 14 digits."""
    by_length = {_UPC: ("1#", ""), _EAN: ("3#", "")}
    return by_length.get(len(number), ("7#", "gtin-14"))


def control_number_of_congress(number: str) -> str:
    """Return an LCCN in the structure of field 010: prefix, year, serial number, each of its length.

    The prefix has three characters before a year of two digits, and a blank ends the number; from
    2001 on it has two characters before a year of four. Source: MARC 21 Bibliographic, 010, LC
    control number structures.
    """
    match = re.fullmatch(r"([a-z]{0,3})\s*(\d+)(?:-(\d{1,6}))?", number.strip(), re.ASCII)
    if not match:
        return number
    prefix, year, serial = match[1], match[2], match[3] or ""
    if not serial:
        year, serial = year[:-6], year[-6:]
    if len(year) == 4:
        return f"{prefix:<2}{year}{serial:0>6}"
    return f"{prefix:<3}{year}{serial:0>6} " if len(year) == 2 else number
