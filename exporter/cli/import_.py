"""`exporter import`: make records of what other programs and libraries have."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.errors import UsageError, cannot_read
from exporter.plural import counted
from exporter.terminal import escape_control_chars, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from exporter.importers.files import SourceFile
    from exporter.importers.incoming import Incoming, Remark
    from exporter.importers.registry import ImportContext

_MAX_REMARKS = 200
"""How many remarks are printed on a terminal; elsewhere, and in a report, all are."""
SORTS = {
    "broken": "error",
    "lost": "not carried",
    "noted": "noted",
    "frame": "left out",
    "duplicate": "duplicate",
    "doubt": "doubtful",
}
"""What is printed of each sort of remark."""


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    metavar="FORMAT",
    help="The format of the files. Default: what the content of each file shows.",
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
    "--on-duplicate",
    type=click.Choice(["skip", "report", "new"]),
    default="skip",
    show_default=True,
    help="What to do with a work that the catalogue has already: leave it out, leave it out and "
    "with exit code 1, or make a new record.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Overwrite the records that an imported work repeats, comments included.",
)
@click.option(
    "--unknown",
    type=click.Choice(["note", "report"]),
    default="note",
    show_default=True,
    help="Keep fields that no record has a place for in a note for the staff, or only report them.",
)
@click.option(
    "--strict", is_flag=True, help="Write nothing if anything of the files is not carried."
)
@click.option(
    "--dry-run", is_flag=True, help="Write nothing; list the files that would be written."
)
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write all that is not carried as it is into a table: file, line, what happened, message.",
)
@click.option(
    "--encoding", metavar="NAME", default="", help="The encoding of text, such as cp1252."
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="For CSV: a TOML file that names the field of a record for each column.",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, allow_dash=True),
)
def command(files: tuple[Path, ...], output: Path | None, **chosen: Any) -> None:
    """Make records of works and agents from what other programs have.

    The formats are listed in the documentation; each file shows its own. FILE can be a folder, a
    zip archive, or - for stdin. Each work becomes a record, and so does each person or body that
    contributed to one, unless the catalogue has it already. What the catalogue has is left alone,
    so that a second run adds nothing. Whatever cannot be carried is reported with its line; an
    entry that cannot be read is reported, and the rest comes in.

    TEI that “exporter export” has written gives back the records as they were; it is read
    completely or not at all, and by itself. Records that differ are overwritten only with
    --replace. A file can have up to 100 MB; export larger catalogues with --split.

    The files that are written are listed on stdout. An import is valid by itself: it never writes a
    record with an error.

    \b
    Exit code: 0 done, 1 an entry cannot be read or --strict or --on-duplicate report found
    something, 2 wrong use.
    \b
    Examples:
      exporter import references.bib
      exporter import --dry-run zotero.json
      exporter import --report lost.tsv marc/
      exporter import -o my-catalogue/ export.zip
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.import_tei import import_tei
    from exporter.importers.files import source_files
    from exporter.importers.registry import format_of, importer
    from exporter.records.files import find_catalogue

    root = find_catalogue(Path.cwd()) if output is None else Path.cwd() / output
    if chosen["format_name"]:
        importer(chosen["format_name"])
    sources = []
    for source in source_files(files):
        name = chosen["format_name"] or format_of(source.content)
        sources.append((source, name))
    several = len(files) != len(sources)
    if sources and all(name == "tei" for _, name in sources):
        import_tei([source for source, _ in sources], root, chosen["replace"], chosen["diff"])
        return
    sources = _without_tei(sources, several=several)
    _import(sources, root, chosen, several=several)


def _without_tei(
    sources: list[tuple[SourceFile, str]], *, several: bool
) -> list[tuple[SourceFile, str]]:
    """Return the files of other formats; TEI in the same folder gets an error of its own.

    Raises UsageError if the user has named TEI and another format.
    """
    found = []
    for source, name in sources:
        if name == "tei" and not several:
            raise UsageError(
                "TEI and other formats cannot be imported in one run", "import the TEI files first"
            )
        if name == "tei":
            source = source._replace(
                error="TEI is not imported with other formats; import it alone"
            )
        found.append((source, name))
    return found


def _import(
    sources: list[tuple[SourceFile, str]], root: Path, chosen: Mapping[str, Any], *, several: bool
) -> None:
    """Import files of all formats but TEI."""
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.file_update import print_changes, write_and_list
    from exporter.cli.progress import progress
    from exporter.importers.incoming import Incoming, Options
    from exporter.importers.plan import existing_records
    from exporter.importers.registry import ImportContext
    from exporter.records.loader import read_schemas, read_settings

    schemas, settings = read_schemas(root), read_settings(root)
    language = settings.catalogue.language
    mapping = _mapping(chosen["mapping"])
    context = ImportContext(schemas, language, chosen["encoding"], mapping)
    options = Options(chosen["unknown"], chosen["on_duplicate"], chosen["replace"])
    with progress() as tick, catalogue_cache(root) as cache:
        existing = existing_records(root, cache, tick)
    incoming = Incoming(root, schemas, settings, options, existing)
    _read_all(incoming, sources, context, several=several)
    with catalogue_cache(root) as cache:
        incoming.finish(cache)
    _print_remarks(incoming.remarks)
    if chosen["report"]:
        _write_report(chosen["report"], incoming.remarks)
    refused = chosen["strict"] and any(
        each.sort in {"broken", "lost", "duplicate"} for each in incoming.remarks
    )
    if refused:
        message = "Nothing was written, because --strict allows nothing to be left out."
        click.echo(message, err=True)
    elif chosen["diff"]:
        print_changes(incoming.new, incoming.differing)
    else:
        written = dict(sorted({**incoming.new, **incoming.differing}.items()))
        write_and_list(root, written, dry_run=chosen["dry_run"])
    wrote = not (refused or chosen["diff"] or chosen["dry_run"])
    _print_summary(incoming, "written" if wrote else "would be written")
    tally = incoming.tally
    repeated = chosen["on_duplicate"] == "report" and tally.duplicates
    if refused or repeated or any(each.sort == "broken" for each in incoming.remarks):
        raise click.exceptions.Exit(1)


def _read_all(
    incoming: Incoming,
    sources: list[tuple[SourceFile, str]],
    context: ImportContext,
    *,
    several: bool,
) -> None:
    """Read the entries of all files; a file that cannot be read is a remark."""
    from exporter.cli.progress import progress
    from exporter.importers.incoming import Remark
    from exporter.importers.registry import FORMATS, importer, why_unread

    with progress() as tick:
        for source, name in sources:
            if source.error:
                incoming.remarks.append(Remark("broken", source.name, 1, source.error))
            elif name:
                entries = importer(name).read(source.content, context)
                incoming.add(source.name, _counted(entries, source.name, tick))
            elif not source.content.strip():
                incoming.remarks.append(Remark("broken", source.name, 1, "the file is empty"))
            else:
                why, advice = why_unread(source.content)
                if not several:
                    names = ", ".join(each.name for each in FORMATS)
                    hint = advice or f"name it with --format: {names}"
                    raise UsageError(f"the content of {source.name} {why}", hint)
                message = f"the content {why}; {advice or 'the file is left out'}"
                incoming.remarks.append(Remark("broken", source.name, 1, message))


def _counted(
    entries: Iterator[Any], file: str, tick: Callable[[int, int, str], None]
) -> Iterator[Any]:
    for number, entry in enumerate(entries, start=1):
        tick(number, number, f"entries read from {file}")
        yield entry


def _mapping(file: Path | None) -> dict[str, str] | None:
    if file is None:
        return None
    from exporter.toml import parse_toml

    try:
        mapping = parse_toml(file.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        hint = 'write one line for each column: "Author(s)" = "contributors.author"'
        if isinstance(error, OSError):
            hint = "check its path and its permissions"
        raise UsageError(cannot_read(file, error), hint) from None
    for column, field in mapping.items():
        if not isinstance(field, str):
            raise UsageError(
                f"{file}: “{column}” must be the name of a field",
                'write one line for each column: "Author(s)" = "contributors.author"',
            )
    return mapping


def _print_remarks(remarks: list[Remark]) -> None:
    shown = remarks[:_MAX_REMARKS] if sys.stderr.isatty() else remarks
    for each in shown:
        message = printable(each.message)
        click.echo(f"{each.file}:{each.line}: {SORTS[each.sort]}: {message}", err=True)
    if len(shown) < len(remarks):
        rest = len(remarks) - len(shown)
        click.echo(f"and {rest:,} more; --report FILE writes all of them into a table", err=True)


def _write_report(file: Path, remarks: list[Remark]) -> None:
    from exporter.records.atomic_write import write_file

    lines = ["file\tline\tresult\tmessage\n"]
    for each in remarks:
        message = escape_control_chars(each.message)
        lines.append(f"{each.file}\t{each.line}\t{SORTS[each.sort]}\t{message}\n")
    write_file([line.encode() for line in lines], Path.cwd() / file)


def _print_summary(incoming: Incoming, written: str) -> None:
    """Print the account: every entry that was seen is imported or reported."""
    tally = incoming.tally
    parts = [
        (tally.new, "new"),
        (tally.replaced, "replaced"),
        (tally.unchanged, "unchanged"),
        (tally.duplicates, "already in the catalogue"),
        (tally.broken, "not readable"),
    ]
    became = ", ".join(f"{number:,} {what}" for number, what in parts if number)
    click.echo(f"{counted(tally.seen, 'entry', 'entries')} seen: {became or 'none'}", err=True)
    carried = tally.values - tally.lost - tally.noted - tally.frame
    left_out = f"{tally.frame:,} left out, " if tally.frame else ""
    click.echo(
        f"{counted(tally.values, 'value')} seen: {max(carried, 0):,} carried, "
        f"{tally.noted:,} kept with a remark, {left_out}{tally.lost:,} not carried",
        err=True,
    )
    made: Counter[str] = incoming.agents_made
    if made:
        kinds = ", ".join(
            counted(number, kind, "families" if kind == "family" else "")
            for kind, number in sorted(made.items())
        )
        click.echo(f"new records of agents: {kinds}", err=True)
    files = len(incoming.new) + len(incoming.differing)
    click.echo(f"{counted(files, 'record')} {written}", err=True)
