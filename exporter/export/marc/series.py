"""Series: 490 as the work prints them, 800 to 830 for those that have a record."""

from __future__ import annotations

from exporter.export.marc.control_numbers import control_number
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value
from exporter.export.marc.headings import agent_heading, text_versions
from exporter.export.marc.iso2709 import Subfields, subfields
from exporter.export.marc.titles import nonfiling
from exporter.export.reference import own_series
from exporter.model.identifiers import with_capital_x
from exporter.model.markup import strip
from exporter.model.text import Text, primary_language
from exporter.model.work import Series, Work


def put_series(draft: MarcDraft) -> None:
    """Add the series of a work."""
    found = own_series(draft.work)
    for series in found:
        _statement(draft, series)
    for series in found:
        if series.work:
            _added_entry(draft, series, series.work)
    number = draft.work.plain("series_number")
    if number and not found and "series" not in draft.work.data:
        about = ("series_number",)
        draft.fields.put("500", "  ", "a", f"Number in the series: {number}", about=about)


def _statement(draft: MarcDraft, series: Series) -> None:
    """Add 490. The title in another language is a parallel title, in a subfield a of its own."""
    title = series.title or (series.work.title if series.work else None)
    volumes = series.node.line("applies_to") if series.node else ""
    parts: list[Value] = ["3", volumes, "a", title]
    if title:
        parts += [part for form in _parallel(title, draft) for part in ("a", form)]
    parts += ["a", series.part, "x", with_capital_x(series.issn), "v", series.number]
    about = ("series", "series_number", "identifiers.issn")
    draft.fields.put_transcribed("490", "1 " if series.work else "0 ", *parts, about=about)


def _parallel(title: Text, draft: MarcDraft) -> list[str]:
    own = primary_language(draft.context.tag(title))
    same = {strip(form) for tag, form in title if primary_language(tag) == own}
    others = [strip(form) for tag, form in title if primary_language(tag) != own]
    return [form for form in dict.fromkeys(others) if form not in same]


def _added_entry(draft: MarcDraft, series: Series, record: Work) -> None:
    """Add the heading of a series: 830, or 800 and so on below its author."""
    context = draft.context
    title = record.text("uniform_title") or record.title
    part = series.part
    after: Subfields = ()
    if part:
        words = strip(context.text(part))
        after = subfields("n" if any(each.isdigit() for each in words) else "p", words)
    issn = series.issn or next(
        (each.number for each in record.identifiers if each.scheme == "issn"), ""
    )
    after += subfields("v", series.number, "x", with_capital_x(issn))
    after += subfields("w", control_number(record.id, context))
    creators = [
        each.agent
        for each in record.contributions
        if draft.target("role", each.roles[0]).startswith("1XX")
    ]
    if creators:
        heading = agent_heading(creators[0], context)
        versions = heading.followed_by("t", strip(context.text(title)), then=after)
        draft.fields.put_versions(f"8{heading.block}", f"{heading.indicator} ", versions[:1])
        return
    skipped = nonfiling(context.text(title), context.tag(title))
    in_scripts = text_versions(title, context, after)
    draft.fields.put_versions("830", f" {skipped}", in_scripts, ("series",))
