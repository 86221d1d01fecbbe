"""The identifiers of a record: numbers of schemes such as ISBN, DOI and VIAF, each with its URI."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from exporter.model.node import Node
from exporter.records.document import Pointer

_UNESCAPED = "/:@!$&'()*,;="
"""The characters besides letters, digits and `-._~` that a path may have unescaped (RFC 3986,
3.3), except `+`, which the DOI Handbook wants escaped (DOI Name Encoding Rules for URL
Presentation)."""
CHECK_DIGIT_X = frozenset({"isbn", "issn", "issn_l", "isni", "orcid"})
"""Numbers whose check digit may be an X, which is a capital (ISO 2108, 3297, 27729)."""
_SMALL_X = re.compile("[0-9 -]+x")


class Identifier(NamedTuple):
    """One number of a record.

    `scheme` is the name in the record (`isbn`), `label` the name that is printed (`ISBN`). `uri` is
    empty if the scheme has none. A number that is `invalid` is wrong on the piece or cancelled: it
    identifies nothing.
    """

    scheme: str
    number: str
    label: str
    uri: str = ""
    qualifier: str = ""
    invalid: bool = False
    pointer: Pointer = ()


def valid(identifiers: Iterable[Identifier], *schemes: str) -> list[Identifier]:
    """Return the valid identifiers of some schemes, in their order."""
    return [each for each in identifiers if each.scheme in schemes and not each.invalid]


def preferred(identifiers: Collection[Identifier], schemes: Iterable[str]) -> Identifier | None:
    """Return the first valid identifier of the first of these schemes that has one; None if none has."""
    for scheme in schemes:
        for each in valid(identifiers, scheme):
            return each
    return None


def address_of(node: Node) -> str:
    """Return the web address that an item of `url` is, or of which it is a group with what is said of it."""
    return node.line("url") if isinstance(node.value, Mapping) else str(node.value)


def addresses_of(record: Node) -> list[str]:
    """Return the web addresses of a record."""
    return [address_of(each) for each in record.all("url")]


def identifiers_of(node: Node | None) -> tuple[Identifier, ...]:
    """Return the identifiers in the group at `node`, by scheme in the order of the record.

    The schema of a scheme says how it is printed (`title`) and, by the keyword `uri`, the URI of
    its numbers, with `{}` for the number. So a catalogue can add a scheme of its own.
    """
    if node is None or not isinstance(node.value, Mapping):
        return ()
    found = []
    for scheme in node.value:
        for each in node.all(scheme):
            found += _identifiers(scheme, each, node)
    return tuple(found)


def _identifiers(scheme: str, node: Node, group: Node) -> list[Identifier]:
    """Return the number of a scheme, and the wrong one that the same group states beside it."""
    field = group.field.child(scheme) if group.field else None
    label = field.title if field and field.title else scheme
    template = field.keyword("uri", "") if field else ""
    if not isinstance(node.value, Mapping):
        number = str(node.value)
        uri = uri_of(template, scheme, number)
        return [Identifier(scheme, number, label, uri, pointer=node.pointer)]
    qualifier = node.line("qualifier")
    found = []
    if "number" in node.value:
        number, pointer = node.line("number"), (*node.pointer, "number")
        uri = uri_of(template, scheme, number)
        found.append(Identifier(scheme, number, label, uri, qualifier, pointer=pointer))
    if "invalid" in node.value:
        number, pointer = node.line("invalid"), (*node.pointer, "invalid")
        wrong = Identifier(scheme, number, label, "", qualifier, invalid=True, pointer=pointer)
        found.append(wrong)
    return found


def stated_number(value: Any, *, invalid: bool = False) -> str:
    """Return the number that an item under `identifiers` states, alone or in a group; empty if it states none.

    With `invalid`, an invalid number counts where there is no valid one.
    """
    if isinstance(value, Mapping):
        value = value.get("number") or (invalid and value.get("invalid")) or ""
    return str(value)


def with_capital_x(number: str) -> str:
    """Return a number whose check digit, if it is an x, is a capital."""
    return f"{number[:-1]}X" if _SMALL_X.fullmatch(number) else number


def uri_of(template: str, scheme: str, number: str) -> str:
    """Return the URI of a number (`https://doi.org/10.1000/182`); empty if the scheme has none.

    A lower-case check digit x is written as a capital, since the URI would else be another one (ISO
    27729, 4.2).
    """
    if not template:
        return ""
    written = number
    if scheme in CHECK_DIGIT_X:
        written = with_capital_x(written)
    if scheme in {"isni", "lccn"}:
        written = written.replace(" ", "")
    if scheme == "lccn":
        written = normalised_lccn(written)
    return template.replace("{}", quote(written.replace(" ", "-"), _UNESCAPED))


def normalised_lccn(number: str) -> str:
    """Return an LCCN in the form of its URI: without hyphen, the serial part padded to six digits.

    Source: Library of Congress, The LCCN Namespace, Normalization of LCCNs.
    """
    prefix, hyphen, serial = number.partition("-")
    return prefix + serial.zfill(6) if hyphen else number
