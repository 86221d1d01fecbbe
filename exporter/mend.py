"""The step from a record with faults to the same record without those that have exactly one right answer.

What answer that is says the check, by a function `mend(value)`. Everything else stays as it is written, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.checks import hooks
from exporter.model.difference import Part, differences
from exporter.model.document import Document, Pointer
from exporter.model.finding import Finding
from exporter.model.settings import UNLIMITED
from exporter.syntax.yaml import Places, Scalar, Unreadable, load
from exporter.syntax.yaml_scalar import respelled

_Target = tuple[Pointer, Part]
_Mend = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mended:
    """The text of a record after the mends; `values` counts them.

    `left` are the findings that have one right answer, which yet cannot be written without changing something else.
    """

    text: str
    values: int
    left: tuple[Finding, ...]


def mend(document: Document, findings: Iterable[Finding]) -> Mended:
    """Mend what findings of a record can be mended.

    The new text is read again, and has to say the same but for what was mended.
    """
    menders = {name: check.mend for name, check in hooks("mend").items()}
    told: dict[_Target, list[Finding]] = {}
    for finding in findings:
        if finding.path == document.path and finding.name in menders:
            told.setdefault((finding.pointer, finding.part), []).append(finding)
    if not told:
        return Mended(document.text, 0, ())
    places = Places()
    before = load(document.text, UNLIMITED, places)
    record = _Record(document.text, before, places.scalars)
    for target, found in told.items():
        value = target[0][-1] if target[1] == "key" else _at(before, target[0])
        mends = _in_turn([menders[each.name] for each in found])
        if isinstance(value, str) and (new := mends(value)) != value:
            record.mends[target] = mends
            record.wanted[target] = new
    targets = sorted(places.scalars.keys() & record.wanted.keys(), key=lambda each: -places.scalars[each].start)
    text, done = record.mended(document.text, targets, frozenset())
    after = {(pointer, part) for pointer, part, _ in differences(before, load(text, UNLIMITED))}
    left = [each for target in record.wanted.keys() - after for each in told[target]]
    return Mended(text, len(done), tuple(left))


def _in_turn(mends: Sequence[_Mend]) -> _Mend:
    def all(value: str) -> str:
        for each in mends:
            value = each(value)
        return value

    return all


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data


class _Record:
    """One record as it is mended: its text, what it says, and what it is to say at the places told of."""

    def __init__(self, text: str, data: Any, scalars: dict[_Target, Scalar]) -> None:
        self.text, self.data, self.scalars = text, data, scalars
        self.mends: dict[_Target, _Mend] = {}
        self.wanted: dict[_Target, str] = {}

    def mended(self, text: str, targets: Sequence[_Target], done: frozenset[_Target]) -> tuple[str, frozenset[_Target]]:
        """Mend the targets from the last to the first; if it does not do for all at once, then for as many as possible.

        `text` is the record as far as it is mended, which is behind the targets.
        """
        trial = text
        for target in targets:
            scalar = self.scalars[target]
            value = target[0][-1] if target[1] == "key" else _at(self.data, target[0])
            raw = self.text[scalar.start : scalar.end]
            spelled = respelled(raw, scalar.style, str(value), self.mends[target])
            trial = trial[: scalar.start] + (raw if spelled is None else spelled) + trial[scalar.end :]
        if trial == text or self._as_wanted(trial, done | set(targets)):
            return trial, done if trial == text else done | set(targets)
        if len(targets) == 1:
            return text, done
        half = len(targets) // 2
        text, done = self.mended(text, targets[:half], done)
        return self.mended(text, targets[half:], done)

    def _as_wanted(self, trial: str, done: frozenset[_Target]) -> bool:
        """Tell whether a text says at the places done what it should, and everywhere else the same as before.

        Where `*` repeats a value that is mended, it has to be wanted there too.
        """
        try:
            after = load(trial, UNLIMITED)
        except Unreadable:
            return False
        changed = {(pointer, part): value for pointer, part, value in differences(self.data, after)}
        return done <= changed.keys() and changed.items() <= self.wanted.items()
