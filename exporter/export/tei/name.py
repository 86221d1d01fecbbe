"""Names of persons and organisations, their parts in the order of the name's language."""

from __future__ import annotations

from typing import Any

from exporter.export.crosswalk import Crosswalk
from exporter.export.tei.element_path import last_step
from exporter.export.xml import Element, element
from exporter.model.agent import Agent, Name
from exporter.model.text import script_of

_FAMILY = ("dropping_particle", "non_dropping_particle", "family")


def name_element(agent: Agent, name: Name, table: Crosswalk, **attributes: Any) -> Element:
    """Give one form of a name as `persName` or `orgName`; its text is the name as it is printed, spaces and all.

    A name that is not taken apart is plain text. TEI P5 14.2.1: the parts of a name may come in any order.
    """
    tag = "persName" if agent.is_person else "orgName"
    if name.literal:
        return element(tag, name.literal, **attributes)
    order = (*_FAMILY, "given", "suffix") if name.family_first else ("given", *_FAMILY, "suffix")
    unspaced = name.family_first and script_of(name.family) == "CJK"
    children: list[Element | str] = [""]
    for part in order:
        if text := getattr(name, part):
            if len(children) > 1 and not (unspaced and part == "given"):
                children.append(" ")
            own = last_step(table.target("agent", f"name/{part}"))
            children.append(element(own.tag, text, **own.attributes))
    return element(tag, *children, **attributes)
