"""The document of a metadata format for harvesters alone, which holds one work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.model.work import Work


def render_document(
    works: Sequence[Work],  # noqa: ARG001 - the parameters are those of every format
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the document of a single work, whose root element is the entry."""
    yield xml.DECLARATION
    yield from entries
