"""`exporter shard`: pack the records into a few large files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from exporter.plural import counted
from exporter.terminal import is_coloured


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder for the shards: records-00001.yaml and so on.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["yaml", "jsonl", "parquet"]),
    default="yaml",
    show_default=True,
    help="yaml keeps comments; jsonl is common in other programs; parquet is smaller, and needs: "
    "pip install 'catalogue-exporter[dask]'.",
)
@click.option(
    "--records",
    "size",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    metavar="N",
    help="How many records go into one shard.",
)
def command(output: Path, form: str, size: int) -> None:
    """Pack the records into a few large files for a Dask cluster.

    Such files, called shards, are what “exporter export --engine dask --shards” reads. If the
    catalogue has errors, nothing is written and they are shown instead. JSON has no comments, so
    jsonl and parquet lose “# exporter: allow” comments.

    \b
    Exit code: 0 written, 1 errors in the catalogue, 2 wrong use.
    \b
    Examples:
      exporter shard -o shards/
      exporter shard --as parquet --records 50000 -o shards/
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.progress import progress
    from exporter.cli.work_selection import print_report
    from exporter.distributed.shard_forms import write_shards
    from exporter.records.atomic_write import write_files
    from exporter.records.files import find_catalogue, find_records
    from exporter.validate.pipeline import validate_catalogue

    root = find_catalogue(Path.cwd())
    with progress() as tick:
        result = validate_catalogue(root, for_export=True, on_progress=tick)
    if result.files_with_errors:
        print_report(result.report(colour=is_coloured(sys.stderr)))
        click.echo("Nothing was written. Fix the errors first.", err=True)
        raise click.exceptions.Exit(1)
    documents = (document for path in find_records(root) if (document := result.document(path)))
    number = write_files(write_shards(documents, form, size), output)
    records, shards = counted(result.record_count, "record"), counted(number, "shard")
    click.echo(f"{records} in {shards}", err=True)
