"""The step from a record with faults to the same record without those that have exactly one right answer.

The answer is the `replacement` of a finding, if that is `certain`. Everything else stays as it is written, byte for
byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.records.difference import NodePart, differences
from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import Places, Scalar, YamlError, load
from exporter.records.yaml.scalar_edit import rewrite_scalar

ROUNDS = 10
"""The most often a record is checked again after a fix, which can make room for another one."""
Target = tuple[Pointer, NodePart]
"""A key or a value of a record, by the way to it."""


@dataclass(frozen=True, slots=True)
class FixResult:
    """The text of a record after the mends; `values` counts them.

    `left` are the findings that have one right answer, which yet cannot be written without changing something else.
    """

    text: str
    values: int
    left: tuple[Finding, ...]


def fix_document(document: Document, findings: Iterable[Finding]) -> FixResult:
    """Write the certain replacements of the findings of a record.

    Where several findings mark one value, the first is fixed: the others no longer fit, and are found again.
    """
    told: dict[Target, list[Finding]] = {}
    mends: dict[Target, Callable[[str], str]] = {}
    for finding in findings:
        if finding.path == document.path and finding.certain and finding.replacement is not None:
            target = (finding.pointer, finding.part)
            told.setdefault(target, []).append(finding)
            mends.setdefault(target, _written(finding.replacement))
    text, values, left = apply_edits(document, mends)
    return FixResult(text, values, tuple(each for target in left for each in told[target]))


def _written(replacement: str) -> Callable[[str], str]:
    return lambda _: replacement


def apply_edits(
    document: Document, mends: Mapping[Target, Callable[[str], str]]
) -> tuple[str, int, Sequence[Target]]:
    """Change keys and values of a record, each by what stands there now, and nothing else.

    The new text is read again, and has to say the same but for what was changed. Gives it with the number of places
    where it was changed, and the keys and values that cannot be changed without something else.
    """
    if not mends:
        return document.text, 0, ()
    places = Places()
    data = load(document.text, UNLIMITED, places)
    record = _Record(document.text, data, places.scalars, mends)
    targets = sorted(
        places.scalars.keys() & record.wanted.keys(), key=lambda each: -places.scalars[each].start
    )
    text, done = record.amended(document.text, targets, frozenset())
    after = {(pointer, part) for pointer, part, _ in differences(data, load(text, UNLIMITED))}
    return text, len(done), [target for target in record.wanted if target not in after]


class _Record:
    """One record as it is changed: its text, what it says, and what it is to say at the places told of."""

    def __init__(
        self,
        text: str,
        data: Any,
        scalars: Mapping[Target, Scalar],
        mends: Mapping[Target, Callable[[str], str]],
    ) -> None:
        self.text, self.data, self.scalars, self.mends = text, data, scalars, mends
        values = ((target, self._value(target)) for target in mends)
        mended = (
            (target, value, mends[target](value))
            for target, value in values
            if isinstance(value, str)
        )
        self.wanted = {target: new for target, value, new in mended if new != value}

    def _value(self, target: Target) -> Any:
        pointer, part = target
        if part == "key":
            return pointer[-1]
        value = self.data
        for step in pointer:
            value = value[step]
        return value

    def amended(
        self, text: str, targets: Sequence[Target], done: frozenset[Target]
    ) -> tuple[str, frozenset[Target]]:
        """Change the targets from the last to the first; if it does not do for all at once, as many as possible.

        `text` is the record as far as it is changed, which is behind the targets.
        """
        trial = text
        for target in targets:
            scalar = self.scalars[target]
            raw = self.text[scalar.start : scalar.end]
            spelled = rewrite_scalar(
                raw, scalar.style, str(self._value(target)), self.mends[target]
            )
            trial = (
                trial[: scalar.start] + (raw if spelled is None else spelled) + trial[scalar.end :]
            )
        if trial == text:
            return text, done
        if self._as_wanted(trial, done | set(targets)):
            return trial, done | set(targets)
        if len(targets) == 1:
            return text, done
        half = len(targets) // 2
        text, done = self.amended(text, targets[:half], done)
        return self.amended(text, targets[half:], done)

    def _as_wanted(self, trial: str, done: frozenset[Target]) -> bool:
        """Tell whether a text says at the places done what it should, and everywhere else the same as before.

        Where `*` repeats a value that is changed, it has to be wanted there too.
        """
        try:
            after = load(trial, UNLIMITED)
        except YamlError:
            return False
        changed = {(pointer, part): value for pointer, part, value in differences(self.data, after)}
        return done <= changed.keys() and changed.items() <= self.wanted.items()
