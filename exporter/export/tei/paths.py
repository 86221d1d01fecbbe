"""The element paths of the table: a small language in which `tei.tsv` says where a field stands.

A path has steps with slashes between them. A step is an element, or one of several in parentheses,
with the attributes that tell it from others of the same name:

    biblStruct/(analytic|monogr)/title[@type=main]
    biblStruct/note[@type=frequency]/label+seg
    biblStruct/(analytic|monogr)/idno[@type=*]

`[@n]` demands an attribute, whatever its value. `*` stands for the key of a map: the scheme of an
identifier. `label+` puts the title of the field before the element. The last step can be an
attribute (`@target`), or a token in one that says “true” (`@ana=CURRENT`). `.` is the text of
the element that holds the group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

_STEP = re.compile(
    r"(?P<label>label\+)?(?P<tags>[A-Za-z]\w*|\([\w|]+\)|\.)"
    r"(?P<conditions>(\[@[\w:]+(=[\w.*-]+)?\])*)"
)
_CONDITION = re.compile(r"\[@([\w:]+)(?:=([\w.*-]+))?\]")
_ATTRIBUTE = re.compile(r"@([\w:-]+)(?:=(\w+))?")
KEY = "*"
"""The value of a condition that stands for the key of a map."""
ANY = ""
"""The value of a condition that only demands the attribute."""

Choices = Mapping[tuple[str, ...], str]
"""For the steps that allow several elements, the one that a record uses."""

Attributes = Callable[[str], str | None]
"""Returns the value of an attribute of an element."""


class Step(NamedTuple):
    """One element on the way: its possible names, and conditions (attribute and value)."""

    tags: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...] = ()
    labelled: bool = False

    @property
    def keyed(self) -> bool:
        """Whether an attribute has the key of a map as its value."""
        return any(value == KEY for _, value in self.conditions)

    def tag(self, choices: Choices) -> str:
        """Return the name of the element that a record uses, by default the first one."""
        return choices.get(self.tags, self.tags[0])

    def with_key(self, key: str) -> Step:
        """Return the step with a key in its place."""
        conditions = tuple(
            (name, key if value == KEY else value) for name, value in self.conditions
        )
        return self._replace(conditions=conditions)

    def attributes(self) -> dict[str, Any]:
        """Return the attributes that the conditions state."""
        return {name: value for name, value in self.conditions if value not in {KEY, ANY}}

    def specificity(self, tag: str, attribute: Attributes) -> int:
        """Return how well an element fits: -1 not at all, else the more conditions, the more."""
        if tag not in self.tags:
            return -1
        score = 0
        for name, value in self.conditions:
            found = attribute(name)
            if found is None or (value not in {KEY, ANY} and found != value):
                return -1
            score += 1 if value in {KEY, ANY} else 2
        return score

    def key(self, attribute: Attributes) -> str:
        """Return the key that an element states in one of its attributes."""
        for name, value in self.conditions:
            if value == KEY:
                return attribute(name) or ""
        return ""


class Path(NamedTuple):
    """A way from an element to what holds a value.

    The value is the text of the last element, or the `attribute` of it; with a `token`, whether the
    token stands in the attribute. A path without steps leads to the element itself; `conditions`
    are then attributes that it has.
    """

    steps: tuple[Step, ...] = ()
    attribute: str = ""
    token: str = ""
    conditions: tuple[tuple[str, str], ...] = ()

    def with_key(self, key: str) -> Path:
        """Return the path with a key in its place."""
        return self._replace(steps=tuple(step.with_key(key) for step in self.steps))


@cache
def is_keyed(path: Path) -> bool:
    """Return whether a step of a path in the table has the key of a map as an attribute."""
    return any(step.keyed for step in path.steps)


@cache
def parse_paths(target: str) -> tuple[Path, ...]:
    """Return the paths of a target in the table: one, or several with ", " between them.

    Raises ValueError if it is none.
    """
    return tuple(_parse(path) for path in target.split(", "))


def _parse(path: str) -> Path:
    steps: list[Step] = []
    words = path.split("/")
    for place, word in enumerate(words):
        attribute = _ATTRIBUTE.fullmatch(word)
        if attribute and place == len(words) - 1:
            return Path(tuple(steps), attribute[1], attribute[2] or "")
        found = _STEP.fullmatch(word)
        if not found:
            raise ValueError(f"“{path}” is not an element path: “{word}” is not a step")
        conditions = tuple((name, value) for name, value in _CONDITION.findall(word))
        if found["tags"] == ".":
            return Path(tuple(steps), conditions=conditions)
        tags = tuple(found["tags"].strip("()").split("|"))
        steps.append(Step(tags, conditions, bool(found["label"])))
    return Path(tuple(steps))
