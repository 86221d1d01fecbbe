"""The elements of Crossref's deposit schema for each type of work.

Source: Crossref Metadata Deposit Schema 5.3.1, crossref5.3.1.xsd. A part of something stands in the
element of what it appeared in, with what that element demands: an article in `journal`, a chapter
in `book`, a paper in `conference`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exporter.export import xml
from exporter.export.crossref.books import book, content_item
from exporter.export.crossref.conferences import conference_paper
from exporter.export.crossref.deposit_types import type_of
from exporter.export.crossref.entry import Entry
from exporter.export.crossref.journals import journal, journal_article
from exporter.export.crossref.single_works import (
    database,
    dissertation,
    posted_content,
    report,
    standard,
)


def deposited(entry: Entry) -> xml.Element:
    """Return the element of a work in the body of a deposit, and note what the work lacks."""
    type = type_of(entry)
    _mark_type(entry)
    if not entry.work.node.get("title") and not entry.work.node.get("devised_title"):
        entry.require("a title", "title", "add the title")
    return _DEPOSITS[type.part](entry)


def _mark_type(entry: Entry) -> None:
    work = entry.work
    row = entry.context.crosswalk.row("type", work.type)
    field = "type" if "type" in work.data else "kind"
    entry.mark("kind")
    entry.mark("type")
    if row.match == "none":
        message = f"Crossref has no element for a work of the type “{work.type}”"
        hint = "leave it out with --keep-going, or correct its type"
        entry.refuse(message, hint, field)
        entry.context.lose(work, (field,), work.type, message)
    elif row.match == "broad":
        reason = f"only as {row.target.replace(' ', ', ')}"
        entry.context.weaken(work, (field,), work.type, reason)


_DEPOSITS: Mapping[str, Callable[[Entry], xml.Element]] = {
    "journal_article": journal_article,
    "journal_metadata": journal,
    "book_metadata": book,
    "content_item": content_item,
    "conference_paper": conference_paper,
    "dissertation": dissertation,
    "report-paper_metadata": report,
    "standard_metadata": standard,
    "dataset": database,
    "posted_content": posted_content,
}
"""For each element with the metadata of a work what writes it."""
