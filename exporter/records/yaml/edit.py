"""Sets and removes values of a YAML document, and leaves the text of all others as it is.

Only the lines of the field or the list item that changes are written anew; comments at their ends,
and between them, stay. Every edit is checked: the new text must have exactly the data that were
wanted.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import yaml

from exporter.records.document import Pointer, value_at
from exporter.records.settings import UNLIMITED
from exporter.records.yaml.composer import load
from exporter.records.yaml.emitter import emit_after
from exporter.records.yaml.errors import YamlError
from exporter.records.yaml.source_map import SourceMap

_COMMENT = re.compile(r"(?:^|\s)(#.*)$")


class UneditableError(Exception):
    """The text is written in a way that cannot be edited without changing something else."""


class _Entry(NamedTuple):
    """A field of a block mapping, or an item of a block list.

    `start` is the offset of the key or the hyphen, `end` that after the value. `key` is the text of
    the key with its colon, or the hyphen.
    """

    start: int
    end: int
    key: str


def set_value(text: str, pointer: Pointer, value: object, dates: Collection[Pointer] = ()) -> str:
    """Return the text with `value` at `pointer`: the value there is replaced, or added at the end.

    The number of items is the index of a new item. Groups and lists that do not exist yet are
    made. Days at the pointers in `dates` are not quoted. Raises UneditableError, and LookupError
    for a pointer that leads nowhere.
    """
    data = load(text, UNLIMITED)
    wanted = _with_value(data, pointer, value)
    target = _nearest_block(text, pointer)
    new = _write(text, target, value_at(wanted, target), dates)
    return _checked(new, wanted)


def insert_item(text: str, pointer: Pointer, value: object) -> str:
    """Return the text with a new item of a list, before the one that is at `pointer` now.

    Raises UneditableError, and LookupError if there is no such item.
    """
    wanted = copy.deepcopy(load(text, UNLIMITED))
    value_at(wanted, pointer)
    value_at(wanted, pointer[:-1]).insert(pointer[-1], value)
    entries = _entries(text, pointer[:-1])
    if not entries:  # it is in brackets
        return set_value(text, pointer[:-1], value_at(wanted, pointer[:-1]))
    index: Any = pointer[-1]
    first = entries[0]
    column = _column(text, first.start)
    line_start = first.start - column
    place = _line_end(text, entries[index - 1].end) if index else line_start
    if text[line_start : first.start].strip():
        return set_value(text, pointer[:-1], value_at(wanted, pointer[:-1]))
    lines = emit_after("-", value, pointer, column)
    new = text[:place] + " " * column + "\n".join(lines) + "\n" + text[place:]
    return _checked(new, wanted)


def remove_value(text: str, pointer: Pointer, *, keep_comments: bool = False) -> str:
    """Return the text without the value at `pointer`, and without its key.

    A group or list that has nothing else is removed, too. With `keep_comments`, the comments in its
    lines stay, in lines of their own. Raises UneditableError, and LookupError for a pointer that
    leads nowhere.
    """
    data = load(text, UNLIMITED)
    value_at(data, pointer)
    while len(pointer) > 1 and len(value_at(data, pointer[:-1])) == 1:
        pointer = pointer[:-1]
    wanted = copy.deepcopy(data)
    del value_at(wanted, pointer[:-1])[pointer[-1]]
    entry = _entry(text, pointer)
    if entry is None:  # it is in brackets
        target = _nearest_block(text, pointer)
        if target == pointer:  # so is the whole record
            raise UneditableError(pointer)
        return _checked(_write(text, target, value_at(wanted, target), ()), wanted)
    shorter = _without(text, entry)
    if keep_comments:
        start = text.rfind("\n", 0, entry.start) + 1
        padding = " " * _column(text, entry.start)
        for comment in reversed(_comments(text, entry.start, _line_end(text, entry.end))):
            shorter = f"{shorter[:start]}{padding}{comment}\n{shorter[start:]}"
    return _checked(shorter, wanted)


def rename_key(text: str, pointer: Pointer, name: str) -> str:
    """Return the text with another name for the field at `pointer`; the field keeps its place.

    `name` is a plain name of letters, digits, dots and underscores. Raises UneditableError, and
    LookupError for a pointer that leads nowhere.
    """
    wanted = load(text, UNLIMITED)
    group = value_at(wanted, pointer[:-1])
    if name in group:
        raise UneditableError(f"there is a field “{name}” already")
    group[name] = group.pop(pointer[-1])
    source_map = SourceMap(text)
    span = source_map.scalars.get((pointer, "key"))
    if span is None:  # an alias repeats it
        raise UneditableError(pointer)
    return _checked(text[: span.start] + name + text[span.end :], wanted)


def insert_after(
    text: str, pointer: Pointer, name: str, value: object, dates: Collection[Pointer] = ()
) -> str:
    """Return the text with a new field in the line after the field at `pointer`.

    Days at the pointers in `dates` are not quoted. Raises UneditableError, and LookupError for a
    pointer that leads nowhere.
    """
    wanted = load(text, UNLIMITED)
    value_at(wanted, pointer)
    place = (*pointer[:-1], name)
    wanted = _with_value(wanted, place, value)
    entry = _entry(text, pointer)
    if entry is None:  # it is in brackets
        return set_value(text, place, value, dates)
    column = _column(text, entry.start)
    lines = emit_after(f"{name}:", value, place, column, dates)
    end = _line_end(text, entry.end)
    before = text[:end] if text[:end].endswith("\n") else text[:end] + "\n"
    padding = " " * column
    return _checked(before + padding + "\n".join(lines) + "\n" + text[end:], wanted)


class Block(NamedTuple):
    """A field or a list item on lines of its own, from offset `start` to offset `end` of the text."""

    pointer: Pointer
    start: int
    end: int


def block_at(text: str, pointer: Pointer) -> Block:
    """Return the lines of the value at `pointer`, or of the innermost value around it that has lines of its own.

    Raises LookupError for a pointer that leads nowhere.
    """
    value_at(load(text, UNLIMITED), pointer)
    for length in range(len(pointer), 0, -1):
        entry = _entry(text, pointer[:length])
        start = text.rfind("\n", 0, entry.start) + 1 if entry else 0
        if entry and not text[start : entry.start].strip():
            return Block(pointer[:length], start, _line_end(text, entry.end))
    raise LookupError(pointer)


def _with_value(data: Any, pointer: Pointer, value: object) -> Any:
    """Return a copy of the data with a value at a pointer."""
    changed = copy.deepcopy(data)
    inner = changed
    for step, following in pairwise(pointer):
        if isinstance(inner, list) and step == len(inner):
            inner.append([] if isinstance(following, int) else {})
        elif isinstance(inner, dict) and step not in inner:
            inner[step] = [] if isinstance(following, int) else {}
        inner = inner[step]
        if not isinstance(inner, dict | list):
            raise LookupError(pointer)
    last: Any = pointer[-1]
    if isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value
    return changed


def _nearest_block(text: str, pointer: Pointer) -> Pointer:
    """Return the pointer to the innermost value around `pointer` that has lines of its own.

    That is the value itself, or a new one in a block, or the whole list or group in brackets.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    node, found = root, pointer[:1]
    for length in range(1, len(pointer) + 1):
        if not isinstance(node, yaml.CollectionNode) or node.flow_style:
            return found
        found = pointer[:length]
        node = _inner(node, pointer[length - 1])
    return found


def _inner(node: yaml.Node, step: str | int) -> yaml.Node | None:
    found: dict[str | int, yaml.Node] = {}
    if isinstance(node, yaml.MappingNode):
        found = {key.value: value for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        found = dict(enumerate(node.value))
    return found.get(step)


def _entries(text: str, pointer: Pointer) -> dict[str | int, _Entry]:
    """Return the fields or items of the block at `pointer`.

    The result is empty if it is in brackets, or no group.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in pointer:
        node = _inner(node, step) if node else None
    found: dict[str | int, _Entry] = {}
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        for key, value in node.value:
            start = key.start_mark.index
            colon = text.index(":", key.end_mark.index) + 1
            found[key.value] = _Entry(start, _end(value, colon), text[start:colon])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        start = node.start_mark.index
        for index, item in enumerate(node.value):
            start = _next_hyphen(text, start)
            end = _end(item, start + 1)
            found[index] = _Entry(start, end, "-")
            start = end
    return found


def _next_hyphen(text: str, start: int) -> int:
    """Return the offset of the hyphen of the next item, past comments and empty lines."""
    while text[start] != "-":
        start = text.index("\n", start) + 1 if text[start] == "#" else start + 1
    return start


def _entry(text: str, pointer: Pointer) -> _Entry | None:
    return _entries(text, pointer[:-1]).get(pointer[-1])


def _end(node: yaml.Node, at_least: int) -> int:
    """Return the offset after a value.

    PyYAML says where the next token begins, past all comments.
    """
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return _end(node.value[-1][1], at_least)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return _end(node.value[-1], at_least)
    if isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index:
        return at_least  # nothing is written
    return max(at_least, int(node.end_mark.index))


def _write(text: str, pointer: Pointer, value: object, dates: Collection[Pointer]) -> str:
    """Return the text with the field or item at `pointer` written anew, or added to its block."""
    entries = _entries(text, pointer[:-1])
    entry = entries.get(pointer[-1])
    if entry:
        return _rewritten(text, entry, pointer, value, dates)
    if not entries:
        raise UneditableError(pointer)
    last = list(entries.values())[-1]
    column = _column(text, last.start)
    key = "-" if isinstance(pointer[-1], int) else f"{pointer[-1]}:"
    lines = emit_after(key, value, pointer, column, dates)
    place = _line_end(text, last.end)
    before = text[:place] if text[:place].endswith("\n") else text[:place] + "\n"
    padding = " " * column
    return before + padding + "\n".join(lines) + "\n" + text[place:]


def _rewritten(
    text: str, entry: _Entry, pointer: Pointer, value: object, dates: Collection[Pointer]
) -> str:
    column = _column(text, entry.start)
    lines = emit_after(entry.key, value, pointer, column, dates)
    end = entry.end - len(text[: entry.end]) + len(text[: entry.end].rstrip("\r\n"))
    comments = _comments(text, entry.start, end)
    rest = text[end:].split("\n", 1)[0]
    if len(lines) > 1 and rest.strip():
        comments.append(rest.strip())  # it would stand inside a block
        end += len(rest)
    above = "".join(f"{comment}\n{' ' * column}" for comment in comments)
    if above and text[: entry.start].rpartition("\n")[2].strip():
        raise UneditableError(pointer)  # there is a hyphen in front, and so no line above
    return text[: entry.start] + above + "\n".join(lines) + text[end:]


def _comments(text: str, start: int, end: int) -> list[str]:
    """Return the comments in a part of the text: they stand between the tokens of the scanner."""
    found = []
    gap_start = start
    for token in yaml.scan(text):
        gap = text[gap_start : min(token.start_mark.index, end)]
        for line in gap.split("\n"):
            if comment := _COMMENT.search(line):
                found.append(comment[1])
        gap_start = max(gap_start, token.end_mark.index)
        if gap_start >= end:
            break
    return found


def _without(text: str, entry: _Entry) -> str:
    """Return the text without the lines of an entry."""
    line_start = text.rfind("\n", 0, entry.start) + 1
    after = _line_end(text, entry.end)
    lead = text[line_start : entry.start]
    if lead.strip():  # the first field of a list item: the next field moves up behind the hyphen
        following = text[after:]
        return text[: entry.start] + following.lstrip(" ")
    return text[:line_start] + text[after:]


def _line_end(text: str, offset: int) -> int:
    """Return the offset after the line break that ends the line at `offset`."""
    if offset and text[offset - 1] == "\n":
        return offset
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)


def _checked(text: str, wanted: object) -> str:
    try:
        same = load(text, UNLIMITED) == wanted
    except YamlError:
        same = False
    if not same:
        raise UneditableError("the text would not say what is wanted")
    return text


def appended(text: str, pointer: Pointer, values: Sequence[object]) -> str:
    """Return the text with more items at the end of the list at `pointer`, which may be new."""
    data = load(text, UNLIMITED)
    for value in values:
        try:
            count = len(value_at(data, pointer))
        except LookupError:
            count = 0
        text = set_value(text, (*pointer, count), value)
        data = load(text, UNLIMITED)
    return text
