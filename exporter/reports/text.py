"""Findings for people: the place, the words, the line with a caret, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from wcwidth import wcswidth, wcwidth

from exporter.model.finding import Place, Severity
from exporter.reports import Report, Shown

_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFORMATION: "\x1b[36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_WIDTH = 110


def render(report: Report) -> Iterator[str]:
    """Give each finding, a blank line after each."""
    for each in report.shown:
        yield _one(each, report) + "\n"


def _one(finding: Shown, report: Report) -> str:
    place, severity = finding.place, finding.severity
    colour, bold, plain = (_COLOURS[severity], _BOLD, _PLAIN) if report.colour else ("", "", "")
    at = f"{bold}{finding.path}:{place.line}:{place.column}:{plain}"
    lines = [f"{at} {colour}{severity}: {finding.name}:{plain} {_safe(finding.message)}"]
    text = report.texts.get(finding.path, "").split("\n")
    if place.line <= len(text) and text[place.line - 1].strip():
        line, marks = excerpt(text[place.line - 1].rstrip("\r"), place)
        lines += [f"{place.line:>5} | {line}", f"{'':>5} | {colour}{marks}{plain}"]
    lines += [f"      = {_safe(finding.hint)}"] if finding.hint else []
    lines += [f"      = {path}:{there.line}:{there.column}: {_safe(message)}" for path, there, message in finding.notes]
    return "\n".join(lines) + "\n"


def excerpt(line: str, place: Place) -> tuple[str, str]:
    """Give the line and, for below it, the carets: under the right cells also where a character takes two.

    A line too long for a terminal is cut around the place.
    """
    start = place.column - 1
    cut = max(0, start - 60) if wcswidth(_safe(line)) > _WIDTH else 0
    before, marked = line[cut:start], line[start : start + place.width]
    shown_line = ("…" if cut else "") + _safe(line[cut:])
    pad = _cells(_safe(before)) + (1 if cut else 0)
    end = len(shown_line)
    while _cells(shown_line[:end]) > _WIDTH:
        end -= 1
    carets = max(1, min(_cells(_safe(marked)), _WIDTH - pad))
    return shown_line[:end] + ("…" if end < len(shown_line) else ""), " " * pad + "^" * carets


def _cells(text: str) -> int:
    return sum(max(0, wcwidth(character)) for character in text)


def _safe(text: str) -> str:
    """Make control characters visible, so that no record can play with the terminal."""

    def visible(character: str) -> str:
        if character.isprintable() or character == "　":
            return character
        return " " if character == "\t" else f"\\u{ord(character):04x}"

    return "".join(visible(character) for character in text)
