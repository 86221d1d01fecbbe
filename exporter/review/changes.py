"""Compares two states of a catalogue by what their records say, not by their lines.

Items of lists are matched by what they are about, so that a contributor who was added in the middle
is one addition. The order of fields, quotation marks and layout mean nothing.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from exporter.editing.three_way import match_items
from exporter.model.records import Record, Records
from exporter.query.card import field_title, in_words
from exporter.query.names import RecordLabels
from exporter.records.document import Pointer, leaves, value_at
from exporter.records.schema import Field, Schemas

_ALIKE = 0.6
"""The share of statements that a record with a new id has in common with what it was before."""
_MOST_COMPARED = 1_000_000
"""How many pairs of a vanished and a new record are compared."""
Sort = Literal["added", "deleted", "renamed", "merged", "changed"]


class Change(NamedTuple):
    """A change of one statement, in words.

    `sort` is `added`, `removed`, `changed` or `moved`. `field` names the field in a cataloguer's
    words; `pointer` leads to it in the new record, or in the old one if it was removed.
    """

    sort: str
    field: str
    before: str
    after: str
    pointer: Pointer


class RecordChange(NamedTuple):
    """What happened to a record.

    `other` is its old id if it was renamed, its new place if merged.
    """

    sort: Sort
    id: str
    kind: str
    label: str
    file: str
    other: str = ""
    changes: Sequence[Change] = ()


class CatalogueState(NamedTuple):
    """The records of a catalogue at one time.

    If it is `complete`, none of them names a record that is missing.
    """

    records: Records
    schemas: Schemas
    complete: bool = False


def compare(before: CatalogueState, after: CatalogueState) -> list[RecordChange]:
    """Return what happened to each record that is not the same, by id."""
    old_labels = RecordLabels(before.records, before.schemas)
    labels = RecordLabels(after.records, after.schemas)
    heirs = _heirs(before.records, after.records)
    origins = _origins(before.records, after.records, heirs)
    renamed = set(origins.values())
    current = {**heirs, **{old: new for new, old in origins.items()}}
    both_labels = (old_labels, labels)
    found: list[RecordChange] = []
    for id in before.records:
        if id in after.records or id in renamed:
            continue
        record = before.records.record(id)
        sort: Sort = "merged" if id in heirs else "deleted"
        found.append(_whole(sort, record, old_labels[id], heirs.get(id, "")))
    for id in after.records:
        record = after.records.record(id)
        old_id = id if id in before.records else origins.get(id)
        if old_id is None:
            found.append(_whole("added", record, labels[id]))
            continue
        old = before.records.record(old_id)
        changes = _changes_of_record(
            _with_current_ids(old, before.schemas, current), record, after.schemas, both_labels
        )
        if old_id != id:
            change = _whole("renamed", record, labels[id], old_id)
            found.append(change._replace(changes=changes))
        elif changes:
            found.append(_whole("changed", record, labels[id])._replace(changes=changes))
    return sorted(found, key=lambda change: change.id)


def _whole(sort: Sort, record: Record, label: str, other: str = "") -> RecordChange:
    return RecordChange(sort, record.id, record.kind, label, record.file, other)


def _heirs(before: Records, after: Records) -> Mapping[str, str]:
    """Return the id of the record that each vanished id leads to now."""
    former = after.former_ids().items()
    return {old: id for old, id in former if old in before and old not in after}


def _origins(before: Records, after: Records, heirs: Mapping[str, str]) -> Mapping[str, str]:
    """Return the id that each new record had before: by its former ids, or by what it says."""
    new = [id for id in after if id not in before]
    found = {heir: old for old, heir in heirs.items() if heir not in before}
    gone = [id for id in before if id not in after and id not in heirs]
    if len(gone) * len(new) > _MOST_COMPARED:
        return found
    old_statements = {id: _statements(before.record(id)) for id in gone}
    for id in new:
        if id in found:
            continue
        said = _statements(after.record(id))
        for old in list(old_statements):
            same = len(said & old_statements[old])
            if same >= _ALIKE * max(len(said), len(old_statements[old]), 1):
                found[id] = old
                del old_statements[old]
                break
    return found


def _statements(record: Record) -> frozenset[tuple[object, str]]:
    """Return the statements of a record but for its id, and with its kind."""
    return frozenset(
        (pointer[0], str(value)) for pointer, value in leaves(record.data) if pointer != ("id",)
    )


def _with_current_ids(old: Record, schemas: Schemas, current: Mapping[str, str]) -> Record:
    """Return a record of before with the ids of today, so that a renamed record is one change."""
    if old.kind not in schemas.kinds or not any(f'"{id}"' in old.json for id in current):
        return old
    data = copy.deepcopy(dict(old.data))
    for pointer, target, _ in list(schemas.references(old.kind, data)):
        if target in current:
            value_at(data, pointer[:-1])[pointer[-1]] = current[target]
    return old._replace(json=json.dumps(data))


Labels = tuple[RecordLabels, RecordLabels]


def _changes_of_record(old: Record, new: Record, schemas: Schemas, labels: Labels) -> list[Change]:
    if old.json == new.json:
        return []
    root = schemas.root(new.kind) if new.kind in schemas.kinds else None
    changes = _changes(old.data, new.data, root, (), labels)
    return [each for each in changes if each.pointer[0] not in {"id", "former_ids"}]


def _changes(
    old: Any, new: Any, field: Field | None, pointer: Pointer, labels: Labels
) -> Iterator[Change]:
    if old == new or _is_same_number(old, new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            child = field.child(name) if field else None
            yield from _changes_of_field(old, new, name, child, (*pointer, name), labels)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _changes_of_list(old, new, field, pointer, labels)
    else:
        yield Change(
            "changed",
            _name(field, pointer),
            in_words(old, field, labels[0]),
            in_words(new, field, labels[1]),
            pointer,
        )


def _is_same_number(old: object, new: object) -> bool:
    """Return whether two values differ in their quotation marks alone, as the years 1957 and "1957"."""
    types = {type(old), type(new)}
    return types == {int, str} and str(old) == str(new)


def _changes_of_field(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    name: str,
    field: Field | None,
    pointer: Pointer,
    labels: Labels,
) -> Iterator[Change]:
    """Yield the changes of a field that one or both sides have."""
    if name not in old:
        words = in_words(new[name], field, labels[1])
        yield Change("added", _name(field, pointer), "", words, pointer)
    elif name not in new:
        words = in_words(old[name], field, labels[0])
        yield Change("removed", _name(field, pointer), words, "", pointer)
    else:
        yield from _changes(old[name], new[name], field, pointer, labels)


def _changes_of_list(
    old: Sequence[Any], new: Sequence[Any], field: Field | None, pointer: Pointer, labels: Labels
) -> Iterator[Change]:
    matched = match_items(old, new)
    item = field.child(0) if field else None
    name = _name(field, pointer)
    for at, before in enumerate(old):
        if at not in matched.kept:
            yield Change("removed", name, in_words(before, item, labels[0]), "", (*pointer, at))
        else:
            yield from _changes(before, matched.kept[at], item, (*pointer, at), labels)
    for items in matched.added.values():
        for added in items:
            place = (*pointer, list(new).index(added))
            yield Change("added", name, "", in_words(added, item, labels[1]), place)
    if matched.order != sorted(matched.order):
        before = [in_words(old[at], item, labels[0]) for at in sorted(matched.order)]
        after = [in_words(matched.kept[at], item, labels[1]) for at in matched.order]
        yield Change("moved", name, "; ".join(before), "; ".join(after), pointer)


_WORDS = {"found": "evidence", "inferred": "reason"}
"""What the fields about the evidence are called."""


def _name(field: Field | None, pointer: Pointer) -> str:
    """Return the words for a place: the field, and the field or the language tag inside it."""
    first = str(pointer[0])
    outer = _WORDS.get(first, first.replace("_", " "))
    last = pointer[-1]
    if len(pointer) == 1 or isinstance(last, int):
        return outer
    if field is None or field.path[-1] == "*":
        return f"{outer} [{last}]"
    return f"{outer}, {field_title(field, last).lower()}"


class Piece(NamedTuple):
    """A part of a changed text: `same`, `removed` or `added` words."""

    sort: str
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """Return what changed in a text, word by word; in scripts without spaces, letter by letter."""
    old, new = _words(before), _words(after)
    found = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[start:end])))
            continue
        if start != end:
            found.append(Piece("removed", "".join(old[start:end])))
        if new_start != new_end:
            found.append(Piece("added", "".join(new[new_start:new_end])))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9]+|.", text, re.DOTALL)
