"""`exporter stats`: what the catalogue holds, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from exporter.cli.kind_option import KindOption
from exporter.plural import counted
from exporter.terminal import printable_json

if TYPE_CHECKING:
    from exporter.query.statistics import Statistics

_MOST = 15
"""How many languages a table shows; the others are summed up."""


@click.command()
@click.option(
    "--kind", cls=KindOption, noun="", help="Show how full each field of this kind of record is."
)
@click.option("--json", "as_json", is_flag=True, help="Print all numbers as JSON.")
def command(kind: str | None, *, as_json: bool) -> None:
    """Count the records by kind, the works by language and decade, and the use of fields.

    \b
    Examples:
      exporter stats
      exporter stats --kind book
      exporter stats --json
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.filter_options import FilterOptions
    from exporter.cli.output import write_stdout
    from exporter.cli.reading import read_catalogue
    from exporter.query.statistics import statistics

    catalogue = read_catalogue()
    chosen = FilterOptions((kind,) if kind else ()).filter(catalogue.root, catalogue.schemas)
    records = (catalogue.records.record(id) for id in catalogue.records)
    found = statistics(
        (each for each in records if chosen.accepts(each, catalogue.schemas)), catalogue.schemas
    )
    if as_json:
        numbers = {name: dict(value) for name, value in vars(found).items()}
        write_stdout([f"{printable_json(numbers)}\n".encode()])
        return
    lines = _fields(found, kind) if kind else _overview(found)
    write_stdout(f"{line}\n".encode() for line in lines)


def _overview(found: Statistics) -> Iterator[str]:
    yield counted(found.kinds.total(), "record")
    yield from _bars(found.kinds.most_common(), found.kinds.total())
    works = found.languages.total()
    if works:
        yield ""
        yield "Works by language"
        yield from _bars(_most_common(found.languages), works)
        yield ""
        yield "Works by decade"
        yield from _bars(sorted(found.decades.items()), found.decades.total())
    yield ""
    yield "How full each field is: exporter stats --kind KIND"


def _most_common(counter: Counter[str]) -> list[tuple[str, int]]:
    shown = counter.most_common(_MOST)
    rest = counter.total() - sum(number for _, number in shown)
    return [*shown, ("other", rest)] if rest else shown


def _fields(found: Statistics, kind: str) -> Iterator[str]:
    total = found.kinds[kind]
    yield f"{counted(total, 'record')} of the kind {kind}"
    yield from _bars(found.filled[kind].most_common(), total)


def _bars(numbers: list[tuple[str, int]], total: int) -> Iterator[str]:
    """Yield a line for each number: its name, the number, its share, and a bar."""
    longest = max((len(name) for name, _ in numbers), default=0)
    for name, number in numbers:
        share = number / total if total else 0
        bar = "█" * round(share * 20)
        yield f"  {name.ljust(longest)}  {number:>8,}  {share:>4.0%}  {bar}".rstrip()
