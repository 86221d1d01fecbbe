"""Puts together what the pages of a site need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exporter.export.context import ExportContext
from exporter.site.addresses import Addresses, site_address
from exporter.site.entry import EntryMaker
from exporter.site.index import make_index
from exporter.site.site import Site
from exporter.site.words import read_words
from exporter.validate.result import ValidationResult


def assemble_site(
    root: Path,
    result: ValidationResult,
    context: ExportContext,
    works: Sequence[str],
    address: str,
) -> Site:
    """Return the site of a catalogue: its works with these ids, and all agents and authorities.

    `root` is the folder of the catalogue, `result` has its schemas and settings, `context` is for
    the format html, `address` is the web address of the site's folder, if it has one. There is no
    history of the records; see Site. Raises UsageError for a setting that cannot be used.
    """
    settings = result.settings
    languages = settings.site.languages or (settings.catalogue.language,)
    catalogue = context.catalogue
    ids = [*works, *catalogue.agents, *catalogue.authorities]
    return Site(
        root=root,
        settings=settings,
        schemas=result.schemas,
        context=context,
        addresses=Addresses(site_address(address), languages),
        index=make_index(ids, EntryMaker(context, result.schemas, languages)),
        table=read_words(root, settings.site.words),
        history={},
    )
