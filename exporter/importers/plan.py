"""Plans which files an import writes, and validates them before they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from exporter.cache import Cache
from exporter.importers import Read
from exporter.model.records import Records
from exporter.records.document import Document, Pointer, value_at
from exporter.records.field_order import field_order
from exporter.records.files import require_inside
from exporter.records.finding import Severity
from exporter.records.formatter import relative_schema_path
from exporter.records.schema import Schemas
from exporter.records.yaml.emitter import emit
from exporter.validate.pipeline import Progress, ignore_progress, validate_catalogue
from exporter.validate.planned import validate_planned
from exporter.validate.record import severity
from exporter.validate.result import ValidationResult

_YEAR = re.compile("[1-9][0-9]{3}")
"""A year that is written as a number. Those with a zero before them are texts (EDTF, four digits)."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do: the text of `new` and `differing` files, and the files that stay.

    `result` has the findings that the new files bring to the catalogue.
    """

    new: Mapping[Path, str]
    differing: Mapping[Path, str]
    same: Sequence[Path]
    result: ValidationResult

    @property
    def valid(self) -> bool:
        """Whether the new files bring no error."""
        return all(severity(each) is not Severity.ERROR for each in self.result.findings)


def plan_import(
    records: Iterable[Read], root: Path, schemas: Schemas, cache: Cache | None = None
) -> ImportPlan:
    """Compare records with those of the catalogue in `root`, and validate the outcome.

    A record that is not complete is used only if the catalogue has none with that id. Raises
    UsageError if the folder `records` is a symbolic link that leads out of the catalogue.
    """
    require_inside(root / "records", root)
    existing = existing_records(root, cache).all
    new: dict[Path, str] = {}
    differing: dict[Path, str] = {}
    same: list[Path] = []
    for record in records:
        before = existing.get(record.data["id"])
        if before is not None and (not record.whole or before.data == record.data):
            same.append(before.path)
            continue
        document = as_document(record.data, root, schemas, before.path if before else None)
        target = differing if os.path.lexists(document.path) else new
        target[document.path] = document.text
    changed = {path: text.encode() for path, text in {**new, **differing}.items()}
    planned = validate_planned(root, changed, cache)
    result = planned.after.since(planned.before, set(changed))
    return ImportPlan(new, differing, same, result)


def order_fields(data: Mapping[str, Any], schemas: Schemas) -> dict[str, Any]:
    """Return the data of a record with its fields, inner ones too, in the standard order."""
    kind = str(data["kind"])
    outermost = field_order(schemas, kind)

    def ordered(value: Any, pointer: Pointer) -> Any:
        if isinstance(value, list):
            return [ordered(each, (*pointer, place)) for place, each in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        names = schemas.within(kind, pointer) if pointer else outermost
        known = [name for name in names if name in value]
        return {
            name: ordered(value[name], (*pointer, name)) for name in dict.fromkeys([*known, *value])
        }

    return dict(ordered(data, ()))


def with_plain_years(data: Mapping[str, Any], schemas: Schemas) -> dict[str, Any]:
    """Return the data of a record with each year as a number, as cataloguers write it."""
    written = deepcopy(dict(data))
    for pointer in schemas.date_pointers(str(data["kind"]), data):
        group = value_at(written, pointer[:-1])
        year = group[pointer[-1]]
        if isinstance(year, str) and _YEAR.fullmatch(year):
            group[pointer[-1]] = int(year)
    return written


def as_document(
    data: Mapping[str, Any], root: Path, schemas: Schemas, path: Path | None = None
) -> Document:
    """Return a record as a file in the standard layout, at `path` or in the folder of its kind."""
    kind, id = str(data["kind"]), str(data["id"])
    path = path or root / "records" / schemas.catalogued(kind)["folder"] / f"{id}.yaml"
    dates = schemas.date_pointers(kind, data)
    document = Document(path, order_fields(data, schemas), "")
    schema = relative_schema_path(document, schemas, root)
    first_line = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return Document(path, document.data, first_line + emit(document.data, dates))


class Existing(NamedTuple):
    """The records of a catalogue by id: all of them, and those with which others can be compared.

    A value of a wrong type is an error that `validate` reports: here it would be taken for another.
    """

    all: Mapping[str, Document]
    readable: Mapping[str, Document]


def existing_records(
    root: Path, cache: Cache | None = None, on_progress: Progress = ignore_progress
) -> Existing:
    """Return the records of a catalogue, without their texts; none if it does not exist yet."""
    if not (root / "records").is_dir():
        return Existing({}, {})
    result = validate_catalogue(root, for_export=True, on_progress=on_progress, cache=cache)
    records, right = result.records, result.readable()
    readable = {id: _document(right, id) for id in right}
    everything = {id: readable.get(id) or _document(records, id) for id in records}
    return Existing(everything, readable)


def _document(records: Records, id: str) -> Document:
    return Document(records.path(id), records[id])
