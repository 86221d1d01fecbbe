"""The rule of the writers, for any texts: a record with them that has no error is written, and can
be read.

The first byte chooses a record in which every field is filled, the second byte a format. The rest
is split at NUL into the texts of the record, in their order.
"""

from __future__ import annotations

import copy
import io
import json
from itertools import cycle
from pathlib import Path

import pymarc
import yaml
from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named, names
from exporter.export.render import missing_requirements, render
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document, leaves, value_at
from exporter.records.finding import Severity
from exporter.records.loader import parse_document
from exporter.records.settings import CatalogueSettings, Limits
from exporter.validate.record import RecordValidator, severity
from tests.support.every_field import Data, documents, records, schemas

CORPUS = Path(__file__).parent / "corpus" / "writers"
SEEDS = (CORPUS,)
FORMATS = {name: format_named(name) for name in names()}
RECORDS = records()
SETTINGS = CatalogueSettings(email="library@example.org")
JUDGE = RecordValidator(schemas())


def right(data: Data) -> Document | None:
    """Return a record as it is read from its file, or None if it has an error."""
    read = parse_document(
        json.dumps(data, ensure_ascii=False).encode(), Path("records/case.yaml"), Limits()
    )
    wrong = not isinstance(read, Document) or Severity.ERROR in map(
        severity, JUDGE.validate(read).findings
    )
    return None if wrong else read


IDS = [id for id, data in RECORDS.items() if "short" not in id and right(data)]
READERS = {
    ".xml": etree.fromstring,
    ".json": json.loads,
    ".jsonld": json.loads,
    ".yaml": yaml.safe_load,
    ".mrc": lambda written: list(
        pymarc.MARCReader(io.BytesIO(written), to_unicode=True, permissive=False)
    ),
}
"""By the suffix of a format, what reads its documents."""


def one(content: bytes) -> None:
    """Write one record in one format and assert the rule."""
    record, format, texts = (
        content[:1],
        content[1:2],
        cycle(content[2:].decode("utf-8", "replace").split("\0")),
    )
    id = IDS[int.from_bytes(record) % len(IDS)]
    data = copy.deepcopy(RECORDS[id])
    for way, _ in leaves(RECORDS[id]):
        field = schemas().field(data["kind"], way)
        if field and not field.refers_to and field.keyword("pattern") == r"\S":
            value_at(data, way[:-1])[way[-1]] = next(texts)
    if not right(data):
        return
    catalogue, _ = link(Records(documents(RECORDS | {id: data})), schemas(), SETTINGS)
    works = [catalogue.works[id]] if id in catalogue.works else list(catalogue.works.values())
    makers = {work.id: {each.agent.id for each in work.contributions} for work in works}
    works = [work for work in works if work.id == id or id in makers[work.id]][:1]
    name = [*FORMATS][int.from_bytes(format) % len(FORMATS)]
    module, context = FORMATS[name], ExportContext(catalogue, crosswalk(name))
    ids = [work.id for work in works if not missing_requirements(module, [work.id], context)]
    written = b"".join(render(module, ids, context))
    assert written.decode("utf-8") or context.undeliverable or not ids
    READERS.get(module.SUFFIX, len)(written)
