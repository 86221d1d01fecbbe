"""Subject headings in MODS. Source: MODS 3.8, subject, altRepGroup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.headings import without_dates
from exporter.importers.mods.elements import TABLE, tag_of_element
from exporter.importers.mods.names import NameReader
from exporter.importers.readings import of_vocabulary, put_read
from exporter.importers.text import line
from exporter.importers.tree import SourceNode

_SUBDIVISIONS = frozenset({"topic", "place", "period", "genre"})
_HEADING = frozenset({"scheme", "uri", "primary"})
"""What a heading says besides its words."""


class SubjectReader:
    """Reads the subject headings of one record."""

    def __init__(self, builder: EntryBuilder, names: NameReader) -> None:
        self.builder, self.names = builder, names
        self.groups: dict[str, tuple[dict[str, Any], str]] = {}
        """By altRepGroup, a subject heading and the language of its first form."""

    def subject(self, node: SourceNode) -> None:
        """Read a heading with its subdivisions, or the form of one in another script."""
        for each in node.all("cartographics"):
            self._cartographics(each)
        parts = [part for each in node.children for part in self._part(each)]
        if not parts:
            return
        heading: dict[str, Any] = dict(parts[0])
        subdivisions = [each for each in parts[1:] if set(each) <= _SUBDIVISIONS]
        others = [each for each in parts[1:] if each not in subdivisions]
        if subdivisions:
            heading["subdivisions"] = subdivisions
        heading |= of_vocabulary(node.peek("@authority"), node.peek("@valueURI"))
        if node.peek("@usage") == "primary":
            heading["primary"] = True
        if not others and self._is_other_form(node, heading):
            return
        for stated in (heading, *others):
            self.builder.add_item("subjects", stated)
        group = node.peek("@altRepGroup")
        if group and not others:
            self.groups.setdefault(group, (heading, tag_of_element(node)))

    def _cartographics(self, node: SourceNode) -> None:
        """Read scale, projection and coordinates of a map, which are not its subject."""
        for each in node.children:
            path = f"subject/cartographics/{each.name}"
            target = TABLE.field(path)
            if target and each.text.strip():
                put_read(self.builder, target, each.read(), path, each.line)

    def _is_other_form(self, node: SourceNode, heading: Mapping[str, Any]) -> bool:
        """Add a heading in another script to the one with which it is tied (MODS 3.8, altRepGroup)."""
        first, first_tag = self.groups.get(node.peek("@altRepGroup"), ({}, ""))
        tag = tag_of_element(node)
        if not first or not first_tag or tag in {"", first_tag} or not _is_alike(first, heading):
            return False
        _add_form(first, first_tag, heading, tag)
        first.update({name: heading[name] for name in _HEADING & heading.keys()})
        for place, each in enumerate(heading.get("subdivisions", ())):
            _add_form(first["subdivisions"][place], first_tag, each, tag)
        return True

    def _part(self, node: SourceNode) -> list[dict[str, str]]:
        """Return a topic, a place, a name and so on; nothing for what is no such thing."""
        if node.name == "geographicCode":
            self.builder.put("geographic_area", node.read(), "geographicCode", node.line)
            return []
        if node.name == "name":
            dates = self._dates_in_heading(node)
            named = self.names.agent(node)
            self.names.roles(node)
            heading = ", ".join(filter(None, (named.display, dates))) if named else ""
            return [{named.kind: heading}] if named else []
        sort = TABLE.word("subject", node.name)
        if not sort:
            return []
        if node.text.strip():
            return [{sort: line(node.read())}]
        words = [line(each.read()) for each in node.children if not each.name.startswith("@")]
        text = ". ".join(word for word in words if word)
        return [{sort: text}] if text else []

    def _dates_in_heading(self, node: SourceNode) -> str:
        """Return the dates of life that a name as a subject has, which its heading keeps."""
        parts = node.all("namePart")
        stated = [line(each.text) for each in parts if each.peek("@type") == "date"]
        whole = ", ".join(line(each.text).rstrip(", ") for each in parts if not each.peek("@type"))
        return next(iter(stated), "") or without_dates(whole)[1]


def _is_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two headings have the same sorts of parts, and are in one vocabulary if both say which."""
    sorts = [
        [next(iter(each)) for each in (heading, *heading.get("subdivisions", ()))]
        for heading in (one, other)
    ]
    same = all(one.get(name, other[name]) == other[name] for name in _HEADING & other.keys())
    return sorts[0] == sorts[1] and same


def _add_form(one: dict[str, Any], first_tag: str, other: Mapping[str, Any], tag: str) -> None:
    """Add to the first part of a heading its form in another language."""
    sort, words = next(iter(other.items()))
    there = one[sort]
    one[sort] = {**(there if isinstance(there, dict) else {first_tag: there}), tag: words}
