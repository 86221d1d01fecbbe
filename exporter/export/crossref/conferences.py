"""Conference papers in Crossref."""

from __future__ import annotations

from exporter.export import xml
from exporter.export.crossref.dates import date
from exporter.export.crossref.entry import Entry, element, leaf
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

_PROCEEDINGS_TITLE = 511
_EVENT_NAME = 512
_EVENT_PLACE = 255
_EVENT_NUMBER = 15
_EVENT_DATE = 100


def conference_paper(entry: Entry) -> xml.Element:
    """Return a paper in the proceedings of its conference."""
    found = stated_host(entry)
    what = "the title of the proceedings of a conference paper"
    names = host_titles(entry, found, _PROCEEDINGS_TITLE, what)
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
        name = entry.text(texts["name"], _EVENT_NAME, 3) if texts["name"] else ""
        number = entry.text(texts["number"], _EVENT_NUMBER) if texts["number"] else ""
        place = entry.text(texts["place"], _EVENT_PLACE, 2) if texts["place"] else ""
        when = node.date("date")
        if when and when.printed is None and len(str(when)) <= _EVENT_DATE:
            entry.mark("event", "date")
    elif node is not None:
        event = entry.work.catalogue.agents[str(node.value)]
        entry.mark("event")
        name = _event_name(entry, event)
        number, when = event.node.line("number"), event.node.date("date")
    if not name:
        hint = "add event with a name of 3 to 512 characters"
        entry.require("the name of the conference of a paper", "event", hint)
    return element(
        "event_metadata",
        leaf("conference_name", name),
        leaf("conference_number", number if len(number) <= _EVENT_NUMBER else ""),
        leaf("conference_location", place),
        leaf("conference_date", str(when) if when and len(str(when)) <= _EVENT_DATE else ""),
    )


def _event_name(entry: Entry, event: Agent) -> str:
    name = entry.context.name(event, entry.work).complete
    return name if 3 <= len(name) <= _EVENT_NAME else ""
