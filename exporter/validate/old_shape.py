"""What has to change in a record whose shape is that of an older exporter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from exporter.model.node import NO_LANGUAGE
from exporter.records.document import Document, Pointer, value_at, written_steps
from exporter.records.schema import Schemas
from exporter.validate.checked_record import CheckedRecord

LANGUAGE = "cataloguing_language"
"""The field with the language of the cataloguer's own words."""
_RENAMED: Mapping[Pointer, str] = {("sections",): "contents", ("identifiers", "ndl"): "jpno"}
"""Fields of works, and what they are called today."""


class ShapeChange(NamedTuple):
    """One change of a record.

    `rename` gives the field at `pointer` the name `name`, `wrap` puts its value into a group with
    the field `name`, and `insert` adds the field `name` with `value` after it.
    """

    action: Literal["rename", "remove", "wrap", "insert"]
    pointer: Pointer
    name: str = ""
    value: str = ""


def old_fields(document: Document, schemas: Schemas, language: str) -> list[ShapeChange]:
    """Return the changes of fields that the schemas no longer have; empty for a record of today.

    `language` is that of the catalogue.
    """
    if document.kind not in schemas.kinds:
        return []
    changes: list[ShapeChange] = []
    if schemas.noun(document.kind) == "agent":
        changes += _language_of_agent(document, schemas, language)
        changes += _wrapped(document, "other_names", "name")
    else:
        for name in ("sections", "contents"):
            changes += _wrapped(document, name, "title")
        for pointer, new_name in _RENAMED.items():
            changes += _renamed(document, schemas, pointer, new_name)
    return [*changes, *_conclusions(document, changes)]


def old_field(document: Document, schemas: Schemas, pointer: Pointer) -> ShapeChange | None:
    """Return the change of a field that no schema has, if an older exporter had it; else None.

    Only this field is looked at, so that a record with many unknown fields takes no longer.
    """
    is_agent = schemas.noun(document.kind) == "agent"
    if pointer == ("language",) and is_agent:
        return ShapeChange("remove", pointer)
    if pointer in _RENAMED and not is_agent:
        return ShapeChange("rename", pointer, _RENAMED[pointer])
    field, *inner = pointer
    lists = {"other_names": "name"} if is_agent else {"sections": "title", "contents": "title"}
    if field not in lists or len(inner) != 2 or not isinstance(inner[0], int):
        return None
    item, name = pointer[:2], lists[str(field)]
    return None if name in value_at(document.data, item) else ShapeChange("wrap", item, name)


def language_of_own_words(document: Document, schemas: Schemas, language: str) -> list[ShapeChange]:
    """Return the change that keeps the language of the cataloguer's own words in the record of a work.

    In an old record, plain text of every field was in the language of the work.
    """
    own = document.data.get("language")
    is_work = document.kind in schemas.kinds and schemas.noun(document.kind) == "work"
    if not is_work or not isinstance(own, str) or own in NO_LANGUAGE or LANGUAGE in document.data:
        return []
    if _has_same_tags(document, schemas, (own, language)):
        return []
    return [ShapeChange("insert", ("language",), LANGUAGE, own)]


def _language_of_agent(
    document: Document, schemas: Schemas, language: str
) -> Iterator[ShapeChange]:
    """Yield the change of the language of an agent's record, which was only that of its plain text."""
    own = document.data.get("language")
    if not isinstance(own, str) or "language" in schemas.within(document.kind, ()):
        return
    inferred = document.data.get("inferred")
    is_explained = isinstance(inferred, Mapping) and "language" in inferred
    is_needed = not _has_same_tags(document, schemas, (own, language)) or is_explained
    if is_needed and LANGUAGE not in document.data:
        yield ShapeChange("rename", ("language",), LANGUAGE)
    else:
        yield ShapeChange("remove", ("language",))


def _has_same_tags(document: Document, schemas: Schemas, languages: tuple[str, str]) -> bool:
    """Return whether all texts of a record have the same language in catalogues of both languages."""
    data = dict(document.data)
    if schemas.noun(document.kind) == "agent":
        data.pop("language", None)
    tags = []
    for language in languages:
        record = CheckedRecord(document._replace(data=data), schemas, language)
        tags.append([tag for _, tag, _ in record.contents.texts])
    return tags[0] == tags[1]


def _wrapped(document: Document, field: str, name: str) -> Iterator[ShapeChange]:
    """Yield the changes of items that are text by language tag: today that is a field of a group."""
    items = document.data.get(field)
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping) and name not in item:
            yield ShapeChange("wrap", (field, place), name)


def _renamed(
    document: Document, schemas: Schemas, pointer: Pointer, name: str
) -> Iterator[ShapeChange]:
    group: Any = document.data
    for step in pointer[:-1]:
        group = group.get(step) if isinstance(group, Mapping) else None
    is_old = isinstance(group, Mapping) and pointer[-1] in group and name not in group
    if is_old and pointer[-1] not in schemas.within(document.kind, pointer[:-1]):
        yield ShapeChange("rename", pointer, name)


def _conclusions(document: Document, changes: list[ShapeChange]) -> Iterator[ShapeChange]:
    """Yield the changes of the keys of `inferred`, which are paths to fields that change."""
    inferred = document.data.get("inferred")
    for key in inferred if isinstance(inferred, Mapping) else ():
        path = str(key)
        for change in sorted(changes, key=lambda each: len(each.pointer), reverse=True):
            path = _path_after(path, change)
        if path != key:
            yield ShapeChange("rename", ("inferred", key), path)


def _path_after(path: str, change: ShapeChange) -> str:
    """Return a path (`sections.2.en`) after a change; lists are counted from 1 in it."""
    steps = written_steps(change.pointer)
    old = ".".join(steps)
    if path != old and not path.startswith(f"{old}."):
        return path
    rest = path[len(old) :]
    if change.action == "rename":
        return ".".join([*steps[:-1], change.name]) + rest
    if change.action == "wrap" and rest:
        return f"{old}.{change.name}{rest}"
    return path
