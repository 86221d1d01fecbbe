"""What each statement of a catalogue rests on: several sources, one, a conclusion, or nothing.

A statement is a filled field that a mention under `found` can print, or one item of such a list.
Fields of which a mention says nothing (`language`, `subjects`) are statements only if the record
gives a reason for them under `inferred`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from exporter.model.date import parse_date
from exporter.model.printed_date import known_date, printed_date
from exporter.model.records import Record, Records
from exporter.records.document import Pointer, leaves, written_path
from exporter.records.one_or_more import one_or_more
from exporter.records.schema import Field, Schemas
from exporter.review.changes import CatalogueState, RecordChange

Support = Literal["several", "one", "concluded", "unreasoned", "nothing"]
"""What a statement rests on, the best first.

`several`, `one`: printed in several or one source; `concluded`: printed nowhere, but with a reason;
`unreasoned`: visibly a conclusion, without a reason; `nothing`: printed nowhere, without a reason.
"""
SUPPORTS: tuple[Support, ...] = get_args(Support)
_UNSUPPORTED = frozenset({"unreasoned", "nothing"})

_ABOUT_THE_MENTION = frozenset({"in", "at", "sic", "note"})
_PRINTED_AS = {
    "subtitle": ("title",),
    "statement_of_responsibility": ("contributors",),
    "issue": ("volume",),
    "series_number": ("series",),
    "extent": ("pages",),
    "pagination": ("pages",),
    "founded": ("date",),
    "part_of": ("container_title",),
}
"""Fields that a mention prints under another name, as the schemas of `found` describe it."""
_DATES = frozenset({"issued", "created", "born", "died", "date"})
_DOUBTS = frozenset("?~%X")
"""How EDTF marks what is uncertain, approximate, both, or not known to the digit."""
_CITING = ("references", "data_source")
"""Relations by which a work cites another one, beside `citations`."""


class SupportedStatement(NamedTuple):
    """A statement with what it rests on. `sources` are the ids of the works that print it."""

    record: Record
    pointer: Pointer
    value: Any
    support: Support
    sources: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The name of the field, which figures are counted for."""
        return str(self.pointer[0])


class UncataloguedSource(NamedTuple):
    """A work that is cited, but has no record; `value` is its id or what is known of it."""

    record: Record
    pointer: Pointer
    value: Any


class Figure(NamedTuple):
    """How many statements of a field there are in the records of a kind, by what they rest on."""

    kind: str
    field: str
    counts: Mapping[Support, int]

    @property
    def total(self) -> int:
        """The number of statements."""
        return sum(self.counts.values())

    @property
    def supported(self) -> int:
        """The number of statements that are printed, or concluded with a reason."""
        return sum(count for support, count in self.counts.items() if support not in _UNSUPPORTED)

    @property
    def percent(self) -> int:
        """The share that is supported, rounded down, so that 100 means all of them."""
        return self.supported * 100 // self.total if self.total else 100

    def is_below(self, percent: int) -> bool:
        """Return whether less than a share of the statements is supported."""
        return self.supported * 100 < percent * self.total


Tally = Counter[tuple[str, str, Support]]
"""Numbers of statements by kind, field and support."""


def statements(
    record: Record, schemas: Schemas, also: Collection[str] = ()
) -> Iterator[SupportedStatement]:
    """Yield the statements of a record in the order of its fields, with what they rest on.

    `also` names fields that count although no mention can print them and there is no reason.
    """
    if record.kind not in schemas.kinds:
        return
    data = record.data
    printable = _printable(schemas.root(record.kind))
    reasons = data.get("inferred")
    reasons = reasons if isinstance(reasons, Mapping) else {}
    concluded = {str(key).split(".")[0] for key in reasons}
    for name, value in data.items():
        if name not in printable and name not in concluded and name not in also:
            continue
        mentions = _mentions_of(data, printable.get(name, ()))
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for place, item in items:
            pointer: Pointer = (name,) if place is None else (name, place)
            sources = _sources(name, item, mentions)
            support = _support(pointer, item, sources, reasons)
            if support == "nothing" and mentions and name in _DATES:
                support = "unreasoned"  # the mentions print less of the date than the record says
            yield SupportedStatement(record, pointer, item, support, sources)


def tally(found: Iterable[SupportedStatement]) -> Tally:
    """Count statements by kind, field and support."""
    return Counter((each.record.kind, each.field, each.support) for each in found)


def figures(counted: Tally) -> list[Figure]:
    """Return the figure of each kind and field that has statements, in alphabetical order."""
    by_field: dict[tuple[str, str], dict[Support, int]] = {}
    for (kind, field, support), number in counted.items():
        if number:
            by_field.setdefault((kind, field), {})[support] = number
    return [Figure(*key, by_field[key]) for key in sorted(by_field)]


def uncatalogued_sources(
    record: Record, records: Records, schemas: Schemas
) -> Iterator[UncataloguedSource]:
    """Yield the works that a record cites, or in which it is found, that have no record."""
    if record.kind not in schemas.kinds:
        return
    data = record.data
    for pointer, target, _ in schemas.references(record.kind, data):
        if pointer[0] in {"citations", "found", *_CITING} and target not in records:
            yield UncataloguedSource(record, pointer, target)
    for name in _CITING:
        value = data.get(name)
        for place, item in enumerate(one_or_more(value)):
            if isinstance(item, Mapping) and "work" not in item:
                pointer = (name, place) if isinstance(value, list) else (name,)
                yield UncataloguedSource(record, pointer, item)


@lru_cache
def _printable(root: Field) -> dict[str, tuple[str, ...]]:
    """Return the fields that a mention can print, with the names that they have there."""
    found = root.child("found")
    mention = found.child(0) if found else None
    if mention is None:
        return {}
    names = set(mention.children) - _ABOUT_THE_MENTION
    printable = {}
    for name in root.children:
        ways = tuple(each for each in (name, *_PRINTED_AS.get(name, ())) if each in names)
        if ways:
            printable[name] = ways
    return printable


def _mentions_of(data: Mapping[str, Any], names: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Return what the mentions print of a field, each with the id of the source."""
    found = []
    mentions = data.get("found")
    for mention in mentions if isinstance(mentions, list) else ():
        if isinstance(mention, Mapping):
            printed = [mention[name] for name in names if name in mention]
            found += [(str(mention.get("in", "")), each) for each in printed]
    return found


def _sources(name: str, value: Any, mentions: list[tuple[str, Any]]) -> tuple[str, ...]:
    """Return the sources that print a statement, each once.

    Any mention of a field supports it, since its form there may differ. A date has to be printed
    with all parts that the record states.
    """
    found = [source for source, printed in mentions if name not in _DATES or _has(printed, value)]
    return tuple(dict.fromkeys(found))


def _has(printed: Any, value: Any) -> bool:
    """Return whether a printed date has the year, the month and the day of a record's date."""
    date = value.get("date") if isinstance(value, Mapping) else value
    own = known_date(parse_date(date)) if isinstance(date, str | int) else None
    if own is None:
        return True
    for _, text in leaves(printed):
        there = printed_date(str(text))
        if there is None or all(
            part is None or part == other for part, other in zip(own, there, strict=True)
        ):
            return True
    return False


def _support(
    pointer: Pointer, value: Any, sources: tuple[str, ...], reasons: Mapping[str, Any]
) -> Support:
    if sources:
        return "several" if len(sources) > 1 else "one"
    path = written_path(pointer)
    for key, reason in reasons.items():
        if _covers(str(key), path):
            return "concluded" if _says_why(reason) else "unreasoned"
    date = value.get("date") if isinstance(value, Mapping) else value
    if str(pointer[0]) in _DATES and _DOUBTS & set(str(date)):
        return "unreasoned"
    return "nothing"


def _covers(key: str, path: str) -> bool:
    """Return whether a key of `inferred` names a statement, what it is in, or a part of it."""
    return f"{path}.".startswith(f"{key}.") or key.startswith(f"{path}.")


def _says_why(reason: Any) -> bool:
    return any(letter.isalpha() for _, text in leaves(reason) for letter in str(text))


class Lost(NamedTuple):
    """A statement that rests on less than before."""

    statement: SupportedStatement
    before: Support


class Fall(NamedTuple):
    """The figure of a kind and field before and after; the share that is supported is lower."""

    before: Figure
    after: Figure


class EvidenceChange(NamedTuple):
    """What a change of the catalogue does to its evidence."""

    lost: Sequence[Lost]
    falls: Sequence[Fall]


def compare_evidence(
    before: CatalogueState, after: CatalogueState, changes: Collection[RecordChange]
) -> EvidenceChange:
    """Return which statements rest on less after some changes, and which figures are lower.

    The figures are those of the whole catalogue, for the kinds of the records that have changed.
    Records that have not changed count the same before and after, and are read once.
    """
    kinds = {each.kind for each in changes}
    kinds.update(before.records.kind(id) for each in changes for id in (each.id, each.other))
    old_tally = tally(())
    for id in before.records.of_kinds(kinds):
        old_tally.update(tally(statements(before.records.record(id), before.schemas)))
    new_tally = Counter(old_tally)
    losses: list[Lost] = []
    for change in changes:
        old: list[SupportedStatement] = []
        new: list[SupportedStatement] = []
        old_id = change.other if change.sort == "renamed" else change.id
        if old_id in before.records:
            old = list(statements(before.records.record(old_id), before.schemas))
        if change.id in after.records:
            record = after.records.record(change.id)
            new = list(statements(record, after.schemas, {each.field for each in old}))
        new_tally.subtract(tally(old))
        new_tally.update(tally(new))
        losses += _lost(old, new)
    return EvidenceChange(losses, _falls(old_tally, new_tally))


def _lost(
    before: Iterable[SupportedStatement], after: Iterable[SupportedStatement]
) -> Iterator[Lost]:
    """Yield the statements of a record that rest on less than they did.

    A statement with a new value that rests on nothing is compared with the best of its field
    before.
    """
    old: dict[str, Support] = {}
    best: dict[str, Support] = {}
    for each in before:
        old[_key(each)] = each.support
        best[each.field] = min(best.get(each.field, each.support), each.support, key=SUPPORTS.index)
    for each in after:
        earlier = old.get(_key(each))
        if earlier is None and each.support in _UNSUPPORTED:
            earlier = best.get(each.field)
        if earlier and SUPPORTS.index(earlier) < SUPPORTS.index(each.support):
            yield Lost(each, earlier)


def _key(statement: SupportedStatement) -> str:
    return f"{statement.field} {statement.value!r}"


def _falls(before: Tally, after: Tally) -> list[Fall]:
    """Return the figures that are lower than before, by kind and field."""
    old = {(each.kind, each.field): each for each in figures(before)}
    found = []
    for new in figures(after):
        earlier = old.get((new.kind, new.field))
        if earlier and new.supported * earlier.total < earlier.supported * new.total:
            found.append(Fall(earlier, new))
    return found
