"""In which metadata formats a repository describes its items, and how one of them is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple, cast

from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import Format, crosswalk, format_named
from exporter.export.render import missing_requirements, render_alone
from exporter.oai import jpcoar, openaire


class MetadataFormat(NamedTuple):
    """A metadata format: its prefix, its schema, its namespace, and the export format that it is.

    A format for harvesters alone has a `writer`, the module that writes it with the table of the
    export format.
    """

    prefix: str
    schema: str
    namespace: str
    export: str
    writer: Any = None


FORMATS: Mapping[str, MetadataFormat] = {
    each.prefix: each
    for each in (
        MetadataFormat(
            "oai_dc",
            "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            "http://www.openarchives.org/OAI/2.0/oai_dc/",
            "dc",
        ),
        MetadataFormat(
            "mods",
            "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd",
            "http://www.loc.gov/mods/v3",
            "mods",
        ),
        MetadataFormat(
            "marcxml",
            "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
            "http://www.loc.gov/MARC21/slim",
            "marcxml",
        ),
        MetadataFormat(
            "tei",
            "http://www.tei-c.org/release/xml/tei/custom/schema/xsd/tei_all.xsd",
            "http://www.tei-c.org/ns/1.0",
            "tei",
        ),
        MetadataFormat(
            "datacite",
            "http://schema.datacite.org/meta/kernel-4.6/metadata.xsd",
            "http://datacite.org/schema/kernel-4",
            "datacite",
        ),
        MetadataFormat(
            "oai_openaire", openaire.SCHEMA, openaire.NAMESPACE, "datacite", writer=openaire
        ),
        MetadataFormat("jpcoar", jpcoar.SCHEMA, jpcoar.NAMESPACE, "datacite", writer=jpcoar),
    )
}
"""The metadata formats by prefix.

A work that lacks what DataCite, OpenAIRE or JPCOAR demand is not in their formats.
"""
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_WRAPPERS = frozenset({"collection", "modsCollection"})
"""Elements around the records of a document, of which an item is one."""


@dataclass(frozen=True)
class Metadata:
    """Writes works in one metadata format, one at a time, in any thread."""

    form: MetadataFormat
    base: ExportContext
    lock: Lock

    @cached_property
    def _format(self) -> Format:
        return cast("Format", self.form.writer) or format_named(self.form.export)

    @cached_property
    def _context(self) -> ExportContext:
        return self.base.afresh(crosswalk=crosswalk(self.form.export), collect_losses=False)

    @property
    def is_for_all(self) -> bool:
        """Whether the format demands nothing that a record may lack."""
        return not hasattr(self._format, "missing_requirements")

    def can_hold(self, id: str) -> bool:
        """Return whether a work has what the format demands."""
        with self.lock:
            return not missing_requirements(self._format, [id], self._context)

    def element(self, id: str) -> etree._Element | None:
        """Return the metadata of a work; None if the format cannot hold it."""
        with self.lock:
            document = render_alone(self._format, id, self._context)
        if document is None:
            return None
        root = etree.fromstring(document)
        if etree.QName(root).localname not in _WRAPPERS:
            _make_ids_unique(root, id)
            return root
        if not len(root):
            return None
        # as a document of its own, so that it declares its namespace itself
        return etree.fromstring(etree.tostring(root[0], with_tail=False))


def _make_ids_unique(root: etree._Element, id: str) -> None:
    """Put the id of the work before each `xml:id` of its document, and into what refers to it.

    An answer holds the documents of many works, in which the same author may appear, and an
    `xml:id` must not be in an XML document twice (xml:id 1.0, 4). The work itself keeps its own.
    """
    changed = {"#$1": f"#{id}.$1"}  # what the prefix of a private URI stands for (prefixDef)
    for element in root.iter(etree.Element):
        own = element.get(_XML_ID)
        if own is not None and own != id:
            changed[f"#{own}"] = f"#{id}.{own}"
            element.set(_XML_ID, f"{id}.{own}")
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if "#" in value:
                words = [changed.get(word, word) for word in str(value).split(" ")]
                element.set(name, " ".join(words))
