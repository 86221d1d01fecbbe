"""`exporter ready`: what a target demands or recommends and the records lack, before delivery."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.cli.completion import complete_id, completing
from exporter.cli.filter_options import FilterOptions, filter_options
from exporter.cli.format_options import print_report, reporter_option
from exporter.cli.kind_option import KindOption
from exporter.errors import UsageError
from exporter.terminal import display_path, escape_control_chars, is_coloured

if TYPE_CHECKING:
    from exporter.review.readiness import Readiness
    from exporter.review.requirements import Target
    from exporter.review.target_registry import Targets
    from exporter.validate.result import ValidationResult

_MOST_ROWS = 20
"""How many recommended rules the summary counts one by one."""


def _target_names() -> list[str]:
    try:
        return _targets().names()
    except UsageError:
        from exporter.review.requirements import packaged_targets

        return packaged_targets()


@click.command()
@click.option(
    "--for",
    "target_name",
    metavar="TARGET",
    shell_complete=completing(_target_names),
    help="Where the works are to be delivered. --list shows the targets.",
)
@click.option(
    "--list",
    "is_list",
    is_flag=True,
    help="List the targets; with --for, the rules of one target, by whose names they are disabled.",
)
@click.option(
    "--recommended",
    is_flag=True,
    help="Show where works lack what is recommended, too. Default: only count it.",
)
@reporter_option("what is lacking")
@click.option("--kind", cls=KindOption, noun="work", help="Only works of this kind.")
@filter_options(language_flag=True)
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_id)
def command(
    ids: tuple[str, ...],
    target_name: str | None,
    is_list: bool,
    recommended: bool,
    reporter: str,
    **options: Any,
) -> None:
    """Show what a target demands or recommends and the works lack, before anything is delivered.

    A target is where works are delivered: a registration agency, an aggregator, a library system, a
    reference manager. What it demands and what it recommends is in its table, each rule with its
    source. What is mandatory and lacking is shown with its file, line and column; what is
    recommended is counted. (Rules are disabled with off = ["TARGET.RULE"] under [ready] in
    exporter.toml; targets = ["FILE.tsv"] adds targets of your own.)

    \b
    Exit code: 0 all works are ready, 1 something mandatory is lacking, 2 wrong use.
    \b
    Examples:
      exporter ready --list
      exporter ready --for datacite
      exporter ready --for openaire --recommended --type thesis
      exporter ready --for marc-rda-core --format sarif > findings.sarif
      exporter ready --for biblatex --list
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.catalogue_cache import records_with_errors
    from exporter.cli.output import write_stdout
    from exporter.records.files import find_catalogue

    targets = _targets()
    if is_list:
        write_stdout(_listed(targets, target_name, reporter))
        return
    target = _chosen(targets, target_name)
    result = records_with_errors(find_catalogue(Path.cwd()))
    readiness = _readiness(target, ids, FilterOptions.of(options), result)
    _print(readiness, result, reporter, recommended=recommended)
    if readiness.unready or readiness.wrong:
        raise click.exceptions.Exit(1)


def _targets() -> Targets:
    """Return the targets of the catalogue around the current folder; outside of one, ours."""
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas, read_settings
    from exporter.review.target_registry import Targets

    try:
        root = find_catalogue(Path.cwd())
    except UsageError:
        return Targets()
    settings = read_settings(root)
    return Targets(root, settings.ready, read_schemas(root) if settings.ready.targets else None)


def _chosen(targets: Targets, name: str | None) -> Target:
    if name is None:
        raise UsageError(
            "name the target with --for TARGET", f"the targets are {', '.join(targets.names())}"
        )
    return targets.named(name)


def _listed(targets: Targets, name: str | None, form: str) -> Iterator[bytes]:
    """Return the list of the targets, or of the rules of one, as text or JSON."""
    if form not in {"text", "json"}:
        raise UsageError(f"--list has no format {form}", "it prints text or json")
    if name:
        return _rules(targets, name, form)
    return _list_of_targets([targets.named(each) for each in targets.names()], form)


def _rules(targets: Targets, name: str, form: str) -> Iterator[bytes]:
    from exporter.cli.table import as_json, as_table

    columns = ["rule", "level", "element", "message", "source"]
    rows = []
    for rule in targets.named(name).rules:
        level = "off" if rule.name in targets.off else rule.level
        rows.append([rule.name, level, rule.element, rule.message, rule.source])
    if form == "json":
        return as_json(columns, rows)
    return as_table(columns[:-1], [row[:-1] for row in rows])


def _list_of_targets(found: Sequence[Target], form: str) -> Iterator[bytes]:
    from exporter.cli.table import as_json

    if form == "json":
        rows = [[each.name, each.description, " ".join(each.sources)] for each in found]
        yield from as_json(["target", "description", "sources"], rows)
        return
    for target in found:
        yield f"{target.name}\n".encode()
        for line in (target.description, *target.sources):
            yield f"    {escape_control_chars(line)}\n".encode()


def _readiness(
    target: Target, ids: Sequence[str], filters: FilterOptions, result: ValidationResult
) -> Readiness:
    from exporter.review.places import Places
    from exporter.review.readiness import Comparison

    chosen = _works(ids, filters, result)
    wrong = [id for id in chosen if result.records.file(id) in result.files_with_errors]
    right = [id for id in chosen if id not in set(wrong)]
    places = Places(result.records, result.schemas)
    off = result.settings.ready.off
    return Comparison(target, off, result.settings.catalogue, places).of(right, wrong)


def _works(ids: Sequence[str], filters: FilterOptions, result: ValidationResult) -> list[str]:
    """Return the ids of the works to compare. Raises UsageError for an id that no work has."""
    from exporter.records.files import find_catalogue

    records, schemas = result.records, result.schemas
    current = [records.current_id(id) for id in ids]
    for id in current:
        _require_work(id, result)
    accepts = filters.filter(find_catalogue(Path.cwd()), schemas).accepts
    chosen = []
    for id in current or sorted(records):
        record = records.record(id)
        if schemas.noun(record.kind) == "work" and accepts(record, schemas):
            chosen.append(id)
    return chosen


def _require_work(id: str, result: ValidationResult) -> None:
    from exporter.suggest import unknown_record

    if id not in result.records:
        raise unknown_record(id, result.records)
    kind = result.records.kind(id)
    if result.schemas.noun(kind) != "work":
        hint = "name works: those to whom they refer are compared with them"
        raise UsageError(f"“{id}” is of kind {kind}, not a work", hint)


def _print(
    readiness: Readiness, result: ValidationResult, reporter: str, *, recommended: bool
) -> None:
    from exporter.records.files import find_catalogue
    from exporter.records.loader import settings_file
    from exporter.review.readiness import Reporter

    for id in readiness.wrong:
        path = display_path(result.records.path(id))
        click.echo(f"not compared: {path} has errors; run: exporter validate", err=True)
    show = Reporter(result.records, result.text, settings_file(find_catalogue(Path.cwd())))
    report = show.report(readiness, recommended=recommended, colour=is_coloured(sys.stdout))
    print_report(report, reporter)
    _print_counts(readiness)
    click.echo(readiness.summary, err=True)


def _print_counts(readiness: Readiness) -> None:
    """Print to stderr how many works lack what is recommended, by rule."""
    from exporter.review.requirements import RECOMMENDED

    counts = readiness.counts(RECOMMENDED)
    if not counts:
        return
    click.echo("Recommended, and lacking in so many works:", err=True)
    width = max(len(rule.name) for _, rule in counts[:_MOST_ROWS])
    for number, rule in counts[:_MOST_ROWS]:
        click.echo(f"{number:>7,}  {rule.name:<{width}}  {rule.message}", err=True)
    if rest := counts[_MOST_ROWS:]:
        click.echo(f"         and {len(rest):,} more rules", err=True)
