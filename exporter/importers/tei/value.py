"""Texts by language, names, dates and lists of them, as they stand in TEI."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from exporter.export.tei.date import stated
from exporter.export.xml import XML_LANG, Element
from exporter.importers.tei.source import Source

_PARTS = {
    ("surname", ""): "family",
    ("forename", ""): "given",
    ("nameLink", "dropping"): "dropping_particle",
    ("nameLink", "non-dropping"): "non_dropping_particle",
    ("genName", ""): "suffix",
}
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


def some(
    source: Source, node: Element, path: str, read: Callable[[Element], Any] | None = None
) -> Any:
    """Read what stands at a path as one text in its forms; None where nothing stands there."""
    return forms(source, source.all(node, path), read)


def forms(
    source: Source, nodes: list[Element], read: Callable[[Element], Any] | None = None
) -> Any:
    """Read elements as the forms of one text by language tag: plain, where the only one has no tag of its own."""
    if not nodes:
        return None
    read = read or source.text
    if len(nodes) == 1 and not nodes[0].get(XML_LANG):
        return read(nodes[0])
    found: dict[str, Any] = {}
    for node in nodes:
        tag = source.attribute(node, XML_LANG)
        if not tag or tag in found:
            source.misread(
                node,
                f"a second {node.tag} in {f'the language {tag}' if tag else 'no language of its own'}",
            )
        found[tag] = read(node)
    return found


def numbered(
    source: Source, nodes: list[Element], read: Callable[[Element], Any] | None = None
) -> list[Any]:
    """Read elements as a list of texts: those with the same `n` are the forms of one."""
    entries: dict[str, list[Element]] = {}
    for node in nodes:
        entries.setdefault(source.needed(node, "n"), []).append(node)
    return [forms(source, entries[number], read) for number in entries]


def name(source: Source, node: Element) -> Any:
    """Read one form of a name: its parts, or the whole as it is."""
    if not len(node):
        return source.text(node)
    parts: dict[str, str] = {}
    for child in source.all(node, "*"):
        part = _PARTS.get((child.tag, child.get("type", "")))
        if part is None or part in parts:
            source.misread(child, f"{child.tag} is no part of a name here")
        else:
            parts[part] = source.text(child)
    return parts


def date(source: Source, node: Element, at: str = "when") -> Any:
    """Read a date: its EDTF, or what `when` says where that is all. None where there is no date.

    What else TEI says of it follows from that; where it does not, the document was changed by half.
    """
    edtf = source.attribute(node, f"{at}-custom")
    plain = source.attribute(node, at) or source.attribute(node, f"{at}-iso")
    if not (edtf or plain):
        return None
    written = edtf or (int(plain) if _YEAR.fullmatch(plain) else plain)
    source.attribute(node, "datingMethod")
    others = {name: source.attribute(node, name) for name in (at, *_of(at)) if name in node.attrib}
    wanted = {
        key: value for key, value in stated(written, at).attributes.items() if key in (at, *_of(at))
    }
    if others != wanted:
        source.misread(
            node, f"the attributes of this {node.tag} do not say the same date: {written}"
        )
    source.skip(node, "precision|certainty")
    return written


def _of(at: str) -> tuple[str, ...]:
    return ("from", "to", "notBefore", "notAfter", "cert") if at == "when" else ()


def kept(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not there."""
    return {field: value for field, value in fields.items() if value not in (None, "", [], {})}
