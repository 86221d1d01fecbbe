"""`exporter import`: read records back from a document that `exporter export` has written."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from exporter.importers import Read, Reading
    from exporter.importers.plan import ImportPlan
    from exporter.records.schema import Schemas

_MAX_PROBLEMS = 20
"""How many problems of one document are printed. TEI from another program has thousands."""


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    default="tei",
    show_default=True,
    metavar="FORMAT",
    help="The format of the files; only tei can be read.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The catalogue that gets the records, in DIR/records; it is created if necessary. "
    "Default: the catalogue around the current folder.",
)
@click.option(
    "--replace",
    "overwrite",
    is_flag=True,
    help="Overwrite records that differ, comments included. Without it, nothing is written if any "
    "record differs.",
)
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, allow_dash=True),
)
def command(
    files: tuple[Path, ...], format_name: str, output: Path | None, *, overwrite: bool, diff: bool
) -> None:
    """Read records back from TEI that export has written.

    Every record comes back as it was. A document is read completely or not at all: what is not
    understood is reported with its line, as is every error that “exporter validate” would report in
    the new records, and nothing is written. TEI from other programs is not understood. FILE can be
    - for stdin.

    Records of which a document gives only the name, because another record refers to them, are
    written if the catalogue does not have them. A document can have up to 100 MB; export larger
    catalogues with --split.

    The files that are written are listed on stdout. A record that already says the same is left
    alone, comments included.

    \b
    Exit code: 0 done, 1 a document or a record is wrong, or a record differs, 2 wrong use.
    \b
    Examples:
      exporter import catalogue.xml
      exporter import --diff catalogue.xml
      exporter import --replace article.xml
      exporter import -o another-catalogue/ tei/*.xml
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.importers.plan import plan_import
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas

    root = find_catalogue(Path.cwd()) if output is None else Path.cwd() / output
    schemas = read_schemas(root)
    records = _read_all(files, format_name, schemas)
    plan = plan_import(records, root, schemas)
    if not plan.valid:
        _print_errors(plan)
        raise click.exceptions.Exit(1)
    if diff:
        _print_changes(plan)
    elif plan.differing and not overwrite:
        _refuse(plan)
        raise click.exceptions.Exit(1)
    else:
        _write(plan, root)
    _print_summary(plan, diff=diff)


def _read_all(files: tuple[Path, ...], format_name: str, schemas: Schemas) -> list[Read]:
    """Read the documents; of a record that occurs several times, the complete one counts.

    Problems are printed and end the command with 1.
    """
    from exporter.importers import reader_named
    from exporter.terminal import display_path

    reader = reader_named(format_name)
    found: dict[str, Read] = {}
    failed = False
    for file in files:
        name = "-" if str(file) == "-" else display_path(Path.cwd() / file)
        reading = reader.read(_content(file), schemas)
        if reading.wrong:
            _print_problems(name, reading)
            failed = True
            continue
        for id in _merge(reading.records, found):
            click.echo(f"{name}: “{id}” differs from the same record in an earlier file", err=True)
            failed = True
    if failed:
        click.echo(
            "Nothing was written. Import reads only what “exporter export --format tei” has "
            "written, and refuses a document rather than lose a part of it.",
            err=True,
        )
        raise click.exceptions.Exit(1)
    return list(found.values())


def _print_problems(name: str, reading: Reading) -> None:
    from exporter.terminal import escape_control_chars, truncate

    for problem in reading.wrong[:_MAX_PROBLEMS]:
        where = f"{name}:{problem.position.line}:{problem.position.column}"
        message = escape_control_chars(truncate(problem.message))
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


def _content(file: Path) -> bytes:
    """Return the content of a file. Raises UsageError if it cannot be read or is too large."""
    from exporter.errors import UsageError
    from exporter.records.settings import MAX_LIMITS

    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as source:
            content = source.read(MAX_LIMITS.size + 1)
    except OSError as error:
        raise UsageError(
            f"cannot read {file}: {error.strerror}", "check the spelling of its name"
        ) from None
    if len(content) > MAX_LIMITS.size:
        raise UsageError(
            f"{file} is too large: the limit is {MAX_LIMITS.size // 1_000_000} MB",
            "export with --split and import the smaller files",
        )
    return content


def _print_errors(plan: ImportPlan) -> None:
    from exporter.records.finding import Severity
    from exporter.validate.reporters import text

    report = plan.result.report(colour=sys.stderr.isatty())
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    for piece in text.render(replace(report, findings=errors)):
        click.echo(piece, err=True, nl=False)
    click.echo("Nothing was written, because the records would have these errors.", err=True)


def _print_changes(plan: ImportPlan) -> None:
    from exporter.cli.file_update import print_diff

    for path, text in sorted({**plan.new, **plan.differing}.items()):
        before = ""
        if path in plan.differing:
            before = path.read_bytes().decode("utf-8", "replace")
        print_diff(path, before, text)


def _refuse(plan: ImportPlan) -> None:
    from exporter.terminal import display_path

    for path in sorted(plan.differing):
        click.echo(f"{display_path(path)}: differs from the record in the document", err=True)
    click.echo(
        "Nothing was written. Use --diff to see the changes, or --replace to overwrite these "
        "files.",
        err=True,
    )


def _write(plan: ImportPlan, root: Path) -> None:
    from exporter.records.atomic_write import write_files
    from exporter.terminal import display_path

    folder = root / "records"
    files = sorted({**plan.new, **plan.differing}.items())
    if files:
        contents = ((path.relative_to(folder).as_posix(), [text.encode()]) for path, text in files)
        write_files(contents, folder)
    for path, _ in files:
        click.echo(display_path(path))


def _print_summary(plan: ImportPlan, *, diff: bool) -> None:
    would = "would be " if diff else ""
    number = len(plan.new) + len(plan.differing) + len(plan.same)
    counts = (
        f"{len(plan.new):,} {would}new",
        f"{len(plan.differing):,} {would}replaced",
        f"{len(plan.same):,} unchanged",
    )
    records = f"{number:,} record{'' if number == 1 else 's'}"
    click.echo(f"{records} read: {', '.join(counts)}", err=True)
