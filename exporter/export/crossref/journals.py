"""Journals and their articles in Crossref."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.dates import date, known_date
from exporter.export.crossref.entry import Entry, element, leaf
from exporter.export.crossref.hosts import host_doi_data, host_numbers, host_titles, stated_host
from exporter.export.crossref.people import contributors
from exporter.export.crossref.programs import web_addresses
from exporter.export.crossref.statements import (
    doi_element,
    ending,
    language_of,
    page_numbers,
    publication_dates,
    require_date,
)
from exporter.export.crossref.texts import abstracts, all_titles
from exporter.export.reference import own_contributions
from exporter.model.identifiers import Identifier, valid, with_capital_x


def _issns(numbers: Sequence[Identifier]) -> list[xml.Element]:
    values = dict.fromkeys(with_capital_x(each.number) for each in numbers)
    return [element("issn", each) for each in list(values)[:6]]


def journal(entry: Entry) -> xml.Element:
    """Return a journal, which holds no article."""
    work = entry.work
    forms = entry.forms(work.title, lengths.FULL_TITLE)
    if not forms:
        hint = f"Crossref allows at most {lengths.FULL_TITLE} characters; shorten it"
        entry.require("a title of the journal", "title", hint)
    numbers = valid(work.identifiers, "issn", "issn_l")
    for each in numbers:
        entry.mark(*each.pointer)
    has_doi = bool(work.first_number("doi"))
    has_address = web_addresses(work) or work.catalogue.settings.base_uri
    if work.node.get("url") and not web_addresses(work):
        entry.require("a web address that begins with http, https or ftp", "url", "correct url")
    doi_data = doi_element(entry) if not numbers or (has_doi and has_address) else None
    abbreviated = entry.work.text("abbreviated_title")
    return element(
        "journal",
        element(
            "journal_metadata",
            *(element("full_title", each) for each in forms[:10]),
            leaf(
                "abbrev_title", entry.text(abbreviated, lengths.ABBREV_TITLE) if abbreviated else ""
            ),
            *_issns(numbers),
            doi_data,
            attributes=language_of(entry),
        ),
    )


def journal_article(entry: Entry) -> xml.Element:
    """Return an article in its journal."""
    found = stated_host(entry)
    names = host_titles(entry, found, lengths.FULL_TITLE, "the title of the journal of an article")
    numbers = host_numbers(entry, found, "issn", "issn_l")
    doi_data = host_doi_data(entry, found)
    if not numbers and doi_data is None:
        hint = "add the ISSN to identifiers of the journal"
        entry.require("the ISSN of the journal of an article", "identifiers", hint)
    dates = publication_dates(entry, "issued")
    require_date(entry, dates)
    metadata = element(
        "journal_metadata",
        *(element("full_title", each) for each in names[:10]),
        *_issns(numbers),
        doi_data,
    )
    article = element(
        "journal_article",
        *all_titles(entry),
        contributors(entry, own_contributions(entry.work)),
        *abstracts(entry),
        *dates,
        date(entry, "acceptance_date", "accepted"),
        page_numbers(entry),
        *ending(entry),
        attributes=language_of(entry),
    )
    return element("journal", metadata, _issue(entry), article)


def _issue(entry: Entry) -> xml.Element | None:
    """Return the volume and issue of an article with their date."""
    issued = known_date("publication_date", entry.work.issued or entry.work.date("available"))
    if issued is None:
        return None  # the schema demands it
    volume = entry.line("volume", lengths.VOLUME)
    issue = entry.line("issue", lengths.ISSUE)
    special = entry.line("supplement_number", lengths.SPECIAL_NUMBERING)
    if not (volume or issue or special):
        return None
    return element(
        "journal_issue",
        issued,
        element("journal_volume", element("volume", volume)) if volume else None,
        leaf("issue", issue),
        leaf("special_numbering", special),
    )
