"""`exporter export`: write the works in a format that library catalogues read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exporter.cli.work_selection import choose, options_of_choice, show

if TYPE_CHECKING:
    from exporter.cli.work_selection import Choice
    from exporter.export.context import ExportContext
    from exporter.export.registry import Format
    from exporter.export.render import Writer
    from exporter.validate.pipeline import Examined

Part = TypeVar("Part")


def complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Complete the name of a format in the shell."""
    from exporter.export.registry import names

    return [name for name in names() if name.startswith(incomplete)]


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    required=True,
    metavar="FORMAT",
    shell_complete=complete_format,
    help="bibtex, csl-json, tei, marc and others (see: exporter formats).",
)
@click.option(
    "--multiscript",
    is_flag=True,
    help="Write a field for each language and script of a title or a name (biblatex, for biblatex-ms and biber-ms).",
)
@options_of_choice(output="FILE|DIR")
@click.option(
    "--split", is_flag=True, help="Write one file a record into the folder given with -o."
)
@click.option(
    "--losses",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE|-",
    help="List each statement that the output does not carry, or carries weakened, at its file and line.",
)
@click.option(
    "--no-loss",
    is_flag=True,
    help="Export nothing if the output would not carry, or would weaken, any statement; list those instead.",
)
@click.option(
    "--engine",
    type=click.Choice(["dask"]),
    help="dask: export on a Dask cluster, for catalogues beyond one machine; needs: "
    "pip install 'catalogue-exporter[dask]'.",
)
@click.option(
    "--shards",
    multiple=True,
    metavar="PATTERN",
    help="With --engine: read the records from these files, folders or patterns, on any filesystem that fsspec reaches "
    "(s3://bucket/*.jsonl); may be given several times. Default: those of the catalogue.",
)
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    default="",
    help="With --engine: the scheduler of the cluster (tcp://host:8786). Default: a cluster of this machine.",
)
def command(format_name: str, ids: tuple[str, ...], output: Path | None, **options: Any) -> None:
    """Write the works in a format that library catalogues read.

    Writes all works, or those with the given IDs. A catalogue with errors is not exported: they are shown instead. So
    is what the format demands of a work and its record does not say.

    \b
    Exit code: 0 written, 1 errors in the catalogue or a loss under --no-loss, 2 wrong use, or the output cannot be
    written.
    \b
    Examples:
      exporter export --format tei -o catalogue.xml
      exporter export --format bibtex --kind book > books.bib
      exporter export --format dc --split -o dc/
      exporter export --format csl-json --language en mao-zedong
      exporter export --format marc -o catalogue.mrc --losses lost.txt
      exporter export --format tei --engine dask --shards 's3://bucket/*.jsonl' -o tei.xml
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.cli.losses import list_losses, print_summary
    from exporter.errors import UsageError
    from exporter.export.registry import format_named, multiscript

    format_name = multiscript(format_name) if options["multiscript"] else format_name
    format = format_named(format_name)
    if options["split"] and output is None:
        raise UsageError("--split writes several files and needs a folder", "add -o FOLDER")
    with _engine(options["engine"], options["shards"], options["address"]) as (examined, by):
        chosen = choose(
            format_name,
            ids,
            options["kind"],
            options["languages"],
            keep_going=options["keep_going"],
            examined=examined,
        )
        context = replace(chosen.context, reckoned=bool(options["losses"]))
        there = _deliverable(format, chosen, keep_going=options["keep_going"])
        if options["no_loss"]:
            _refuse_losses(format, there, chosen, options["losses"], by)

        def report_losses() -> None:
            if options["losses"]:
                list_losses(context.losses, options["losses"], chosen)
                print_summary(context.losses, chosen)

        _deliver(
            format, there, context, output, by, split=options["split"], before_the_end=report_losses
        )


@contextmanager
def _engine(
    name: str | None, shards: Sequence[str], address: str
) -> Iterator[tuple[Examined | None, Writer | None]]:
    """Give what reads and checks the catalogue, and what writes works; None for what is done here.

    Raises UsageError where a shard or a cluster is named, and no engine that has them.
    """
    from exporter.errors import UsageError

    if name is None:
        if shards or address:
            raise UsageError("--shards and --cluster go with an engine", "add --engine dask")
        yield None, None
        return
    from exporter.distributed.cluster import cluster
    from exporter.distributed.dask_export import Engine
    from exporter.records.loader import find_catalogue

    def root() -> Path:
        """Give the catalogue; with shards it may be without records, or there may be none."""
        try:
            return find_catalogue(Path.cwd())
        except UsageError:
            if not shards:
                raise
            return Path.cwd()

    here = root()
    with cluster(address, lambda line: click.echo(line, err=True)) as those:
        engine = Engine(those)
        yield partial(engine.validate_catalogue, here, shards), engine.write


def _deliverable(format: Format, chosen: Choice, *, keep_going: bool) -> Sequence[str]:
    """Give the ids of the works that have all that the format demands; say of the others what they lack."""
    from exporter.export.render import missing_requirements
    from exporter.records.finding import Finding
    from exporter.records.positions import add_positions

    lacking = missing_requirements(format, chosen.ids, chosen.context)
    if not lacking:
        return chosen.ids
    findings = [
        Finding(
            "undeliverable-record",
            chosen.records.path(each.record),
            each.message,
            each.hint,
            each.pointer,
        )
        for each in lacking
    ]
    placed = add_positions(findings, chosen.verdict.document)
    show(replace(chosen.verdict, findings=placed).report(colour=sys.stderr.isatty()))
    if not keep_going:
        click.echo(
            "Nothing was exported. Complete the records, or leave them out with --keep-going.",
            err=True,
        )
        raise click.exceptions.Exit(1)
    left_out = {each.record for each in lacking}
    for id in sorted(left_out):
        click.echo(f"left out: {chosen.verdict.called(chosen.records.path(id))}", err=True)
    return [id for id in chosen.ids if id not in left_out]


def _deliver(
    format: Format,
    ids: Sequence[str],
    context: ExportContext,
    output: Path | None,
    by: Writer | None,
    *,
    split: bool,
    before_the_end: Callable[[], None],
) -> None:
    """Write the works; a file or a folder is put into its place only after `before_the_end`."""
    from exporter.cli.output import write_stdout
    from exporter.cli.progress import progress
    from exporter.export.render import render
    from exporter.records.atomic_write import write_file, write_files

    def followed(parts: Callable[[Callable[[], None]], Iterable[Part]]) -> Iterator[Part]:
        done = count(1)
        with progress() as tick:
            yield from parts(lambda: tick(next(done), len(ids), "works written"))
        before_the_end()

    def one_each(tick: Callable[[], None]) -> Iterator[tuple[str, Iterator[bytes]]]:
        return ((id + format.SUFFIX, render(format, [id], context, tick)) for id in ids)

    pieces = followed(lambda tick: render(format, ids, context, tick, by))
    if split and output is not None:
        write_files(followed(one_each), output)
    elif output is not None:
        write_file(pieces, output)
    else:
        write_stdout(pieces)


def _refuse_losses(
    format: Format, ids: Sequence[str], chosen: Choice, target: Path | None, by: Writer | None
) -> None:
    """List what would be lost and end the command with 1, if anything would be lost.

    The works are rendered a first time for their losses alone: those of the last work are known
    only at the end, nothing may be written until then, and the output may not fit into memory.
    """
    from exporter.cli.losses import list_losses, print_summary
    from exporter.export.render import render

    trial = replace(chosen.context, losses=[], told=set())
    for _ in render(format, ids, trial, by=by):
        pass
    if not trial.losses:
        return
    list_losses(trial.losses, Path("-"), chosen)
    if target is not None and str(target) != "-":
        list_losses(trial.losses, target, chosen)
    print_summary(trial.losses, chosen)
    click.echo("Nothing was exported, because --no-loss is set.", err=True)
    raise click.exceptions.Exit(1)
