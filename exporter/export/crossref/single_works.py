"""Works that stand for themselves in Crossref: theses, reports, standards, data sets, posted content."""

from __future__ import annotations

import re

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.dates import date
from exporter.export.crossref.deposit_types import type_of
from exporter.export.crossref.entry import Entry, element, leaf
from exporter.export.crossref.hosts import stated_host
from exporter.export.crossref.people import contributors
from exporter.export.crossref.programs import citations, relations
from exporter.export.crossref.statements import (
    doi_element,
    ending,
    isbn_elements,
    item_numbers,
    language_of,
    own_institutions,
    own_publishers,
    programs,
    publication_dates,
    publisher_item,
    require_date,
)
from exporter.export.crossref.texts import abstracts, description, titles
from exporter.export.reference import own_contributions

_LETTERS = re.compile(r"[A-Z]+(/[A-Z]+)*")


def dissertation(entry: Entry) -> xml.Element:
    """Return a thesis."""
    makers = contributors(entry, entry.work.contributions)
    if makers is None:
        entry.require("the author of a thesis", "contributors", "add the author")
    approved = date(entry, "approval_date", "accepted", "issued", "created")
    require_date(entry, [approved])
    bodies = own_institutions(entry, "granting_institution", most=6)
    bodies = bodies or own_institutions(entry, "publisher", most=6)
    if not bodies:
        hint = "add granting_institution"
        entry.require("the university that granted the degree", "granting_institution", hint)
    return element(
        "dissertation",
        makers,
        titles(entry),
        *abstracts(entry),
        approved,
        *bodies,
        leaf("degree", entry.line("degree", lengths.DEGREE, 2)),
        *isbn_elements(entry, entry.work.identifiers),
        *ending(entry),
        attributes=language_of(entry),
    )


def report(entry: Entry) -> xml.Element:
    """Return a report."""
    dates = publication_dates(entry, "issued")
    require_date(entry, dates)
    metadata = element(
        "report-paper_metadata",
        contributors(entry, entry.work.contributions),
        titles(entry),
        leaf("edition_number", entry.line("edition", lengths.EDITION_NUMBER)),
        *abstracts(entry),
        *dates,
        date(entry, "approval_date", "accepted"),
        *isbn_elements(entry, entry.work.identifiers),
        *own_publishers(entry, 1, required=False),
        *own_institutions(entry, "granting_institution", most=5),
        *ending(entry, with_number=True),
        attributes=language_of(entry),
    )
    return element("report-paper", metadata)


def standard(entry: Entry) -> xml.Element:
    """Return a standard."""
    number = entry.line("number", lengths.STD_DESIGNATOR, 2)
    if not number:
        entry.require("the number of a standard", "number", "add number")
    designator = element("std_as_published", element("std_designator", number)) if number else None
    made_by = own_publishers(entry, 1, required=False)
    metadata = element(
        "standard_metadata",
        contributors(entry, entry.work.contributions),
        titles(entry),
        *abstracts(entry),
        element("designators", designator) if designator is not None else None,
        leaf("edition_number", entry.line("edition", lengths.EDITION_NUMBER)),
        date(entry, "approval_date", "issued", "accepted"),
        *isbn_elements(entry, entry.work.identifiers),
        *made_by,
        _standards_body(entry, number),
        *ending(entry),
        attributes=language_of(entry),
    )
    return element("standard", metadata)


def _standards_body(entry: Entry, number: str) -> xml.Element | None:
    """Return the body that issued a standard: its publisher, or else who has the authority or made it.

    The acronym is the letters with which the number of the standard begins: `ISO` of `ISO 690:2021`.
    """
    name = _body_name(entry)
    if not name:
        hint = "add the publisher, if you know it"
        entry.require("the body that issued a standard", "publisher", hint)
        return None
    letters = _LETTERS.match(number)
    return element(
        "standards_body",
        element("standards_body_name", name),
        element("standards_body_acronym", letters[0] if letters else name),
    )


def _body_name(entry: Entry) -> str:
    work = entry.work
    if work.publishers:
        return entry.context.name(work.publishers[0], work).complete
    authority = work.text("authority")
    if authority:
        return entry.text(authority, lengths.TITLE)
    if work.contributions:
        return entry.context.name(work.contributions[0].agent, work).complete
    for statement in work.disputed:
        return entry.context.text(statement.value)
    return ""


def database(entry: Entry) -> xml.Element:
    """Return a data set in its database, or by itself as a database."""
    found = stated_host(entry)
    if found and found.host.title:
        names = entry.forms(found.host.title, lengths.TITLE, found.record)
        return element("database", _database_of(entry, names[0]), _dataset(entry))
    metadata = element(
        "database_metadata",
        contributors(entry, own_contributions(entry.work)),
        titles(entry),
        description(entry),
        _database_date(entry),
        *own_publishers(entry, 1, required=False),
        publisher_item(entry),
        doi_element(entry),
        relations(entry),
        attributes=language_of(entry),
    )
    return element("database", metadata)


def _database_of(entry: Entry, title: str) -> xml.Element:
    return element(
        "database_metadata",
        element("titles", element("title", title)),
        *own_publishers(entry, 1, required=False),
    )


def _dataset(entry: Entry) -> xml.Element:
    return element(
        "dataset",
        contributors(entry, own_contributions(entry.work)),
        titles(entry),
        _database_date(entry),
        publisher_item(entry),
        description(entry),
        _format(entry),
        *programs(entry),
        doi_element(entry),
        citations(entry),
    )


def _database_date(entry: Entry) -> xml.Element | None:
    dates = [
        date(entry, "creation_date", "created"),
        date(entry, "publication_date", "issued", "available"),
        date(entry, "update_date", "updated"),
    ]
    return element("database_date", *dates) if any(each is not None for each in dates) else None


def _format(entry: Entry) -> xml.Element | None:
    """Return the first file format of a data set."""
    node = entry.work.node.get("file_formats")
    format = next(iter(entry.work.node.lines("file_formats")), "")
    if node is None or not format or len(format) > lengths.FORMAT:
        return None
    entry.mark_first(node)
    return element("format", format)


def posted_content(entry: Entry) -> xml.Element:
    """Return a preprint or a post."""
    posted = date(entry, "posted_date", "issued", "available")
    require_date(entry, [posted])
    return element(
        "posted_content",
        leaf("group_title", entry.line("genre", lengths.GROUP_TITLE)),
        contributors(entry, entry.work.contributions),
        titles(entry),
        posted,
        date(entry, "acceptance_date", "accepted"),
        *own_institutions(entry, "publisher", most=5),
        *item_numbers(entry),
        *abstracts(entry),
        *programs(entry),
        doi_element(entry),
        citations(entry),
        attributes={"type": type_of(entry).word, **language_of(entry)},
    )
