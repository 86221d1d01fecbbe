"""Puts together what the pages of a site need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from exporter.export.context import ExportContext, Step
from exporter.export.kept import KeptResults
from exporter.parallel import map_in_order
from exporter.site.addresses import Addresses, site_address
from exporter.site.entry import Entry, EntryMaker, entry_from_json
from exporter.site.index import make_index
from exporter.site.site import Site
from exporter.site.word_tables import read_words
from exporter.validate.result import ValidationResult


def assemble_site(
    root: Path,
    result: ValidationResult,
    context: ExportContext,
    works: Sequence[str],
    address: str,
    results: KeptResults | None = None,
) -> Site:
    """Return the site of a catalogue: its works with these ids, and all agents and authorities.

    `root` is the folder of the catalogue, `result` has its schemas and settings, `context` is for
    the format html, `address` is the web address of the site's folder, if it has one. `results` are
    those of an earlier run. There is no history of the records; see Site. Raises UsageError for a
    setting that cannot be used.
    """
    settings = result.settings
    languages = settings.site.languages or (settings.catalogue.language,)
    catalogue = context.catalogue
    ids = [*works, *catalogue.agents, *catalogue.authorities]

    def make(record: Any, context: ExportContext) -> Entry:
        return EntryMaker(context, result.schemas, languages).make(record)

    return Site(
        root=root,
        settings=settings,
        schemas=result.schemas,
        context=context,
        addresses=Addresses(site_address(address), languages),
        index=make_index(_entries(ids, make, context, results), languages),
        table=read_words(root, settings.site.words),
        history={},
        results=results,
    )


def _entries(
    ids: Sequence[str], make: Step, context: ExportContext, results: KeptResults | None
) -> Iterator[Entry]:
    """Yield the entries of records, which `make` returns, or which an earlier run has made."""
    if results is None:
        return map_in_order(lambda id: make(context.catalogue.record(id), context), ids)
    found = results.each_observed("site entries", lambda _: make, ids, context)
    return map(entry_from_json, found)
