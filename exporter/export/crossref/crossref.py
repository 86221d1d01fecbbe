"""Crossref deposits in XML (schema 5.3.1), with which a member registers DOIs.

A deposit has works of one sort: articles of journals, books and parts of them, papers of
conferences, theses, reports, standards, data sets, or posted content such as preprints. If the
works are of several sorts, there is a `doi_batch` for each, in a `doi_batches` without a namespace,
for Crossref has no element that holds several. `--kind` and `--split` write files that can be
deposited as they are.

Crossref demands a DOI and a web address of every work, and more by its type. Works whose records do
not say it, and works that Crossref has no element for, are not written: `exporter export` tells
what is missing, and `--keep-going` leaves them out. Who deposits is said by `email`, `institution`
and `title` under `[catalogue]` in `exporter.toml`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.crossref import lengths
from exporter.export.crossref.deposit_types import BODIES, type_of
from exporter.export.crossref.entry import DEPOSIT, PREFIXES, Entry, report_agents
from exporter.export.crossref.metadata import deposited
from exporter.export.delivery_time import delivery_time
from exporter.export.missing_requirement import MissingRequirement
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work
from exporter.records.settings import CatalogueSettings

SUFFIX = ".xml"
MEDIA_TYPE = "application/vnd.crossref.deposit+xml"

XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{DEPOSIT} https://www.crossref.org/schemas/crossref5.3.1.xsd"
_DEPTH = 2
"""How deep an entry stands in its batch."""
_TAG = re.compile(r"\s*<([\w-]+)")


def missing_settings(settings: CatalogueSettings) -> Iterator[tuple[str, str]]:
    """Yield each setting of the catalogue that a deposit demands and that is missing: a message and a hint."""
    if not settings.email:
        message = "Crossref demands the e-mail address of whoever deposits"
        yield message, 'add email = "…" under [catalogue] in exporter.toml'


def missing_requirements(work: Work, context: ExportContext) -> Iterator[MissingRequirement]:
    """Yield what Crossref demands and the record, or the settings of the catalogue, do not say."""
    for message, hint in missing_settings(context.catalogue.settings):
        yield MissingRequirement(work.id, message, hint)
    entry = Entry(work, context.afresh(collect_losses=False))
    deposited(entry)
    yield from entry.lacking


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as the element in the body of a batch that holds it."""
    entry = Entry(work, context)
    made = deposited(entry)
    entry.report()
    used = {each.tag.partition(":")[0] for each in made.iter()}
    names = {f"xmlns:{name}": space for name, space in PREFIXES.items() if name in used}
    made.attrib = {"xmlns": DEPOSIT, **names, **made.attrib}
    return xml.serialise(made, _DEPTH)


def document_works(works: Sequence[Work], context: ExportContext) -> Sequence[Work]:
    """Return the works in the order of the batches."""
    places = {body: place for place, body in enumerate(BODIES)}
    bodies = {work.id: _body(work, context) for work in works}
    ids = sorted(bodies, key=lambda id: places[bodies[id]])
    return LazySequence(context.catalogue.works, ids)


def _body(work: Work, context: ExportContext) -> str:
    return type_of(Entry(work, context)).body


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the document: one batch as the root, any other number in `doi_batches`."""
    number = len({_body(work, context) for work in works})
    yield xml.DECLARATION
    if number != 1:
        yield "<doi_batches>\n"
    for body, batch in groupby(entries, _tag):
        yield _opening(body, context.catalogue.settings)
        yield from batch
        yield "  </body>\n</doi_batch>\n"
    if number != 1:
        yield "</doi_batches>\n"
    if context.collect_losses:
        report_agents(map(partial(_written, context=context), works), context)


def _written(work: Work, context: ExportContext) -> Entry:
    entry = Entry(work, context.afresh(collect_losses=False))
    deposited(entry)
    return entry


def _tag(entry: str) -> str:
    """Return the name of the element of an entry."""
    match = _TAG.match(entry)
    return match[1] if match else ""


def _opening(body: str, settings: CatalogueSettings) -> str:
    """Return the beginning of a batch, up to its first entry.

    `timestamp` must grow with every deposit of a DOI (common5.3.1.xsd, timestamp), so it is the time
    of the delivery.
    """
    time = delivery_time(os.environ).strftime("%Y%m%d%H%M%S")
    name = settings.institution or settings.title or settings.email
    head = xml.element(
        "head",
        xml.element("doi_batch_id", f"{time}-{body}"),
        xml.element("timestamp", time),
        xml.element(
            "depositor",
            xml.element("depositor_name", name[: lengths.DEPOSITOR_NAME]),
            xml.element("email_address", settings.email),
        ),
        xml.element("registrant", name[: lengths.REGISTRANT]),
    )
    return (
        f'<doi_batch xmlns="{DEPOSIT}" xmlns:xsi="{XSI}" version="5.3.1" '
        f'xsi:schemaLocation="{SCHEMA}">\n{xml.serialise(head, 1)}  <body>\n'
    )
