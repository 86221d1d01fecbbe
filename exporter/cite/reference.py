"""One work with its variables, as elements of a style ask for them, made of an item of CSL-JSON.

It stands for citeproc-py's `CiteProcJSON` and `Reference`, which know the variables of CSL 1.0.1 only: a role of CSL
1.0.2 (`director`, `host`, `narrator` …) becomes text there, and the first style that prints it as a name ends in
`'String' object has no attribute 'parts'`; so does a date that they do not know. An empty date is a TypeError, and so
is an id that is a number. Here the form of a value says what it is: a list holds names, an object is a date, anything
else is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from exporter.cite.marks import value

_HELD = re.compile("<\u2060")
"""How our CSL-JSON keeps text from being taken for markup; here text is text."""
_UNSPACED_SCRIPTS = re.compile(
    r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Han, kana and Hangul: scripts whose names are written without a space and never inverted (CSL 1.0.2, Names)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name in its parts; an organisation has a `family` alone and is `literal`."""

    family: str = ""
    given: str = ""
    dropping: str = ""
    non_dropping: str = ""
    suffix: str = ""
    literal: bool = False
    spaced: bool = True

    @property
    def sorted_by(self) -> str:
        """The name as it is alphabetised, its particles behind the given name."""
        return " ".join(
            part for part in (self.family, self.given, self.dropping, self.non_dropping) if part
        )


@dataclass(frozen=True, slots=True)
class When:
    """A date: a point, or a span whose open end has no parts; `literal` is one that is only text."""

    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    span: bool = False
    season: int = 0
    circa: bool = False
    literal: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The type of a work and the variables that it has: all that most conditions of a style ask for."""

    type: str
    variables: frozenset[str]

    def __reduce__(self) -> tuple[Any, ...]:
        """Be one again with those alike, where another process has made it."""
        return _shape, (self.type, self.variables)


@dataclass(slots=True, eq=False)
class Reference:
    """One work. `year_suffix`, `more_names`, `givens` and `doubtful` tell it from others like it."""

    key: str
    shape: Shape
    texts: Mapping[str, str]
    names: Mapping[str, tuple[Person, ...]]
    dates: Mapping[str, When]
    language: str
    english: bool | None
    number: int = 0
    year_suffix: str = ""
    doubtful: bool = False
    more_names: int = 0
    givens: dict[Person, str] = field(default_factory=dict)


@cache
def _shape(*said: Any) -> Shape:
    return Shape(*said)


def reference(item: Mapping[str, Any]) -> Reference:
    """Read an item of CSL-JSON."""
    texts, names, dates = {}, {}, {}
    for variable, said in item.items():
        if isinstance(said, list):
            names[variable] = tuple(
                person for each in said if (person := _name(each)).family or person.given
            )
        elif isinstance(said, dict):
            if (when := _when(said)) is not None:
                dates[variable] = when
        elif variable not in {"id", "type", "language"}:
            texts[variable] = value(_HELD.sub("<", str(said)))
    names = {variable: persons for variable, persons in names.items() if persons}
    if "page" in texts:
        texts.setdefault("page-first", re.split(r"[-–,& ]", texts["page"], maxsplit=1)[0])
    language = str(item.get("language", ""))
    shape = _shape(
        str(item.get("type", "document")),
        frozenset((*texts, *names, *dates, *(["language"] if language else []))),
    )
    english = None if not language else language.lower().split("-")[0] == "en"
    return Reference(str(item["id"]), shape, texts, names, dates, language, english)


def _name(said: Mapping[str, Any]) -> Person:
    if "literal" in said:
        return Person(value(str(said["literal"])), literal=True)
    parts = [value(_HELD.sub("<", str(said[part]))) if part in said else "" for part in _PARTS]
    if not parts[0]:  # a person of one name is printed in full
        return Person(parts[1], suffix=parts[4], literal=True)
    family, given, dropping, non_dropping, suffix = parts
    return Person(
        family,
        given,
        dropping,
        non_dropping,
        suffix,
        spaced=_UNSPACED_SCRIPTS.search(parts[0]) is None,
    )


_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")


def _when(said: Mapping[str, Any]) -> When | None:
    circa = bool(said.get("circa"))
    points = [
        tuple(int(part) for part in point if str(part)) for point in said.get("date-parts", ())
    ]
    if points and any(points):
        start, *rest = (() if point[:1] == (0,) else point for point in points)
        return When(start, rest[0] if rest else (), bool(rest), int(said.get("season") or 0), circa)
    words = said.get("literal") or said.get("raw")
    return When(literal=value(str(words)), circa=circa) if words else None
