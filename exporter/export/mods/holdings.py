"""Copies of a work in MODS (location), and what else is said of a place where material is kept."""

from __future__ import annotations

from exporter.export.mods.elements import ModsDraft, language, mods, noted_fields
from exporter.export.mods.names import ModsNames
from exporter.export.xml import Element
from exporter.model.node import Node
from exporter.model.work import Work

_OWN_PLACES = frozenset(
    {"repository", "sublocation", "shelfmark", "url", "place", "extent", "barcode"}
)


def put_holdings(work: Work, draft: ModsDraft, names: ModsNames) -> None:
    """Add each holding: the repository, the shelf mark, and the copy with its notes."""
    for node in work.node.all("holdings"):
        draft.put(_location(node, work, draft, names))


def _location(node: Node, work: Work, draft: ModsDraft, names: ModsNames) -> Element:
    found: list[Element] = []
    repository = node.get("repository")
    for agent in work.agents_at([repository]) if repository else ():
        code = next((each.number for each in agent.identifiers if each.scheme == "isil"), "")
        found.append(names.plain("physicalLocation", agent, type="repository"))
        if code:
            found.append(mods("physicalLocation", code, authority="isil", type="repository"))
    for tag, form in node.text("place") or ():
        found.append(mods("physicalLocation", form, type="place", **language(tag)))
    if node.line("shelfmark"):
        found.append(mods("shelfLocator", node.line("shelfmark")))
    if node.line("url"):
        found.append(mods("url", node.line("url")))
    copy = _copy(node, draft)
    if copy:
        found.append(mods("holdingSimple", mods("copyInformation", *copy)))
    return mods("location", *found)


def _copy(node: Node, draft: ModsDraft) -> list[Element]:
    """Return the parts of copyInformation in the order of the schema: sublocation, notes, volumes, barcode."""
    found = [
        mods("subLocation", form, **language(tag)) for tag, form in node.text("sublocation") or ()
    ]
    found += noted_fields(node, _OWN_PLACES, draft.context)
    for tag, form in node.text("extent") or ():
        found.append(mods("enumerationAndChronology", form, **language(tag)))
    if node.line("barcode"):
        found.append(mods("itemIdentifier", node.line("barcode"), type="barcode"))
    return found
