"""The JSON Schemas of the kinds: the fields of records, and which of them are references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exporter.records.document import Pointer, leaves

SUFFIX = ".schema.json"
BASE = "https://schemas.invalid/"
"""The base address of the schemas for a validator. No host can have this name (RFC 2606)."""


Subschema = tuple[Mapping[str, Any], str]
"""A subschema and the name of its file, by which its `$ref` is resolved."""


class Field:
    """One place in the records of a kind that a cataloguer can fill.

    `path` leads to it, with `*` for any list index or language tag. `schema` has its subschemas
    from the outside in (the target of a `$ref` comes last), so that the first one with a title or a
    description has the right one. Fields inside it are made when they are asked for: a field for a
    related work can hold hundreds, and most records have none of them.
    """

    def __init__(
        self,
        files: Mapping[str, Any],
        path: tuple[str, ...],
        opened: list[Subschema],
        required: bool,
    ) -> None:
        self.path = path
        self.required = required
        self.schema = tuple(schema for schema, _ in opened)
        self._files = files
        self._opened = opened

    def keyword(self, word: str, default: Any = None) -> Any:
        """Return the value of a keyword from the outermost subschema that has it."""
        for each in self.schema:
            if word in each:
                return each[word]
        return default

    @cached_property
    def title(self) -> str:
        """The field's name in a cataloguer's words."""
        return str(self.keyword("title", ""))

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that a value can have, as JSON Schema calls them; none if it can be anything."""
        types = self.keyword("type", ())
        return frozenset([types] if isinstance(types, str) else types)

    @cached_property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of record (or `work`, `agent`) that this field may refer to, if any."""
        return tuple(self.keyword("refersTo", ()))

    @cached_property
    def children(self) -> Mapping[str, Field]:
        """The fields directly inside, by name; `*` stands for any list index or language tag."""
        unnamed = self._item or self._other
        return {**self._named, "*": unnamed} if unnamed else self._named

    @cached_property
    def _named(self) -> Mapping[str, Field]:
        inner: dict[str, list[Subschema]] = {}
        for schema, file in self._opened:
            for name, subschema in schema.get("properties", {}).items():
                inner.setdefault(name, []).extend(_opened(self._files, subschema, file))
        return {name: self._inside(name, opened) for name, opened in inner.items()}

    @cached_property
    def _item(self) -> Field | None:
        return self._unnamed("items")

    @cached_property
    def _other(self) -> Field | None:
        return self._unnamed("additionalProperties")

    def _unnamed(self, word: str) -> Field | None:
        opened: list[Subschema] = []
        for schema, file in self._opened:
            if isinstance(schema.get(word), Mapping):
                opened.extend(_opened(self._files, schema[word], file))
        return self._inside("*", opened) if opened else None

    def _inside(self, name: str, opened: list[Subschema]) -> Field:
        required = any(name in schema.get("required", ()) for schema, _ in self._opened)
        return Field(self._files, (*self.path, name), opened, required)

    def child(self, step: str | int) -> Field | None:
        """Return the field inside with a name, language tag or list index, or None."""
        if isinstance(step, int):
            return self._item
        return self._named.get(step) or self._other

    @cached_property
    def is_flat(self) -> bool:
        """Whether there is neither a reference nor a group inside, as in a list of words."""
        inner = self.children.values()
        return not any(each.children or each.refers_to for each in inner)

    def walk(self) -> Iterator[Field]:
        """Yield all fields inside, outer ones before inner ones, but for those inside a relation.

        A relation (schema keyword `relation`) describes another work; each has the same hundreds of
        fields.
        """
        for each in self.children.values():
            yield each
            if not each.keyword("relation"):
                yield from each.walk()


def _opened(files: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> list[Subschema]:
    """Return a subschema and all that its `$ref` leads to, each with its file."""
    found = [(schema, file)]
    while reference := found[-1][0].get("$ref"):
        target_file, _, way = reference.partition("#")
        target_file = target_file or found[-1][1]
        target: Any = files[target_file]
        for step in way.strip("/").split("/") if way else ():
            target = target[step]
        found.append((target, target_file))
    return found


@dataclass(frozen=True)
class Schemas:
    """The schemas of one catalogue by file name: `book.schema.json` and what they share."""

    files: Mapping[str, Mapping[str, Any]]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a schema: the constants of the field `kind` in the schemas."""
        words = (
            schema.get("properties", {}).get("kind", {}).get("const")
            for schema in self.files.values()
        )
        return tuple(sorted(word for word in words if word))

    def catalogued(self, kind: str) -> Mapping[str, str]:
        """Return how records of a kind are catalogued; empty for a kind without a schema.

        That is the keyword `catalogued` of the schema: `as` (work or agent), `folder`, and the
        `type` of CSL, as in `{"as": "work", "folder": "books", "type": "book"}`.
        """
        said: Mapping[str, str] = self.files.get(kind + SUFFIX, {}).get("catalogued", {})
        return said

    @cached_property
    def by_folder(self) -> Mapping[str, str]:
        """The kind of the records in each folder under `records/`."""
        return {self.catalogued(kind).get("folder", ""): kind for kind in self.kinds}

    def noun(self, kind: str) -> str:
        """Return `work` or `agent`, or an empty string for a kind without a schema."""
        return self._nouns.get(kind, "")

    @cached_property
    def _nouns(self) -> Mapping[str, str]:
        return {kind: self.catalogued(kind).get("as", "") for kind in self.kinds}

    @cached_property
    def _roots(self) -> dict[str, Field]:
        return {}

    def root(self, kind: str) -> Field:
        """Return the field for a whole record of a kind; its children are the fields."""
        if kind not in self._roots:
            file = kind + SUFFIX
            opened = _opened(self.files, self.files[file], file)
            self._roots[kind] = Field(self.files, (), opened, required=True)
        return self._roots[kind]

    @cached_property
    def _fields(self) -> dict[str, Mapping[tuple[str, ...], Field]]:
        return {}

    def fields(self, kind: str) -> Mapping[tuple[str, ...], Field]:
        """Return the fields of a kind by path, outer ones first, without those inside relations."""
        if kind not in self._fields:
            self._fields[kind] = {each.path: each for each in self.root(kind).walk()}
        return self._fields[kind]

    def field(self, kind: str, pointer: Pointer) -> Field | None:
        """Return the field that `pointer` leads to, or None if the schema has none there."""
        found: Field | None = self.root(kind)
        for step in pointer:
            found = found.child(step) if found else None
        return found

    def within(self, kind: str, pointer: Pointer) -> tuple[str, ...]:
        """Return the names of the fields that the value at `pointer` may have."""
        outer = self.field(kind, pointer)
        return tuple(name for name in outer.children if name != "*") if outer else ()

    def date_pointers(self, kind: str, data: Any) -> list[Pointer]:
        """Return the pointers to all dates in a record."""
        found = []
        for pointer, _ in leaves(data):
            field = self.field(kind, pointer)
            if field and field.keyword("format") == "edtf":
                found.append(pointer)
        return found

    def references(self, kind: str, data: Any) -> Iterator[tuple[Pointer, str, tuple[str, ...]]]:
        """Yield each reference in a record: its pointer, the id, and the kinds it may refer to."""
        return _references(data, self.root(kind), ())


def _references(
    value: Any, field: Field, pointer: Pointer
) -> Iterator[tuple[Pointer, str, tuple[str, ...]]]:
    steps: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    for step, inner in steps:
        child = field.child(step)
        if child is None:
            continue
        if isinstance(inner, str):
            if child.refers_to:
                yield (*pointer, step), inner, child.refers_to
        elif not child.is_flat:
            yield from _references(inner, child, (*pointer, step))
