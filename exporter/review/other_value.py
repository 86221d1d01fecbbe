"""Another value that could stand at a place of a record, to see what depends on it."""

from __future__ import annotations

from typing import Any

from exporter.model.records import Records
from exporter.records.schema import Field

_DATES = ("1999-12-31", "1888-01-01")


def other_value(value: Any, field: Field | None, records: Records) -> Any:
    """Return a value of the same sort that differs; None if there is none, as for a constant."""
    if isinstance(value, bool):
        return not value
    if field is None:
        return f"{value}9"
    if field.keyword("const") is not None:
        return None
    terms = field.keyword("enum")
    if terms:
        return next((term for term in terms if term != value), None)
    if field.refers_to and value in records:
        return _other_reference(str(value), records)
    if field.keyword("format") == "edtf":
        return next(date for date in _DATES if date != str(value))
    if isinstance(value, int | float):
        return value + 1
    return f"{value}9"


_ANY_TEXT = r"\S"
"""The pattern in the schemas of a text that may be any."""


def is_text(value: Any, field: Field | None) -> bool:
    """Return whether a value is a text that may be any other one."""
    return isinstance(value, str) and (field is None or field.keyword("pattern") == _ANY_TEXT)


def is_code(value: Any, field: Field | None) -> bool:
    """Return whether a value is a text of a certain form, such as a number or an address."""
    if not isinstance(value, str) or field is None:
        return False
    if field.keyword("const") is not None or field.keyword("enum") or field.refers_to:
        return False
    return field.keyword("format") not in {"edtf", "language-tag"}


def _other_reference(id: str, records: Records) -> str | None:
    """Return the id of another record of the same kind."""
    kind = records.kind(id)
    return next((other for other in records if other != id and records.kind(other) == kind), None)
