"""What stands in a form: a tree of inputs, which a browser sends as pairs of names and values.

Each node of the tree has an address, as `/contributors/0/agent`: the names of fields, and the
numbers of the items of lists and of the languages of a text. It is sent as `shape:ADDRESS`, and, in
this order, as `key:ADDRESS` (the tag of a language) and `text:ADDRESS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, unquote

MAX_DEPTH = 40
MAX_NODES = 20_000


class Shape(StrEnum):
    """How a value is entered: as one text, as YAML, or as a sort of several values."""

    TEXT = "text"
    LANGUAGES = "languages"
    GROUP = "group"
    LIST = "list"
    YAML = "yaml"

    @property
    def has_parts(self) -> bool:
        """Whether there are other nodes inside."""
        return self in {Shape.LANGUAGES, Shape.GROUP, Shape.LIST}


@dataclass
class State:
    """A node: its text, or its parts.

    The key of a part is its name in a group, its language tag in a text in several languages, and
    empty in a list.
    """

    shape: Shape
    text: str = ""
    parts: list[tuple[str, State]] = field(default_factory=list)

    def part(self, key: str) -> State | None:
        """Return the part of a group with this name."""
        return next((part for name, part in self.parts if name == key), None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been entered."""
        return not self.text.strip() and all(part.is_empty for _, part in self.parts)


class BrokenFormError(Exception):
    """The pairs are not what a form of ours sends."""


def step_address(outer: str, state: State, index: int) -> str:
    """Return the address of a part of a node by its index."""
    step = quote(state.parts[index][0], safe="") if state.shape is Shape.GROUP else str(index)
    return f"{outer}/{step}"


def walk(state: State, address: str = "") -> Iterator[tuple[str, State]]:
    """Yield each node with its address, outer ones first."""
    yield address, state
    for index, (_, part) in enumerate(state.parts):
        yield from walk(part, step_address(address, state, index))


def parse_form(pairs: Iterable[tuple[str, str]]) -> State:
    """Return the tree that pairs describe; other names than those of nodes are left out.

    Line breaks are those of Unix again. Raises BrokenFormError.
    """
    root = State(Shape.GROUP)
    known = {"": root}
    keys: dict[str, tuple[State, int]] = {}
    for name, value in pairs:
        sort, colon, address = name.partition(":")
        if not colon or not address.startswith("/"):
            continue
        if sort == "shape":
            keys[address] = _add(known, address, value)
        elif sort == "key" and address in keys:
            outer, index = keys[address]
            if outer.shape is Shape.LANGUAGES:
                outer.parts[index] = (value.strip(), known[address])
        elif sort == "text" and address in known:
            known[address].text = value.replace("\r\n", "\n")
    return root


def _add(known: dict[str, State], address: str, shape: str) -> tuple[State, int]:
    outer_address, _, step = address.rpartition("/")
    outer = known.get(outer_address)
    if address in known or outer is None or not outer.shape.has_parts or len(known) > MAX_NODES:
        raise BrokenFormError(address)
    if address.count("/") > MAX_DEPTH or shape not in set(Shape):
        raise BrokenFormError(address)
    name = unquote(step) if outer.shape is Shape.GROUP else ""
    index = len(outer.parts)
    if outer.shape is Shape.GROUP:
        if not name or outer.part(name):
            raise BrokenFormError(address)
    elif step != str(index):
        raise BrokenFormError(address)
    known[address] = State(Shape(shape))
    outer.parts.append((name, known[address]))
    return outer, index


def node_at(root: State, address: str) -> tuple[State, State, int] | None:
    """Return the node at an address, the node around it and its index there; None if there is none."""
    for each, state in walk(root):
        for index, (_, part) in enumerate(state.parts):
            if step_address(each, state, index) == address:
                return part, state, index
    return None


def remove(root: State, address: str) -> None:
    """Remove a node, if it is there."""
    found = node_at(root, address)
    if found:
        _, outer, index = found
        del outer.parts[index]


def move_up(root: State, address: str) -> None:
    """Exchange an item of a list, or the text of a language, with the one before it."""
    found = node_at(root, address)
    if found and found[2]:
        _, outer, index = found
        outer.parts[index - 1 : index + 1] = reversed(outer.parts[index - 1 : index + 1])
