"""`exporter export`: write works in a bibliographic format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from exporter.cli.completion import completing, format_names
from exporter.cli.current_catalogue import catalogue_root
from exporter.cli.database_option import database_options, database_validation
from exporter.cli.filter_options import FilterOptions
from exporter.cli.history import record_history
from exporter.cli.rights_gate import works_by_rights
from exporter.cli.work_selection import select_works, selection_options, without_incomplete
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.cache import Cache
    from exporter.cli.work_selection import Selection
    from exporter.export.context import ExportContext, Results
    from exporter.export.missing_requirement import MissingRequirement
    from exporter.export.registry import Format
    from exporter.export.render import Writer
    from exporter.validate.pipeline import Progress, Validate
    from exporter.validate.result import ValidationResult

Part = TypeVar("Part")


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    required=True,
    metavar="FORMAT",
    shell_complete=completing(format_names),
    help="The format to write: bibtex, csl-json, tei, marc … (“exporter formats” lists them).",
)
@click.option(
    "--multiscript",
    is_flag=True,
    help="With biblatex: write titles and names in each language and script, for biblatex-ms and "
    "biber-ms.",
)
@selection_options(output="FILE|DIR")
@click.option(
    "--authorities",
    type=click.Choice(["no", "only", "with"]),
    help="With marc, marc-json and marcxml: write authority records for persons, bodies, places and concepts. "
    "no (the default): only works; only: a file of authority records; with: both in one file.",
)
@click.option(
    "--history",
    is_flag=True,
    help="Say in marc, marc-json, marcxml, mods, tei, dc and dcterms when a record was made and changed, by whom "
    "and from which sources, as the log of git has it. Default: output does not depend on git.",
)
@click.option("--split", is_flag=True, help="Write one file for each work, into the folder of -o.")
@click.option(
    "--losses",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE|-",
    help="List every statement that is lost or weakened, with its file and line, in FILE or on "
    "stderr (-). A summary follows on stderr.",
)
@click.option(
    "--no-loss",
    is_flag=True,
    help="Write nothing if any statement would be lost or weakened; list them on stderr instead.",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write beside the delivery which record and field each of its lines comes from, as JSON for "
    "“exporter trace”. Takes a while for large catalogues.",
)
@database_options
@click.option(
    "--engine",
    type=click.Choice(["dask"]),
    help="dask: export on a Dask cluster, for catalogues too large for one machine; needs: "
    "pip install 'catalogue-exporter[dask]'.",
)
@click.option(
    "--shards",
    multiple=True,
    metavar="PATTERN",
    help="With --engine: read the records from these files or folders, on any filesystem that "
    "fsspec can reach (s3://bucket/*.jsonl). Can be repeated. Default: the records of the "
    "catalogue.",
)
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    default="",
    help="With --engine: the address of the scheduler (tcp://host:8786). Default: start a cluster "
    "on this machine.",
)
def command(format_name: str, ids: tuple[str, ...], output: Path | None, **options: Any) -> None:
    """Write works in a bibliographic format: BibTeX, TEI, MARC, Dublin Core and more.

    Writes all works, or only those with the given IDs. If the catalogue has errors, or a work lacks
    what the format or its rights require, nothing is written and the problems are shown instead.

    \b
    Exit code: 0 written, 1 errors in the catalogue or a loss under --no-loss,
    2 wrong use, or the output cannot be written.
    \b
    Examples:
      exporter export --format tei -o catalogue.xml
      exporter export --format bibtex --kind book > books.bib
      exporter export --format dc --split -o dc/
      exporter export --format csl-json --language en mao-zedong
      exporter export --format marc -o catalogue.mrc --losses losses.txt
      exporter export --format marc --authorities only -o authorities.mrc
      exporter export --format mods --history -o catalogue.xml
      exporter export --format bibtex -o catalogue.bib --map catalogue.map.json
      exporter export --format marc --database postgresql:///library -o catalogue.mrc
      exporter export --format tei --engine dask --shards 's3://bucket/*.jsonl' -o tei.xml
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.losses import list_losses, print_summary
    from exporter.export.registry import format_named, multiscript, require_authorities
    from exporter.export.render import missing_requirements

    format_name = multiscript(format_name) if options["multiscript"] else format_name
    format = format_named(format_name)
    if options["authorities"]:
        require_authorities(format_name)
    _check_options(output, options)
    _check_map(format, output, options)
    keep_going = options["keep_going"]
    validate = database_validation(options["database"], options["tables"], for_export=True)
    with _engine(options["engine"], options["shards"], options["address"], validate) as engine:
        selection = select_works(
            format_name,
            ids,
            FilterOptions.of(options),
            options["languages"],
            keep_going=keep_going,
            validate=engine.validate,
        )
        _require_settings(format, selection)
        allowed = works_by_rights(
            selection, keep_going=keep_going, ignore_rights=options["ignore_rights"]
        )
        context = replace(selection.context, results=engine.results(selection))
        selection = selection._replace(ids=allowed, context=context)
        missing = missing_requirements(format, selection.ids, context)
        ids = tuple(_without_undeliverable(missing, selection, keep_going=keep_going))
        history = record_history(selection.records) if options["history"] else {}
        context = replace(context, authorities=options["authorities"] or "no", history=history)
        selection = selection._replace(context=context)
        export = Export(format, selection, ids, engine.write)
        if options["no_loss"]:
            _refuse_losses(export, options["losses"])
        context = replace(selection.context, collect_losses=bool(options["losses"]))

        def report() -> None:
            _without_undeliverable(context.undeliverable, selection, keep_going=keep_going)
            if options["losses"]:
                list_losses(context.losses, options["losses"], selection)
                print_summary(context.losses, selection)

        if options["split"] and output is not None:
            export.write_files(context, output, report)
        else:
            export.write(context, output, report)
        if options["map_file"] and output is not None:
            _write_map(export, output, options["map_file"])


def _check_options(output: Path | None, options: Mapping[str, Any]) -> None:
    """Raise UsageError for options that exclude each other."""
    if options["split"] and output is None:
        raise UsageError("--split writes several files and needs a folder", "add -o DIR")
    if options["split"] and options["authorities"] == "only":
        raise UsageError("--split writes a file for each work", "leave out --split")
    if options["engine"] and options["history"]:
        raise UsageError("--history is not for a cluster", "leave out --engine or --history")
    if options["database"] is None:
        return
    if options["engine"]:
        raise UsageError("--database is not for a cluster", "leave out --engine")
    if options["history"] or options["changed_since"]:
        raise UsageError("git knows no rows of a database", "leave out --history and --since")


def _require_settings(format: Format, selection: Selection) -> None:
    """Raise UsageError if the catalogue lacks a setting that the format demands."""
    missing_settings = getattr(format, "missing_settings", None)
    if missing_settings is not None:
        for message, hint in missing_settings(selection.result.settings.catalogue):
            raise UsageError(message, hint)


def _check_map(format: Format, output: Path | None, options: Mapping[str, Any]) -> None:
    """Raise UsageError for a delivery that cannot have a map."""
    if not options["map_file"]:
        return
    if output is None:
        raise UsageError("--map belongs to a file", "add -o FILE")
    if options["split"] or options["engine"] or options["authorities"]:
        hint = "leave out --split, --engine and --authorities"
        raise UsageError("--map is for one document of works", hint)
    if format.SUFFIX == ".mrc":
        raise UsageError("this format has no lines", "use --format marcxml")
    if options["map_file"].resolve() == output.resolve():
        raise UsageError("--map and -o name the same file", "write the map beside it")


def _write_map(export: Export, output: Path, map_file: Path) -> None:
    from exporter.records.atomic_write import write_file
    from exporter.review.changes import CatalogueState
    from exporter.review.delivery_map import make_map
    from exporter.review.trace import Tracer

    selection = export.selection
    state = CatalogueState(selection.records, selection.result.schemas)
    settings = selection.result.settings.catalogue
    tracer = Tracer(state, selection.format_name, settings, selection.context)
    made = make_map(output.read_bytes(), selection.format_name, export.ids, tracer)
    write_file([made], map_file)


class _Engine(NamedTuple):
    """What validates the catalogue, runs steps for its records, and writes works.

    Without `write`, this process and its workers write the works.
    """

    validate: Validate
    results: Callable[[Selection], Results | None]
    write: Writer | None = None


@contextmanager
def _engine(
    name: str | None, shards: Sequence[str], address: str, validate: Validate | None
) -> Iterator[_Engine]:
    """Connect to a cluster if one is wanted. Raises UsageError for cluster options without one.

    `validate` validates another catalogue than the one around the current folder.
    """
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.kept_results import kept_results

    if name is None:
        if shards or address:
            raise UsageError("--shards and --cluster need an engine", "add --engine dask")
        root = _root(needs_records=validate is None)
        with catalogue_cache(root) as cache:
            check = validate or partial(_validate_here, root, cache)
            yield _Engine(check, partial(kept_results, cache))
        return
    from exporter.distributed.cluster import connect
    from exporter.distributed.dask_export import Engine, find_parts

    root = _root(needs_records=not shards)
    parts = find_parts(root, shards)  # first: a misspelled address is no reason to start a cluster
    with connect(address, partial(click.echo, err=True)) as workers:
        engine = Engine(workers)
        validate = partial(engine.validate_catalogue, root, parts)
        yield _Engine(validate, lambda _: engine, engine.write)


def _validate_here(root: Path, cache: Cache | None, on_progress: Progress) -> ValidationResult:
    from exporter.validate.pipeline import validate_catalogue

    return validate_catalogue(root, for_export=True, on_progress=on_progress, cache=cache)


def _root(*, needs_records: bool) -> Path:
    """Return the folder with the schemas and the settings. Raises UsageError without records."""
    from exporter.records.files import find_catalogue

    return find_catalogue(Path.cwd()) if needs_records else catalogue_root()


@dataclass(frozen=True)
class Export:
    """Works on their way into a format. `writer` writes them elsewhere; None writes them here."""

    format: Format
    selection: Selection
    ids: Sequence[str]
    writer: Writer | None

    def write(
        self, context: ExportContext, output: Path | None, before_end: Callable[[], None]
    ) -> None:
        """Write one document to a file, or to stdout where `output` is None.

        `before_end` runs when the document is complete but not yet in its place.
        """
        from exporter.cli.output import write_stdout
        from exporter.export.render import render
        from exporter.records.atomic_write import write_file

        def pieces(tick: Callable[[], None]) -> Iterator[bytes]:
            return render(self.format, self.ids, context, tick, self.writer)

        document = self._followed(pieces, before_end)
        if output is None:
            write_stdout(document)
        else:
            write_file(document, output)

    def write_files(
        self, context: ExportContext, folder: Path, before_end: Callable[[], None]
    ) -> None:
        """Write one document for each work that the format can hold into a folder."""
        from exporter.export.render import render_each
        from exporter.records.atomic_write import write_files

        def documents(tick: Callable[[], None]) -> Iterator[tuple[str, list[bytes]]]:
            for id, document in render_each(self.format, self.ids, context):
                tick()
                if document is not None:
                    yield id + self.format.SUFFIX, [document]

        write_files(self._followed(documents, before_end), folder)

    def losses(self) -> ExportContext:
        """Render the works for their losses alone, and return the context that lists them."""
        from exporter.export.render import render

        context = self.selection.context.afresh()
        for _ in render(self.format, self.ids, context, writer=self.writer):
            pass
        return context

    def _followed(
        self,
        parts: Callable[[Callable[[], None]], Iterable[Part]],
        before_end: Callable[[], None],
    ) -> Iterator[Part]:
        """Yield the parts of the output with a progress line, then call `before_end`."""
        from exporter.cli.progress import progress

        done = count(1)
        with progress() as tick:
            yield from parts(lambda: tick(next(done), len(self.ids), "works written"))
        before_end()


def _without_undeliverable(
    missing: Sequence[MissingRequirement], selection: Selection, *, keep_going: bool
) -> list[str]:
    """Return the ids of the works that have what the format requires; report the others."""
    return without_incomplete(
        "undeliverable-record",
        missing,
        selection,
        "Complete these records, or skip them with --keep-going.",
        "Complete these records.",
        keep_going=keep_going,
    )


def _refuse_losses(export: Export, target: Path | None) -> None:
    """List what would be lost and end the command with 1, if anything would be lost.

    The works are rendered a first time for their losses alone: those of the last work are known
    only at the end, nothing may be written until then, and the output may not fit into memory.
    """
    from exporter.cli.losses import list_losses, print_summary

    losses = export.losses().losses
    if not losses:
        return
    list_losses(losses, Path("-"), export.selection)
    if target is not None and str(target) != "-":
        list_losses(losses, target, export.selection)
    print_summary(losses, export.selection)
    click.echo("Nothing was exported, because --no-loss is set.", err=True)
    raise click.exceptions.Exit(1)
