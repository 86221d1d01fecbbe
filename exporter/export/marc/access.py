"""Rights, access, copies and addresses: 506, 540, 542, 561, 852, 856."""

from __future__ import annotations

import re

from exporter.export.date_words import in_words
from exporter.export.marc.dates import with_printed
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value
from exporter.export.marc.imprint import name_as_text
from exporter.export.reference import own_identifiers
from exporter.model.date import Date, parse_date
from exporter.model.identifiers import address_of
from exporter.model.markup import strip
from exporter.model.node import Node

_RELATIONS = {"resource": "0", "version": "1", "related": "2", "preview": "2"}
_ACCESS_STATUS = {"open": "0", "restricted": "1", "embargoed": "1", "closed": "1"}
"""856 $7: open, or restricted."""
_COPY = re.compile(r"(?:(?:copy|c\.) ?)?(\d+)", re.IGNORECASE)
"""The number of a copy: `2`, `Copy 2`, `c. 2`."""
_RESOLVABLE = ("doi", "handle", "ark")
"""Identifiers whose address leads to the work itself."""


def put_rights(draft: MarcDraft) -> None:
    """Add who may see the work, what may be done with it, and who holds the copyright."""
    work, put = draft.work, draft.fields.put
    _access(draft)
    rights, licence = work.text("rights"), work.plain("licence")
    put("540", "  ", "a", rights, "u", licence, about=("rights", "licence"))
    permission = work.node.get("permission")
    if permission:
        until = permission.line("until")
        words = f"until {in_words(parse_date(until))}" if until else ""
        put("540", "  ", "a", permission.text("text"), "c", words, about=("permission",))
    for agent in work.agents_at(work.node.all("rights_holder")):
        put("542", "1 ", "d", name_as_text(agent, draft), about=("rights_holder",))


def _access(draft: MarcDraft) -> None:
    """Add restrictions on access (506), with the day on which they end."""
    access, embargo = draft.work.plain("access"), draft.work.plain("embargo")
    if not (access or embargo):
        return
    about = ("access", "embargo")
    if access == "open" and not embargo:
        terms = ("f", "Unrestricted online access", "2", "star") if draft.material.is_online else ()
        draft.fields.put("506", "0 ", "a", "Open access.", *terms, about=about)
        return
    words = f"{access.capitalize()} access." if access != "embargoed" else ""
    if embargo:
        words = f"Embargoed until {in_words(parse_date(embargo))}."
    words = words or "Embargoed access."
    end = embargo.replace("-", "")
    draft.fields.put("506", "1 ", "a", words, "g", end, about=about)


def put_holdings(draft: MarcDraft) -> None:
    """Add each copy (852), with the notes that are about it alone."""
    for place, node in enumerate(draft.work.node.all("holdings"), 1):
        _holding(draft, node, (f"holdings.{place}",))


def _holding(draft: MarcDraft, node: Node, about: tuple[str, ...]) -> None:
    """Add a copy. Collection, box and folder are the shelving location.

    The shelf mark is a control number ($j).
    """
    repository = node.get("repository")
    names: list[Value] = []
    for agent in draft.work.agents_at([repository]) if repository else ():
        names += ["a", name_as_text(agent, draft)]
    shelfmark, copy = node.line("shelfmark"), node.line("copy")
    numbered = _COPY.fullmatch(copy)
    parts: list[Value] = ["3", node.text("extent"), *names, "b", node.text("sublocation")]
    parts += ["c", _shelving(draft, node), "d", node.line("former_shelfmark")]
    parts += ["e", node.text("place"), "j", shelfmark, "p", node.line("barcode")]
    parts += ["q", node.text("condition"), "t", numbered[1] if numbered else ""]
    parts += ["u", node.line("url"), "z", "" if numbered else copy]
    for text in node.texts("note"):
        parts += ["z", text]
    indicators = "4 " if shelfmark else "  "
    draft.fields.put_transcribed("852", indicators, *parts, about=about)
    for field, tag, first in (
        ("provenance", "561", "1 "),
        ("access", "506", "1 "),
        ("use", "540", "  "),
    ):
        for text in node.texts(field):
            draft.fields.put(tag, first, "3", shelfmark, "a", text, about=about)


def _shelving(draft: MarcDraft, node: Node) -> str:
    collection = node.text("collection")
    parts = [strip(draft.context.text(collection)) if collection else ""]
    for field in ("box", "folder", "item"):
        if node.line(field):
            parts.append(f"{field} {node.line(field)}")
    return ", ".join(filter(None, parts))


def put_addresses(draft: MarcDraft) -> None:
    """Add where the work can be read (856): its addresses, and those of its DOI, Handle or ARK."""
    work = draft.work
    accessed = work.date("accessed")
    viewed = "; ".join(_viewed(accessed)) if accessed else ""
    written = set()
    for node in work.node.all("url"):
        address = address_of(node)
        written.add(address)
        _address(draft, node, address, "" if len(written) > 1 else viewed)
    for identifier in own_identifiers(work):
        resolvable = identifier.scheme in _RESOLVABLE and identifier.uri
        if resolvable and not written & _addresses(identifier.uri):
            about = (f"identifiers.{identifier.scheme}",)
            draft.fields.put("856", f"4{_itself(draft)}", "u", identifier.uri, about=about)
    if viewed and not written:
        draft.fields.put("588", "  ", "a", viewed, about=("accessed",))


def _viewed(date: Date) -> list[str]:
    said = with_printed(date, str(date))
    forms = [said] if isinstance(said, str) else [form for _, form in said]
    return [f"Viewed on {form}" for form in forms]


def _itself(draft: MarcDraft) -> str:
    """Return the second indicator of an address: 0 for the resource, 1 for a version of one not online."""
    return "1" if draft.material.carriers and not draft.material.is_online else "0"


def _addresses(uri: str) -> set[str]:
    """Return the ways in which one address is written."""
    return {uri, uri.replace("https://", "http://"), uri.replace("doi.org", "dx.doi.org")}


def _address(draft: MarcDraft, node: Node, address: str, viewed: str) -> None:
    group = node if isinstance(node.value, dict) else None
    relation = (group.line("relation") if group else "") or "resource"
    label = group.text("label") if group else None
    access = group.line("access") if group else ""
    parts: list[Value] = ["3", "Preview" if relation == "preview" and not label else label]
    parts += ["q", group.line("format") if group else "", "u", address, "z", viewed]
    parts += ["7", _ACCESS_STATUS.get(access, "")]
    indicators = f"4{_RELATIONS.get(relation, ' ')}"
    if relation == "resource":
        indicators = f"4{_itself(draft)}"
    draft.fields.put_transcribed("856", indicators, *parts, about=("url", "accessed"))
