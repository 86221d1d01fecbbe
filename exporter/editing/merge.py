"""Merges a record into another one that describes the same thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.editing.plan import Collection, EditPlan, former_ids_to_add_to
from exporter.editing.rename import redirect
from exporter.errors import UsageError
from exporter.model.folding import folded
from exporter.records.document import Document, Pointer, former_ids, written_steps
from exporter.records.one_or_more import one_or_more
from exporter.records.positions import place_of
from exporter.records.yaml.edit import UneditableError, appended, set_value
from exporter.terminal import display_path

_NOT_MERGED = ("id", "kind", "former_ids")


class FieldConflict(NamedTuple):
    """Two records say different things of a field that can hold one value only."""

    pointer: Pointer
    value: object
    other: object

    @property
    def place(self) -> str:
        """The field in words: `name ja`."""
        return " ".join(written_steps(self.pointer))


class _Comparison(NamedTuple):
    """What one record adds to another: values and list items by pointer, and conflicts."""

    added: dict[Pointer, object]
    items: dict[Pointer, list[object]]
    conflicts: list[FieldConflict]


def merge(old: str, new: str, collection: Collection, prefer: str = "") -> EditPlan:
    """Plan to add all that the record `old` says to the record `new`, and to delete `old`.

    Lists are united, and groups merged field by field. Where both records fill a field that holds
    one value, the value of the record `prefer` is kept. Raises UsageError if that is neither of
    them and there are such fields, if the records are of different kinds or one refers to the other,
    and if the record cannot be edited.
    """
    if old == new:
        raise UsageError("a record cannot be merged into itself", "name two records")
    source, target = collection.document(old), collection.document(new)
    if source.kind != target.kind:
        raise UsageError(
            f"{old} is of kind {source.kind}, {new} of kind {target.kind}",
            "only records of one kind can be merged; correct one of them first",
        )
    _require_no_reference(source, target, collection)
    _require_no_reference(target, source, collection)
    if prefer not in {"", old, new}:
        raise UsageError(f"--prefer names “{prefer}”", f"write --prefer {old} or --prefer {new}")
    found = _Comparison({}, {}, [])
    _compare(source.data, target.data, (), found)
    conflicts = found.conflicts
    if conflicts and not prefer:
        raise UsageError(
            f"{old} and {new} contradict each other:\n{_conflict_lines(conflicts, source, target)}",
            f"correct one of them, or keep the values of one: --prefer {new}",
        )
    changes = dict(found.added)
    if prefer == old:
        changes |= {each.pointer: each.value for each in conflicts}
    text = _edited(source, target, changes, found.items)
    plan = EditPlan(deleted=[source])
    plan.change(target, text)
    if prefer:
        dropped = source if prefer == new else target
        for each in conflicts:
            value = each.value if dropped is source else each.other
            plan.notes.append(f"dropped: {dropped.id}: {each.place}: {_short(value)}")
    redirect(old, new, collection, plan)
    return plan


def _require_no_reference(document: Document, other: Document, collection: Collection) -> None:
    for pointer in collection.references_in(document, other.id):
        raise UsageError(
            f"{place_of(document, pointer)}: {document.id} refers to {other.id}",
            "two records of which one refers to the other are not about the same thing; "
            "remove the reference first if they are",
        )


def _edited(
    source: Document,
    target: Document,
    changes: Mapping[Pointer, object],
    items: Mapping[Pointer, list[object]],
) -> str:
    """Return the text of the target with all that is added.

    Raises UsageError if it cannot be edited.
    """
    text = target.text
    try:
        for pointer, value in changes.items():
            text = set_value(text, pointer, value)
        for pointer, added in items.items():
            text = appended(text, pointer, added)
        return _with_former_ids(text, source, target)
    except UneditableError:
        raise UsageError(
            f"{display_path(target.path)} cannot be edited without changing something else",
            "write it without anchors (&) and aliases (*)",
        ) from None


def _compare(
    source: Mapping[str, Any], target: Mapping[str, Any], outer: Pointer, found: _Comparison
) -> None:
    """Collect what `source` adds to `target`, and where they contradict each other."""
    for name, value in source.items():
        pointer = (*outer, name)
        if not outer and name in _NOT_MERGED:
            continue
        if name not in target:
            found.added[pointer] = value
            continue
        other = target[name]
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            _compare(value, other, pointer, found)
        elif isinstance(other, list):
            found.items[pointer] = [each for each in one_or_more(value) if each not in other]
        elif isinstance(value, list):
            found.added[pointer] = [other, *(each for each in value if each != other)]
        elif not _same(value, other):
            found.conflicts.append(FieldConflict(pointer, value, other))


def _same(value: object, other: object) -> bool:
    """Return whether two values say the same: plain text says the same as one of several forms."""
    return _forms(value) <= _forms(other)


def _forms(value: object) -> set[str]:
    """Return the forms of a text in all its languages, folded; any other value is one form."""
    forms = [value]
    if isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values()):
        forms = list(value.values())
    return {folded(str(each)) for each in forms}


def _with_former_ids(text: str, source: Document, target: Document) -> str:
    former = former_ids_to_add_to(target)
    found = [*former, source.id, *former_ids(source.data)]
    return set_value(text, ("former_ids",), list(dict.fromkeys(found)))


def _conflict_lines(conflicts: list[FieldConflict], source: Document, target: Document) -> str:
    lines = []
    for each in conflicts:
        lines.append(f"  {each.place}")
        for document, value in ((source, each.value), (target, each.other)):
            lines.append(f"    {place_of(document, each.pointer)}: {_short(value)}")
    return "\n".join(lines)


def _short(value: object) -> str:
    is_text = not isinstance(value, Mapping | list)
    text = " ".join((str(value) if is_text else json.dumps(value, ensure_ascii=False)).split())
    return text if len(text) <= 100 else text[:99] + "…"
