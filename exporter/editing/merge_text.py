"""Merges three versions of the text of a record: the data field by field, comments and layout kept."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from exporter.editing.text_changes import change_value
from exporter.editing.three_way import ABSENT, MergeConflict, merge
from exporter.records.document import Pointer, value_at
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import (
    Block,
    UneditableError,
    block_at,
    remove_value,
    set_value,
)
from exporter.records.yaml.emitter import emit, emit_after

_COMMENT = re.compile(r"(?:^|\s)(#[^\n]*)")
_COMMENT_LINE = re.compile(r"\s*#")


class MergedText(NamedTuple):
    """The merged text, with markers around the conflicts."""

    text: str
    conflicts: Sequence[MergeConflict]


def merge_texts(base: str, ours: str, theirs: str, *, marker: int = 7) -> MergedText:
    """Merge three versions of a record. `base` may be empty: both sides have added the file.

    `marker` is the number of characters of a conflict marker. Raises YamlError if one of the texts
    is not YAML, and UneditableError if the outcome cannot be written.
    """
    base_data = load(base, UNLIMITED) if base.strip() else {}
    our_data, their_data = load(ours, UNLIMITED), load(theirs, UNLIMITED)
    for data in (base_data, our_data, their_data):
        if not isinstance(data, Mapping):
            raise UneditableError("a record is a group of fields")
    merged = merge(base_data, our_data, their_data)
    text = _with_changes(ours, theirs, our_data, their_data, merged.value)
    text = _with_new_comments(text, base, theirs)
    if load(text, UNLIMITED) != merged.value:
        raise UneditableError("the text would not say what is wanted")
    return MergedText(_with_markers(text, merged.conflicts, marker), merged.conflicts)


def _with_changes(
    ours: str, theirs: str, our_data: Any, their_data: Any, wanted: Mapping[str, Any]
) -> str:
    """Return our text with the wanted data.

    A field that is as theirs is written as in their text.
    """
    text = ours
    for name, value in wanted.items():
        if our_data.get(name, ABSENT) == value:
            continue
        if their_data.get(name, ABSENT) == value:
            text = _with_their_lines(text, theirs, (name,), value)
        else:
            text = change_value(text, (name,), our_data.get(name, ABSENT), value)
    for name in our_data:
        if name not in wanted:
            text = remove_value(text, (name,))
    return text


def _with_their_lines(text: str, theirs: str, pointer: Pointer, value: Any) -> str:
    """Return the text with a field written as in their text, if that is possible."""
    try:
        lines = _lines(theirs, block_at(theirs, pointer))
        if pointer[0] in load(text, UNLIMITED):
            block = block_at(text, pointer)
            if _comments(_lines(text, block)) - _comments(lines):
                return set_value(text, pointer, value)  # it keeps our comments
            candidate = text[: block.start] + lines + text[block.end :]
        else:
            candidate = (text if text.endswith("\n") else text + "\n") + lines
        if value_at(load(candidate, UNLIMITED), pointer) == value:
            return candidate
    except (LookupError, ValueError):
        pass
    return set_value(text, pointer, value)


def _comments(lines: str) -> set[str]:
    return set(_COMMENT.findall(lines))


def _lines(text: str, block: Block) -> str:
    lines = text[block.start : block.end]
    return lines if lines.endswith("\n") else lines + "\n"


def _with_new_comments(text: str, base: str, theirs: str) -> str:
    """Return the text with the comment lines that their side added, above the same field or at the end."""
    known = {line.strip() for line in [*base.split("\n"), *text.split("\n")]}
    pending: list[str] = []
    for line in theirs.split("\n"):
        if _COMMENT_LINE.match(line):
            if line.strip() not in known:
                pending.append(line)
        elif pending and line.strip():
            text = _with_lines_above(text, line, pending)
            pending = []
    return _at_end(text, pending)


def _with_lines_above(text: str, line: str, comments: Sequence[str]) -> str:
    """Return the text with comments above the line with the same key, or at the end."""
    key = line.partition(":")[0]
    lines = text.split("\n")
    places = [at for at, each in enumerate(lines) if each.partition(":")[0] == key]
    if len(places) != 1:
        return _at_end(text, comments)
    changed = "\n".join([*lines[: places[0]], *comments, *lines[places[0] :]])
    return changed if load(changed, UNLIMITED) == load(text, UNLIMITED) else _at_end(text, comments)


def _at_end(text: str, comments: Iterable[str]) -> str:
    added = "".join(f"{line.strip()}\n" for line in comments)
    return (text if text.endswith("\n") or not added else text + "\n") + added


def _with_markers(text: str, conflicts: Sequence[MergeConflict], size: int) -> str:
    """Return the text with both versions of each conflict between markers, as git writes them."""
    data = load(text, UNLIMITED)
    groups: dict[Pointer, list[MergeConflict]] = {}
    for conflict in conflicts:
        block = block_at(text, conflict.pointer)
        groups.setdefault(block.pointer, []).append(conflict)
    blocks = [block_at(text, pointer) for pointer in groups]
    for block in sorted(blocks, key=lambda each: each.start, reverse=True):
        found = groups[block.pointer]
        sides = []
        for place in (1, 2):
            sides.append(_side(text, block, data, [(each[0], each[place]) for each in found]))
        ours, theirs = sides
        names = ", ".join(dict.fromkeys(each.place for each in found))
        marked = (
            f"{'<' * size} ours: {names}\n{ours}{'=' * size}\n{theirs}"
            f"{'>' * size} theirs: {names}\n"
        )
        text = text[: block.start] + marked + text[block.end :]
    return text


def _side(text: str, block: Block, data: Any, values: Sequence[tuple[Pointer, Any]]) -> str:
    """Return the lines of a block with the values of one side; none if that side has deleted it."""
    changed = copy.deepcopy(data)
    for pointer, value in values:
        outer = value_at(changed, pointer[:-1])
        if value is not ABSENT:
            outer[pointer[-1]] = value
        elif isinstance(outer, dict):
            del outer[pointer[-1]]
        else:
            outer[pointer[-1]] = ABSENT
    try:
        wanted = _without_absent(value_at(changed, block.pointer))
    except LookupError:
        return ""
    if wanted is ABSENT:
        return ""
    lines = _lines(text, block)
    if value_at(data, block.pointer) == wanted:
        return lines
    indent = len(lines) - len(lines.lstrip(" "))
    step = block.pointer[-1]
    key = "-" if isinstance(step, int) else f"{emit({str(step): 1}).partition(':')[0]}:"
    written = emit_after(key, wanted, block.pointer, indent)
    return " " * indent + "\n".join(written) + "\n"


def _without_absent(value: Any) -> Any:
    """Return a value without the items of lists that one side has deleted."""
    if isinstance(value, list):
        return [_without_absent(each) for each in value if each is not ABSENT]
    if isinstance(value, dict):
        return {name: _without_absent(each) for name, each in value.items()}
    return value
