"""The step from records in another format to the files of a catalogue, which are judged before they are written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter.importers import Read
from exporter.records.document import Document, Pointer, leaves
from exporter.records.finding import Severity
from exporter.records.formatter import field_order, relative_schema_path
from exporter.records.loader import find_records, read_document, read_settings, require_inside
from exporter.records.schema import Schemas
from exporter.records.yaml.emitter import emit
from exporter.validate.pipeline import ValidationResult, since, validate_catalogue
from exporter.validate.record import severity


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What becomes of the records: files to be made, files that say something else now, and those that stay.

    `verdict` is on the catalogue as it would be, with what the new files bring.
    """

    new: Mapping[Path, str]
    other: Mapping[Path, str]
    same: Sequence[Path]
    verdict: ValidationResult

    @property
    def right(self) -> bool:
        """Whether the new files bring no error."""
        return all(severity(each) is not Severity.ERROR for each in self.verdict.findings)


def take_in(records: Iterable[Read], root: Path, schemas: Schemas) -> ImportPlan:
    """Lay records out as files of a catalogue; those that are not whole only where it has none of that id.

    Raises UsageError where its folder records is a link that leads out of it, also if to nowhere.
    """
    require_inside(root / "records", root)
    there = _there(root)
    new: dict[Path, str] = {}
    other: dict[Path, str] = {}
    same: list[Path] = []
    for record in records:
        before = there.get(record.data["id"])
        if before is not None and (not record.whole or before.data == record.data):
            same.append(before.path)
            continue
        document = _laid_out(record.data, root, schemas, before.path if before else None)
        (other if os.path.lexists(document.path) else new)[document.path] = document.text
    changed = {path: text.encode() for path, text in {**new, **other}.items()}
    if not (root / "records").is_dir():
        verdict = validate_catalogue(root, contents=changed)
    else:
        verdict = since(
            validate_catalogue(root, instead=changed), validate_catalogue(root), set(changed)
        )
    return ImportPlan(new, other, same, verdict)


def in_order(data: Mapping[str, Any], schemas: Schemas) -> dict[str, Any]:
    """Put the fields of a record into the order of all records, also those inside other fields."""
    kind = str(data["kind"])
    names = field_order(schemas, kind)

    def ordered(value: Any, way: Pointer) -> Any:
        if isinstance(value, list):
            return [ordered(each, (*way, place)) for place, each in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        known = [name for name in (schemas.within(kind, way) if way else names) if name in value]
        return {
            name: ordered(value[name], (*way, name)) for name in dict.fromkeys([*known, *value])
        }

    return dict(ordered(data, ()))


def _laid_out(
    data: Mapping[str, Any], root: Path, schemas: Schemas, path: Path | None = None
) -> Document:
    kind, id = str(data["kind"]), str(data["id"])
    path = path or root / "records" / schemas.catalogued(kind)["folder"] / f"{id}.yaml"
    fields = ((way, schemas.field(kind, way)) for way, _ in leaves(data))
    dates = [way for way, field in fields if field and field.keyword("format") == "edtf"]
    document = Document(path, in_order(data, schemas), "")
    schema = relative_schema_path(document, schemas, root)
    first = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return Document(path, document.data, first + emit(document.data, dates))


def _there(root: Path) -> dict[str, Document]:
    """Give the records that a catalogue has, by id; the folder may be none yet."""
    if not (root / "records").is_dir():
        return {}
    limits = read_settings(root).limits
    found = (read_document(path, root, limits) for path in find_records(root))
    return {each.id: each for each in found if isinstance(each, Document)}
