"""What a catalogue holds: records by kind and language, works by decade, use of fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from exporter.model.date import parse_date
from exporter.model.records import Record
from exporter.query.names import date_of
from exporter.records.one_or_more import one_or_more
from exporter.records.schema import Schemas

_ALWAYS = frozenset({"id", "kind"})


@dataclass
class Statistics:
    """Numbers of records. `filled` has, by kind, how many records have each field."""

    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    decades: Counter[str] = field(default_factory=Counter)
    filled: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def statistics(records: Iterable[Record], schemas: Schemas) -> Statistics:
    """Count what the records say. Languages and decades are those of works."""
    found = Statistics()
    for record in records:
        data = record.data
        found.kinds[record.kind] += 1
        found.filled[record.kind].update(name for name in data if name not in _ALWAYS)
        if schemas.noun(record.kind) == "work":
            found.languages.update(one_or_more(data.get("language", "not stated")))
            found.decades[_decade(date_of(data))] += 1
    return found


def _decade(date: str) -> str:
    """Return the decade of an EDTF date, by its beginning: `1940s`."""
    start = parse_date(date).start
    if start is None or start.year is None:
        return "not dated"
    if start.year < 0:
        return "before Christ"
    return f"{start.year // 10 * 10}s"
