"""Conditions on fields, as `--where` takes them: `issued>=2020`, `publisher`, `!abstract`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from exporter.errors import UsageError
from exporter.model.date import Day, parse_date
from exporter.model.folding import folded
from exporter.records.schema import Field, Schemas
from exporter.suggest import did_you_mean
from exporter.validate.field_suggestions import meant_in_some_kind

_WRITTEN = re.compile(r"\s*(?P<field>[\w.-]+)\s*(?P<operator>!=|>=|<=|=|<|>|~)(?P<value>.*)", re.S)
_PRESENCE = re.compile(r"\s*(?P<absent>!?)\s*(?P<field>[\w.-]+)\s*")

SYNTAX = (
    "write FIELD (it is filled), !FIELD (it is not), or FIELD=VALUE with one of = != < <= > >= ~ "
    "(contains): issued>=2020, title~war, contributors.agent=homare-endo"
)

_ORDERINGS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}

_folded = lru_cache(1_000)(folded)
"""Types, roles and the words of conditions come again with each record."""


class Condition(NamedTuple):
    """A condition on a field. `operator` is empty if the field only has to be filled, `!` if not.

    `path` has the names that lead to the field; places in lists and language tags are left out.
    """

    path: tuple[str, ...]
    operator: str
    value: str = ""

    def holds(self, record: Mapping[str, Any], field: Field | None) -> bool:
        """Return whether a record meets the condition.

        `field` is what its schema says of the place. With several values one of them has to meet
        it; with `!=` none may be equal.
        """
        return self.holds_for(list(values_at(record, self.path)), field)

    def holds_for(self, values: Sequence[Any], field: Field | None) -> bool:
        """Return whether the values at the path, wherever they were found, meet the condition."""
        if not self.operator:
            return bool(values)
        if self.operator == "!":
            return not values
        if self.operator == "!=":
            return not any(_compare(each, "=", self.value, field) for each in values)
        return any(_compare(each, self.operator, self.value, field) for each in values)


def parse_condition(text: str, schemas: Schemas) -> Condition:
    """Return the condition that a user has written.

    Raises UsageError for a text that is not a condition, for a field that no kind has, and for a date
    that is none.
    """
    condition = read_condition(text)
    require_field(condition.path, schemas)
    fields = [found for kind in schemas.kinds if (found := field_at(schemas, kind, condition.path))]
    are_dates = fields and all(each.keyword("format") == "edtf" for each in fields)
    is_compared = condition.operator not in {"", "!", "~"}
    if are_dates and is_compared and _span(condition.value)[0] is None:
        raise UsageError(
            f"“{condition.value}” is not a date", "write a year or a day: 2020, 2020-05-31"
        )
    return condition


def read_condition(text: str) -> Condition:
    """Return a condition, on any field. Raises UsageError for a text that is not a condition."""
    if match := _WRITTEN.fullmatch(text):
        value = match["value"].strip()
        if not value:
            raise UsageError(f"“{text}” names no value", SYNTAX)
        return Condition(tuple(match["field"].split(".")), match["operator"], value)
    if match := _PRESENCE.fullmatch(text):
        return Condition(tuple(match["field"].split(".")), match["absent"])
    raise UsageError(f"“{text}” is not a condition", SYNTAX)


def field_at(schemas: Schemas, kind: str, path: Iterable[str]) -> Field | None:
    """Return the field of a kind that some names lead to, through lists and language tags."""
    found: Field | None = schemas.root(kind) if kind in schemas.kinds else None
    for name in path:
        while found and name not in found.children and "*" in found.children:
            found = found.children["*"]
        found = found.children.get(name) if found else None
    return found


def require_field(path: Sequence[str], schemas: Schemas) -> None:
    """Raise UsageError if no kind of record has the field with which a path begins."""
    first = path[0]
    names = {name for kind in schemas.kinds for name in schemas.root(kind).children}
    if first not in names:
        _, meant = meant_in_some_kind(schemas, first)
        hint = f"did you mean “{meant}”?" if meant else did_you_mean(first, sorted(names))
        hint = hint or "“exporter explain KIND” lists the fields of a kind"
        raise UsageError(f"no kind of record has a field “{first}”", hint)


def values_at(record: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Any]:
    """Yield the scalars that the names of a path lead to in a record, and all inside them.

    Language tags and the places in lists are not part of a path.
    """
    if path[0] in record:
        yield from _inside(record[path[0]], path[1:])


def _inside(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    inner: Iterable[Any] = ()
    if isinstance(value, list):
        inner = value
    elif isinstance(value, Mapping):
        if path and path[0] in value:
            inner, path = [value[path[0]]], path[1:]
        else:
            inner = value.values()
    elif not path and value is not None:
        yield value
    for each in inner:
        yield from _inside(each, path)


def _compare(value: Any, operator: str, wanted: str, field: Field | None) -> bool:
    if operator == "~":
        return folded(wanted) in folded(str(value))
    if field and field.keyword("format") == "edtf":
        return _compare_dates(value, operator, wanted)
    if operator == "=":
        return _folded(str(value)) == _folded(wanted)
    number, wanted_number = _number(value), _number(wanted)
    if number is not None and wanted_number is not None:
        return _ordered(number, operator, wanted_number)
    return _ordered(folded(str(value)), operator, folded(wanted))


def _compare_dates(value: Any, operator: str, wanted: str) -> bool:
    """Compare EDTF dates by the first day on which each may lie.

    Equal is a date within the other.
    """
    first, last = _span(value)
    wanted_first, wanted_last = _span(wanted)
    if first is None or wanted_first is None or wanted_last is None:
        return False
    if operator == "=":
        return wanted_first <= first and last is not None and last <= wanted_last
    if operator in {"<", ">="}:
        return _ordered(first, operator, wanted_first)
    return _ordered(first, operator, wanted_last)


def _span(date: Any) -> tuple[Day | None, Day | None]:
    parsed = parse_date(date)
    first = parsed.start.first if parsed.start else None
    last = parsed.end.last if parsed.end else None
    return first or last, last


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _ordered(value: Any, operator: str, wanted: Any) -> bool:
    return bool(_ORDERINGS[operator](value, wanted))
