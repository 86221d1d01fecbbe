"""`exporter diff`: what a change of the catalogue means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from exporter.cli.completion import complete_id
from exporter.errors import UsageError
from exporter.terminal import display_path

if TYPE_CHECKING:
    from exporter.records.settings import CatalogueSettings
    from exporter.review.changes import CatalogueState
    from exporter.validate.result import ValidationResult

_FORMATS = ("bibtex", "csl-json", "dc", "marcxml", "tei")
_MOST_DELIVERED = 1_000
"""For how many changed records deliveries are compared unless --deliver asks for it."""


@click.command()
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="markdown is one comment for a pull request, or the summary of a job.",
)
@click.option(
    "--deliver",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="Compare the deliveries in this format. Can be repeated. Default: "
    f"{', '.join(_FORMATS)}, if at most {_MOST_DELIVERED:,} records have changed.",
)
@click.option(
    "--fail-on",
    "fail_on",
    multiple=True,
    type=click.Choice(["loss", "evidence"]),
    help="Exit with 1 if a delivery loses what it did not lose before (loss), or if a smaller "
    "share of a field is supported by its sources (evidence). Can be repeated.",
)
@click.argument("words", nargs=-1, metavar="[BASE[..HEAD]] [ID]...", shell_complete=complete_id)
def command(
    words: tuple[str, ...], form: str, formats: tuple[str, ...], fail_on: tuple[str, ...]
) -> None:
    """Show what a change of the catalogue means: statements, not lines.

    Compares the git revision BASE (default: HEAD) with HEAD, or with the records as they are on
    disk now. Items of lists are matched by what they are about; order and layout of fields mean
    nothing. Then follows what changes in deliveries: citation keys, sort places, files, and what is lost now; and the
    evidence lost: statements that rest on less than before, and lower figures of exporter evidence.

    \b
    Exit code: 0 done, 1 something is lost or cannot be compared under --fail-on, 2 wrong use or no
    git.
    \b
    Examples:
      exporter diff
      exporter diff main
      exporter diff v1.0..v2.0 --format markdown > summary.md
      exporter diff main homare-endo --fail-on loss
      exporter diff main --fail-on evidence
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.change_report import change_report
    from exporter.cli.output import write_stdout
    from exporter.export.registry import format_named
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_settings
    from exporter.review.changes import compare
    from exporter.review.deliveries import Consequences, deliveries
    from exporter.review.evidence import compare_evidence

    for name in formats:
        format_named(name)
    root = find_catalogue(Path.cwd())
    revisions, ids = _revisions(root, words)
    before, after, right, left_out = _states(root, revisions)
    changes = compare(before, after)
    evidence = compare_evidence(before, after, changes)
    if ids:
        _require_known(root, ids, (before, after))
        changes = [each for each in changes if {each.id, each.other} & set(ids)]
        chosen = {each.id for each in changes}
        lost = [each for each in evidence.lost if each.statement.record.id in chosen]
        evidence = evidence._replace(lost=lost)
    delivered = Consequences()
    wrong: list[str] = []
    if formats or "loss" in fail_on or len(changes) <= _MOST_DELIVERED:
        settings: CatalogueSettings = read_settings(root).catalogue
        delivered = deliveries(*right, changes, formats or _FORMATS, settings)
        new = {each.file for each in changes if each.sort == "added"}
        wanted = {each.file for each in changes} if ids else left_out.wrong
        wrong = sorted(wanted & left_out.wrong - new)
        for file in wrong:
            name = display_path(Path(file))
            click.echo(f"not in deliveries: {name} has errors; run: exporter validate", err=True)
    write_stdout([change_report(form, changes, delivered, evidence, after).encode()])
    is_lost = "loss" in fail_on and (wrong or any(each.lost for each in delivered.formats))
    if (fail_on and left_out.unread) or is_lost or ("evidence" in fail_on and evidence.falls):
        raise click.exceptions.Exit(1)


def _revisions(root: Path, words: Sequence[str]) -> tuple[tuple[str, str], list[str]]:
    """Return the two revisions, the second empty for the files on disk, and the ids."""
    from exporter.records import git

    first, *rest = words or ("HEAD",)
    base, dots, head = first.partition("..")
    if head.startswith("."):
        raise UsageError(f"“{first}” has three dots", f"write {base}..{head.lstrip('.')}")
    if dots:
        return (base or "HEAD", head or "HEAD"), rest
    if git.is_revision(root, first):
        return (first, ""), rest
    return ("HEAD", ""), list(words)


def _require_known(root: Path, ids: Sequence[str], states: Sequence[CatalogueState]) -> None:
    from exporter.records.git import revisions_hint
    from exporter.suggest import did_you_mean

    known = {id for state in states for id in state.records}
    for id in ids:
        if id not in known:
            hint = did_you_mean(id, known) or f"{revisions_hint(root)}; or name an id"
            raise UsageError(f"“{id}” is neither a revision nor a record", hint)


class _LeftOut(NamedTuple):
    """The files that cannot be read now, and others that have errors now and had none before.

    The latter are compared, but no delivery has them any more.
    """

    unread: frozenset[str]
    wrong: frozenset[str]


def _states(
    root: Path, revisions: tuple[str, str]
) -> tuple[CatalogueState, CatalogueState, tuple[CatalogueState, CatalogueState], _LeftOut]:
    """Return the records at two revisions, both times those that are right both times, and the rest.

    What cannot be read now is named on stderr and left out both times: nobody deleted it.
    """
    from exporter.review.changes import CatalogueState

    before, after = (_validated(root, revision) for revision in revisions)
    new, unread = after.readable(), after.unreadable_files()
    for file in sorted(unread):
        name = display_path(Path(file))
        click.echo(f"not compared: {name} has errors; run: exporter validate", err=True)
    old = before.readable().without(unread)
    wrong = before.files_with_errors | after.files_with_errors
    states = [CatalogueState(old, before.schemas), CatalogueState(new, after.schemas)]
    right = [
        CatalogueState(each.records.without(wrong), each.schemas, not wrong) for each in states
    ]
    newly_wrong = after.files_with_errors - before.files_with_errors - unread
    return states[0], states[1], (right[0], right[1]), _LeftOut(unread, newly_wrong)


def _validated(root: Path, revision: str) -> ValidationResult:
    """Return the records at a revision, with the schemas of today, and the errors in them."""
    from exporter.cli.catalogue_cache import records_with_errors
    from exporter.records import git
    from exporter.records.loader import read_settings
    from exporter.validate.source import records_in_git

    if not revision:
        return records_with_errors(root)
    limits = read_settings(root).limits
    source = records_in_git(root, git.blobs_at_revision(root, revision), limits)
    return records_with_errors(root, source)
