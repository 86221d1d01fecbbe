"""`exporter validate`: check the records and show what is wrong, where, and how to fix it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from exporter.cli.database_option import database_options, database_validation
from exporter.cli.filter_options import FilterOptions, filter_options
from exporter.cli.format_options import print_report, reporter_option
from exporter.cli.kind_option import KindOption
from exporter.errors import UsageError
from exporter.plural import counted
from exporter.terminal import is_coloured

if TYPE_CHECKING:
    from exporter.cache import Stamp
    from exporter.records.document import Document
    from exporter.records.finding import Finding
    from exporter.validate.report import Report
    from exporter.validate.result import ValidationResult
    from exporter.validate.source import Source

_POLL = 0.3
"""How many seconds `--watch` waits before it looks for changes again."""


@click.command()
@reporter_option("findings")
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="Report only what has changed since a git revision, and what the change breaks.",
)
@click.option(
    "--staged",
    is_flag=True,
    help="Check what is staged for the next commit, and report only what it changes.",
)
@click.option(
    "--watch", is_flag=True, help="Check again whenever a record changes, until Ctrl-C is pressed."
)
@click.option(
    "--fix",
    is_flag=True,
    help="Fix the findings that have exactly one right answer; comments and layout stay.",
)
@click.option("--diff", is_flag=True, help="With --fix: write nothing; show the changes.")
@database_options
@click.option("--kind", cls=KindOption, noun="", help="Report only on records of this kind.")
@filter_options(language_flag=True, since=False)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...], reporter: str, **options: Any) -> None:
    """Check the records and show what is wrong, where, and how to fix it.

    Checks the whole catalogue, or reports only the findings in the given files and folders (PATH);
    references are always looked up in the whole catalogue. Findings go to stdout, the summary to
    stderr.

    \b
    Exit code: 0 no errors (there may be warnings), 1 errors, 2 wrong use or no catalogue.
    \b
    Examples:
      exporter validate
      exporter validate records/books/
      exporter validate --since main
      exporter validate --kind book --where 'issued>=2020'
      exporter validate --format sarif > findings.sarif
      exporter validate --fix --diff
      exporter validate --database postgresql:///library --table books
      exporter -C ../another-catalogue validate
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.named_by_settings import require_named
    from exporter.records.files import find_catalogue
    from exporter.records.finding import Severity

    revision, staged, fix, diff = (options[each] for each in ("revision", "staged", "fix", "diff"))
    _refuse_contradictions(options)
    if options["database"] is not None or options["tables"]:
        _validate_database(paths, reporter, options)
        return
    root = find_catalogue(Path.cwd())
    filters = FilterOptions.of(options)
    chosen = [Path.cwd() / path for path in paths]
    validation = _Validation(root, chosen, revision, staged, filters)
    if options["watch"]:
        _watch(root, lambda: _print(validation.run(), reporter))
    result = _fix(validation, diff=diff) if fix else validation.run()
    report = result.report() if diff else _print(result, reporter)
    _warn_of_missing_merge_driver(root)
    require_named(root, result.schemas, result.settings)
    if report.count(Severity.ERROR):
        raise click.exceptions.Exit(1)


def _validate_database(paths: Sequence[Path], reporter: str, options: Mapping[str, Any]) -> None:
    """Check the records of a database. Raises UsageError for options that need files."""
    from exporter.cli.progress import progress
    from exporter.records.finding import Severity

    for_files = [options[each] for each in ("revision", "staged", "watch", "fix", "kind")]
    if paths or any(for_files) or FilterOptions.of(options):
        raise UsageError(
            "--database checks all rows of its tables",
            "leave out all options but --format and --table",
        )
    validate = database_validation(options["database"], options["tables"], for_export=False)
    assert validate is not None  # noqa: S101 - or it has raised an error
    with progress() as tick:
        report = _print(validate(tick), reporter)
    if report.count(Severity.ERROR):
        raise click.exceptions.Exit(1)


def _warn_of_missing_merge_driver(root: Path) -> None:
    from exporter.records.git import lacks_merge_driver

    if lacks_merge_driver(root):
        message = (
            "in this clone, git merges records line by line; to merge them field by field, "
            "run once: exporter merge-driver --install"
        )
        click.echo(message, err=True)


def _refuse_contradictions(options: Mapping[str, Any]) -> None:
    if options["staged"] and options["revision"] is not None:
        raise UsageError("use either --staged or --since", "--staged compares with HEAD")
    if options["staged"] and options["watch"]:
        raise UsageError(
            "--watch follows the files, and what is staged is not in them",
            "use --watch --since HEAD, or leave out --watch",
        )
    if options["diff"] and not options["fix"]:
        raise UsageError("--diff shows what --fix would do", "write --fix --diff")
    if options["fix"] and (options["staged"] or options["watch"]):
        raise UsageError(
            "--fix changes the files as they are now, once", "leave out --staged and --watch"
        )


@dataclass(frozen=True)
class _Validation:
    """What to check: the files of a catalogue, or what is staged; and since when, if not at all."""

    root: Path
    chosen: list[Path]
    revision: str | None
    staged: bool
    filters: FilterOptions

    def run(self, overrides: Mapping[Path, bytes] = MappingProxyType({})) -> ValidationResult:
        """Check the records, with other contents for some files; keep only what was asked for."""
        result = self._run(overrides)
        return self._filtered(result) if self.filters else result

    def _filtered(self, result: ValidationResult) -> ValidationResult:
        """Return the result for the records that pass the filters or cannot be read."""
        from exporter.model.records import record_of
        from exporter.records.files import find_records

        accepts = self.filters.filter(self.root, result.schemas).accepts
        kept = set()
        for path in find_records(self.root, self.chosen):
            document = result.document(path)
            if document is None or accepts(record_of(document), result.schemas):
                kept.add(path)
        return result.only(kept)

    def _run(self, overrides: Mapping[Path, bytes]) -> ValidationResult:
        """Check the records, and keep only what a change brings if a revision is given."""
        from exporter.records import git
        from exporter.records.files import find_records
        from exporter.validate.config import usable_settings
        from exporter.validate.source import changed_files, records_in_git, records_on_disk

        limits = usable_settings(self.root).limits
        if self.staged:
            source = records_in_git(self.root, git.staged_blobs(self.root), limits)
        else:
            source = records_on_disk(self.root, limits, self.chosen).changed(overrides)
        result = self._validate(source, with_ids=self.revision is not None)
        if self.chosen:
            result = result.only(set(find_records(self.root, self.chosen)))
        if self.revision is None and not self.staged:
            return result
        if self.revision is None:
            blobs = git.committed_blobs(self.root)
        else:
            blobs = git.blobs_at_revision(self.root, self.revision)
        before = records_in_git(self.root, blobs, limits)
        after = source
        if self.chosen and not self.staged:
            after = records_on_disk(self.root, limits).changed(overrides)
        changed = {Path(file) for file in changed_files(before, after)}
        if self.chosen:
            changed &= set(find_records(self.root, self.chosen))
        return result.since(self._validate(before), changed)

    def _validate(self, source: Source, *, with_ids: bool = False) -> ValidationResult:
        from exporter.cli.catalogue_cache import catalogue_cache
        from exporter.cli.progress import progress
        from exporter.validate.pipeline import validate_catalogue

        with progress() as on_progress, catalogue_cache(self.root) as cache:
            return validate_catalogue(
                self.root, source, with_ids=with_ids, on_progress=on_progress, cache=cache
            )


def _fix(validation: _Validation, *, diff: bool) -> ValidationResult:
    """Fix the records, or show how, until nothing is left to fix; return the findings after it.

    One fix can make room for another, so the records are checked again after each round.
    """
    from exporter.cli.file_update import update_record
    from exporter.validate.fixer import ROUNDS, fix_document

    before: dict[Path, Document] = {}
    after: dict[Path, bytes] = {}
    for _ in range(ROUNDS):
        result = validation.run(after)
        fixes = [
            (document, fix_document(document, findings))
            for document, findings in _documents_with_findings(result)
        ]
        if not any(fixed.values for _, fixed in fixes):
            break
        for document, fixed in fixes:
            if fixed.values:
                before.setdefault(document.path, document)
                after[document.path] = fixed.text.encode()
    for document, fixed in fixes:
        _report_unfixed(document, fixed.left)
    for path, content in after.items():
        update_record(before[path], content.decode(), diff=diff, mark=True)
    _print_fix_summary(before, after, diff=diff)
    return result


def _documents_with_findings(result: ValidationResult) -> Iterator[tuple[Document, list[Finding]]]:
    by_file = groupby(result.findings, key=lambda finding: finding.path)  # they are sorted so
    for path, findings in by_file:
        if document := result.document(path):
            yield document, list(findings)


def _report_unfixed(document: Document, findings: tuple[Finding, ...]) -> None:
    from exporter.records.positions import place_of

    for finding in findings:
        place = place_of(document, finding.pointer, finding.part)
        message = f"{finding.name} cannot be fixed without changing something else"
        click.echo(f"{place}: {message}", err=True)


def _print_fix_summary(
    before: Mapping[Path, Document], after: Mapping[Path, bytes], *, diff: bool
) -> None:
    from exporter.records.difference import differences
    from exporter.records.settings import UNLIMITED
    from exporter.records.yaml import load

    values = 0
    for path, content in after.items():
        fixed = load(content.decode(), UNLIMITED)
        values += len(list(differences(before[path].data, fixed)))
    if not values:
        click.echo("nothing to fix", err=True)
        return
    verb = "would be fixed" if diff else "fixed"
    click.echo(f"{counted(values, 'value')} {verb} in {counted(len(after), 'file')}", err=True)


def _print(result: ValidationResult, reporter: str) -> Report:
    report = result.report(colour=is_coloured(sys.stdout))
    print_report(report, reporter)
    click.echo(report.summary, err=True)
    return report


def _watch(root: Path, check: Callable[[], object]) -> NoReturn:
    """Call `check` now and after each change of a file that it depends on."""
    seen: object = None
    while True:
        stamps = _stamps(root)
        if stamps != seen:
            seen = stamps
            if sys.stdout.isatty():
                click.clear()
            check()
        time.sleep(_POLL)


def _stamps(root: Path) -> list[tuple[Path, Stamp]]:
    """Return the stamp of each file that a check depends on."""
    from exporter.cache import stamp_of
    from exporter.records.files import find_records
    from exporter.validate.config import config_files

    files = [*find_records(root), *config_files(root)]
    return [(path, stamp_of(path.stat())) for path in files if path.is_file()]
