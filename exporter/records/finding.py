"""Findings: what is wrong with a record, where, and how to fix it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, NamedTuple

from exporter.plural import counted
from exporter.records.document import Pointer


class Severity(StrEnum):
    """How serious a finding is. Only an error keeps a record from being exported."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


def counted_findings(severities: Iterable[Severity]) -> str:
    """Return how many findings there are of each severity: `2 errors, 1 information message`.

    The result is empty if there are none.
    """
    numbers = Counter(severities)
    nouns = {each: str(each) for each in Severity} | {Severity.INFORMATION: "information message"}
    return ", ".join(counted(numbers[each], nouns[each]) for each in Severity if numbers[each])


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column in a text, both from 1, and a width; column and width are in characters."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """Another place that a finding refers to ("first declared here")."""

    path: Path
    pointer: Pointer
    message: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in a cataloguer's words.

    `name` is the name of the check that reports it (`dangling-reference`). The finding marks the
    key or the value (`part`) at `pointer`; for text that could not be parsed there is a `position`
    instead. `hint` says how to fix it and may be empty. `replacement` is the text to write in place
    of the marked key or value, or None if the hint names no single one; if it is `certain`, it is
    the only right answer and may be written without asking.
    """

    name: str
    path: Path
    message: str
    hint: str = ""
    pointer: Pointer = ()
    part: Literal["key", "value"] = "value"
    position: Position | None = None
    notes: tuple[RelatedPlace, ...] = ()
    replacement: str | None = None
    certain: bool = False


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings of each file, in the order in which the files come."""
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(str(each.path), []).append(each)
    return found


class Fault(NamedTuple):
    """What is wrong with one value, for checks that see only the value. See Finding."""

    message: str
    hint: str = ""
    replacement: str | None = None
    certain: bool = False
