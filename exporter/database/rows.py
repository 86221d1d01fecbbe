"""Makes the data of a record from a row of a table."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

from exporter.errors import UsageError, json_fault
from exporter.records.document import Pointer
from exporter.records.schema import Schemas
from exporter.records.settings import TableSettings
from exporter.suggest import did_you_mean

RECORD = "record"
"""The column that holds whole records if the settings name none."""


class JsonText(str):
    """A value that the database keeps as JSON, not decoded yet."""

    __slots__ = ()


class BadRow(Exception):
    """A row that is not a record. `message` says why, `hint` how to fix it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RowReader:
    """Makes records from the rows of one table.

    `columns` are those that the rows must be read with. Raises UsageError if the table lacks a
    column that the settings name, or if two columns are for the same field.
    """

    def __init__(
        self, table: str, present: list[str], settings: TableSettings, schemas: Schemas
    ) -> None:
        self._settings = settings
        self._schemas = schemas
        record = settings.record
        if not record and not settings.fields and RECORD in present:
            record = RECORD
        self._record = record
        fields: dict[str, str]
        if record:
            fields = {name: name for name in ("id", "kind") if name in present}
            wanted = [record, *fields]
        else:
            fields = dict(settings.fields) or {name: name for name in present}
            wanted = list(fields.values())
        for column in wanted:
            if column not in present:
                hint = did_you_mean(column, present) or f"it has {', '.join(present)}"
                raise UsageError(f"the table {table} has no column “{column}”", hint)
            if present.count(column) > 1:
                message = f"the table {table} has {present.count(column)} columns “{column}”"
                raise UsageError(message, "give each column a name of its own")
        self.columns = list(dict.fromkeys(wanted))
        self._fields = {_pointer(field): column for field, column in fields.items()}
        _require_apart(table, list(self._fields))

    def data(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the record in a row, by the names of its columns. Raises BadRow."""
        data: dict[str, Any] = {}
        if self._record:
            data = _whole_record(row[self._record], self._record)
        kind = self._kind(data, row)
        if kind:
            data.setdefault("kind", kind)
        for pointer, column in self._fields.items():
            value = row[column]
            if self._record and pointer[0] in data:
                continue
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            _put(data, pointer, self._field_value(value, column, kind, pointer))
        filled: dict[str, Any] = _without_gaps(data)
        return filled

    def _kind(self, data: Mapping[str, Any], row: Mapping[str, Any]) -> str:
        column = self._fields.get(("kind",))
        stated = data.get("kind") or (row[column] if column else None)
        return stated if isinstance(stated, str) else self._settings.kind

    def _field_value(self, value: Any, column: str, kind: str, pointer: Pointer) -> Any:
        """Return the value of a column as a field has it: a number as text, where text belongs."""
        plain = _plain(value, column)
        if isinstance(plain, bool) or not isinstance(plain, int | float):
            return plain
        field = self._schemas.field(kind, pointer) if kind in self._schemas.kinds else None
        is_number = field is not None and not field.types.isdisjoint({"number", "integer"})
        return plain if is_number else str(plain)


def _pointer(field: str) -> Pointer:
    """Return the pointer of a field: `contributors.0.agent` is `("contributors", 0, "agent")`."""
    steps = field.split(".")
    return tuple(int(each) if each.isascii() and each.isdigit() else each for each in steps)


_LONGEST_LIST = 100
"""How many items of a list can have columns of their own."""


def _require_apart(table: str, pointers: list[Pointer]) -> None:
    """Raise UsageError if one field is inside another, is two kinds of thing, or has no place."""
    steps: dict[Pointer, type] = {}
    for pointer in pointers:
        name = ".".join(map(str, pointer))
        wrong = isinstance(pointer[0], int) or "" in pointer
        for length, step in enumerate(pointer):
            too_far = isinstance(step, int) and step >= _LONGEST_LIST
            outer = steps.setdefault(pointer[:length], type(step))
            wrong = wrong or too_far or outer is not type(step)
        if wrong:
            message = f"the table {table} has a column for “{name}”, which cannot be a field"
            raise UsageError(message, "name the columns in [database] in exporter.toml, or a view")
    for pointer in pointers:
        if pointer in steps:
            name = ".".join(map(str, pointer))
            message = f"the table {table} has columns for “{name}” and for a part of it"
            raise UsageError(message, "name the columns in [database] in exporter.toml, or a view")


def _whole_record(value: Any, column: str) -> dict[str, Any]:
    if isinstance(value, bytes):
        value = _text(value, column)
    found = _decoded(value, column) if isinstance(value, str) else _plain(value, column)
    if not isinstance(found, dict):
        what = "nothing" if found is None else "no group of fields"
        raise BadRow(
            f"the column {column} holds {what}, not a record",
            'a record in JSON begins with its fields: {"id": …, "kind": …',
        )
    return found


def _text(value: bytes, column: str) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"the column {column} is not UTF-8 at its byte {error.start + 1:,}"
        raise BadRow(message, "store the record as JSON in UTF-8") from None


def _require_characters(text: str, column: str) -> None:
    """Raise BadRow for text that is not UTF-8, whose bytes SQLite returns as surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"the column {column} is not UTF-8 at its character {error.start + 1:,}"
        raise BadRow(message, "convert the text to UTF-8 in the database") from None


def _decoded(text: str, column: str) -> Any:
    _require_characters(text, column)
    try:
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
        )
    except RecursionError:
        raise BadRow(f"the column {column} is nested too deeply", "split the record up") from None
    except ValueError as error:
        message = f"the column {column} is not JSON: {json_fault(error)}"
        raise BadRow(message, "correct the value in the database") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"“{key}” is there for the second time")
        found[key] = value
    return found


_MOST_DIGITS = 1_000
"""Python refuses to read far longer whole numbers, and no field needs them."""


def _whole_number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number has {len(digits):,} digits")
    return int(digits)


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a value of JSON")


def _plain(value: Any, column: str) -> Any:
    """Return a value of a database as plain data."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        return _number(value, column)
    if isinstance(value, JsonText):
        return _decoded(value, column)
    if isinstance(value, str):
        _require_characters(value, column)
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        filled = {str(key): inner for key, inner in value.items() if inner is not None}
        return {key: _plain(inner, column) for key, inner in filled.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, column) for inner in value]
    if isinstance(value, bytes | bytearray | memoryview):
        message = f"the column {column} holds bytes, not text"
        raise BadRow(message, "store text, or leave the column out of the fields")
    return str(value)


def _number(value: float | Decimal, column: str) -> int | float | str:
    """Return a number as JSON can write it. Raises BadRow for what is not a number."""
    if not math.isfinite(value):
        message = f"the column {column} holds {value}, which is not a number"
        raise BadRow(message, "write NULL where there is no value")
    if value == int(value):
        return int(value)
    return value if isinstance(value, float) else str(value)


_GAP = object()
"""Stands for an item of a list whose columns are empty."""


def _put(data: dict[str, Any], pointer: Pointer, value: Any) -> None:
    """Put a value at its place in a record, and make the groups and lists on the way."""
    outer: Any = data
    for step, following in pairwise(pointer):
        inner = _at(outer, step)
        if inner is _GAP:
            inner = [] if isinstance(following, int) else {}
            _set(outer, step, inner)
        outer = inner
    _set(outer, pointer[-1], value)


def _at(outer: Any, step: str | int) -> Any:
    if isinstance(outer, dict):
        return outer.get(step, _GAP)
    return outer[int(step)] if int(step) < len(outer) else _GAP


def _set(outer: Any, step: str | int, value: Any) -> None:
    if isinstance(outer, list):
        missing = int(step) + 1 - len(outer)
        outer.extend([_GAP] * missing)
        outer[int(step)] = value
    else:
        outer[step] = value


def _without_gaps(value: Any) -> Any:
    """Return the value without the items of lists that no column has filled."""
    if isinstance(value, dict):
        return {key: _without_gaps(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_gaps(each) for each in value if each is not _GAP]
    return value
