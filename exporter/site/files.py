"""The files of a work in the formats of `exporter export`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from exporter.export.context import ExportContext
from exporter.export.registry import Format, format_named
from exporter.export.render import render_alone
from exporter.model.work import Work
from exporter.site.site import NEEDED_FORMATS, Site


class WorkFiles:
    """Writes a work in each format of the site that can hold it."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def formats(self) -> dict[str, Format]:
        """The formats by name, in the order of the settings."""
        names = dict.fromkeys((*self.site.settings.site.formats, *NEEDED_FORMATS))
        return {name: format_named(name) for name in names}

    def title(self, name: str) -> str:
        """Return what readers call a format."""
        return _NAMES.get(name, name)

    def media_type(self, name: str) -> str:
        """Return the media type of a format."""
        return self.formats[name].MEDIA_TYPE

    def file(self, id: str, name: str) -> str:
        """Return the file of a work in a format."""
        return f"{id}/{id}.{name}{self.formats[name].SUFFIX}"

    def contents(self, work: Work, contexts: Mapping[str, ExportContext]) -> dict[str, str]:
        """Return what the file of a work has in each format, without those that cannot hold it.

        `contexts` are those of the site, by format.
        """
        found = {}
        for name, format in self.formats.items():
            data = render_alone(format, work.id, contexts[name])
            if data is not None:
                found[name] = data.decode()
        return found


_NAMES = {
    "bibtex": "BibTeX",
    "biblatex": "BibLaTeX",
    "crossref": "Crossref XML",
    "csl-json": "CSL-JSON",
    "csl-yaml": "CSL-YAML",
    "datacite": "DataCite XML",
    "datacite-json": "DataCite JSON",
    "dc": "Dublin Core (simple)",
    "dcterms": "Dublin Core",
    "json-ld": "RDF (JSON-LD)",
    "marc": "MARC 21",
    "marc-json": "MARC in JSON",
    "marcxml": "MARCXML",
    "mods": "MODS",
    "ris": "RIS",
    "schema-org": "schema.org (JSON-LD)",
    "tei": "TEI",
    "turtle": "RDF (Turtle)",
}
"""What readers call the formats; any other has its own name."""
