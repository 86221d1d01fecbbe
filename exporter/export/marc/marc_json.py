"""MARC in JSON (marc-in-json), which FOLIO, Koha and Sierra take and pymarc, ruby-marc and Catmandu read.

The records are those of the format `marcxml`, with a field on each line. A document is a list of
them, also of a single one; take one of them for a server that takes one record at a time.

Source: R. Singer, A Proposal to serialize MARC in JSON, 2010.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import MarcField, MarcRecord
from exporter.export.marc.records import authorities, bibliographic
from exporter.model.work import Work

SUFFIX = ".json"
MEDIA_TYPE = "application/marc-in-json"
AUTHORITIES = True
TABLES = ("marc.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Return the bibliographic record of a work as an object in the list."""
    return _written(bibliographic(work, context))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the list: the records of works, and the authority records that the context asks for."""
    wanted = entries if context.authorities != "only" else ()
    others = authorities(_written, works, context) if context.authorities != "no" else ()
    before, after = "[\n", "[]\n"
    for each in chain(wanted, others):
        yield before + each
        before, after = ",\n", "\n]\n"
    yield after


def _written(record: MarcRecord) -> str:
    fields = ",\n".join("      " + _json({each.tag: _content(each)}) for each in record.fields)
    leader = _json(record.leader)
    return f'  {{\n    "leader": {leader},\n    "fields": [\n{fields}\n    ]\n  }}'


def _content(field: MarcField) -> str | dict[str, object]:
    if not field.subfields:
        return field.value
    pairs = [{code: text} for code, text in field.subfields]
    return {"ind1": field.indicators[0], "ind2": field.indicators[1], "subfields": pairs}


_json = json.JSONEncoder(ensure_ascii=False).encode
