"""`exporter evidence`: what the statements of the catalogue rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from exporter.cli.completion import complete_id
from exporter.cli.format_options import text_or_json
from exporter.cli.kind_option import KindOption
from exporter.errors import UsageError
from exporter.plural import counted
from exporter.terminal import display_path, escape_control_chars, printable_json

if TYPE_CHECKING:
    from exporter.cli.reading import ReadableRecords
    from exporter.model.records import Record
    from exporter.query.names import RecordLabels
    from exporter.records.schema import Schemas
    from exporter.review.evidence import Figure, SupportedStatement, UncataloguedSource

_HEADINGS = {
    "nothing": "printed in no source, and without a reason",
    "unreasoned": "concluded, without a reason",
    "one": "printed in one source",
    "concluded": "concluded, with a reason",
    "several": "printed in several sources",
    "uncatalogued": "cited, but not catalogued",
}
_SHOWN = ("nothing", "unreasoned", "uncatalogued")
_MOST = 20
"""How many statements of a sort are listed unless `--show` asks for them."""
_LONGEST = 70
_DECIMAL = 10


class _Report(NamedTuple):
    """What was found: the figures, and the statements and sources by the words of `--show`."""

    figures: Sequence[Figure]
    listed: Mapping[str, Sequence[SupportedStatement | UncataloguedSource]]


@click.command()
@click.option("--kind", cls=KindOption, noun="", help="Only records of this kind.")
@click.option(
    "--show",
    "shown",
    multiple=True,
    type=click.Choice(list(_HEADINGS)),
    help=f"List all of these, with file and line. Can be repeated. Default: {', '.join(_SHOWN)}, "
    f"of each at most {_MOST}.",
)
@click.option(
    "--min",
    "minimums",
    multiple=True,
    metavar="[KIND.FIELD=]PERCENT",
    help="Exit with 1 if a smaller share is supported: of any field of a kind, or of this one. "
    "Can be repeated.",
)
@text_or_json
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_id)
def command(
    ids: tuple[str, ...],
    kind: str | None,
    shown: tuple[str, ...],
    minimums: tuple[str, ...],
    form: str,
) -> None:
    """Show what each statement rests on: several sources, one, a conclusion, or nothing.

    A statement is supported if a mention under “found” prints it, or if “inferred” gives the
    reason. A date that is printed without its year, and one that is marked as uncertain, need a
    reason. Fields of which a mention can say nothing, such as the language, are not counted.

    \b
    Exit code: 0 done, 1 a share is below --min, 2 wrong use.
    \b
    Examples:
      exporter evidence
      exporter evidence --kind book --show one
      exporter evidence homare-endo
      exporter evidence --min 80 --min book.issued=95
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.kind_option import require_kind
    from exporter.cli.output import write_stdout
    from exporter.cli.reading import read_catalogue

    demanded = [_minimum(each) for each in minimums]
    catalogue = read_catalogue()
    for wanted in [kind, *(each.kind for each in demanded)]:
        if wanted:
            require_kind(wanted, catalogue.schemas)
    for each in demanded:
        _require_field(each, catalogue)
    ordered = sorted(dict.fromkeys(catalogue.record(id).id for id in ids) or catalogue.records)
    records = [catalogue.records.record(id) for id in ordered]
    report = _report([each for each in records if not kind or each.kind == kind], catalogue)
    if form == "json":
        write_stdout([_json(report, catalogue)])
    else:
        write_stdout(f"{line}\n".encode() for line in _text(report, shown, catalogue))
    below = list(_below(report.figures, demanded))
    for line in below:
        click.echo(line, err=True)
    if below:
        raise click.exceptions.Exit(1)


class _Minimum(NamedTuple):
    """A share that is demanded, of all fields if `kind` is empty."""

    kind: str
    field: str
    percent: int


def _minimum(written: str) -> _Minimum:
    name, _, number = written.rpartition("=")
    kind, _, field = name.partition(".")
    is_number = number.isascii() and number.isdigit() and int(number[:_DECIMAL]) <= 100
    hint = "write --min 80, or --min book.issued=80"
    if not is_number:
        raise UsageError(f"--min {written} is not a percentage", hint)
    if bool(kind) != bool(field) or bool(name) != ("=" in written):
        raise UsageError(f"--min {written} names no kind and field of it", hint)
    return _Minimum(kind, field, int(number))


def _require_field(minimum: _Minimum, catalogue: ReadableRecords) -> None:
    from exporter.suggest import did_you_mean

    if minimum.kind:
        fields = catalogue.schemas.root(minimum.kind).children
        if minimum.field not in fields:
            hint = did_you_mean(minimum.field, fields) or "docs/records.md lists the fields"
            raise UsageError(f"{minimum.kind} has no field “{minimum.field}”", hint)


def _report(records: Iterable[Record], catalogue: ReadableRecords) -> _Report:
    from exporter.review.evidence import figures, statements, tally, uncatalogued_sources

    listed: dict[str, list[SupportedStatement | UncataloguedSource]]
    listed = {name: [] for name in _HEADINGS}
    counted = tally(())
    for record in records:
        found = list(statements(record, catalogue.schemas))
        counted.update(tally(found))
        for each in found:
            listed[each.support].append(each)
        uncatalogued = uncatalogued_sources(record, catalogue.records, catalogue.schemas)
        listed["uncatalogued"].extend(uncatalogued)
    return _Report(figures(counted), listed)


def _text(report: _Report, shown: Sequence[str], catalogue: ReadableRecords) -> Iterator[str]:
    yield from _table(report.figures)
    for name in shown or _SHOWN:
        found = report.listed[name]
        if not found and not shown:
            continue
        yield ""
        yield f"{len(found):,} {_HEADINGS[name]}"
        most = len(found) if shown else _MOST
        for line in _described(found[:most], catalogue):
            yield f"  {line}"
        if len(found) > most:
            yield f"  and {len(found) - most:,} more: exporter evidence --show {name}"


def _table(figures: Sequence[Figure]) -> Iterator[str]:
    from exporter.cli.table import as_table

    columns = ["kind", "field", "statements", "several", "one", "concluded", "none", "supported"]
    rows = []
    for each in figures:
        counts = [each.counts.get(name, 0) for name in ("several", "one", "concluded")]
        numbers = [each.total, *counts, each.total - each.supported]
        words = [f"{number:,}" for number in numbers]
        rows.append([each.kind, each.field, *words, f"{each.percent}%"])
    for line in as_table(columns, rows):
        yield line.decode().rstrip("\n")


def _described(
    found: Iterable[SupportedStatement | UncataloguedSource], catalogue: ReadableRecords
) -> Iterator[str]:
    """Yield a line for each: its place, the field, the value, and the sources."""
    from exporter.query.names import RecordLabels
    from exporter.records.document import written_path

    labels = RecordLabels(catalogue.records, catalogue.schemas)
    for record, group in groupby(found, key=attrgetter("record")):
        those = list(group)
        places = catalogue.places(record, [each.pointer for each in those])
        for place, each in zip(places, those, strict=True):
            words = value_words(each, catalogue.schemas, labels)
            sources = ", ".join(getattr(each, "sources", ()))
            suffix = f" ({sources})" if sources else ""
            yield escape_control_chars(f"{place}: {written_path(each.pointer)}: {words}{suffix}")


def value_words(
    each: SupportedStatement | UncataloguedSource, schemas: Schemas, labels: RecordLabels
) -> str:
    """Return the value of a statement in words, cut if it is long."""
    from exporter.query.card import in_words

    words = in_words(each.value, schemas.field(each.record.kind, each.pointer), labels)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _json(report: _Report, catalogue: ReadableRecords) -> bytes:
    figures = []
    for each in report.figures:
        numbers: dict[str, Any] = {"kind": each.kind, "field": each.field}
        numbers.update({str(name): number for name, number in each.counts.items()})
        figures.append({**numbers, "total": each.total, "supported": each.supported})
    listed = []
    for name, found in report.listed.items():
        for statement in found:
            path = catalogue.records.path(statement.record.id)
            listed.append(
                {
                    "support": name,
                    "id": statement.record.id,
                    "file": display_path(path),
                    "pointer": list(statement.pointer),
                    "value": statement.value,
                    "sources": list(getattr(statement, "sources", ())),
                }
            )
    return f"{printable_json({'figures': figures, 'statements': listed})}\n".encode()


def _below(figures: Sequence[Figure], demanded: Sequence[_Minimum]) -> Iterator[str]:
    """Yield what is missing for the shares that are demanded; a field's own goes first."""
    general = [each.percent for each in demanded if not each.kind]
    own = {(each.kind, each.field): each.percent for each in demanded if each.kind}
    for figure in figures:
        percent = own.get((figure.kind, figure.field), max(general, default=0))
        if figure.is_below(percent):
            are = "is" if figure.total == 1 else "are"
            yield (
                f"{figure.kind}.{figure.field}: {figure.percent}% of "
                f"{counted(figure.total, 'statement')} {are} supported; --min demands {percent}%"
            )
