"""DataCite metadata in JSON (version 4.5), as DataCite's own programs and InvenioRDM exchange it.

One object a work, with the properties of DataCite's JSON Schema: the `attributes` of a DOI in
DataCite's REST API. A document of one work is that object, one of several a list of them. Version
4.5 is the last for which a JSON Schema is published: it knows no translators, who are contributors
of the type `Other`, and no translations, which are derived from their original; the format
`datacite` has both.

DataCite demands a DOI, a creator, a publisher and a year of publication of every work. Works whose
records do not say them are not written: `exporter export` tells what is missing, and `--keep-going`
leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.datacite import attributes as datacite
from exporter.export.datacite.agent import lose_identifiers
from exporter.export.missing_requirement import MissingRequirement
from exporter.export.script_json import dumps
from exporter.model.work import Work

SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.datacite.datacite+json"

SCHEMA = "http://datacite.org/schema/kernel-4"


def missing_requirements(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:
    """Return what DataCite demands and the record does not say."""
    return datacite.lacking(work, context)


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an object."""
    return dumps({**datacite.described(work, context), "schemaVersion": SCHEMA})


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the document: a single work by itself, any other number as a list."""
    before = "" if len(works) == 1 else "[\n"
    for each in entries:
        yield before + each
        before = ",\n"
    if len(works) == 0:
        yield before
    yield "\n" if len(works) == 1 else "\n]\n"
    lose_identifiers(works, context)
