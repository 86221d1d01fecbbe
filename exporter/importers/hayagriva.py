"""Hayagriva, the bibliography format of Typst. Source: Hayagriva, file format documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, Imported, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.names import agent, person_name
from exporter.importers.registry import ImportContext
from exporter.importers.text import line
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import read_yaml_entries

TABLE = field_table(Path(__file__).with_name("hayagriva.tsv"))
_FORMATTED = frozenset(
    {
        *("title", "publisher", "location", "organization", "archive", "archive-location"),
        *("call-number", "genre", "note", "abstract"),
    }
)
_FORMATTING = re.compile(r"(\$[^$]+\$)|\\([\\{}$])|[{}]")
"""Mathematics, which stays; a sign that a backslash makes plain; braces, which keep capitals."""
_PARTS = {
    ("article", "periodical"): "article-journal",
    ("article", "newspaper"): "article-newspaper",
    ("article", "blog"): "post-weblog",
    ("article", "proceedings"): "paper-conference",
    ("article", "conference"): "paper-conference",
    ("entry", "reference"): "entry-encyclopedia",
    ("web", "blog"): "post-weblog",
}
"""The type of a work by its own type and that of its parent."""


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the entries of a document."""
    yield from read_yaml_entries(content, context, _entry)


def _entry(key: str, node: SourceNode, context: ImportContext) -> Entry:
    _read_formatted(node)
    return _HayagrivaReader(key, node, context).read()


def _read_formatted(node: SourceNode, *, is_formatted: bool = False) -> None:
    r"""Put plain texts in place of formattable strings: `\{NASA\} {at} $x$` is `{NASA} at $x$`.

    Source: Hayagriva, file format documentation, Formattable String.
    """
    is_formatted = is_formatted or node.name in _FORMATTED
    if is_formatted:
        node.text = _FORMATTING.sub(lambda match: match[1] or match[2] or "", node.text)
    for child in node.children:
        _read_formatted(child, is_formatted=is_formatted)


class _HayagrivaReader:
    """Reads one entry, or one of its parents."""

    def __init__(self, key: str, node: SourceNode, context: ImportContext) -> None:
        self.node, self.context = node, context
        self.builder = EntryBuilder(context.schemas, node.line, key)

    def read(self) -> Entry:
        """Return the entry."""
        self.builder.kind(self._type())
        handlers: dict[str, Handler] = {
            "author": partial(self._name, "author"),
            "editor": partial(self._name, "editor"),
            "affiliated": self._affiliated,
            "parent": self._parent,
            "date": self._date,
        }
        self.builder.seen += 1
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _type(self) -> str:
        own = line(self.node.take("type")).lower()
        parents = [line(each.peek("type")).lower() for each in self.node.all("parent")]
        for parent in parents:
            if (own, parent) in _PARTS:
                return _PARTS[own, parent]
        if own in {"anthos", "entry"} and parents:
            return "chapter"
        type = TABLE.word("type", own)
        if own and not type:
            self.builder.leave("type", own, "this type is not known", self.node.line)
        return type or "document"

    def _name(self, role: str, node: SourceNode) -> None:
        """Read “Family, Given” or the parts of a name."""
        if node.text.strip():
            form = person_name(node.read())
            self.builder.contribute(role, NamedAgent("person", [("", form)]))
            return
        particle, suffix = node.take("prefix"), node.take("suffix")
        alias = node.take("alias")
        named = agent(
            "person",
            "",
            node.take("name"),
            node.take("given-name"),
            non_dropping_particle=particle,
            suffix=suffix,
        )
        if named:
            self.builder.contribute(role, named)
        if alias:
            self.builder.note("general", f"Also known as: {alias}")

    def _affiliated(self, node: SourceNode) -> None:
        stated = line(node.take("role")).lower()
        role = TABLE.word("role", stated)
        if stated and not role:
            self.builder.weaken("role", stated, "the role is kept as contributor", node.line)
        for each in node.all("names"):
            self._name(role or "contributor", each)
            each.taken = True

    def _date(self, node: SourceNode) -> None:
        target = self.builder.date_field
        self.builder.put(target, node.read(), "date", node.line)

    def _parent(self, node: SourceNode) -> None:
        """Read the work that this one is a part of; a parent of the parent of a part is a series."""
        kind = line(node.peek("type")).lower()
        inner = _HayagrivaReader("", node, self.context)
        entry = inner.read()
        node.read_all()
        self.builder.leftovers += entry.leftovers
        data = entry.data
        if kind == "original":
            self._relate("translation_of", data)
            return
        self._take_from_host(data)

    def _take_from_host(self, data: dict[str, Any]) -> None:
        """Put what a parent says into the record of the part, which speaks of its host so."""
        own = self.builder.data
        is_book = own["kind"] == "book"
        title = data.get("title")
        if is_book and title:
            group = {"title": title}
            number = data.get("issue") or data.get("volume")
            if number:
                group["number"] = number
            own.setdefault("series", []).append(group)
        elif title and "container_title" not in own:
            own["container_title"] = title
        elif title:
            own.setdefault("series", []).append({"title": title})
        for name in (
            "volume",
            "issue",
            "publisher",
            "place",
            "edition",
            "volumes",
            "issued",
            "series",
        ):
            if name in data and name not in own and not (is_book and name in {"volume", "issue"}):
                own[name] = data[name]
        for scheme, number in data.get("identifiers", {}).items():
            own.setdefault("identifiers", {}).setdefault(scheme, number)
        for each in data.get("contributors", ()):
            self.builder.contribute("editor" if not is_book else "series editor", each["agent"])
        if "url" in data and "url" not in own:
            own["url"] = data["url"]

    def _relate(self, relation: str, data: dict[str, Any]) -> None:
        names = ("title", "contributors", "issued", "publisher", "place", "language")
        work = {name: data[name] for name in names if name in data and data[name] != "und"}
        if work:
            self.builder.data[relation] = work
