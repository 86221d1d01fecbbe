"""Findings for people: the place, the words, the line with a caret, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from wcwidth import wcwidth

from exporter.records.finding import Position, Severity
from exporter.terminal import escape_control_chars
from exporter.validate.reporters import FindingGroup, Report

_COLOURS = {
    Severity.ERROR: "\x1b[31m",
    Severity.WARNING: "\x1b[33m",
    Severity.INFORMATION: "\x1b[36m",
}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_WIDTH, _BEFORE = (
    110,
    40,
)  # cells of a line that are shown, and characters before the place in a line cut short
_PLACES = 9
"""How many more places of one cause are listed."""
_LINES = re.compile("\r\n?|\n")


def render(report: Report) -> Iterator[str]:
    """Give each cause, what matters most first, with a blank line after each."""
    lines = cache(lambda path: _LINES.split(report.texts.get(path, "")))
    for cause in report.causes:
        yield _one(cause, lines(cause.first.path), report.colour) + "\n"


def _one(cause: FindingGroup, text: list[str], coloured: bool) -> str:
    finding = cause.first
    place, severity = finding.position, finding.severity
    colour, bold, plain = (_COLOURS[severity], _BOLD, _PLAIN) if coloured else ("", "", "")
    at = f"{bold}{finding.path}:{place.line}:{place.column}:{plain}"
    lines = [f"{at} {colour}{severity}: {finding.name}:{plain} {finding.message}"]
    if place.line <= len(text) and text[place.line - 1].strip():
        line, marks = excerpt(text[place.line - 1], place)
        lines += [f"{place.line:>5} | {line}", f"{'':>5} | {colour}{marks}{plain}"]
    lines += [f"      = {finding.hint}"] if finding.hint else []
    lines += [
        f"      = {path}:{there.line}:{there.column}: {message}"
        for path, there, message in finding.notes
    ]
    lines += [f"      = {cause.elsewhere}:"] if cause.others else []
    lines += [
        f"        {each.path}:{each.position.line}:{each.position.column}"
        for each in cause.others[:_PLACES]
    ]
    more = len(cause.others) - _PLACES
    lines += [f"        … and {more:,} more, which --format json lists"] if more > 0 else []
    return "\n".join(lines) + "\n"


def excerpt(line: str, place: Position) -> tuple[str, str]:
    """Give the line and, for below it, the carets: under the right cells also where a character takes two.

    A line too long for a terminal is cut around the place.
    """
    start = place.column - 1
    cut = (
        max(0, start - _BEFORE)
        if len(line) > _WIDTH or _cells(escape_control_chars(line)) > _WIDTH
        else 0
    )
    before, marked = line[cut:start], line[start : start + min(place.width, _WIDTH)]
    shown_line = ("…" if cut else "") + escape_control_chars(line[cut : cut + _WIDTH])
    ends = accumulate(_cells(character) for character in shown_line)
    end = sum(cells <= _WIDTH for cells in ends)
    more = end < len(shown_line) or cut + _WIDTH < len(line)
    pad = _cells(escape_control_chars(before)) + (1 if cut else 0)
    carets = max(1, min(_cells(escape_control_chars(marked)), _WIDTH - pad))
    return shown_line[:end] + ("…" if more else ""), " " * pad + "^" * carets


def _cells(text: str) -> int:
    return sum(max(0, wcwidth(character)) for character in text)
