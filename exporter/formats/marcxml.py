"""MARCXML: MARC 21 records of works, and of the persons and organisations that they name, in the schema MARC21slim.

A `collection` holds the bibliographic records in the order of their ids, and then the authority records. What stands
in which field is told by `exporter.mappings.marc` and its table, which the format `marc` shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.mappings.marc import authorities, bibliographic
from exporter.model.delivery import Delivery
from exporter.model.work import Work
from exporter.syntax.marc import NAMESPACE, marcxml
from exporter.syntax.xml import DECLARATION

SUFFIX = ".xml"
MEDIA_TYPE = "application/marcxml+xml"
MAPPING = "exporter.mappings.marc"


def entry(work: Work, delivery: Delivery) -> str:
    """Give the bibliographic record of a work as a `record` inside the collection."""
    return marcxml(bibliographic(work, delivery), "Bibliographic", 1)


def frame(works: Sequence[Work], entries: Iterable[str], delivery: Delivery) -> Iterator[str]:
    """Give the collection: the records of works, then those of all agents that they name."""
    yield f'{DECLARATION}<collection xmlns="{NAMESPACE}">\n'
    yield from entries
    for record in authorities(works, delivery):
        yield marcxml(record, "Authority", 1)
    yield "</collection>\n"
