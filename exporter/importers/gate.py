"""Keeps out of a new record what `exporter validate` would report as an error.

The value at fault is taken out of the record and reported as not carried, so that what is written is
always valid.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exporter.records.document import Document, Pointer, value_at
from exporter.records.finding import Finding
from exporter.records.schema import Schemas
from exporter.validate.record import RecordValidator, errors

Report = Callable[[str, str, str], None]
"""Takes the field, the value and the reason of something that is not carried."""
_ROUNDS = 20
"""How often a record is validated again after something was taken out."""
_NEEDED = frozenset({"id", "kind", "title", "devised_title", "name"})


class Gate:
    """Validates new records and takes out of them what is wrong."""

    def __init__(self, schemas: Schemas, language: str) -> None:
        self._validator = RecordValidator(schemas, language, errors_only=True)

    def cleaned(self, path: Path, data: dict[str, Any], report: Report) -> dict[str, Any] | None:
        """Return the valid part of a record; None if what is wrong is what a record cannot lack."""
        for _ in range(_ROUNDS):
            document = Document(path, data)
            found = errors(self._validator.validate(document).findings)
            if not found:
                return data
            removed = False
            for finding in found:
                removed = take_out(data, finding, report) or removed
            if not removed:
                return None
        return None


def take_out(data: dict[str, Any], finding: Finding, report: Report) -> bool:
    """Take the value that a finding marks out of a record; return whether there was one."""
    pointer = finding.pointer
    if not pointer or (pointer[0] in _NEEDED and len(pointer) == 1):
        return False
    try:
        value = value_at(data, pointer)
    except (LookupError, TypeError):
        return False
    report(_name(pointer), _shown(value), finding.message)
    _delete(data, pointer)
    return True


def _delete(data: Any, pointer: Pointer) -> None:
    """Delete a value, and the lists and groups that are empty or incomplete without it."""
    outer = value_at(data, pointer[:-1])
    del outer[pointer[-1]]
    nameless = isinstance(outer, dict) and pointer[-1] in {"agent", "role"}
    if len(pointer) > 1 and (not outer or nameless):
        _delete(data, pointer[:-1])


def _name(pointer: Pointer) -> str:
    return ".".join(str(step) for step in pointer if not isinstance(step, int))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_shown(each) for each in value.values())
    if isinstance(value, list):
        return "; ".join(_shown(each) for each in value)
    return str(value)
