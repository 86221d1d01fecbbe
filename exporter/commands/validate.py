"""`exporter validate`: check the records and say what is wrong, where, and how to mend it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from exporter.reports import Report
    from exporter.verdict import Verdict


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
    "--since", "revision", metavar="REV", help="Only what changed since a git revision, and what that breaks."
)
@click.option("--staged", is_flag=True, help="Judge what is staged for the next commit: what changed since HEAD.")
@click.option("--watch", is_flag=True, help="Check again whenever a record changes, until Ctrl-C.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...], rendering_name: str, revision: str | None, *, staged: bool, watch: bool) -> None:
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
      exporter -C ../another-catalogue validate
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.model.finding import Severity
    from exporter.model.unusable import Unusable
    from exporter.read import find_catalogue

    if staged and revision is not None:
        raise Unusable("--staged and --since do not go together", "--staged compares with HEAD")
    root = find_catalogue(Path.cwd())
    chosen = [Path.cwd() / path for path in paths]
    if watch:
        _watch(root, lambda: _show(_judge(root, chosen, revision, staged=staged), rendering_name))
    report = _show(_judge(root, chosen, revision, staged=staged), rendering_name)
    if report.count(Severity.ERROR):
        raise click.exceptions.Exit(1)


def _judge(root: Path, chosen: list[Path], revision: str | None, *, staged: bool) -> Verdict:
    """Check the records as they are or as they are staged, and keep what a change has brought, if one is asked for."""
    from exporter import history
    from exporter.commands.progress import progress
    from exporter.read import find_records
    from exporter.verdict import examine, since

    with progress("records read") as tick:
        after = history.staged(root) if staged else None
        verdict = examine(root, chosen, tick, after)
    if revision is None and not staged:
        return verdict
    before = history.at_revision(root, "HEAD" if revision is None else revision)
    if after is None:
        after = {path: path.read_bytes() for path in find_records(root) if path.is_file()}
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    if chosen:
        changed &= set(find_records(root, tuple(chosen)))
    return since(verdict, examine(root, (), contents=before), changed)


def _show(verdict: Verdict, rendering_name: str) -> Report:
    from exporter.reports import rendering

    report = verdict.report(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))  # https://no-color.org
    for piece in rendering(rendering_name).render(report):
        sys.stdout.write(piece)
    sys.stdout.flush()
    click.echo(report.summary, err=True)
    return report


def _watch(root: Path, again: Callable[[], object]) -> NoReturn:
    """Run `again` now and after each change of a record, a schema or the settings."""
    from exporter.read import find_records

    seen: object = None
    while True:
        files = [*find_records(root), *sorted((root / "schemas").glob("*.json")), root / "exporter.toml"]
        stamps = [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file()]
        if stamps != seen:
            seen = stamps
            if sys.stdout.isatty():
                click.clear()
            again()
        time.sleep(0.3)
