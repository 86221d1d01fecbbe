"""Conference papers in Crossref."""

from __future__ import annotations

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.dates import date
from exporter.export.crossref.entry import Entry, element, fitting, leaf
from exporter.export.crossref.hosts import (
    host_contributors,
    host_dates,
    host_doi_data,
    host_numbers,
    host_publishers,
    host_titles,
    stated_host,
)
from exporter.export.crossref.people import contributors
from exporter.export.crossref.statements import (
    ending,
    isbn_elements,
    language_of,
    no_isbn,
    page_numbers,
    publication_dates,
)
from exporter.export.crossref.texts import abstracts, titles
from exporter.export.reference import own_contributions
from exporter.model.agent import Agent


def conference_paper(entry: Entry) -> xml.Element:
    """Return a paper in the proceedings of its conference."""
    found = stated_host(entry)
    what = "the title of the proceedings of a conference paper"
    names = host_titles(entry, found, lengths.PROCEEDINGS_TITLE, what)
    isbns = isbn_elements(entry, host_numbers(entry, found, "isbn"), of_work=False)
    proceedings = element(
        "proceedings_metadata",
        leaf("proceedings_title", names[0] if names else ""),
        *host_publishers(entry, found, 5),
        *host_dates(entry, found),
        *(isbns or no_isbn("simple_series")),
        host_doi_data(entry, found),
    )
    paper = element(
        "conference_paper",
        contributors(entry, own_contributions(entry.work)),
        titles(entry),
        *abstracts(entry),
        *publication_dates(entry, "issued"),
        date(entry, "acceptance_date", "accepted"),
        page_numbers(entry),
        *ending(entry),
        attributes=language_of(entry),
    )
    makers = host_contributors(entry, found)
    return element("conference", makers, _event(entry), proceedings, paper)


def _event(entry: Entry) -> xml.Element:
    """Return the conference: an event with a record, or what the record says of it."""
    node = entry.work.node.get("event")
    name, number, place, when = "", "", "", None
    if node is not None and isinstance(node.value, dict):
        texts = {each: node.text(each) for each in ("name", "number", "place")}
        name = entry.text(texts["name"], lengths.CONFERENCE_NAME, 3) if texts["name"] else ""
        number = entry.text(texts["number"], lengths.CONFERENCE_NUMBER) if texts["number"] else ""
        place = entry.text(texts["place"], lengths.PLACE, 2) if texts["place"] else ""
        when = node.date("date")
        if when and when.printed is None and len(str(when)) <= lengths.CONFERENCE_DATE:
            entry.mark("event", "date")
    elif node is not None:
        event = entry.work.catalogue.agents[str(node.value)]
        entry.mark("event")
        name = _event_name(entry, event)
        number, when = event.node.line("number"), event.node.date("date")
    if not name:
        hint = f"add event with a name of 3 to {lengths.CONFERENCE_NAME} characters"
        entry.require("the name of the conference of a paper", "event", hint)
    return element(
        "event_metadata",
        leaf("conference_name", name),
        leaf("conference_number", fitting(number, lengths.CONFERENCE_NUMBER)),
        leaf("conference_location", place),
        leaf("conference_date", fitting(str(when or ""), lengths.CONFERENCE_DATE)),
    )


def _event_name(entry: Entry, event: Agent) -> str:
    name = entry.context.name(event, entry.work).complete
    return name if 3 <= len(name) <= lengths.CONFERENCE_NAME else ""
