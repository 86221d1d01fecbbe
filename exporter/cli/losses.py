"""What an export does not carry: the full list for `--losses`, and a short table for people."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from exporter.parallel import map_in_order
from exporter.plural import counted

if TYPE_CHECKING:
    from exporter.cli.work_selection import Selection
    from exporter.export.loss import Loss
    from exporter.model.records import Records
    from exporter.records.schema import Schemas

_MAX_ROWS = 20
"""The most rows of the table. A format that gives each value a reason of its own has many."""
_FATES = ("lost", "weakened")
_LIKENESS = attrgetter("pointer", "reason", "weakened")


class _Row(NamedTuple):
    """A row of the table: how many statements, of works or agents, of which field, and why."""

    number: int
    fate: str
    noun: str
    field: str
    reason: str


def fate(loss: Loss) -> str:
    """Return `lost`, or `weakened` where the output says less, or says it only in words."""
    return _FATES[loss.weakened]


def list_losses(losses: Sequence[Loss], target: Path, selection: Selection) -> None:
    """Write the list of losses, one on a line, to a file, or to stderr where `target` is `-`.

    Those of a record stand together, in the order of its file. A line is
    `FILE:LINE:COLUMN: lost|weakened: ID/FIELD: VALUE: REASON`. Raises UsageError if the file cannot
    be written.
    """
    from exporter.records.atomic_write import write_file

    texts = _texts(losses, selection)
    if str(target) == "-":
        sys.stderr.writelines(texts)
    else:
        write_file((text.encode() for text in texts), target)


def _texts(losses: Sequence[Loss], selection: Selection) -> Iterator[str]:
    """Yield the lines of each record. All cores look up the places, for which it is read again."""
    by_record: dict[str, list[Loss]] = defaultdict(list)
    for loss in losses:
        by_record[loss.record].append(loss)
    return map_in_order(lambda each: _lines_of_record(each, selection), [*by_record.values()])


def _lines_of_record(losses: Sequence[Loss], selection: Selection) -> str:
    from exporter.records.yaml import SourceMap

    path = selection.records.path(losses[0].record)
    file, before, has_lines = selection.result.location(path)
    if not has_lines:
        return "".join([f"{file}: {fate(loss)}: {loss}\n" for loss in losses])
    # empty if the file has been deleted since it was validated
    source_map = SourceMap(selection.result.text(path))
    placed = [(source_map.nearest(loss.pointer), loss) for loss in losses]
    placed.sort(key=lambda each: (each[0].line, each[0].column))
    lines = []
    for position, loss in placed:
        line = position.line + (before or 0)
        lines.append(f"{file}:{line}:{position.column}: {fate(loss)}: {loss}\n")
    return "".join(lines)


def print_summary(losses: Sequence[Loss], selection: Selection) -> None:
    """Print to stderr how many statements are lost and weakened, by field and reason.

    The rows stand in order of their numbers, the largest first.
    """
    if not losses:
        click.echo(f"{selection.format_name}: nothing is lost or weakened", err=True)
        return
    rows = _rows(losses, selection.result.schemas, selection.records)
    totals = Counter[str]()
    for row in rows:
        totals[row.fate] += row.number
    lost = counted(totals["lost"], "statement")
    counts = f"{lost} lost, {totals['weakened']:,} weakened"
    click.echo(f"{selection.format_name}: {counts}", err=True)
    width = max(len(row.field) for row in rows[:_MAX_ROWS])
    for row in rows[:_MAX_ROWS]:
        columns = f"{row.number:>7,} {row.fate:<8}  {row.noun:<5}  {row.field:<{width}}"
        click.echo(f"{columns}  {row.reason}", err=True)
    if rest := rows[_MAX_ROWS:]:
        number = sum(row.number for row in rest)
        click.echo(f"{number:>7,} more, of {len(rest):,} other fields or reasons", err=True)


def _rows(losses: Sequence[Loss], schemas: Schemas, records: Records) -> list[_Row]:
    """Count losses that are alike: of the same outermost field, for the same reason."""
    numbers = Counter[tuple[str, str, str, str]]()
    fields: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    by_kind: dict[str, list[Loss]] = defaultdict(list)
    for id, of_record in groupby(losses, key=attrgetter("record")):
        by_kind[records.kind(id)].extend(of_record)
    for kind, those in by_kind.items():
        for (pointer, reason, weakened), number in Counter(map(_LIKENESS, those)).items():
            field = schemas.field(kind, pointer)
            path = [step for step in field.path if step != "*"] if field else [str(pointer[0])]
            alike = (_FATES[weakened], schemas.noun(kind), path[0], reason)
            numbers[alike] += number
            fields[alike] = _common_beginning(fields.get(alike, tuple(path)), path)
    rows = [
        _Row(number, alike[0], alike[1], "/".join(fields[alike]), alike[3])
        for alike, number in numbers.items()
    ]
    return sorted(rows, key=lambda row: (-row.number, row))


def _common_beginning(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    common = []
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common.append(left)
    return tuple(common)
