"""Notes: 5XX by the type of note, contents, theses, events, evidence."""

from __future__ import annotations

import re

from exporter.export.marc.dates import statement
from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value
from exporter.export.marc.imprint import disputed_names, name_as_text, said
from exporter.export.marc.material import RECORDED
from exporter.export.marc.plain_fields import put_target
from exporter.export.marc.source_notes import mention, others
from exporter.model.date import Date, Point
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.work import ContentsEntry, Work

_NUMBERING = (
    *("season", "volume", "volume_title", "issue", "issue_title", "supplement_number"),
    *("section", "chapter_number", "article_number"),
)
"""Fields that say where in its host a work is (773 $g)."""
_LOCATION_AT_END = re.compile(r"(.+), ((?:no\. |nos\. |p\. |v\. |[A-Z]\.? ?)?\d[^,]*)")


def put_notes(draft: MarcDraft) -> None:
    """Add notes on the title, the makers, contents and history of a work."""
    work, fields = draft.work, draft.fields
    if work.devised:
        text = "Title devised by cataloguer."
        fields.put("500", "  ", "a", text, about=("devised_title",))
    if work.plain("status"):
        text = f"{work.plain('status').capitalize()}."
        fields.put("500", "  ", "a", text, about=("status",))
    _numbering(draft)
    _disputed_publisher(draft)
    _thesis(draft)
    for place, other in enumerate(others(work.node.lines("distinct_from"), draft.context), 1):
        about = (f"distinct_from.{place}",)
        fields.put("500", "  ", "a", f"Not the same as: {other}", about=about)
    _typed_notes(draft)
    _contents(draft)
    _event(draft)
    fields.put("520", "3 ", "a", work.text("abstract"), about=("abstract",))
    fields.put("520", "  ", "a", work.text("caption"), about=("caption",))
    _funding(draft)


def _numbering(draft: MarcDraft) -> None:
    """Say the volume, issue and pages of a work that states nothing in which it appeared."""
    work = draft.work
    has_extent = bool(work.texts("extent"))
    names = [] if draft.material.is_hosted else list(_NUMBERING)
    if has_extent and not draft.material.is_hosted:
        names.append("pages")
    if has_extent:
        names.append("volumes")
    for name in names:
        node = work.node.get(name)
        if node and not (name in {"pages", "volumes"} and _is_in_extent(work, node)):
            label = node.field.title if node.field else name
            for _, form in node.as_text():
                text = f"{label}: {strip(form)}"
                draft.fields.put("500", "  ", "a", text, about=(name,))


def _is_in_extent(work: Work, node: Node) -> bool:
    """Return whether the extent says the pages or the number of volumes, too: `28 v.`."""
    forms = [strip(form) for text in work.texts("extent") for _, form in text]
    return any(re.search(rf"(^|\W){re.escape(str(node.value))}($|\D)", form) for form in forms)


def _typed_notes(draft: MarcDraft) -> None:
    """Add each note in the field that the row of its type names: `504 ## $a`."""
    for place, note in enumerate(draft.work.notes, 1):
        grouped = isinstance(draft.work.data["notes"], dict)
        about = f"notes.{note.type}" if grouped else f"notes.{place}"
        if note.type == "arrangement":
            continue  # stands in 351 with the level
        if note.type == "references":
            _reference(draft, note.text, about)
            continue
        put_target(draft.fields, draft.target("note", note.type), note.type, note.text, about)


def _reference(draft: MarcDraft, text: Text, about: str) -> None:
    """Add a bibliography that describes the work (510), with the number or page at its end in $c."""
    match = _LOCATION_AT_END.fullmatch(strip(draft.context.text(text)))
    if match and len(text.forms) == 1:
        draft.fields.put("510", "4 ", "a", match[1], "c", match[2], about=(about,))
    else:
        draft.fields.put("510", "3 ", "a", text, about=(about,))


def _disputed_publisher(draft: MarcDraft) -> None:
    """Say that sources print different publishers, of whom none is that of the record (264 $b)."""
    names = disputed_names(draft)
    if names:
        text = f"Sources disagree on the publisher: {'; '.join(names)}."
        draft.fields.put("500", "  ", "a", text, about=("publisher",))
        for statement in draft.work.disputed:
            for pointer in statement.pointers:
                name = draft.context.text(statement.value)
                reason = "sources disagree: a note has it, not 264"
                draft.context.weaken(draft.work, pointer, name, reason)


def _thesis(draft: MarcDraft) -> None:
    """Add degree, institution and year of a thesis (502)."""
    work = draft.work
    institution = work.node.get("granting_institution")
    agents = work.agents_at([institution]) if institution else ()
    if not (agents or work.text("degree") or work.type == "thesis"):
        return
    names = [name_as_text(agent, draft) for agent in agents]
    if not names and work.type == "thesis":
        names = [name_as_text(agent, draft) for agent in work.publishers[:1]]
    date = work.issued or work.date("created")
    year = _year(date) if date else ""
    parts: list[Value] = ["b", work.text("degree") or (work.text("genre") if names else None)]
    parts += [part for name in names for part in ("c", name)]
    if not any(parts[1::2]):
        return
    about = ("degree", "granting_institution")
    draft.fields.put_transcribed("502", "  ", *parts, "d", year, about=about)


def _year(date: Date) -> str:
    """Return the year of a degree (RDA 7.9.4); a date that has no single year is in words."""
    point = date.start
    if point and point.calendar and not (date.interval or date.members):
        return statement(date._replace(start=Point(point.year)))
    return statement(date)


def _contents(draft: MarcDraft) -> None:
    """Add the table of contents (505): one text with ` -- ` between the headings, in each language.

    Where the record says who made the parts, titles and names are apart ($t, $r): then it is a
    collection, whose titles are searched for. Source: MARC 21 Bibliographic, 505.
    """
    entries = draft.work.contents
    if not entries:
        return
    enhanced = any(entry.responsibility for entry in entries)
    tags = dict.fromkeys(tag for entry in entries for tag in _tags(entry, draft))
    for tag in tags:
        if enhanced:
            parts = _enhanced(entries, tag, draft)
            draft.fields.put("505", "00", *parts, about=(f"contents.{tag}", "contents"))
        else:
            headings = [each for entry in entries if (each := _heading(entry, tag))]
            text = " -- ".join(headings)
            draft.fields.put("505", "0 ", "a", text, about=(f"contents.{tag}", "contents"))


def _tags(entry: ContentsEntry, draft: MarcDraft) -> list[str]:
    preferred = draft.context.tag(entry.title)
    return [preferred, *(tag for tag, _ in entry.title if tag != preferred)]


def _heading(entry: ContentsEntry, tag: str) -> str:
    """Return a heading as a table of contents has it: `10. Encoding/decoding (128-138)`."""
    if tag not in entry.title.forms:
        return ""
    number = f"{entry.number}. " if entry.number else ""
    pages = f" ({entry.pages})" if entry.pages else ""
    return f"{number}{strip(entry.title[tag])}{pages}"


def _enhanced(entries: tuple[ContentsEntry, ...], tag: str, draft: MarcDraft) -> list[Value]:
    """Return contents with titles ($t), names ($r), numbers and pages ($g), and marks between."""
    found: list[list[Value]] = []
    for entry in entries:
        if tag not in entry.title.forms:
            continue
        by = entry.responsibility
        name = strip(by.forms.get(tag) or draft.context.text(by)) if by else ""
        parts: list[Value] = ["g", f"{entry.number}." if entry.number else ""]
        parts += ["t", strip(entry.title[tag]) + (" /" if name else ""), "r", name]
        parts += ["g", f"({entry.pages})" if entry.pages else ""]
        found.append(_without_empty(parts))
    for parts in found[:-1]:
        parts[-1] = f"{parts[-1]} --"
    return [part for parts in found for part in parts]


def _without_empty(parts: list[Value]) -> list[Value]:
    kept: list[Value] = []
    for code, value in zip(parts[::2], parts[1::2], strict=True):
        if value:
            kept += [code, value]
    return kept


def _event(draft: MarcDraft) -> None:
    """Say where and when a photo was taken, a recording was made, or a work was performed (518)."""
    work = draft.work
    location, created = work.text("location"), work.date("created")
    recorded = draft.material.type_of_record in RECORDED
    if location or (recorded and created):
        done = "Recorded" if recorded else "Photographed"
        if draft.material.type_of_record not in "gijk":
            done = "Created"
        date = said(created) if created else ""
        about = ("location", "created")
        draft.fields.put("518", "  ", "o", done, "d", date, "p", location, about=about)
    elif created and work.issued:
        text = f"Created: {strip(str(said(created)))}"
        draft.fields.put("500", "  ", "a", text, about=("created",))
    event = work.node.get("event")
    if event and isinstance(event.value, dict) and event.text("name") is None:
        date_of_event = event.date("date")
        date = said(date_of_event) if date_of_event else ""
        parts: list[Value] = ["o", event.line("number"), "d", date, "p", event.text("place")]
        draft.fields.put("518", "  ", *parts, about=("event",))


def _funding(draft: MarcDraft) -> None:
    """Add the grants (536): who pays, and the number of the grant."""
    for place, node in enumerate(draft.work.node.all("funding"), 1):
        funder = node.get("funder")
        agents = draft.work.agents_at([funder]) if funder else ()
        names: list[Value] = [name_as_text(agent, draft) for agent in agents]
        parts: list[Value] = [part for name in names for part in ("a", name)]
        parts += ["a", node.text("title"), "c", node.line("number")]
        about = (f"funding.{place}",)
        draft.fields.put_transcribed("536", "  ", *parts, about=about)
        if node.line("url"):
            draft.fields.put("856", "42", "3", "Grant", "u", node.line("url"), about=about)


def put_evidence(draft: MarcDraft) -> None:
    """Add what sources print of the work (588)."""
    for place, node in enumerate(draft.work.node.all("found"), 1):
        printed = ": ".join(filter(None, mention(node, draft.context)))
        draft.fields.put("588", "0 ", "a", printed, about=(f"found.{place}",))
