"""Makes a catalogue of up to N records that are like real ones: the records of this repository, cloned.

    python benchmarks/clone.py 5000 FOLDER

They have several scripts, evidence, relations and long notes. The records of a clone have a number
in their ids, titles and names, and refer to each other. In one of six clones most records have a
finding: two spaces in a text. The same N makes the same files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exporter.records.document import Document, Pointer
from exporter.records.loader import read_document, read_packaged_schemas
from exporter.records.schema import Schemas
from exporter.records.settings import Limits
from exporter.records.yaml.emitter import emit
from exporter.validate.checked_record import CheckedRecord

_ROOT = Path(__file__).parents[1]
_FAULTY = 6
"""In one of so many clones each record has a finding."""
_NAMED = frozenset(
    ("title", "devised_title", "short_title", "variant_titles", "name", "short_name", "other_names")
)
"""The fields whose texts get the number: otherwise all clones would be duplicates of each other."""


def originals() -> list[Document]:
    """Return the records of this repository."""
    found = []
    for file in sorted((_ROOT / "records").rglob("*.yaml")):
        document = read_document(file, _ROOT, Limits())
        if isinstance(document, Document):
            found.append(document)
    return found


def clones(total: int) -> Iterator[tuple[Path, str]]:
    """Yield the path below the catalogue and the YAML of each record, for whole clones."""
    schemas = read_packaged_schemas()
    documents = originals()
    for number in range(max(1, total // len(documents))):
        for document in documents:
            path = document.path.relative_to(_ROOT)
            data = _cloned(document, number, schemas)
            dates = schemas.date_pointers(document.kind, data)
            yield path.with_stem(f"{path.stem}-{number}"), emit(data, dates)


def _cloned(document: Document, number: int, schemas: Schemas) -> dict[str, Any]:
    contents = CheckedRecord(document, schemas).contents
    changed: dict[Pointer, str] = {("id",): f"{document.id}-{number}"}
    for pointer, target, _ in contents.references:
        changed[pointer] = f"{target}-{number}"
    for pointer, _, text in contents.texts:
        if _NAMED.intersection(pointer) and pointer[-1] != "given":
            changed[pointer] = f"{text} {number}"
    if number % _FAULTY == 0:
        pointer, _, text = contents.texts[-1]
        changed[pointer] = f"{changed.get(pointer, text)}  again"
    data: dict[str, Any] = _copy(document.data, (), changed)
    data.pop("identifiers", None)  # each number is that of one work
    return data


def _copy(value: Any, pointer: Pointer, changed: dict[Pointer, str]) -> Any:
    """Return a copy of a value with other texts at some pointers."""
    if isinstance(value, dict):
        return {key: _copy(inner, (*pointer, key), changed) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copy(inner, (*pointer, index), changed) for index, inner in enumerate(value)]
    return changed.get(pointer, value)


def write(total: int, folder: Path) -> None:
    """Write the catalogue into a folder."""
    for path, text in clones(total):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
