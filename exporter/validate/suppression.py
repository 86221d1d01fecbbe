"""Findings that a catalogue or a record does not want: `[checks] off`, and comments in a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from exporter.records.document import Document
from exporter.records.finding import Finding, Position
from exporter.records.settings import Settings
from exporter.validate.checks import can_be_disabled

_COMMENT = re.compile(r"#\s*exporter:\s*allow\b(.*)")
_NAME = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_WHOLE_RECORD = 0


class Allowed(NamedTuple):
    """The name of a check in a comment, or an empty text where the comment has no name.

    `line` is where the check is allowed; 0 is the whole record.
    """

    name: str
    line: int
    position: Position


def without_suppressed(
    findings: Iterable[Finding], document: Callable[[Path], Document | None], settings: Settings
) -> list[Finding]:
    """Return the findings without those that the settings or a comment in the record suppress.

    `# exporter: allow NAME` at the end of a line holds for that line, on a line of its own for the
    whole record. `document` returns the record of a file. The findings have their positions.
    """

    def is_unwanted(finding: Finding) -> bool:
        return finding.name in settings.off or _is_allowed(finding, document)

    return [each for each in findings if not (can_be_disabled(each.name) and is_unwanted(each))]


def _is_allowed(finding: Finding, read: Callable[[Path], Document | None]) -> bool:
    document = read(finding.path)
    if document is None:
        return False
    line = finding.position.line if finding.position else _WHOLE_RECORD
    return any(
        finding.name == allowed.name and allowed.line in (line, _WHOLE_RECORD)
        for allowed in allowed_checks(document.text)
    )


@lru_cache(maxsize=1)
def allowed_checks(text: str) -> tuple[Allowed, ...]:
    """Return the names in the comments `# exporter: allow NAME, NAME` of a record, in order."""
    if "exporter:" not in text:  # as in most, and this takes a tenth of the time
        return ()
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        comment = _COMMENT.search(line)
        if not comment:
            continue
        where = number if line[: comment.start()].strip() else _WHOLE_RECORD
        names = list(_NAME.finditer(line, comment.start(1)))
        for name in names:
            position = Position(number, name.start() + 1, len(name[0]))
            found.append(Allowed(name[0], where, position))
        if not names:
            position = Position(number, comment.start() + 1, len(comment[0].rstrip()))
            found.append(Allowed("", where, position))
    return tuple(found)
