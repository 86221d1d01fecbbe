"""The JSON Schemas of the kinds: what fields a record may have, and which of them refer to other records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from exporter.records.document import Pointer

SUFFIX = ".schema.json"
BASE = "https://schemas.invalid/"
"""Where the schemas stand for a validator; a name that can lead nowhere (RFC 2606), since nothing is fetched."""


class Field(NamedTuple):
    """One place in the records of a kind that a cataloguer can fill.

    `path` is the way to it, with `*` for any list place or language tag; `schema` its subschemas from the outside
    in (what a `$ref` leads to comes last), so the first that has a title or description has the right one.
    """

    path: tuple[str, ...]
    schema: tuple[Mapping[str, Any], ...]
    required: bool = False

    def keyword(self, word: str, default: Any = None) -> Any:
        """Give the value of a keyword from the outermost subschema that has it."""
        return next((each[word] for each in self.schema if word in each), default)

    @property
    def title(self) -> str:
        """The field's name in a cataloguer's words."""
        return str(self.keyword("title", ""))

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of record (or `work`, `agent`) whose ids may stand here; empty where it is no reference."""
        return tuple(self.keyword("refersTo", ()))


@dataclass(frozen=True)
class Schemas:
    """The schemas of one catalogue by file name: `book.schema.json` and what they share."""

    files: Mapping[str, Mapping[str, Any]]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a schema: those files that say `kind` is always one word."""
        words = (
            schema.get("properties", {}).get("kind", {}).get("const")
            for schema in self.files.values()
        )
        return tuple(sorted(word for word in words if word))

    def catalogued(self, kind: str) -> Mapping[str, str]:
        """Say how records of a kind are catalogued: `as` a work or an agent, in which `folder`, with which CSL `type`.

        The schema says it (`"catalogued": {"as": "work", "folder": "books", "type": "book"}`), so that a kind needs
        nothing but its schema. Empty for a kind that has none.
        """
        said: Mapping[str, str] = self.files.get(kind + SUFFIX, {}).get("catalogued", {})
        return said

    @cached_property
    def by_folder(self) -> Mapping[str, str]:
        """The kind of the records in each folder under `records/`."""
        return {self.catalogued(kind).get("folder", ""): kind for kind in self.kinds}

    def noun(self, kind: str) -> str:
        """Give `work` or `agent`; empty for a kind that no schema describes."""
        return self.catalogued(kind).get("as", "")

    @cached_property
    def _fields(self) -> dict[str, dict[tuple[str, ...], Field]]:
        return {kind: {each.path: each for each in self._walk(kind)} for kind in self.kinds}

    def fields(self, kind: str) -> Mapping[tuple[str, ...], Field]:
        """Give all fields of a kind by their path, outer ones before inner ones."""
        return self._fields[kind]

    def field(self, kind: str, pointer: Pointer) -> Field | None:
        """Give the field that `pointer` leads to; None where the schema knows of none."""
        fields = self._fields[kind]
        path: tuple[str, ...] = ()
        for step in pointer:
            if isinstance(step, str) and (*path, step) in fields:
                path = (*path, step)
            elif (*path, "*") in fields:
                path = (*path, "*")
            else:
                return None
        return fields.get(path)

    def within(self, kind: str, pointer: Pointer) -> tuple[str, ...]:
        """Name the fields that may stand directly inside the value at `pointer`."""
        outer = self.field(kind, pointer) if pointer else None
        path = outer.path if outer else ()
        return tuple(
            each[-1]
            for each in self._fields[kind]
            if each[:-1] == path and each and each[-1] != "*"
        )

    def references(
        self, kind: str, data: Mapping[str, Any]
    ) -> Iterator[tuple[Pointer, str, tuple[str, ...]]]:
        """Give each reference in a record: the way to it, the id it names, and what that may be."""
        for path, wanted in self._reference_paths[kind]:
            if path[0] in data:
                yield from _follow(data, path, (), wanted)

    @cached_property
    def _reference_paths(self) -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
        return {
            kind: tuple((path, each.refers_to) for path, each in fields.items() if each.refers_to)
            for kind, fields in self._fields.items()
        }

    def _walk(self, kind: str) -> Iterator[Field]:
        name = kind + SUFFIX
        yield from self._inside(self._opened(self.files[name], name), ())

    def _opened(self, schema: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], str]]:
        """List a subschema and all that its `$ref` leads to, each with the file in which it stands."""
        found = [(schema, name)]
        while reference := found[-1][0].get("$ref"):
            file, _, way = reference.partition("#")
            target: Any = self.files[file or found[-1][1]]
            for step in way.strip("/").split("/") if way else ():
                target = target[step]
            found.append((target, file or found[-1][1]))
        return found

    def _inside(
        self, opened: list[tuple[Mapping[str, Any], str]], path: tuple[str, ...]
    ) -> Iterator[Field]:
        required = {name for schema, _ in opened for name in schema.get("required", ())}
        properties: dict[str, list[tuple[Mapping[str, Any], str]]] = {}
        for schema, name in opened:
            for key, inner in schema.get("properties", {}).items():
                properties.setdefault(key, []).extend(self._opened(inner, name))
            for word in ("items", "additionalProperties"):
                if isinstance(schema.get(word), Mapping):
                    properties.setdefault("*", []).extend(self._opened(schema[word], name))
        for key, inner in properties.items():
            yield Field((*path, key), tuple(schema for schema, _ in inner), key in required)
            yield from self._inside(inner, (*path, key))


def _follow(
    value: Any, path: tuple[str, ...], pointer: Pointer, wanted: tuple[str, ...]
) -> Iterator[tuple[Pointer, str, tuple[str, ...]]]:
    if not path:
        if isinstance(value, str):
            yield pointer, value, wanted
    elif isinstance(value, dict) and path[0] in value:
        yield from _follow(value[path[0]], path[1:], (*pointer, path[0]), wanted)
    elif path[0] == "*" and isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _follow(inner, path[1:], (*pointer, place), wanted)
