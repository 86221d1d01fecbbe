"""`exporter credits`: the credit lines that a delivery has to print."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from exporter.cli.completion import complete_id
from exporter.cli.filter_options import FilterOptions, filter_options
from exporter.cli.kind_option import KindOption
from exporter.cli.table import list_format_option
from exporter.cli.work_selection import report_missing, select_works
from exporter.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from exporter.cli.work_selection import Selection
    from exporter.export.missing_requirement import MissingRequirement

_COLUMNS = ("id", "credit", "holder", "licence", "until")


@click.command()
@click.option("--kind", cls=KindOption, noun="work", help="Only works of this kind.")
@filter_options(language_flag=True)
@list_format_option
@click.option(
    "--on",
    "day",
    metavar="YYYY-MM-DD",
    help="Whether permissions hold on this day. Default: today, or SOURCE_DATE_EPOCH.",
)
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_id)
def command(format_name: str, day: str | None, ids: tuple[str, ...], **options: Any) -> None:
    """List the credit lines of works, in the form that each holder asks for.

    Lists the works that have a credit line, a licence, a rights holder or a permission: all, or
    those with the given IDs and their illustrations. [credits] in exporter.toml has the forms, by
    the id of the holder: ap = "AP Photo/{creator}". What the rights demand and a record lacks is
    shown on stderr.

    \b
    Exit code: 0 all rights are met, 1 something is missing, 2 wrong use.
    \b
    Examples:
      exporter credits
      exporter credits --kind photo --format csv > credits.csv
      exporter credits taliban-us-counterterrorism --on 2030-01-01
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_stdout
    from exporter.cli.table import as_listed
    from exporter.export.delivery_time import delivery_day
    from exporter.review.rights import credit, unmet_rights

    when = _day(day) if day else delivery_day(os.environ)
    filters = FilterOptions.of(options)
    selection = select_works("csl-json", ids, filters, (), keep_going=False)
    works = selection.context.catalogue.works
    forms = selection.result.settings.credits
    rows: list[tuple[str, ...]] = []
    unmet: list[MissingRequirement] = []
    for id in _with_illustrations(selection) if ids else selection.ids:
        found = credit(works[id], forms)
        if found:
            rows.append(found)
        unmet += unmet_rights(works[id], forms, when)
    if format_name == "ids":
        write_stdout(f"{row[0]}\n".encode() for row in rows)
    else:
        write_stdout(as_listed(format_name, _COLUMNS, rows))
    if unmet:
        report_missing("unmet-rights", unmet, selection)
        raise click.exceptions.Exit(1)


def _day(written: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UsageError(f"“{written}” is not a day", "write --on 2030-12-31") from None


def _with_illustrations(selection: Selection) -> list[str]:
    """Return the ids of the selected works, each followed by those of its illustrations."""
    found: dict[str, None] = {}
    for id in selection.ids:
        found[id] = None
        for relation in selection.context.catalogue.works[id].related("illustrations"):
            if relation.work:
                found[relation.work] = None
    return list(found)
