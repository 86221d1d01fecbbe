"""Books and their parts in Crossref."""

from __future__ import annotations

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.dates import date
from exporter.export.crossref.deposit_types import type_of
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
    MANY,
    ending,
    isbn_elements,
    language_of,
    no_isbn,
    own_publishers,
    page_numbers,
    publication_dates,
    require_date,
)
from exporter.export.crossref.texts import abstracts, titles
from exporter.export.reference import Host, own_contributions, own_series
from exporter.model.identifiers import valid, with_capital_x
from exporter.model.markup import strip
from exporter.model.work import Series, Work


def book(entry: Entry) -> xml.Element:
    """Return a book, in its series if the ISSN of that is known."""
    series = _series_with_issn(entry)
    numbers = isbn_elements(entry, entry.work.identifiers) or no_isbn("monograph")
    dates = publication_dates(entry, "issued", "copyright_date")
    require_date(entry, dates)
    makers = contributors(entry, entry.work.contributions)
    before = [makers, titles(entry), *abstracts(entry)]
    edition = leaf("edition_number", entry.line("edition", lengths.EDITION_NUMBER))
    after = ending(entry)
    accepted = date(entry, "acceptance_date", "accepted") if series is None else None
    language = language_of(entry)
    if series is not None:
        volume = leaf("volume", entry.line("volume", lengths.VOLUME))
        metadata = element(
            "book_series_metadata",
            series,
            *before,
            volume,
            edition,
            *dates,
            *numbers,
            *own_publishers(entry, 1),
            *after,
            attributes=language,
        )
    else:
        metadata = element(
            "book_metadata",
            *before,
            edition,
            *dates,
            accepted,
            *numbers,
            *own_publishers(entry, MANY),
            *after,
            attributes=language,
        )
    return element(
        "book", metadata, attributes={"book_type": _book_type(entry.work, type_of(entry).word)}
    )


def _book_type(work: Work, word: str) -> str:
    """Return the type of a book: `edited_book`, if it has editors and no author."""
    roles = {role for each in work.contributions for role in each.roles}
    if "editor" in roles and "author" not in roles:
        return "edited_book"
    return word or "monograph"


def _series_with_issn(entry: Entry) -> xml.Element | None:
    """Return the first series of a book with an ISSN, which Crossref demands of a series."""
    for place, series in enumerate(own_series(entry.work)):
        issn = series.issn or _issn_of_record(series)
        title = series.title or (series.work.title if series.work else None)
        if issn and title:
            _mark_series(entry, series, place)
            tag = entry.context.tag(title)
            return element(
                "series_metadata",
                element("titles", element("title", strip(title[tag]))),
                element("issn", with_capital_x(issn)),
                leaf("series_number", fitting(series.number, lengths.SERIES_NUMBER)),
            )
    return None


def _issn_of_record(series: Series) -> str:
    return series.work.first_number("issn") if series.work else ""


def _mark_series(entry: Entry, series: Series, place: int) -> None:
    """Note what is written of a series: its title, number and ISSN, wherever the record has them."""
    if series.title:
        entry.mark(*series.title.pointer_of(entry.context.tag(series.title)))
    if len(series.number) <= lengths.SERIES_NUMBER:
        entry.mark(*(("series_number",) if series.node is None else ("series", place, "number")))
    if series.node is not None:
        entry.mark("series", place, "work")
        entry.mark("series", place, "issn")
    for each in valid(entry.work.identifiers, "issn"):
        if each.number == series.issn:
            entry.mark(*each.pointer)
            return


def content_item(entry: Entry) -> xml.Element:
    """Return a part of a book, in the book."""
    word = type_of(entry).word
    found = stated_host(entry)
    names = host_titles(entry, found, lengths.TITLE, "the title of the book of a part")
    here = found.host if found else None
    numbers = host_numbers(entry, found, "isbn")
    isbns = isbn_elements(entry, numbers, of_work=False)
    metadata = element(
        "book_metadata",
        host_contributors(entry, found),
        element("titles", element("title", names[0])) if names else None,
        leaf("edition_number", _host_edition(entry, here)),
        *host_dates(entry, found),
        *(isbns or no_isbn("monograph")),
        *host_publishers(entry, found, MANY),
        host_doi_data(entry, found),
    )
    item = element(
        "content_item",
        contributors(entry, own_contributions(entry.work)),
        titles(entry),
        *abstracts(entry),
        leaf("component_number", entry.line("chapter_number", lengths.COMPONENT_NUMBER)),
        *publication_dates(entry, "issued"),
        date(entry, "acceptance_date", "accepted"),
        page_numbers(entry),
        *ending(entry),
        attributes={"component_type": word, **language_of(entry)},
    )
    type = "reference" if word == "reference_entry" else "monograph"
    editors = here.contributions if here else ()
    if type == "monograph" and any("editor" in each.roles for each in editors):
        type = "edited_book"
    return element("book", metadata, item, attributes={"book_type": type})


def _host_edition(entry: Entry, here: Host | None) -> str:
    if here is None or here.edition is None:
        return ""
    record = here.work.id if here.work else ""
    return entry.text(here.edition, lengths.EDITION_NUMBER, record=record)
