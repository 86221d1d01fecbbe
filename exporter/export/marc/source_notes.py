"""What a source prints of a work or an agent, for the fields 588 and 670."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exporter.export.context import Delivery
from exporter.export.marc.heading import established
from exporter.model.text import text_of
from exporter.model.work import Work


def mention(found: Mapping[str, Any], language: str, delivery: Delivery) -> tuple[str, str]:
    """Give the source with the place in it, and what is printed there: `title: Tea; publisher: X; printed so: Y`."""
    words = []
    for field, value in found.items():
        if field == "sic":
            words.append(f"printed so: {', '.join(value)}")
        elif field not in {"in", "at"}:
            words.append(f"{field.replace('_', ' ')}: {' = '.join(form for _, form in text_of(value, language))}")
    source = f"{known(delivery.catalogue.works[found['in']], delivery)} ({found['in']})"
    return ", ".join(filter(None, (source, found.get("at", "")))), "; ".join(words)


def known(work: Work, delivery: Delivery) -> str:
    """Give the title by which another record names a work, in brackets where the work prints none."""
    title = delivery.text(work.title)
    return f"[{title}]" if work.devised else title


def others(ids: Sequence[str], delivery: Delivery) -> list[str]:
    """Give the names of other records, with their ids: `Tea (tea-speech)`."""
    works, agents = delivery.catalogue.works, delivery.catalogue.agents
    names = [known(works[id], delivery) if id in works else str(established(agents[id], delivery)) for id in ids]
    return [f"{name} ({id})" for name, id in zip(names, ids, strict=True)]
