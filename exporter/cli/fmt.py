"""`exporter fmt`: rewrite records in the standard layout."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.parallel import map_in_order
from exporter.plural import counted
from exporter.terminal import display_path

if TYPE_CHECKING:
    from exporter.records.document import Document
    from exporter.records.finding import Finding
    from exporter.records.schema import Schemas
    from exporter.records.settings import Limits


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list the files that would change, and exit with 1 if there are any.",
)
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...], *, check: bool, diff: bool) -> None:
    """Rewrite records in the standard layout.

    The line that names the schema for editors comes first, then the fields in the order of the
    schema, each with the comments above it. Spaces at the ends of lines are removed, and lines end
    with a line feed. Nothing else changes: no line is wrapped, no quotation mark is added or
    removed, and the data stay the same.

    \b
    Exit code: 0 done, 1 a record cannot be read, or would change under --check,
    2 wrong use or no catalogue.
    \b
    Examples:
      exporter fmt
      exporter fmt --check records/books/
      exporter fmt --diff
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.file_update import print_unreadable, update_record
    from exporter.cli.progress import progress
    from exporter.records.files import find_catalogue, find_records
    from exporter.records.finding import Finding
    from exporter.records.loader import read_schemas, read_settings

    root = find_catalogue(Path.cwd())
    schemas, limits = read_schemas(root), read_settings(root).limits
    files = find_records(root, [Path.cwd() / path for path in paths])

    formatted = partial(_formatted, root, schemas, limits)
    results = []
    with progress() as tick:
        for number, result in enumerate(map_in_order(formatted, files), start=1):
            tick(number, len(files), "records read")
            if result:
                results.append(result)
    changed = unread = 0
    for result in results:
        if isinstance(result, Finding):
            print_unreadable(result)
            unread += 1
            continue
        document, text = result
        if update_record(document, text, diff=diff, dry=check):
            changed += 1
            if check and not diff:
                click.echo(display_path(document.path))
    verb = "would change" if check or diff else "changed"
    click.echo(f"{changed:,} of {counted(len(files), 'record')} {verb}", err=True)
    if unread or (check and changed):
        raise click.exceptions.Exit(1)


def _formatted(
    root: Path, schemas: Schemas, limits: Limits, path: Path
) -> tuple[Document, str] | Finding | None:
    """Return a record with its new text, why it cannot be read, or None if nothing changes."""
    from exporter.records.files import read_unchanged
    from exporter.records.finding import Finding
    from exporter.records.formatter import format_record, relative_schema_path
    from exporter.records.loader import read_document

    document = read_document(path, root, limits)
    if isinstance(document, Finding):
        return document
    text = format_record(document, schemas, relative_schema_path(document, schemas, root))
    if read_unchanged(document) == text.encode():
        return None
    return document._replace(data={}), text  # only the texts need to travel between processes
