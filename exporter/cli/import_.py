"""`exporter import`: make records of a document that `exporter export` has written."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from exporter.importers import Read
    from exporter.importers.plan import ImportPlan
    from exporter.records.schema import Schemas

_SHOWN = 20
"""How many faults of one document are said; someone else’s TEI has thousands."""


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    default="tei",
    metavar="FORMAT",
    help="What the files are: tei.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The catalogue that gets the records, in its folder records; it is made if there is none. Default: the one "
    "that you are in.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Overwrite records that say something else now, with their comments. Without it nothing is written then.",
)
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, allow_dash=True),
)
def command(
    files: tuple[Path, ...], format_name: str, output: Path | None, *, replace: bool, diff: bool
) -> None:
    """Make records of a TEI document that export has written; - reads it from stdin.

    Every record comes back as it was. A document is read whole or not at all: what is not understood is said at its
    line, and so is what `exporter validate` would call an error in the new records; then nothing is written. Records
    that a document gives only in short, because others name them, are written where the catalogue has none of that id.
    A document can have 100 MB; a larger catalogue is exported with --split.

    The files that are written are listed. A record that says the same already is left alone, comments and all.

    \b
    Exit code: 0 done, 1 something is wrong, or a record says something else now, 2 wrong use.
    \b
    Examples:
      exporter import catalogue.xml
      exporter import --diff catalogue.xml
      exporter import --replace article.xml
      exporter import -o another-catalogue/ tei/*.xml
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.importers.plan import take_in
    from exporter.records.loader import find_catalogue, read_schemas

    root = find_catalogue(Path.cwd()) if output is None else Path.cwd() / output
    schemas = read_schemas(root)
    records = _read_all(files, format_name, schemas)
    intake = take_in(records, root, schemas)
    if not intake.right:
        _show_errors(intake)
        raise click.exceptions.Exit(1)
    if diff:
        _show_changes(intake)
    elif intake.other and not replace:
        _refuse(intake)
        raise click.exceptions.Exit(1)
    else:
        _write(intake, root)
    _sum_up(intake, diff=diff)


def _read_all(files: tuple[Path, ...], format_name: str, schemas: Schemas) -> list[Read]:
    """Read the documents; of a record that is in several the whole one counts. Exits where one cannot be read."""
    from exporter.importers import reader_named
    from exporter.terminal import escape_control_chars, truncate
    from exporter.validate.reporters import typed

    reader = reader_named(format_name)
    found: dict[str, Read] = {}
    wrong = 0
    for file in files:
        name = "-" if str(file) == "-" else typed(Path.cwd() / file)
        reading = reader.read(_content(file), schemas)
        for fault in reading.wrong[:_SHOWN]:
            where = f"{name}:{fault.position.line}:{fault.position.column}"
            message = escape_control_chars(truncate(fault.message))
            click.echo(f"{where}: {message}", err=True)
        if len(reading.wrong) > _SHOWN:
            click.echo(f"{name}: and {len(reading.wrong) - _SHOWN:,} more of that sort", err=True)
        wrong += len(reading.wrong)
        for record in () if reading.wrong else reading.records:
            id = record.data["id"]
            before = found.setdefault(id, record)
            if record.whole and before.whole and record.data != before.data:
                click.echo(
                    f"{name}: “{id}” says something else here than in a file before", err=True
                )
                wrong += 1
            elif record.whole:
                found[id] = record
    if wrong:
        click.echo("Nothing was written: what is not understood would be lost.", err=True)
        raise click.exceptions.Exit(1)
    return list(found.values())


def _content(file: Path) -> bytes:
    """Give what is in a file; raises UsageError where it cannot be read, or is too large to be held in memory."""
    from exporter.errors import UsageError
    from exporter.records.settings import MAX_LIMITS

    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as source:
            content = source.read(MAX_LIMITS.size + 1)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}", "check how the name is written"
        ) from None
    if len(content) > MAX_LIMITS.size:
        raise UsageError(
            f"{file} is too large: a document can have {MAX_LIMITS.size // 1_000_000} MB",
            "export with --split, and import the many small files",
        )
    return content


def _show_errors(intake: ImportPlan) -> None:
    from dataclasses import replace

    from exporter.records.finding import Severity
    from exporter.validate.reporters import text

    report = intake.verdict.report(colour=sys.stderr.isatty())
    errors = replace(
        report, shown=[each for each in report.shown if each.severity is Severity.ERROR]
    )
    for piece in text.render(errors):
        click.echo(piece, err=True, nl=False)
    click.echo("Nothing was written: the records would have these errors.", err=True)


def _show_changes(intake: ImportPlan) -> None:
    from exporter.cli.file_update import show_change

    for path, text in sorted({**intake.new, **intake.other}.items()):
        before = path.read_bytes().decode("utf-8", "replace") if path in intake.other else ""
        show_change(path, before, text)


def _refuse(intake: ImportPlan) -> None:
    from exporter.validate.reporters import typed

    for path in sorted(intake.other):
        click.echo(f"{typed(path)}: says something else now", err=True)
    click.echo(
        "Nothing was written. See what would change with --diff; overwrite these with --replace.",
        err=True,
    )


def _write(intake: ImportPlan, root: Path) -> None:
    from exporter.records.atomic_write import write_files
    from exporter.validate.reporters import typed

    folder = root / "records"
    files = sorted({**intake.new, **intake.other}.items())
    if files:
        write_files(
            ((path.relative_to(folder).as_posix(), [text.encode()]) for path, text in files), folder
        )
    for path, _ in files:
        click.echo(typed(path))


def _sum_up(intake: ImportPlan, *, diff: bool) -> None:
    would = "would be " if diff else ""
    counts = f"{len(intake.new):,} {would}new, {len(intake.other):,} {would}replaced, {len(intake.same):,} as before"
    number = len(intake.new) + len(intake.other) + len(intake.same)
    click.echo(f"{number:,} record{'' if number == 1 else 's'} read: {counts}", err=True)
