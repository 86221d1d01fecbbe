"""`exporter history`: by which commits records were made, changed and renamed, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.completion import complete_id
from exporter.cli.format_options import text_or_json
from exporter.errors import UsageError
from exporter.terminal import printable_json

if TYPE_CHECKING:
    from exporter.model.records import Records
    from exporter.records.revisions import Revision

_COMMIT = 10


@click.command()
@text_or_json
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_id)
def command(ids: tuple[str, ...], form: str) -> None:
    """Show by which commits records were made, changed and renamed, and by whom.

    Reads the log of git, with the trailers “Co-authored-by” and “Source” of the messages, and
    follows renamed files. “exporter export --history” writes the same into the records.

    \b
    Exit code: 0 done, 2 wrong use or no git.
    \b
    Examples:
      exporter history homare-endo
      exporter history china-nine --format json
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_lines, write_stdout
    from exporter.cli.reading import read_catalogue
    from exporter.records.revisions import revisions

    catalogue = read_catalogue()
    records = [catalogue.record(id) for id in ids]
    log = revisions(catalogue.root)
    found = {record.id: log.get(Path(record.file), ()) for record in records}
    if form == "json":
        data = {id: [each._asdict() for each in history] for id, history in found.items()}
        write_stdout([f"{printable_json(data)}\n".encode()])
        return
    lines = [line for id, history in found.items() for line in _in_words(id, history)]
    write_lines(lines)


def _in_words(id: str, history: Sequence[Revision]) -> Iterator[str]:
    yield f"{id}:" if history else f"{id}: not committed yet"
    for each in history:
        what = f"renamed from {each.former}" if each.sort == "renamed" else each.sort
        yield f"  {each.day} {what} by {', '.join(each.authors)}: {each.summary}"
        for source in each.sources:
            yield f"      source: {source}"
        yield f"      commit {each.commit[:_COMMIT]}"


def record_history(
    records: Records, wanted_by: str = "--history"
) -> Mapping[str, Sequence[Revision]]:
    """Return the revisions of records by id, for an export.

    Without git there are none, which is said on stderr; `wanted_by` is what asks for them.
    """
    from exporter.records.files import find_catalogue
    from exporter.records.revisions import revisions

    try:
        log = revisions(find_catalogue(Path.cwd()))
    except UsageError as error:
        click.echo(
            f"{wanted_by}: {error.message}; the history is left out ({error.hint})", err=True
        )
        return {}
    return records.keyed_by_id(log)
