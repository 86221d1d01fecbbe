"""The rules of the reader, for any bytes.

They are read as a Document, or as one Finding with a message and a position. A Document has the
same data in the standard layout, and after it was composed with positions.
"""

from __future__ import annotations

import json
from pathlib import Path

from exporter.records.document import Document
from exporter.records.formatter import format_record
from exporter.records.loader import parse_document, read_schemas
from exporter.records.positions import source_map
from exporter.records.settings import Limits
from exporter.records.yaml import load
from tests.conftest import ROOT
from tests.unit.records.test_yaml import SUITE

CORPUS = Path(__file__).parent / "corpus" / "reader"
SEEDS = (CORPUS, ROOT / "tests" / "hostile" / "records", ROOT / "records", SUITE)
PATH = Path("records/books/case.yaml")
SCHEMAS = read_schemas(ROOT)


def one(content: bytes) -> None:
    """Read bytes as a record and assert the rules."""
    found = parse_document(content, PATH, Limits())
    if not isinstance(found, Document):
        assert found.message
        assert found.position
        assert found.position.line >= 1
        assert found.position.column >= 1
        return
    again = load(found.text, Limits())
    assert json.dumps(again) == json.dumps(found.data)
    assert source_map(found).values
    after = parse_document(format_record(found, SCHEMAS).encode(), PATH, Limits())
    assert isinstance(after, Document)
    assert json.dumps(after.data, sort_keys=True) == json.dumps(dict(found.data), sort_keys=True)
