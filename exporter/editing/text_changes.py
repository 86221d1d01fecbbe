"""Changes the text of a record to say something else, in as few lines as possible.

Comments stay, and so does the layout of all that does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from exporter.editing.three_way import ABSENT
from exporter.records.document import Document, Pointer, value_at
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import (
    UneditableError,
    insert_after,
    insert_item,
    remove_value,
    set_value,
)
from exporter.validate.fixer import apply_edits


class Layout(NamedTuple):
    """How new values are written.

    `order` returns the names of the fields of the group at a pointer, in their order; a new field
    is put after the last of those before it. Days at the pointers in `days` are not quoted.
    """

    order: Callable[[Pointer], Sequence[str]]
    days: frozenset[Pointer]


_AT_THE_END = Layout(lambda _: (), frozenset())


def change_record(text: str, wanted: Mapping[str, Any], layout: Layout) -> str:
    """Return the text of a record with other data.

    Line breaks stay what they are. Raises UneditableError if the text is written in a way that
    cannot be edited without changing something else.
    """
    is_windows = "\r\n" in text and text.count("\r\n") == text.count("\n")
    edited = text.replace("\r\n", "\n") if is_windows else text
    before = load(edited, UNLIMITED)
    try:
        edited = change_value(edited, (), before, wanted, layout)
    except LookupError as error:
        raise UneditableError(error.args) from None
    if load(edited, UNLIMITED) != wanted:
        raise UneditableError("the text would not say what is wanted")
    return edited.replace("\n", "\r\n") if is_windows else edited


def change_value(
    text: str, pointer: Pointer, before: Any, wanted: Any, layout: Layout = _AT_THE_END
) -> str:
    """Return the text with another value at a pointer; `before` is ABSENT if there is none yet."""
    if isinstance(before, dict) and isinstance(wanted, dict):
        return _with_group(text, pointer, before, wanted, layout)
    if isinstance(before, list) and isinstance(wanted, list) and before and wanted:
        return _with_list(text, pointer, before, wanted, layout)
    if isinstance(before, str) and isinstance(wanted, str):
        edited = apply_edits(
            Document(Path(), load(text, UNLIMITED), text), {(pointer, "value"): wanted}
        )
        if edited.values:
            return edited.text  # in the style of the old text
    if before is ABSENT and isinstance(pointer[-1], str):
        return _with_new_field(text, pointer, wanted, layout)
    return set_value(text, pointer, wanted, layout.days)


def _with_group(
    text: str,
    pointer: Pointer,
    before: Mapping[str, Any],
    wanted: Mapping[str, Any],
    layout: Layout,
) -> str:
    for name, value in wanted.items():
        known = before.get(name, ABSENT)
        if not _same(known, value):
            text = change_value(text, (*pointer, name), known, value, layout)
    for name in before:
        if name not in wanted:
            text = remove_value(text, (*pointer, name))
    return text


def _same(one: Any, other: Any) -> bool:
    """Return whether two values are written alike; 1 is not the same as true, nor as 1.0."""
    return repr(one) == repr(other)


def _with_new_field(text: str, pointer: Pointer, value: Any, layout: Layout) -> str:
    """Return the text with a field after those that its group has before it."""
    outer, name = pointer[:-1], pointer[-1]
    order = list(layout.order(outer))
    present = value_at(load(text, UNLIMITED), outer)
    earlier = order[: order.index(name)] if name in order else []
    for other in reversed(earlier):
        if other in present:
            return insert_after(text, (*outer, other), str(name), value, layout.days)
    return set_value(text, pointer, value, layout.days)


def _with_list(
    text: str, pointer: Pointer, before: Sequence[Any], wanted: Sequence[Any], layout: Layout
) -> str:
    """Return the text with items changed, removed and added; equal items keep their lines."""
    keys, wanted_keys = ([repr(each) for each in items] for items in (before, wanted))
    steps = SequenceMatcher(None, keys, wanted_keys, autojunk=False).get_opcodes()
    for tag, start, end, new_start, new_end in reversed(steps):
        if tag == "equal":
            continue
        changed = min(end - start, new_end - new_start)
        for offset in range(changed):
            at = start + offset
            new = wanted[new_start + offset]
            text = change_value(text, (*pointer, at), before[at], new, layout)
        for at in reversed(range(start + changed, end)):
            text = remove_value(text, (*pointer, at))
        for value in reversed(wanted[new_start + changed : new_end]):
            at = start + changed
            is_last = at == len(value_at(load(text, UNLIMITED), pointer))
            text = (set_value if is_last else insert_item)(text, (*pointer, at), value)
    return text
