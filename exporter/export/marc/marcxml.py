"""MARCXML: MARC 21 records of works, or of persons and bodies, in the schema MARC21slim.

A `collection` holds the bibliographic records in the order of their ids, or the authority records.
`exporter.export.marc.records` and its table decide what stands in which field; the format
`marc` shares them.

- 003, 040 and the numbers in $0 and $w have the code of the library, if the settings of the
  catalogue state it (`organization_code` or `isil` in the group `[catalogue]` of exporter.toml);
  040 has the language and the rules of cataloguing, too.
- Records do not say when they were made: only with `--history` do 005 and 008/00-05 have the dates
  of the changes in git. Otherwise there is no 005, and 008/00-05 is the day of the delivery. Set
  SOURCE_DATE_EPOCH to get the same bytes on any day.
- A broadcast, a speech, an interview or a performance is coded as it was perceived: the kind, the
  carrier, the medium, or words of the genre say whether it was seen, heard or read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.marc.iso2709 import NAMESPACE, MarcRecord, marcxml
from exporter.export.marc.records import authorities, bibliographic
from exporter.export.xml import DECLARATION
from exporter.model.work import Work

SUFFIX = ".xml"
MEDIA_TYPE = "application/marcxml+xml"
AUTHORITIES = True
TABLES = ("marc.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Return the bibliographic record of a work as a `record` inside the collection."""
    return marcxml(bibliographic(work, context), "Bibliographic")


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the collection: the records of works, and the authority records that the context asks for."""
    yield f'{DECLARATION}<collection xmlns="{NAMESPACE}">\n'
    if context.authorities != "only":
        yield from entries
    if context.authorities != "no":
        yield from authorities(_authority, works, context)
    yield "</collection>\n"


def _authority(record: MarcRecord) -> str:
    return marcxml(record, "Authority")
