"""Findings as a table in Markdown, for the summary of a CI job or a comment."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.markdown import escape_inline
from exporter.validate.report import FindingGroup, Report

_MOST = 50
"""How many causes the table has; a summary on GitHub holds at most 1 MiB."""


def render(report: Report) -> Iterator[str]:
    """Yield a heading with what was counted, and a row for each cause, the most important first."""
    yield f"### Catalogue: {escape_inline(report.summary)}\n"
    groups = report.relative_to_repository().groups()
    if groups:
        yield "\n| Finding | First place | What is wrong | How to fix it |\n"
        yield "| --- | --- | --- | --- |\n"
    for group in groups[:_MOST]:
        yield _row(group)
    if len(groups) > _MOST:
        yield f"\nThere are {len(groups) - _MOST:,} more causes. Run: exporter validate\n"


def _row(group: FindingGroup) -> str:
    finding = group.first
    place = finding.place
    problem = "; ".join(filter(None, (finding.message, group.others_note)))
    cells = (f"{finding.severity}: {finding.name}", place, problem, finding.hint)
    words = [escape_inline(cell.replace("\n", " ")) for cell in cells]
    return f"| {' | '.join(words)} |\n"
