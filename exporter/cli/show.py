"""`exporter show`: one record as a card, with where it is used."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from exporter.cli.completion import complete_id
from exporter.terminal import display_path, printable_json

if TYPE_CHECKING:
    from exporter.cli.reading import ReadableRecords

_WIDTH = 100
_LABEL = 26
_MOST_USES = 20


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the data of the record as JSON.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_id)
def command(ids: tuple[str, ...], *, as_json: bool) -> None:
    """Show records as cards: what they say, in words, and which records refer to them.

    A former id of a record that was renamed or merged finds it, too.

    \b
    Examples:
      exporter show homare-endo
      exporter show --json china-nine
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_lines, write_stdout
    from exporter.cli.reading import read_catalogue

    catalogue = read_catalogue()
    records = [catalogue.record(id) for id in ids]
    if as_json:
        write_stdout(f"{printable_json(record.data)}\n".encode() for record in records)
        return
    lines: list[str] = []
    for record in records:
        lines += [*([""] if lines else []), *_card(record.id, catalogue)]
    write_lines(lines)


def _card(id: str, catalogue: ReadableRecords) -> Iterator[str]:
    from exporter.query.card import card, uses
    from exporter.query.names import RecordLabels

    records, schemas = catalogue.records, catalogue.schemas
    record = records.record(id)
    labels = RecordLabels(records, schemas)
    yield f"{labels[id]}"
    yield f"{record.kind} {id}, {display_path(records.path(id))}"
    for line in card(record, schemas, labels):
        label = f"  {line.title}".ljust(_LABEL)
        yield from textwrap.wrap(
            label + line.text, _WIDTH, subsequent_indent=" " * _LABEL, break_on_hyphens=False
        ) or [label]
    found = uses(id, records, schemas)
    if found:
        yield f"  Used by {len(found):,}:"
    for use in found[:_MOST_USES]:
        yield f"    {labels[use.id]} ({use.id}): {use.field.lower()}"
    if len(found) > _MOST_USES:
        yield f"    and {len(found) - _MOST_USES:,} more"
