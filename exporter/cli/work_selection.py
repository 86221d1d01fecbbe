"""The works that a command exports: its options, and the choice from a catalogue without errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from exporter.cli.completion import complete_id
from exporter.cli.filter_options import FilterOptions, all_of, filter_options
from exporter.cli.kind_option import KindOption, require_kind
from exporter.errors import UsageError
from exporter.terminal import is_coloured

if TYPE_CHECKING:
    from exporter.export.context import ExportContext
    from exporter.export.missing_requirement import MissingRequirement
    from exporter.model.catalogue import Catalogue
    from exporter.model.linker import SkippedRecords
    from exporter.model.records import Records
    from exporter.records.schema import Schemas
    from exporter.validate.pipeline import Validate
    from exporter.validate.report import Report
    from exporter.validate.result import ValidationResult


def _none_for_stdout(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    value: Path | None,
) -> Path | None:
    return None if value == Path("-") else value


def selection_options(*, output: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options that select works and say how and where they are written.

    They arrive as `languages`, `output`, `keep_going`, `ignore_rights`, `ids`, and those of
    FilterOptions. `output` is the metavar of `-o`.
    """
    options = (
        click.option("--kind", cls=KindOption, noun="work", help="Only works of this kind."),
        filter_options(),
        click.option(
            "--language",
            "languages",
            multiple=True,
            metavar="TAG",
            help="Prefer titles and names in this language or script (en, ja, ja-Latn). Repeat the "
            "option for a second choice. Default: “languages” under [catalogue] in exporter.toml, "
            "or else the language of the work.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, allow_dash=True),
            callback=_none_for_stdout,
            metavar=output,
            help="Write to this place instead of stdout (-). An existing file is replaced only "
            "when the new one is complete.",
        ),
        click.option(
            "--keep-going",
            is_flag=True,
            help="Skip records with errors, and works that lack what the format requires, and "
            "name them. Default: write nothing if there are any.",
        ),
        click.option(
            "--ignore-rights",
            is_flag=True,
            help="Deliver works also if a permission has ended, or a credit line, a holder or "
            "something else that their rights demand is missing.",
        ),
        click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_id),
    )
    return all_of(options)


class Selection(NamedTuple):
    """The works to export, by id and in order, with the catalogue that they come from."""

    format_name: str
    result: ValidationResult
    context: ExportContext
    ids: Sequence[str]
    records: Records


def stop(hint: str, hint_alone: str) -> NoReturn:
    """Say that the command has done nothing, and end it with 1.

    `hint_alone` is for a command without the option `--keep-going`.
    """
    context = click.get_current_context()
    done = f"exporter {context.info_name} has done nothing."
    if context.info_name == "export":
        done = "Nothing was exported."
    can_skip = any(each.name == "keep_going" for each in context.command.params)
    click.echo(f"{done} {hint if can_skip else hint_alone}", err=True)
    raise click.exceptions.Exit(1)


def select_works(
    format_name: str,
    ids: Sequence[str],
    filters: FilterOptions,
    languages: Sequence[str],
    *,
    keep_going: bool,
    validate: Validate | None = None,
) -> Selection:
    """Validate the catalogue and select the works with these ids, all if there are none.

    Errors are printed and end the command with 1; with `keep_going` the records that have them are
    skipped and named instead. `validate` validates another catalogue than the one around the
    current folder. Raises UsageError for an unknown id, kind or field.
    """
    from exporter.export.context import ExportContext
    from exporter.export.registry import crosswalk
    from exporter.model.linker import link
    from exporter.model.vocabularies.languages import require_language

    for tag in languages:
        require_language(tag, f"“{tag}” is not a language tag")
    result = _validated(validate)
    if result.files_with_errors:
        print_report(result.report(colour=is_coloured(sys.stderr)))
        if not keep_going:
            stop(
                "Fix the errors, or skip these records with --keep-going.", "Fix the errors first."
            )
    right = result.records.without(result.files_with_errors)
    catalogue, skipped = link(
        right,
        result.schemas,
        result.settings.catalogue,
        complete=not result.files_with_errors,
    )
    _name_skipped(result, skipped)
    selected = _selected(catalogue, right, ids, filters, result.schemas)
    if not selected:
        reason = _why_empty(ids, filters)
        click.echo(f"{reason}; the output contains none.", err=True)
    languages = languages or result.settings.catalogue.languages
    context = ExportContext(catalogue, crosswalk(format_name), languages)
    return Selection(format_name, result, context, selected, right)


def print_report(report: Report) -> None:
    """Print findings to stderr, for people."""
    from exporter.validate.reporters import text

    for piece in text.render(report):
        click.echo(piece, err=True, nl=False)
    click.echo(report.summary, err=True)


def report_missing(check: str, missing: Sequence[MissingRequirement], selection: Selection) -> None:
    """Print to stderr what records lack, each at its place, as findings of a check."""
    from exporter.records.finding import Finding
    from exporter.records.positions import add_positions

    findings = []
    for each in missing:
        path = selection.records.path(each.record)
        findings.append(Finding(check, path, each.message, each.hint, each.pointer))
    placed = add_positions(findings, selection.result.document)
    print_report(replace(selection.result, findings=placed).report(colour=is_coloured(sys.stderr)))


def without_incomplete(
    check: str,
    missing: Sequence[MissingRequirement],
    selection: Selection,
    hint: str,
    hint_alone: str,
    *,
    keep_going: bool,
) -> list[str]:
    """Return the ids of the selected works that lack nothing; report the others.

    Without `keep_going` they end the command with 1. The hints are those of `stop`.
    """
    if not missing:
        return list(selection.ids)
    report_missing(check, missing, selection)
    if not keep_going:
        stop(hint, hint_alone)
    skipped = {each.record for each in missing}
    for id in sorted(skipped):
        click.echo(f"skipped: {selection.result.location(selection.records.path(id))}", err=True)
    return [id for id in selection.ids if id not in skipped]


def _validated(validate: Validate | None) -> ValidationResult:
    from exporter.cli.catalogue_cache import records_with_errors
    from exporter.cli.progress import progress
    from exporter.records.files import find_catalogue

    if validate is None:
        return records_with_errors(find_catalogue(Path.cwd()))
    with progress() as tick:
        return validate(tick)


def _name_skipped(result: ValidationResult, skipped: SkippedRecords) -> None:
    """Name the records that have errors, and what cannot be said without them."""
    for path in sorted(result.files_with_errors):
        click.echo(f"skipped: {result.location(Path(path))}", err=True)
    for id, missing in sorted(skipped.records.items()):
        click.echo(f"skipped: {id}: its contributor or publisher {missing} was skipped", err=True)
    for missing, ids in sorted(skipped.places.items()):
        click.echo(f"skipped: references to {missing} in {', '.join(sorted(ids))}", err=True)


def _selected(
    catalogue: Catalogue,
    records: Records,
    ids: Sequence[str],
    filters: FilterOptions,
    schemas: Schemas,
) -> list[str]:
    """Return the ids of the works asked for. Raises UsageError for an unknown id, kind or field."""
    from exporter.records.files import find_catalogue

    for kind in filters.kinds:
        require_kind(kind, schemas, noun="work")
    ids = [records.current_id(id) for id in ids]
    for id in ids:
        _require_work(id, records.kind(id), catalogue)
    wanted = set(ids)
    found = [id for id in catalogue.works if not wanted or id in wanted]
    if not filters:
        return found
    root = find_catalogue(Path.cwd()) if filters.since else Path.cwd()
    accepts = filters.filter(root, schemas).accepts
    return [id for id in found if accepts(records.record(id), schemas)]


def _require_work(id: str, kind: str, catalogue: Catalogue) -> None:
    from exporter.suggest import did_you_mean

    if kind and id not in catalogue.works:
        raise UsageError(
            f"“{id}” is of kind {kind}, not a work",
            "name works: the persons, organisations and others that they refer to go with them",
        )
    if id not in catalogue.works:
        hint = (
            did_you_mean(id, catalogue.works)
            or "an id is the name of a record file, or the id of a row"
        )
        raise UsageError(f"there is no work “{id}”", hint)


def _why_empty(ids: Sequence[str], filters: FilterOptions) -> str:
    if not filters:
        return "There are no works to export"
    works = "these works" if ids else "the works"
    if filters == FilterOptions(filters.kinds):
        return f"None of {works} is of kind “{filters.kinds[0]}”"
    return f"None of {works} meets all conditions"
