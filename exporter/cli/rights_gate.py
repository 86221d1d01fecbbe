"""The rights of the works that a command delivers: without what they demand, nothing is."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from exporter.cli.work_selection import print_report, stop
from exporter.terminal import is_coloured

if TYPE_CHECKING:
    from exporter.cli.work_selection import Selection
    from exporter.export.missing_requirement import MissingRequirement


def works_by_rights(selection: Selection, *, keep_going: bool, ignore_rights: bool) -> list[str]:
    """Return the ids of the selected works that may be delivered; report the others.

    Without `keep_going` they end the command with 1. With `ignore_rights` all may be delivered.
    """
    from exporter.export.delivery_time import delivery_day
    from exporter.review.rights import may_demand, unmet_rights

    if ignore_rights:
        return list(selection.ids)
    forms = selection.result.settings.credits
    day = delivery_day(os.environ)
    unmet: list[MissingRequirement] = []
    for id in selection.ids:
        if may_demand(id, selection.records, forms):
            unmet += unmet_rights(selection.context.catalogue.works[id], forms, day)
    if not unmet:
        return list(selection.ids)
    report_unmet(unmet, selection)
    if not keep_going:
        stop(
            "Complete these records, skip them with --keep-going, or add --ignore-rights.",
            "Complete these records, or add --ignore-rights.",
        )
    skipped = {each.record for each in unmet}
    for id in sorted(skipped):
        click.echo(f"skipped: {selection.result.location(selection.records.path(id))}", err=True)
    return [id for id in selection.ids if id not in skipped]


def report_unmet(unmet: Sequence[MissingRequirement], selection: Selection) -> None:
    """Print on stderr what the rights of works demand, each with its place."""
    from exporter.records.finding import Finding
    from exporter.records.positions import add_positions

    findings = []
    for each in unmet:
        path = selection.records.path(each.record)
        findings.append(Finding("unmet-rights", path, each.message, each.hint, each.pointer))
    placed = add_positions(findings, selection.result.document)
    print_report(replace(selection.result, findings=placed).report(colour=is_coloured(sys.stderr)))
