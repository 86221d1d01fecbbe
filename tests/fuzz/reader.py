"""Looks for bytes that the reader does not survive, guided by the coverage of its code: `python tests/fuzz/reader.py`.

Whatever the bytes are, they are a Document or one Finding with a message and a place, and read with places they are
the same. `tests/fuzz/README.md` says how it is run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["exporter"]):
    from exporter.layout import laid_out
    from exporter.model.document import Document
    from exporter.model.settings import Limits
    from exporter.read import parse, read_schemas
    from exporter.syntax.yaml import Places, load

PATH = Path("records/books/case.yaml")
SCHEMAS = read_schemas(Path(__file__).parents[2])


def one(content: bytes) -> None:
    """Read bytes as a record, in every way in which records are read."""
    found = parse(content, PATH, Limits())
    if not isinstance(found, Document):
        assert found.message
        assert found.place
        assert found.place.line >= 1
        assert found.place.column >= 1
        return
    again = load(found.text, Limits(), places := Places())
    assert json.dumps(again) == json.dumps(found.data)
    assert places.values
    after = parse(laid_out(found, SCHEMAS).encode(), PATH, Limits())
    assert isinstance(after, Document)
    assert json.dumps(after.data, sort_keys=True) == json.dumps(dict(found.data), sort_keys=True)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
