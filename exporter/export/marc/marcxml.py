"""MARCXML: MARC 21 records of works, and of the persons and organisations that they name, in the schema MARC21slim.

A `collection` holds the bibliographic records in the order of their ids, and then the authority records. What stands
in which field is told by `exporter.export.marc.records` and its table, which the format `marc` shares.

- The catalogue does not say which library it belongs to: there is no 003, and 040 has no $a. The library that loads the
  records adds its code (MARC Code List for Organizations).
- Nor does it say when a record was made: 008/00–05, where neither a blank nor a fill character may stand, is 000000.
- A broadcast is a sound recording (leader/06 i), which every broadcast is; a projected medium (g, a videorecording)
  where its genre says that it was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.marc.bibliographic import bibliographic
from exporter.export.marc.iso2709 import NAMESPACE, marcxml
from exporter.export.marc.records import authorities
from exporter.export.xml import DECLARATION
from exporter.model.work import Work

SUFFIX = ".xml"
AUTHORITIES = True
MEDIA_TYPE = "application/marcxml+xml"
TABLES = ("marc.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Give the bibliographic record of a work as a `record` inside the collection."""
    return marcxml(bibliographic(work, context), "Bibliographic", 1)


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the collection: the records of works, then those of all agents that they name."""
    yield f'{DECLARATION}<collection xmlns="{NAMESPACE}">\n'
    if context.authorities != "only":
        yield from entries
    if context.authorities != "no":
        for record in authorities(works, context):
            yield marcxml(record, "Authority", 1)
    yield "</collection>\n"
