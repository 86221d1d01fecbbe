"""Fixes a record: writes the certain replacements of its findings, and changes no other byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from exporter.records.difference import NodePart, differences
from exporter.records.document import Document, Pointer, value_at
from exporter.records.finding import Finding
from exporter.records.positions import source_map
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import ScalarSpan, YamlError, load
from exporter.records.yaml.scalar_edit import rewrite_scalar

ROUNDS = 10
"""The most often a record is checked again after a fix, which can make room for another one."""
Target = tuple[Pointer, NodePart]
"""A key or a value of a record."""


@dataclass(frozen=True, slots=True)
class FixResult:
    """The text of a fixed record, and in how many places it was changed.

    `left` are the findings with a certain replacement that cannot be written without changing
    something else.
    """

    text: str
    values: int
    left: tuple[Finding, ...]


class Edited(NamedTuple):
    """The text of an edited record, how many values were changed, and which could not be."""

    text: str
    values: int
    left: Sequence[Target]


def fix_document(document: Document, findings: Iterable[Finding]) -> FixResult:
    """Write the certain replacements of the findings of a record.

    If several findings mark one value, the first one is fixed. The others no longer fit, and are
    found again when the record is checked again.
    """
    marking: dict[Target, list[Finding]] = {}
    for finding in findings:
        if finding.path == document.path and finding.certain and finding.replacement is not None:
            marking.setdefault((finding.pointer, finding.part), []).append(finding)
    edits = {target: found[0].replacement or "" for target, found in marking.items()}
    text, count, left = apply_edits(document, edits)
    unfixed = [finding for target in left for finding in marking[target]]
    return FixResult(text, count, tuple(unfixed))


def apply_edits(document: Document, edits: Mapping[Target, str]) -> Edited:
    """Replace keys and scalar values of a record by other text.

    The new text is loaded again and must have the same data but for the edits. As many edits as
    possible are applied. Raises LookupError if a target is not in the document.
    """
    wanted = {}
    for target, new in edits.items():
        value = _current(document.data, target)
        if isinstance(value, str | int | float) and value != new:
            wanted[target] = new
    if not wanted:
        return Edited(document.text, 0, ())
    return _Editor(document, wanted).edited()


def _current(data: Any, target: Target) -> Any:
    pointer, part = target
    return pointer[-1] if part == "key" else value_at(data, pointer)


class _Editor:
    """Applies edits to one document."""

    def __init__(self, document: Document, wanted: Mapping[Target, str]) -> None:
        self._document = document
        self._wanted = wanted
        self._spans: Mapping[Target, ScalarSpan] = source_map(document).scalars

    def edited(self) -> Edited:
        spelled = [target for target in self._wanted if target in self._spans]
        from_the_end = sorted(spelled, key=lambda target: -self._spans[target].start)
        text, done = self._apply(self._document.text, from_the_end, frozenset())
        after = load(text, UNLIMITED)
        changed = {(pointer, part) for pointer, part, _ in differences(self._document.data, after)}
        return Edited(text, len(done), [each for each in self._wanted if each not in changed])

    def _apply(
        self, text: str, targets: Sequence[Target], done: frozenset[Target]
    ) -> tuple[str, frozenset[Target]]:
        """Apply the edits of `targets`, which are sorted from the last to the first.

        `text` is the text with the edits that are `done`, all of which are after the targets. If
        the edits cannot all be applied together, each half of them is tried.
        """
        candidate = text
        for target in targets:
            candidate = self._rewrite(candidate, target)
        if candidate == text:
            return text, done
        if self._has_only(candidate, done.union(targets)):
            return candidate, done.union(targets)
        if len(targets) == 1:
            return text, done
        half = len(targets) // 2
        text, done = self._apply(text, targets[:half], done)
        return self._apply(text, targets[half:], done)

    def _rewrite(self, text: str, target: Target) -> str:
        start, end, style, _ = self._spans[target]
        value = _current(self._document.data, target)
        new = rewrite_scalar(text[start:end], style, value, self._wanted[target])
        return text if new is None else text[:start] + new + text[end:]

    def _has_only(self, text: str, done: frozenset[Target]) -> bool:
        """Return whether the data of a text are the document's with these edits, and no others.

        A value that an alias repeats changes there too, so that change must be wanted as well.
        """
        try:
            after = load(text, UNLIMITED)
        except YamlError:
            return False
        changed = {
            (pointer, part): value
            for pointer, part, value in differences(self._document.data, after)
        }
        return done <= changed.keys() and changed.items() <= self._wanted.items()
