"""Numbers without a scheme of identifiers: of reports (088), patents (013) and publishers (028)."""

from __future__ import annotations

from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.imprint import name_as_text
from exporter.export.reference import own_identifiers
from exporter.model.markup import strip
from exporter.model.vocabularies.countries import country_code

_REPORTS = frozenset({"report", "standard", "dataset", "software"})
_SOUNDING, _NOTATED, _MOVING = "ij", "cd", "g"


def put_publisher_numbers(draft: MarcDraft) -> None:
    """Add the number of a report, a patent, a standard, and the numbers that publishers give."""
    _number(draft)
    for each in own_identifiers(draft.work):
        if each.scheme == "publisher_number":
            code = "z" if each.invalid else "a"
            publishers = draft.work.publishers[:1]
            source = [strip(draft.context.text(name_as_text(agent, draft))) for agent in publishers]
            first = _sort_of_number(draft.material.type_of_record)
            parts = (code, each.number, "b", "".join(source), "q", each.qualifier)
            about = ("identifiers.publisher_number",)
            draft.fields.put("028", f"{first}2", *parts, about=about)


def _sort_of_number(type_of_record: str) -> str:
    """Return the first indicator of 028: of recordings, of music, of films, of anything else."""
    for types, indicator in ((_SOUNDING, "0"), (_NOTATED, "3"), (_MOVING, "4")):
        if type_of_record in types:
            return indicator
    return "5"


def _number(draft: MarcDraft) -> None:
    work = draft.work
    number = work.plain("number")
    if not number:
        return
    if work.type == "patent":
        date = work.issued
        day = date.w3c().replace("-", "") if date and date.exact else ""
        country = country_code(work.plain("country"))
        parts = ("a", number, "b", country, "d", day if len(day) == 8 else "")
        draft.fields.put("013", "  ", *parts, about=("number",))
    elif work.type in _REPORTS:
        draft.fields.put("088", "  ", "a", number, about=("number",))
    else:
        draft.fields.put("500", "  ", "a", f"Number: {number}", about=("number",))
