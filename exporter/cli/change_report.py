"""What a change of the catalogue means, as text, Markdown and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from exporter.cli.evidence import value_words
from exporter.export.loss import Loss
from exporter.markdown import escape
from exporter.plural import counted
from exporter.query.names import RecordLabels
from exporter.records.document import written_path
from exporter.review.changes import CatalogueState, Change, RecordChange, word_changes
from exporter.review.deliveries import Consequences, Delivery
from exporter.review.evidence import EvidenceChange
from exporter.terminal import display_path, escape_control_chars, printable_json

_MOST_SHOWN = 20
_SAME_SHOWN = 60
"""How many characters of unchanged text are shown around changed words."""


def change_report(
    form: str,
    changes: Sequence[RecordChange],
    delivered: Consequences,
    evidence: EvidenceChange,
    after: CatalogueState,
) -> str:
    """Return what a change means in one of the forms `text`, `markdown` and `json`.

    `after` has the records after the change, whose names are shown.
    """
    if form == "json":
        data = {**_as_data(changes, delivered), "evidence": _evidence_data(evidence)}
        return printable_json(data) + "\n"
    show = _markdown if form == "markdown" else _text
    lines = show(changes, delivered, list(_evidence_lines(evidence, after)))
    return "".join(f"{escape_control_chars(line)}\n" for line in lines)


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
    yield f"### Catalogue: {_summary(changes) if changes else 'nothing has changed'}"
    yield ""
    for change in changes:
        yield f"- **{escape(change.id)}** {escape(_heading(change)[len(change.id) + 1 :])}"
        for each in change.changes:
            escaped = each._replace(
                field=escape(each.field), before=escape(each.before), after=escape(each.after)
            )
            yield f"  - {_in_words(escaped, ('~~', '~~', '**', '**'))}"
    if evidence:
        yield ""
        yield "#### Evidence lost"
        yield ""
        yield from (f"- {escape(line)}" for line in evidence)
    lines = list(_delivered(delivered, "- "))
    if lines:
        yield ""
        yield "<details><summary>Deliveries</summary>"
        yield ""
        yield from (line[:2] + escape(line[2:]) for line in lines)
        yield ""
        yield "</details>"


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
    labels = RecordLabels(after.records, after.schemas)
    for each in evidence.lost[:_MOST_SHOWN]:
        words = value_words(each.statement, after.schemas, labels)
        where = f"{each.statement.record.id}, {written_path(each.statement.pointer)}: {words}"
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
