"""`exporter diff`: what a change of the catalogue means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.id_argument import complete_id
from exporter.plural import counted

if TYPE_CHECKING:
    from exporter.export.loss import Loss
    from exporter.records.settings import CatalogueSettings
    from exporter.review.changes import CatalogueState, Change, RecordChange
    from exporter.review.deliveries import Consequences, Delivery
    from exporter.review.evidence import EvidenceChange
    from exporter.validate.result import ValidationResult

_FORMATS = ("bibtex", "csl-json", "dc", "marcxml", "tei")
_MOST_DELIVERED = 1_000
"""For how many changed records deliveries are compared unless --deliver asks for it."""
_MOST_SHOWN = 20
_SAME_SHOWN = 60
"""How many characters of unchanged text are shown around changed words."""


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
    Exit code: 0 done, 1 something is lost under --fail-on, 2 wrong use or no git.
    \b
    Examples:
      exporter diff
      exporter diff main
      exporter diff v1.0..v2.0 --format markdown > summary.md
      exporter diff main homare-endo --fail-on loss
      exporter diff main --fail-on evidence
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_stdout
    from exporter.export.registry import format_named
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_settings
    from exporter.review.changes import compare
    from exporter.review.deliveries import Consequences, deliveries
    from exporter.review.evidence import compare_evidence
    from exporter.terminal import escape_control_chars, printable_json

    for name in formats:
        format_named(name)
    root = find_catalogue(Path.cwd())
    revisions, ids = _revisions(root, words)
    before, after, right = _states(root, revisions)
    changes = compare(before, after)
    evidence = compare_evidence(before, after, changes)
    if ids:
        _require_known(ids, (before, after))
        changes = [each for each in changes if {each.id, each.other} & set(ids)]
        chosen = {each.id for each in changes}
        lost = [each for each in evidence.lost if each.statement.record.id in chosen]
        evidence = evidence._replace(lost=lost)
    delivered = Consequences()
    if formats or "loss" in fail_on or len(changes) <= _MOST_DELIVERED:
        settings: CatalogueSettings = read_settings(root).catalogue
        delivered = deliveries(*right, changes, formats or _FORMATS, settings)
    if form == "json":
        data = {**_as_data(changes, delivered), "evidence": _evidence_data(evidence)}
        product = printable_json(data) + "\n"
    else:
        show = _markdown if form == "markdown" else _text
        lines = show(changes, delivered, list(_evidence_lines(evidence, after)))
        product = "".join(f"{escape_control_chars(line)}\n" for line in lines)
    write_stdout([product.encode()])
    is_lost = "loss" in fail_on and any(each.lost for each in delivered.formats)
    if is_lost or ("evidence" in fail_on and evidence.falls):
        raise click.exceptions.Exit(1)


def _revisions(root: Path, words: Sequence[str]) -> tuple[tuple[str, str], list[str]]:
    """Return the two revisions, the second empty for the files on disk, and the ids."""
    from exporter.records import git

    first, *rest = words or ("HEAD",)
    base, dots, head = first.partition("..")
    if dots:
        return (base or "HEAD", head or "HEAD"), rest
    if git.is_revision(root, first):
        return (first, ""), rest
    return ("HEAD", ""), list(words)


def _require_known(ids: Sequence[str], states: Sequence[CatalogueState]) -> None:
    from exporter.errors import UsageError
    from exporter.suggest import did_you_mean

    known = {id for state in states for id in state.records}
    for id in ids:
        if id not in known:
            hint = did_you_mean(id, known) or "name a branch, a tag or a commit, or an id"
            raise UsageError(f"“{id}” is neither a revision nor a record", hint)


def _states(
    root: Path, revisions: tuple[str, str]
) -> tuple[CatalogueState, CatalogueState, tuple[CatalogueState, CatalogueState]]:
    """Return the records at two revisions, and both times those that are right both times.

    What cannot be read now is named on stderr and left out both times: nobody deleted it.
    """
    from exporter.review.changes import CatalogueState
    from exporter.terminal import display_path

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
    return states[0], states[1], (right[0], right[1])


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


def _heading(change: RecordChange) -> str:
    what = {
        "added": "added",
        "deleted": "deleted",
        "renamed": f"renamed, was {change.other}",
        "merged": f"merged into {change.other}",
        "changed": "changed",
    }
    return f"{change.id} ({change.kind}, “{change.label}”): {what[change.sort]}"


def _text(
    changes: Sequence[RecordChange], delivered: Consequences, evidence: Sequence[str]
) -> Iterator[str]:
    """Yield a change for people at a terminal."""
    if not changes:
        yield "nothing has changed"
        return
    for change in changes:
        yield _heading(change)
        for each in change.changes:
            yield f"  {_in_words(each, ('[-', '-]', '{+', '+}'))}"
    yield ""
    yield _summary(changes)
    yield from _delivered(delivered, "")
    if evidence:
        yield ""
        yield "evidence lost"
        yield from (f"  {line}" for line in evidence)


def _markdown(
    changes: Sequence[RecordChange], delivered: Consequences, evidence: Sequence[str]
) -> Iterator[str]:
    """Yield a change as a comment for a pull request."""
    yield f"### Catalogue: {_summary(changes) if changes else 'nothing has changed'}"
    yield ""
    for change in changes:
        yield f"- **{_escaped(change.id)}** {_escaped(_heading(change)[len(change.id) + 1 :])}"
        for each in change.changes:
            escaped = each._replace(
                field=_escaped(each.field), before=_escaped(each.before), after=_escaped(each.after)
            )
            yield f"  - {_in_words(escaped, ('~~', '~~', '**', '**'))}"
    if evidence:
        yield ""
        yield "#### Evidence lost"
        yield ""
        yield from (f"- {_escaped(line)}" for line in evidence)
    lines = list(_delivered(delivered, "- "))
    if lines:
        yield ""
        yield "<details><summary>Deliveries</summary>"
        yield ""
        yield from (_escaped_line(line) for line in lines)
        yield ""
        yield "</details>"


def _escaped(text: str) -> str:
    """Escape what Markdown, or GitHub's mentions, would interpret: a record can come from anybody."""
    from exporter.markdown import escape

    return escape(text)


def _escaped_line(line: str) -> str:
    start, rest = line[:2], line[2:]
    return start + _escaped(rest)


def _in_words(change: Change, marks: tuple[str, str, str, str]) -> str:
    if change.sort == "added":
        return f"{change.field} added: {change.after}"
    if change.sort == "removed":
        return f"{change.field} removed: {change.before}"
    if change.sort == "moved":
        return f"{change.field} in another order: {change.after}"
    return f"{change.field} changed: {_highlighted(change.before, change.after, marks)}"


def _highlighted(before: str, after: str, marks: tuple[str, str, str, str]) -> str:
    """Return a changed text with the words that changed between marks.

    `before → after` if most did.
    """
    from exporter.review.changes import word_changes

    pieces = word_changes(before, after)
    same = sum(len(each.text.strip()) for each in pieces if each.sort == "same")
    if same < min(len(before), len(after)) / 2:
        return f"{before} → {after}"
    found = []
    for each in pieces:
        if each.sort == "removed":
            found.append(f"{marks[0]}{each.text}{marks[1]}")
        elif each.sort == "added":
            found.append(f"{marks[2]}{each.text}{marks[3]}")
        elif len(each.text) > 2 * _SAME_SHOWN:
            found.append(f"{each.text[:_SAME_SHOWN]} … {each.text[-_SAME_SHOWN:]}")
        else:
            found.append(each.text)
    return "".join(found)


def _summary(changes: Sequence[RecordChange]) -> str:
    numbers = Counter[str](each.sort for each in changes)
    order = ("added", "changed", "renamed", "merged", "deleted")
    parts = [f"{numbers[sort]:,} {sort}" for sort in order if numbers[sort]]
    return f"{counted(len(changes), 'record')}: {', '.join(parts)}"


def _delivered(delivered: Consequences, start: str) -> Iterator[str]:
    for old, new in delivered.renamed:
        yield f"{start}citation key and file: {old} is now {new}"
    for move in delivered.moved[:_MOST_SHOWN]:
        was, now = _stands(move.before), _stands(move.after)
        yield f"{start}sort place: {move.id} stood {was}, and now stands {now}"
    if len(delivered.moved) > _MOST_SHOWN:
        yield f"{start}sort place: and {len(delivered.moved) - _MOST_SHOWN:,} more works"
    yield from _of_formats(delivered.formats, start)


def _stands(behind: str) -> str:
    return f"after {behind}" if behind else "at the beginning"


def _works_change(number: int) -> str:
    return f"{counted(number, 'work')} {'changes' if number == 1 else 'change'}"


def _of_formats(delivered: Sequence[Delivery], start: str) -> Iterator[str]:
    for each in delivered:
        if each.changed:
            names = ", ".join(each.changed[:_MOST_SHOWN])
            more = len(each.changed) - _MOST_SHOWN
            names += f" and {more:,} more" if more > 0 else ""
            yield f"{start}{each.format}: {_works_change(len(each.changed))}: {names}"
        for loss in each.lost[:_MOST_SHOWN]:
            verb = "weakened" if loss.weakened else "lost"
            yield f"{start}{each.format}: newly {verb}: {loss}"
        if len(each.lost) > _MOST_SHOWN:
            yield f"{start}{each.format}: and {len(each.lost) - _MOST_SHOWN:,} more new losses"
        if each.lost_of_added:
            yield f"{start}{each.format}: of new records: {_counts(each.lost_of_added)}"


def _counts(losses: Sequence[Loss]) -> str:
    """Return the fields of which something is lost: `found (2 records), notes lost; publisher weakened`."""
    parts = []
    for verb, weakened in (("lost", False), ("weakened", True)):
        fields = Counter(str(each.pointer[0]) for each in losses if each.weakened is weakened)
        names = [
            f"{field} ({n:,} records)" if n > 1 else field for field, n in fields.most_common()
        ]
        parts += [f"{', '.join(names)} {verb}"] if names else []
    return "; ".join(parts)


_SUPPORT_WORDS = {
    "several": "printed in several sources",
    "one": "printed in one source",
    "concluded": "concluded with a reason",
    "unreasoned": "concluded without a reason",
    "nothing": "neither printed nor concluded",
}


def _evidence_lines(evidence: EvidenceChange, after: CatalogueState) -> Iterator[str]:
    """Yield a line for each statement that rests on less, and for each figure that is lower."""
    from exporter.cli.evidence import dotted, value_words
    from exporter.query.names import RecordLabels

    labels = RecordLabels(after.records, after.schemas)
    for each in evidence.lost[:_MOST_SHOWN]:
        words = value_words(each.statement, after.schemas, labels)
        where = f"{each.statement.record.id}, {dotted(each.statement.pointer)}: {words}"
        was, now = _SUPPORT_WORDS[each.before], _SUPPORT_WORDS[each.statement.support]
        yield f"{where}: {now}, before {was}"
    if len(evidence.lost) > _MOST_SHOWN:
        yield f"and {len(evidence.lost) - _MOST_SHOWN:,} more statements"
    for fall in evidence.falls:
        old, new = (
            f"{each.supported:,} of {each.total:,} ({each.percent}%)"
            for each in (fall.before, fall.after)
        )
        yield f"{fall.after.kind}.{fall.after.field}: supported {new}, before {old}"


def _evidence_data(evidence: EvidenceChange) -> Mapping[str, object]:
    lost = []
    for each in evidence.lost:
        record, pointer, value, support, _ = each.statement
        place = {"id": record.id, "pointer": list(pointer), "value": value}
        lost.append({**place, "before": each.before, "after": support})
    figures = []
    for before, after in evidence.falls:
        name = {"kind": after.kind, "field": after.field}
        numbers = {"before": [before.supported, before.total]}
        figures.append({**name, **numbers, "after": [after.supported, after.total]})
    return {"lost": lost, "figures": figures}


def _as_data(changes: Sequence[RecordChange], delivered: Consequences) -> Mapping[str, object]:
    from exporter.terminal import display_path

    records = []
    for change in changes:
        statements = []
        for each in change.changes:
            statements.append({**each._asdict(), "pointer": list(each.pointer)})
        data = {**change._asdict(), "file": display_path(Path(change.file)), "changes": statements}
        records.append(data)
    deliveries = []
    for delivery in delivered.formats:
        losses = {"lost": delivery.lost, "lost_of_added": delivery.lost_of_added}
        texts = {name: [str(loss) for loss in some] for name, some in losses.items()}
        deliveries.append({"format": delivery.format, "works": delivery.changed, **texts})
    renamed = [{"before": old, "after": new} for old, new in delivered.renamed]
    moved = [each._asdict() for each in delivered.moved]
    return {"records": records, "renamed": renamed, "moved": moved, "deliveries": deliveries}
