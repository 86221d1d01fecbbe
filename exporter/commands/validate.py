"""`exporter validate`: check the records and say what is wrong, where, and how to mend it."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "-f",
    "--format",
    "rendering_name",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    help="How findings are shown: for people, for scripts, at the lines of a pull request, for code scanning, for CI.",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...], rendering_name: str) -> None:
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
    from exporter.commands.progress import progress
    from exporter.model.finding import Severity
    from exporter.read import find_catalogue
    from exporter.reports import rendering
    from exporter.verdict import examine

    root = find_catalogue(Path.cwd())
    with progress("records read") as tick:
        verdict = examine(root, tuple(Path.cwd() / path for path in paths), tick)
    report = verdict.report(colour=sys.stdout.isatty() and not _no_colour())
    for piece in rendering(rendering_name).render(report):
        sys.stdout.write(piece)
    sys.stdout.flush()
    click.echo(report.summary, err=True)
    if report.count(Severity.ERROR):
        raise click.exceptions.Exit(1)


def _no_colour() -> bool:
    import os

    return bool(os.environ.get("NO_COLOR"))  # https://no-color.org
