"""The readings of titles and names, by which Han characters are sorted, for citations.

CSL-JSON has no place for them but `custom` (csl-data.json: "used to store additional information").
`exporter.cite.item` reads them from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.csl.names import csl_name
from exporter.model.agent import Agent, Name
from exporter.model.filing import reading_of
from exporter.model.work import Work


def with_readings(item: Mapping[str, Any], work: Work, context: ExportContext) -> dict[str, Any]:
    """Return an item of CSL with the readings of its title and its names, if the work has any."""
    found: dict[str, Any] = {}
    printed = context.tag(work.title)
    title = reading_of(work.title, printed)
    if title is not None:
        found["title"] = title
    for variable, agents in _agents(item, work, context).items():
        names = [_reading(agent, work, context) for agent in agents]
        if any(names):
            found[variable] = [
                name and csl_name(name, person=agent.is_person)
                for agent, name in zip(agents, names, strict=True)
            ]
    if not found:
        return dict(item)
    return {**item, "custom": {**item.get("custom", {}), "reading": found}}


def _agents(
    item: Mapping[str, Any], work: Work, context: ExportContext
) -> Mapping[str, list[Agent]]:
    """Return the agents of each name variable that an item has, in the order of its names."""
    agents: dict[str, list[Agent]] = {}
    for each in work.contributions:
        variable = context.crosswalk.row("role", each.role).target
        if isinstance(item.get(variable), list):
            agents.setdefault(variable, []).append(each.agent)
    return agents


def _reading(agent: Agent, work: Work, context: ExportContext) -> Name | None:
    """Return the reading of a name, in the language in which it is printed."""
    return reading_of(agent.names, context.name(agent, work).tag)
