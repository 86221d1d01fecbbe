"""`exporter validate`: check the records and say what is wrong, where, and how to mend it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from exporter.records.document import Document
    from exporter.validate.pipeline import ValidationResult
    from exporter.validate.reporters import Report


@click.command()
@click.option(
    "-f",
    "--format",
    "rendering_name",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    help="How findings are shown: for people, for scripts, at the lines of a pull request, for code scanning, for CI.",
)
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="Only what changed since a git revision, and what that breaks.",
)
@click.option(
    "--staged",
    is_flag=True,
    help="Judge what is staged for the next commit: what changed since HEAD.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a record changes, until Ctrl-C.")
@click.option(
    "--fix", is_flag=True, help="Mend what has exactly one right answer; comments and layout stay."
)
@click.option(
    "--diff", is_flag=True, help="With --fix: show what would be mended, and write nothing."
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(
    paths: tuple[Path, ...],
    rendering_name: str,
    revision: str | None,
    *,
    staged: bool,
    watch: bool,
    fix: bool,
    diff: bool,
) -> None:
    """Check the records and say what is wrong, where, and how to mend it.

    Checks the whole catalogue, or, of it, only the files and folders given as PATH; references are always looked up
    in the whole. Findings go to stdout, the summary to stderr.

    \b
    Exit code: 0 nothing wrong (warnings may be there), 1 errors, 2 wrong use or no catalogue.
    \b
    Examples:
      exporter validate
      exporter validate records/books/
      exporter validate --format sarif > findings.sarif
      exporter validate --fix --diff
      exporter -C ../another-catalogue validate
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.errors import UsageError
    from exporter.records.finding import Severity
    from exporter.records.loader import find_catalogue

    if staged and revision is not None:
        raise UsageError("--staged and --since do not go together", "--staged compares with HEAD")
    if diff and not fix:
        raise UsageError("--diff shows what --fix would do", "write --fix --diff")
    if fix and (staged or watch):
        raise UsageError(
            "--fix mends the files as they are now, once", "leave --staged and --watch out"
        )
    root = find_catalogue(Path.cwd())
    chosen = [Path.cwd() / path for path in paths]

    def judge(instead: Mapping[Path, bytes] = MappingProxyType({})) -> ValidationResult:
        return _judge(root, chosen, revision, instead, staged=staged)

    if watch:
        _watch(root, lambda: _show(judge(), rendering_name))
    verdict = _fix(judge, diff=diff) if fix else judge()
    report = verdict.report() if diff else _show(verdict, rendering_name)
    if report.count(Severity.ERROR):
        raise click.exceptions.Exit(1)


def _fix(
    judge: Callable[[Mapping[Path, bytes]], ValidationResult], *, diff: bool
) -> ValidationResult:
    """Mend the records, or show how, until nothing is left that can be mended; give what is found then."""
    from exporter.cli.file_update import rewrite
    from exporter.records.difference import differences
    from exporter.records.positions import position_of
    from exporter.records.settings import UNLIMITED
    from exporter.records.yaml import load
    from exporter.validate.fixer import ROUNDS, fix_document
    from exporter.validate.reporters import typed

    before: dict[Path, Document] = {}
    after: dict[Path, bytes] = {}
    for _ in range(ROUNDS):
        verdict = judge(after)
        wrong = groupby(
            verdict.findings, key=lambda finding: finding.path
        )  # which stand in the order of their files
        found = [
            (document, list(findings))
            for path, findings in wrong
            if (document := verdict.document(path))
        ]
        all_mended = [(document, fix_document(document, findings)) for document, findings in found]
        if not any(mended.values for _, mended in all_mended):
            break
        for document, mended in all_mended:
            if mended.values:
                before.setdefault(document.path, document)
                after[document.path] = mended.text.encode()
    for document, mended in all_mended:
        for finding in mended.left:
            place = position_of(document, finding.pointer, finding.part)
            where = f"{typed(document.path)}:{place.line}:{place.column}"
            click.echo(
                f"{where}: {finding.name} cannot be mended without changing something else",
                err=True,
            )
    for path, content in after.items():
        rewrite(before[path], content.decode(), diff=diff, mark=True)
    values = 0
    for path, content in after.items():
        fixed = load(content.decode(), UNLIMITED)
        values += len(list(differences(before[path].data, fixed)))
    many, files = "" if values == 1 else "s", "" if len(after) == 1 else "s"
    done = "would be mended" if diff else "mended"
    said = (
        f"{values:,} value{many} {done} in {len(after):,} file{files}"
        if values
        else "nothing to mend"
    )
    click.echo(said, err=True)
    return verdict


def _judge(
    root: Path,
    chosen: list[Path],
    revision: str | None,
    instead: Mapping[Path, bytes],
    *,
    staged: bool,
) -> ValidationResult:
    """Check the records as they are or as they are staged, and keep what a change has brought, if one is asked for."""
    from exporter.cli.progress import progress
    from exporter.records import git as history
    from exporter.records.loader import find_records, read_all_bytes
    from exporter.validate.pipeline import since, usable_settings, validate_catalogue

    most = usable_settings(root).limits.size
    with progress() as tick:
        after = history.staged_records(root, most) if staged else None
        verdict = validate_catalogue(
            root, chosen, tick, after, instead, say=partial(click.echo, err=True)
        )
    if revision is None and not staged:
        return verdict
    before = history.records_at_revision(root, "HEAD" if revision is None else revision, most)
    if after is None:
        after = read_all_bytes(root, most) | {**instead}
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    if chosen:
        changed &= set(find_records(root, tuple(chosen)))
    return since(verdict, validate_catalogue(root, (), contents=before), changed)


def _show(verdict: ValidationResult, rendering_name: str) -> Report:
    from exporter.validate.reporters import rendering

    report = verdict.report(
        colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    )  # https://no-color.org
    for piece in rendering(rendering_name).render(report):
        sys.stdout.write(piece)
    sys.stdout.flush()
    click.echo(report.summary, err=True)
    return report


def _watch(root: Path, again: Callable[[], object]) -> NoReturn:
    """Run `again` now and after each change of a record, a schema or the settings."""
    from exporter.records.loader import find_records

    seen: object = None
    while True:
        files = [
            *find_records(root),
            *sorted((root / "schemas").glob("*.json")),
            root / "exporter.toml",
        ]
        stamps = [
            (path, path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file()
        ]
        if stamps != seen:
            seen = stamps
            if sys.stdout.isatty():
                click.clear()
            again()
        time.sleep(0.3)
