"""The citations of a JSON file, in the forms that citeproc-js takes and its test suite has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exporter.cite.bibliography import BibliographyEntry
from exporter.cite.document import CitingDocument, read_citation
from exporter.cite.output.writer import OutputEntry
from exporter.cite.processor import Processor
from exporter.cite.read_json import is_change, read_clusters
from exporter.cite.style import Style


def render_clusters(
    text: str, name: str, style: Style, items: Sequence[Mapping[str, Any]]
) -> Iterator[OutputEntry]:
    """Yield the citations of a text of JSON; `name` is that of the file, for messages.

    - Lists of cites are citations that know nothing of each other.
    - Objects with `citationItems` are the citations of a document, in order, so that a cite can be
      the first of its work, or a later one. `properties.noteIndex` is the number of the note.
    - Triples of such an object and the citations before and behind it are changes of a document,
      as a word processor makes them. The citations after the last change are printed, each with
      its place and whether that change has changed it (`>>[0]`) or not (`..[1]`).

    Raises UsageError where the text has another form or cites a work that is not among the items.
    """
    clusters = read_clusters(text, name)
    if clusters and is_change(clusters[0]):
        yield from _after_changes(CitingDocument(style, items), clusters)
    elif clusters and isinstance(clusters[0], dict):
        yield from _in_order(CitingDocument(style, items), clusters)
    else:
        processor = Processor(style, items)
        for cluster in clusters:
            yield OutputEntry(processor.citation(cluster))


def bibliography_of_clusters(
    text: str, name: str, style: Style, items: Sequence[Mapping[str, Any]]
) -> Iterator[BibliographyEntry]:
    """Yield the bibliography of a document with the citations of a text of JSON.

    It has the works that are cited, or all of them where the citations are lists of cites, which
    are not a document. Raises UsageError as `render_clusters` does.
    """
    clusters = read_clusters(text, name)
    if not clusters or (isinstance(clusters[0], list) and not is_change(clusters[0])):
        yield from Processor(style, items).bibliography()
        return
    document = CitingDocument(style, items)
    if is_change(clusters[0]):
        list(_after_changes(document, clusters))
    else:
        list(_in_order(document, clusters))
    yield from document.bibliography()


def _after_changes(document: CitingDocument, changes: Sequence[Any]) -> Iterator[OutputEntry]:
    changed: list[tuple[int, str]] = []
    for citation, before, after in changes:
        changed = document.process(citation, before, after)
    places = {place for place, _ in changed}
    for place, text in enumerate(document.texts()):
        sign = ">>" if place in places else ".."
        yield OutputEntry(text, changed=place in places, label=f"{sign}[{place}] ")


def _in_order(document: CitingDocument, clusters: Sequence[Any]) -> Iterator[OutputEntry]:
    for text in document.replace_all(map(read_citation, clusters)):
        yield OutputEntry(text)
