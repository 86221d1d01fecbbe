"""Looks for texts that a writer does not survive, guided by the coverage of its code: `python tests/fuzz/writers.py`.

The first byte chooses a record in which every field is filled; what follows, cut at NUL, are its texts in their order.
If it has no error, each format writes it, and XML, JSON, YAML and MARC can be read.
`tests/fuzz/README.md` says how it is run.
"""

from __future__ import annotations

import io
import json
import sys
from itertools import cycle
from pathlib import Path

import atheris
import pymarc
import yaml
from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["exporter.formats", "exporter.mappings", "exporter.syntax"]):
    from exporter import formats
    from exporter.check import Judge, severity
    from exporter.link import link
    from exporter.model.delivery import Delivery
    from exporter.model.document import Document, leaves
    from exporter.model.finding import Severity
    from exporter.model.records import Records
    from exporter.model.settings import Limits
    from exporter.read import parse
    from exporter.render import lacks, render
    from tests.every_field import Data, documents, put, records, schemas

    FORMATS = {name: formats.format_named(name) for name in formats.names()}

RECORDS = records()
for data in RECORDS.values():
    for citation in data.get("citations", ()):
        citation.pop("through", None)  # lest a work be cited through itself
JUDGE = Judge(schemas())


def right(data: Data) -> Document | None:
    """Give a record as it is read from its file, or None where it has an error."""
    read = parse(json.dumps(data, ensure_ascii=False).encode(), Path("records/case.yaml"), Limits())
    wrong = not isinstance(read, Document) or Severity.ERROR in map(severity, JUDGE.judged(read).findings)
    return None if wrong else read


IDS = [id for id, data in RECORDS.items() if "short" not in id and right(data)]
READERS = {
    ".xml": etree.fromstring,
    ".json": json.loads,
    ".jsonld": json.loads,
    ".yaml": yaml.safe_load,
    ".mrc": lambda written: list(pymarc.MARCReader(io.BytesIO(written), to_unicode=True, permissive=False)),
}
"""By the suffix of a format, what reads its documents."""


def one(content: bytes) -> None:
    """Write one record in every format."""
    id = IDS[content[0] % len(IDS)] if content else IDS[0]
    texts = cycle(content[1:].decode("utf-8", "replace").split("\0"))
    made = RECORDS
    for way, _ in list(leaves(RECORDS[id])):
        field = schemas().field(RECORDS[id]["kind"], way)
        if field and not field.refers_to and field.keyword("pattern") == r"\S":
            made = put(made, id, way, next(texts))
    if not right(made[id]):
        return
    catalogue, _ = link(Records(documents(made)), schemas())
    works = [catalogue.works[id]] if id in catalogue.works else list(catalogue.works.values())
    makers = {work.id: {each.agent.id for each in work.contributions} for work in works}
    works = [work for work in works if work.id == id or id in makers[work.id]][:1]
    for name, format in FORMATS.items():
        delivery = Delivery(catalogue, formats.crosswalk(name))
        ids = [work.id for work in works if not lacks(format, [work.id], delivery)]
        written = b"".join(render(format, ids, delivery))
        assert written.decode("utf-8")
        READERS.get(format.SUFFIX, len)(written)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
