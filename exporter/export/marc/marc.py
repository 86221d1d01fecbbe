"""MARC 21 in ISO 2709, as library systems load it: records of works, and of all persons and organisations they name.

The records are those of the format `marcxml`, in UTF-8, the bibliographic ones first. ISO 2709 counts no record of more
than 99,999 bytes, and no field of more than 9,999: where there is one, nothing is written, for readers would lose the
place in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.errors import UsageError
from exporter.export.context import ExportContext
from exporter.export.marc.bibliographic import bibliographic
from exporter.export.marc.iso2709 import Oversized, Record, iso2709
from exporter.export.marc.records import authorities
from exporter.model.work import Work

SUFFIX = ".mrc"
AUTHORITIES = True
MEDIA_TYPE = "application/marc"


def render_work(work: Work, context: ExportContext) -> str:
    """Give the bibliographic record of a work. Raises UsageError where ISO 2709 cannot hold it."""
    return _written(bibliographic(work, context))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the records of works, then those of all agents that they name."""
    if context.authorities != "only":
        yield from entries
    if context.authorities != "no":
        for record in authorities(works, context):
            yield _written(record)


def _written(record: Record) -> str:
    try:
        return iso2709(record)
    except Oversized as error:
        id = record.fields[0].value
        raise UsageError(
            f"{id}: {error}", "export it as marcxml, which has no such limit"
        ) from error
