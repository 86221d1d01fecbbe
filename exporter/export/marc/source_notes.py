"""What a source prints of a work or an agent, for the fields 588 and 670."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.marc.heading import established
from exporter.model.text import text_of
from exporter.model.work import Work


def mention(found: Mapping[str, Any], language: str, context: ExportContext) -> tuple[str, str]:
    """Give the source with the place in it, and what is printed there: `title: Tea; publisher: X; printed so: Y`."""
    words = []
    for field, value in found.items():
        if field == "sic":
            words.append(f"printed so: {', '.join(value)}")
        elif field not in {"in", "at"}:
            words.append(
                f"{field.replace('_', ' ')}: {' = '.join(form for _, form in text_of(value, language))}"
            )
    source = f"{known(context.catalogue.works[found['in']], context)} ({found['in']})"
    return ", ".join(filter(None, (source, found.get("at", "")))), "; ".join(words)


def known(work: Work, context: ExportContext) -> str:
    """Give the title by which another record names a work, in brackets where the work prints none."""
    title = context.text(work.title)
    return f"[{title}]" if work.devised else title


def others(ids: Sequence[str], context: ExportContext) -> list[str]:
    """Give the names of other records, with their ids: `Tea (tea-speech)`."""
    works, agents = context.catalogue.works, context.catalogue.agents
    names = [
        known(works[id], context) if id in works else str(established(agents[id], context))
        for id in ids
    ]
    return [f"{name} ({id})" for name, id in zip(names, ids, strict=True)]
