"""The tables `coverage.tsv`: the elements of each standard, with what proves that we write them.

Such a table has the columns

- `format`: the format in which the element is proved;
- `part`: the list or section of the standard that names the element (`BIBCO`, `Authority`);
- `element`: the element as `tests/support/elements.py` reads it, with its `name` in words;
- `fields`: our fields, joined by a comma; `[catalogue] isil` is a setting. Empty if there is none;
- `example`: the fields of a record in YAML (flow style), or a list of records of which the first is exported. A record
  is a book in English without anything else, if the example does not say otherwise. If it is empty, the record has the
  first example that the schema gives for each field;
- `value`: what the element then holds; if it is empty, the example itself;
- `reason`: why there is no field, or what else the reader should know.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import yaml

from exporter.export import registry as formats
from exporter.export.context import ExportContext
from exporter.export.render import render
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.settings import CatalogueSettings
from exporter.tables import read_table
from tests.support.every_field import documents, schemas
from tests.support.inputs import ROOT

Data = dict[str, Any]
SETTINGS = CatalogueSettings(
    title="Catalogue of the Example Library",
    description="Books on tea",
    institution="Example Library",
    organization_code="JP-ToExL",
    base_uri="https://example.org/records/",
    licence="https://creativecommons.org/publicdomain/zero/1.0/",
    rules="rda",
    email="library@example.org",
)
"""The settings of the catalogue in which all examples are."""


class Element(NamedTuple):
    """One row of a table; see the columns above."""

    format: str
    part: str
    element: str
    name: str
    fields: str
    example: str
    value: str
    reason: str

    @property
    def paths(self) -> list[str]:
        """Our fields, without the settings of the catalogue."""
        return [each for each in _split(self.fields) if not each.startswith("[")]

    @property
    def settings(self) -> list[str]:
        """The settings of the catalogue that the element holds."""
        prefix = "[catalogue] "
        return [
            each.removeprefix(prefix) for each in _split(self.fields) if each.startswith(prefix)
        ]

    def records(self) -> list[Data]:
        """Return the records of the example, the one to export first."""
        return parsed(self.example) if self.example else [completed(self._from_schemas())]

    def _from_schemas(self) -> Data:
        data: Data = {}
        for path in self.paths:
            inner = data
            *outer, last = path.split("/")
            for step in outer:
                inner = inner.setdefault(step, {})
            inner[last] = _example(path)
        return data

    @property
    def expected(self) -> str:
        """What the element holds."""
        return self.value or str(_example(self.paths[0]))


def _split(fields: str) -> list[str]:
    return [each.strip() for each in fields.split(",") if each.strip()]


def _example(path: str) -> Any:
    field = schemas().field("book", tuple(path.split("/")))
    assert field, f"books have no field {path}"
    return field.keyword("examples")[0]


def completed(data: Data, place: int = 0) -> Data:
    """Return a record with what every record of its kind must have; its place among others is in its id."""
    kind = data.get("kind", "book")
    found: Data = {"id": f"example-{place}", "kind": kind}
    if schemas().noun(kind) != "work":
        return found | {"name": "Example"} | data
    found["language"] = "en"
    if not {"title", "devised_title"} & data.keys():
        found["title"] = "Untitled example"
    if schemas().root(kind).children["type"].required:
        # an article without a journal: what an example adds to it is seen
        example = schemas().root(kind).children["type"].keyword("examples")[0]
        found["type"] = "article" if kind == "article" else example
    return found | data


class _Loader(yaml.CSafeLoader):
    """Reads dates as text."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def parsed(example: str) -> list[Data]:
    """Return the records of an example in YAML, each with what every record of its kind must have."""
    written = yaml.load(example, _Loader)
    given = written if isinstance(written, list) else [written]
    return [completed(each, place) for place, each in enumerate(given)]


def tables() -> list[Path]:
    """Return all tables of elements, by folder."""
    return sorted((ROOT / "exporter" / "export").rglob("*coverage.tsv"))


@cache
def elements() -> tuple[Element, ...]:
    """Return the rows of all tables in their order."""
    return tuple(Element(**row) for table in tables() for row in read_table(table))


def with_companions(records: list[Data]) -> dict[str, Data]:
    """Return records by id, with one for everything they refer to that is not among them."""
    found = {each["id"]: each for each in records}
    waiting = list(records)
    while waiting:
        data = waiting.pop()
        for _, id, wanted in schemas().references(data["kind"], data):
            if id not in found:
                found[id] = _companion(id, wanted)
                waiting.append(found[id])
    return found


def _companion(id: str, wanted: tuple[str, ...]) -> Data:
    """Return a record with an id: the example of a schema, or one that has only a name."""
    for kind in schemas().kinds:
        for example in schemas().files[f"{kind}.schema.json"].get("examples", ()):
            if example["id"] == id:
                return dict(example)
    words = id.replace("-", " ").title()
    kinds = [each for each in schemas().kinds if {each, schemas().noun(each)} & set(wanted)]
    if "person" in kinds:
        given, _, family = words.rpartition(" ")
        name = {"en": {"family": family, "given": given}} if given else words
        return {"id": id, "kind": "person", "name": name}
    kind = "book" if "book" in kinds else kinds[0]
    return completed({"id": id, "kind": kind, _label(kind): words}, 0)


def _label(kind: str) -> str:
    return "title" if schemas().noun(kind) == "work" else "name"


def exported(format: str, records: list[Data]) -> str:
    """Return the document of the first record.

    For an agent, a place or a concept it has the authority records, or, where the format has none, all works.
    """
    known = with_companions(records)
    catalogue, skipped = link(Records(documents(known)), schemas(), SETTINGS)
    assert not skipped.records
    module = formats.format_named(format)
    context = ExportContext(catalogue, formats.crosswalk(format))
    ids = [records[0]["id"]]
    if schemas().noun(records[0]["kind"]) != "work":
        ids = list(catalogue.works)
        if getattr(module, "AUTHORITIES", False):
            context = ExportContext(catalogue, formats.crosswalk(format), authorities="only")
    return b"".join(render(module, ids, context)).decode()


def without(records: list[Data], paths: list[str]) -> list[Data]:
    """Return the records, the first without some of its fields."""
    first = json.loads(json.dumps(records[0]))
    for path in paths:
        _remove(first, path.split("/"))
    return [completed(first, 0), *records[1:]]


def _remove(value: Any, steps: list[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _remove(each, steps)
    elif isinstance(value, dict) and steps[0] not in value:
        for each in value.values():  # by language tag
            _remove(each, steps)
    elif isinstance(value, dict) and len(steps) > 1:
        _remove(value[steps[0]], steps[1:])
    elif isinstance(value, dict):
        del value[steps[0]]


def is_field(path: str) -> bool:
    """Return whether a path of names leads to a field of some kind of record."""
    return any(leads_to(schemas().root(kind), path.split("/")) for kind in schemas().kinds)


def leads_to(field: Any, steps: list[str]) -> bool:
    """Return whether a path of names leads from a field to another one, through lists as well."""
    if not steps:
        return True
    inner = field.children.get(steps[0])
    if inner and leads_to(inner, steps[1:]):
        return True
    items = field.children.get("*")
    return items is not None and leads_to(items, steps)
