"""Brings back records from TEI that `exporter export` has written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.errors import UsageError
from exporter.plural import counted
from exporter.terminal import display_path, is_coloured, printable

if TYPE_CHECKING:
    from exporter.importers import Read, Reading
    from exporter.importers.files import SourceFile
    from exporter.importers.plan import ImportPlan
    from exporter.records.schema import Schemas

_MAX_PROBLEMS = 20
"""How many problems of one document are printed. TEI from another program has thousands."""


def import_tei(sources: list[SourceFile], root: Path, overwrite: bool, diff: bool) -> None:
    """Bring back the records of TEI documents that export has written, all or none of them."""
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.file_update import print_changes, write_and_list
    from exporter.importers.plan import plan_import
    from exporter.records.loader import read_schemas

    schemas = read_schemas(root)
    records = _read_all(sources, schemas)
    with catalogue_cache(root) as cache:
        plan = plan_import(records, root, schemas, cache)
    if not plan.valid:
        _print_errors(plan)
        raise click.exceptions.Exit(1)
    if diff:
        print_changes(plan.new, plan.differing)
    elif plan.differing and not overwrite:
        _refuse(plan)
        raise click.exceptions.Exit(1)
    else:
        write_and_list(root, dict(sorted({**plan.new, **plan.differing}.items())))
    _print_summary(plan, diff=diff)


def _read_all(sources: list[SourceFile], schemas: Schemas) -> list[Read]:
    """Read the documents; of a record that occurs several times, the complete one counts.

    Problems are printed and end the command with 1.
    """
    from exporter.importers import tei

    found: dict[str, Read] = {}
    failed = False
    for source in sources:
        name = source.name
        if source.error:
            raise UsageError(f"{name}: {source.error}", "export with --split for smaller files")
        reading = tei.read(source.content, schemas)
        if reading.wrong:
            _print_problems(name, reading)
            failed = True
            continue
        for id in _merge(reading.records, found):
            click.echo(f"{name}: “{id}” differs from the same record in an earlier file", err=True)
            failed = True
    if failed:
        click.echo(
            "Nothing was written. The format tei is what “exporter export --format tei” has "
            "written; a document that is not is refused rather than imported in part. TEI of "
            "other projects is read with --format tei-other.",
            err=True,
        )
        raise click.exceptions.Exit(1)
    return list(found.values())


def _print_problems(name: str, reading: Reading) -> None:
    for problem in reading.wrong[:_MAX_PROBLEMS]:
        where = f"{name}:{problem.position.line}:{problem.position.column}"
        message = printable(problem.message)
        click.echo(f"{where}: {message}", err=True)
    if len(reading.wrong) > _MAX_PROBLEMS:
        rest = len(reading.wrong) - _MAX_PROBLEMS
        click.echo(f"{name}: and {rest:,} more problems", err=True)


def _merge(records: Iterable[Read], found: dict[str, Read]) -> Iterator[str]:
    """Add records to those found before; yield the ids of complete records that differ."""
    for record in records:
        id = record.data["id"]
        before = found.setdefault(id, record)
        if record.whole and before.whole and record.data != before.data:
            yield id
        elif record.whole:
            found[id] = record


def _print_errors(plan: ImportPlan) -> None:
    from exporter.records.finding import Severity
    from exporter.validate.reporters import text

    report = plan.result.report(colour=is_coloured(sys.stderr))
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    for piece in text.render(replace(report, findings=errors)):
        click.echo(piece, err=True, nl=False)
    click.echo("Nothing was written, because the records would have these errors.", err=True)


def _refuse(plan: ImportPlan) -> None:
    for path in sorted(plan.differing):
        click.echo(f"{display_path(path)}: differs from the record in the document", err=True)
    click.echo(
        "Nothing was written. Use --diff to see the changes, or --replace to overwrite these "
        "files.",
        err=True,
    )


def _print_summary(plan: ImportPlan, *, diff: bool) -> None:
    would = "would be " if diff else ""
    number = len(plan.new) + len(plan.differing) + len(plan.same)
    counts = (
        f"{len(plan.new):,} {would}new",
        f"{len(plan.differing):,} {would}replaced",
        f"{len(plan.same):,} unchanged",
    )
    click.echo(f"{counted(number, 'record')} read: {', '.join(counts)}", err=True)
