"""The option `--format` of commands that print findings, or a report for people and for scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from exporter.validate.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])

text_or_json = click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the output.",
)


def reporter_option(printed: str) -> Callable[[Command], Command]:
    """Return the option that says how to print what a command finds; `printed` is what that is."""
    return click.option(
        "-f",
        "--format",
        "reporter",
        type=click.Choice(["text", "json", "github", "markdown", "sarif", "junit"]),
        default="text",
        show_default=True,
        help=f"How to print {printed}: text for people, json for scripts, github for annotations on a "
        "pull request, markdown for the summary of a job, sarif for code scanning, junit for CI servers.",
    )


def print_report(report: Report, reporter: str) -> None:
    """Print a report in the form that the option names."""
    from exporter.cli.output import write_stdout
    from exporter.validate.reporters import reporter_named

    write_stdout(piece.encode() for piece in reporter_named(reporter).render(report))
