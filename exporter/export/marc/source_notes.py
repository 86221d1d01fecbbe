"""What a source prints of a record, for the fields 588 and 670."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.export.context import ExportContext
from exporter.export.marc.headings import established
from exporter.model.agent import Agent
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.work import Work


def mention(node: Node, context: ExportContext) -> tuple[str, str]:
    """Return the source with the place in it, and what it prints: `title: Tea; publisher: X; printed so: Y`."""
    words = []
    for field in node.value:
        if field == "sic":
            words.append(f"printed so: {', '.join(node.lines(field))}")
        elif field not in {"in", "at"}:
            text = node.text(field)
            forms = " = ".join(strip(form) for _, form in text or ())
            words.append(f"{field.replace('_', ' ')}: {forms}")
    source = context.catalogue.works[node.line("in")]
    where = [f"{known(source, context)} ({source.id})", node.line("at")]
    return ", ".join(filter(None, where)), "; ".join(words)


def known(work: Work, context: ExportContext) -> str:
    """Return the title by which another record names a work; a devised one is in brackets."""
    title = strip(context.text(work.title))
    return f"[{title}]" if work.devised else title


def others(ids: Sequence[str], context: ExportContext) -> list[str]:
    """Return the names of other records, with their ids: `Tea (tea-speech)`."""
    return [f"{_name(id, context)} ({id})" for id in ids]


def _name(id: str, context: ExportContext) -> str:
    record = context.catalogue.record(id)
    if isinstance(record, Work):
        return known(record, context)
    if isinstance(record, Agent):
        return str(established(record, context))
    return strip(context.text(record.name)) if record else id
