"""Findings for people: position, message, the line with a caret below, and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from exporter.records.finding import Position, Severity
from exporter.terminal import cells, cut_to_cells, escape_control_chars
from exporter.validate.report import FindingGroup, Report

_COLOURS = {
    Severity.ERROR: "\x1b[31m",
    Severity.WARNING: "\x1b[33m",
    Severity.INFORMATION: "\x1b[36m",
}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_MAX_CELLS = 110
"""How many terminal cells of a line are shown."""
_CONTEXT = 40
"""How many characters are shown before the position in a line that is too long."""
_MAX_PLACES = 9
"""How many more places with the same cause are listed."""
_LINE_END = re.compile("\r\n?|\n")


def render(report: Report) -> Iterator[str]:
    """Yield the findings grouped by cause, the most important first, a blank line after each."""

    @cache
    def lines(path: str) -> list[str]:
        return _LINE_END.split(report.text(path))

    for group in report.groups():
        yield _paragraph(group, lines(group.first.path), report.colour) + "\n"


def _paragraph(group: FindingGroup, file_lines: list[str], coloured: bool) -> str:
    finding = group.first
    position, severity = finding.position, finding.severity
    colour, bold, plain = "", "", ""
    if coloured:
        colour, bold, plain = _COLOURS[severity], _BOLD, _PLAIN
    where = f"{bold}{finding.place}:{plain}"
    lines = [f"{where} {colour}{severity}: {finding.name}:{plain} {finding.message}"]
    if position.line <= len(file_lines) and file_lines[position.line - 1].strip():
        line, carets = excerpt(file_lines[position.line - 1], position)
        number = position.line if finding.has_lines else ""
        lines.append(f"{number:>5} | {line}")
        lines.append(f"{'':>5} | {colour}{carets}{plain}")
    if finding.hint:
        lines.append(f"      = {finding.hint}")
    for note in finding.notes:
        lines.append(f"      = {note.place}: {note.message}")
    lines += _other_places(group)
    return "\n".join(lines) + "\n"


def _other_places(group: FindingGroup) -> list[str]:
    if not group.others:
        return []
    lines = [f"      = {group.others_note}:"]
    for each in group.others[:_MAX_PLACES]:
        lines.append(f"        {each.place}")
    more = len(group.others) - _MAX_PLACES
    if more > 0:
        lines.append(f"        … and {more:,} more, which --format json lists")
    return lines


def excerpt(line: str, position: Position) -> tuple[str, str]:
    """Return the line as it is shown and the line of carets below it.

    A line too long for a terminal is cut around the position. The carets are in the right cells
    also after characters that take two, and after those that are shown as their code.
    """
    start = position.column - 1
    is_long = len(line) > _MAX_CELLS or cells(escape_control_chars(line)) > _MAX_CELLS
    cut = max(0, start - _CONTEXT) if is_long else 0
    ellipsis = "…" if cut else ""
    shown = ellipsis + escape_control_chars(line[cut : cut + _MAX_CELLS])
    fitting = cut_to_cells(shown, _MAX_CELLS)
    is_cut = fitting != shown or cut + _MAX_CELLS < len(line)
    marked = line[start : start + min(position.width, _MAX_CELLS)]
    indent = cells(ellipsis + escape_control_chars(line[cut:start]))
    width = min(cells(escape_control_chars(marked)), _MAX_CELLS - indent)
    return fitting + ("…" if is_cut else ""), " " * indent + "^" * max(1, width)
