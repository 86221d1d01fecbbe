"""The official test suite of CSL: its fixtures, and how they are run.

A fixture is a text file with sections: the style, the items, and in MODE and RESULT what is asked
for and what is expected. CITATION-ITEMS are citations that do not depend on each other, CITATIONS
those of a document that grows; BIBSECTION and BIBENTRIES say what a bibliography has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exporter.cite.document import CitingDocument
from exporter.cite.output.html import HtmlWriter
from exporter.cite.output.writer import OutputEntry
from exporter.cite.processor import Processor
from exporter.cite.style import parse_style

_SECTION = re.compile(r">>=+ ?([A-Z-]+) ?=+>>\n(.*?)<<=+ ?\1 ?=+<<", re.DOTALL)


def fixtures(folder: Path) -> dict[str, Path]:
    """Return the fixtures by name; none where the folder does not exist."""
    return {path.stem: path for path in sorted(folder.glob("*.txt"))}


def sections(path: Path) -> dict[str, str]:
    """Return the sections of a fixture."""
    text = path.read_text("utf-8-sig")
    return {match[1]: match[2].strip() for match in _SECTION.finditer(text)}


def printed(fixture: Mapping[str, str]) -> str:
    """Return what we print for a fixture, as HTML of the form that the suite has."""
    style = parse_style(fixture["CSL"])
    writer = HtmlWriter(style.quotes, links=False)
    items = _items(fixture)
    if "CITATIONS" in fixture:
        document = CitingDocument(style, items)
        changed: set[int] = set()
        for citation, before, after in json.loads(fixture["CITATIONS"]):
            changed = {place for place, _ in document.process(citation, before, after)}
        if fixture["MODE"] == "citation":
            return "\n".join(
                f"{'>>' if place in changed else '..'}[{place}] {writer.write(text)}"
                for place, text in enumerate(document.texts())
            )
        entries = document.bibliography()
    else:
        processor = Processor(style, items)
        if fixture["MODE"] == "citation":
            clusters = json.loads(fixture.get("CITATION-ITEMS", "[]"))
            clusters = clusters or [[{"id": item["id"]} for item in items]]
            return "\n".join(writer.write(processor.citation(cites)) for cites in clusters)
        entries = processor.bibliography()
    written = (OutputEntry(entry.text, entry.item.id) for entry in entries if entry.text)
    return "".join(writer.document(written)).strip()


def _items(fixture: Mapping[str, str]) -> list[dict[str, Any]]:
    items = json.loads(fixture["INPUT"])
    for place, item in enumerate(items):
        item.setdefault("id", f"ITEM-{place}")
    return list(items)


def known_failures(path: Path) -> dict[str, str]:
    """Return the names of the fixtures that are known to fail, each with its reason."""
    return dict(_rows(path))


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition("\t")
            yield name, reason
