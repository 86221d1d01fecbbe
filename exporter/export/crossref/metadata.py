"""The elements of Crossref's deposit schema for each type of work.

Source: Crossref Metadata Deposit Schema 5.3.1, crossref5.3.1.xsd. A part of something stands in the
element of what it appeared in, with what that element demands: an article in `journal`, a chapter
in `book`, a paper in `conference`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from exporter.export import xml
from exporter.export.crossref.dates import date, known_date
from exporter.export.crossref.entry import Entry, element, leaf
from exporter.export.crossref.languages import code
from exporter.export.crossref.people import (
    contributors,
    disputed_publisher,
    institution,
    publishers,
)
from exporter.export.crossref.programs import (
    access,
    citations,
    funding,
    is_web_address,
    relations,
    web_addresses,
)
from exporter.export.crossref.texts import abstracts, all_titles, description, titles
from exporter.export.reference import Host, host, host_relation, own_contributions, own_series
from exporter.model.agent import Agent
from exporter.model.identifiers import Identifier, with_capital_x
from exporter.model.markup import strip
from exporter.model.work import Series, Work

_DOI = re.compile(r"10\.[0-9]{4,9}/.{1,200}")
_PAGES = re.compile(r"(?P<first>[^-–,]+)([-–](?P<last>[^-–,]+))?(,\s*(?P<others>.+))?")
_LETTERS = re.compile(r"[A-Z]+(/[A-Z]+)*")
_TITLE, _PROCEEDINGS_TITLE, _VOLUME, _PAGE, _OTHER_PAGES, _EDITION = 255, 511, 32, 32, 100, 15
_ITEM_NUMBER, _IDENTIFIER, _COMPONENT_NUMBER, _SERIES_NUMBER = 32, 255, 50, 15
_EVENT_NAME, _EVENT_PLACE, _EVENT_NUMBER, _DEGREE, _GROUP = 512, 255, 15, 255, 1024
_DESIGNATOR, _NUMBER_OF_ISBNS, _FORMAT, _EVENT_DATE = 150, 6, 130, 100
_MANY = 100
"""More publishers than a record names: where the schema has no limit."""


class Type(NamedTuple):
    """How a type of work is deposited.

    `part` is the element with its metadata, `body` the one in the body of the deposit that holds
    it, `word` a value of an attribute of it (`book_type`, `component_type` or `type`).
    """

    part: str
    word: str

    @property
    def body(self) -> str:
        """The element in the body of the deposit."""
        return _BODIES[self.part]


_BODIES = {
    "journal_article": "journal",
    "journal_metadata": "journal",
    "book_metadata": "book",
    "content_item": "book",
    "conference_paper": "conference",
    "dissertation": "dissertation",
    "report-paper_metadata": "report-paper",
    "standard_metadata": "standard",
    "dataset": "database",
    "posted_content": "posted_content",
}
"""For each element with the metadata of a work the element of the body that holds it."""
BODIES = tuple(dict.fromkeys(_BODIES.values()))
"""The elements of the body in the order in which deposits stand."""


def type_of(entry: Entry) -> Type:
    """Return how a work is deposited; one that Crossref has no type for is posted content."""
    target = entry.context.crosswalk.target("type", entry.work.type)
    part, _, word = target.partition(" ")
    return Type(part, word)


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


# ---- what many elements have


def _language(entry: Entry) -> dict[str, str | None]:
    """Return the attribute with the first language of a work."""
    node = entry.work.node.get("language")
    known = code(entry.work.language)
    if node is None or not known:
        return {}
    entry.mark("language", *((0,) if isinstance(node.value, list) else ()))
    return {"language": known}


def _doi_data(entry: Entry) -> xml.Element | None:
    """Return the DOI of a work and the address to which it leads."""
    doi = _doi(entry)
    if doi is None:
        hint = "add the DOI to identifiers, if the work has one"
        entry.require("a DOI", "identifiers", hint)
    address = _resource(entry)
    if not address:
        hint = "add url, or base_uri under [catalogue] in exporter.toml"
        entry.require("the web address to which the DOI leads", "url", hint)
    if doi is None or not address:
        return leaf("doi", doi.number) if doi else leaf("resource", address)
    return element("doi_data", element("doi", doi.number), element("resource", address))


def _doi(entry: Entry) -> Identifier | None:
    """Return the first DOI that Crossref accepts, or else the first one."""
    known = [each for each in entry.work.numbers if each.scheme == "doi" and not each.invalid]
    if not known:
        return None
    doi = next((each for each in known if _DOI.fullmatch(each.number)), known[0])
    entry.mark(*doi.pointer)
    if not _DOI.fullmatch(doi.number):
        message = f"Crossref does not accept the DOI “{doi.number}”"
        hint = "its prefix must have 4 to 9 digits, its suffix at most 200 characters"
        entry.refuse(message, hint, *doi.pointer)
    return doi


def _resource(entry: Entry) -> str:
    """Return the address of a work: its own, or that of its record in the catalogue."""
    addresses = web_addresses(entry.work)
    if addresses:
        address, pointer = addresses[0]
        entry.mark(*pointer)
        return xml.web_address(address)
    base = entry.work.catalogue.settings.base_uri
    if base and not entry.work.node.get("url"):
        entry.mark("id")
        return f"{base.rstrip('/')}/{entry.work.id}"
    return ""


def _pages(entry: Entry) -> xml.Element | None:
    match = _PAGES.fullmatch(entry.work.plain("pages"))
    if not match:
        return None
    parts = {name: (match[name] or "").strip() for name in ("first", "last", "others")}
    longest = {"first": _PAGE, "last": _PAGE, "others": _OTHER_PAGES}
    if any(len(words) > longest[name] for name, words in parts.items()) or not parts["first"]:
        return None
    entry.mark("pages")
    return element(
        "pages",
        element("first_page", parts["first"]),
        leaf("last_page", parts["last"]),
        leaf("other_pages", parts["others"]),
    )


def _item_numbers(entry: Entry) -> list[xml.Element]:
    number = entry.line("article_number", _ITEM_NUMBER)
    attributes = {"item_number_type": "article_number"}
    return [element("item_number", number, attributes=attributes)] if number else []


def _publisher_item(entry: Entry, *, with_number: bool = False) -> xml.Element | None:
    """Return the number of an article, of a report (`with_number`) and in PubMed."""
    parts = _item_numbers(entry)
    if with_number and (number := entry.line("number", _IDENTIFIER)):
        parts.append(element("identifier", number, attributes={"id_type": "report-number"}))
    for each in entry.work.numbers:
        if each.scheme == "pmid" and not each.invalid:
            entry.mark(*each.pointer)
            parts.append(element("identifier", each.number, attributes={"id_type": "pmid"}))
            break
    return element("publisher_item", *parts) if parts else None


def _isbns(entry: Entry, known: Sequence[Identifier], *, of_work: bool = True) -> list[xml.Element]:
    found: list[xml.Element] = []
    for each in known:
        if each.scheme == "isbn" and not each.invalid and len(found) < _NUMBER_OF_ISBNS:
            if of_work:
                entry.mark(*each.pointer)
            found.append(element("isbn", with_capital_x(each.number)))
    return found


def _no_isbn(reason: str) -> list[xml.Element]:
    return [element("noisbn", attributes={"reason": reason})]


def _programs(entry: Entry) -> list[xml.Element | None]:
    return [funding(entry), access(entry), relations(entry)]


def _publication_dates(entry: Entry, *fields: str) -> list[xml.Element]:
    """Return the date of publication, and the date on which the work was put online."""
    found = [
        date(entry, "publication_date", *fields),
        date(entry, "publication_date", "available", medium="online"),
    ]
    return [each for each in found if each is not None]


def _require_date(entry: Entry, found: Sequence[xml.Element | None], field: str) -> None:
    if not any(each is not None for each in found):
        hint = "add it, if you know at least the year"
        entry.require("a date with a year from 1400 to 2200", field, hint)


def _publishers(entry: Entry, most: int, *, required: bool = True) -> list[xml.Element]:
    work = entry.work
    if work.publishers:
        found = publishers(entry, work.publishers, most, work.texts("place"))
    else:
        found = disputed_publisher(entry)
    if not found and required:
        entry.require("a publisher", "publisher", "add the publisher, if you know it")
    return found


def _institutions(entry: Entry, *fields: str, most: int) -> list[xml.Element]:
    """Return the bodies in some fields of the record as institutions."""
    work = entry.work
    found: list[xml.Element | None] = []
    for field in fields:
        nodes = work.node.all(field)
        for agent, node in zip(work.agents_at(nodes), nodes, strict=True):
            places = () if found else work.texts("place")
            if len(found) < most:
                found.append(institution(entry, agent, node, places))
    return [each for each in found if each is not None]


# ---- the work in which another one appeared


class _HostEntry(NamedTuple):
    """A host, and the id of the record that states its title and publishers."""

    host: Host
    record: str


def _host(entry: Entry) -> _HostEntry | None:
    """Return the host of the work, and note the reference to it, or what is stated of it."""
    here = host(entry.work)
    if here is None:
        return None
    relation = host_relation(entry.work)
    if relation and relation.node is not None:
        inner = ("work",) if relation.is_group else ()
        if relation.target:
            entry.mark(*relation.node.pointer, *inner)
    own = here.work is not None and here.title is here.work.title
    return _HostEntry(here, here.work.id if own and here.work else "")


def _host_titles(entry: Entry, found: _HostEntry | None, most: int, what: str) -> list[str]:
    """Return the forms of the title of the host that fit: the printed one, or that of its record."""
    titles = [(found.host.title, found.record)] if found else []
    titles.append((entry.work.text("container_title"), ""))
    if found and found.host.work:
        titles.append((found.host.work.title, found.host.work.id))
    for title, record in titles:
        forms = entry.forms(title, most, record) if title else []
        if forms:
            return forms
    hint = "add part_of with the record or the title, or container_title"
    entry.require(what, "container_title", hint)
    return []


def _host_node_pointer(entry: Entry) -> tuple[str | int, ...]:
    relation = host_relation(entry.work)
    if relation and relation.node is not None and relation.is_group:
        return relation.node.pointer
    return ()


def _host_publishers(entry: Entry, found: _HostEntry | None, most: int) -> list[xml.Element]:
    """Return the publishers of the host; those of the part itself, if the host has none."""
    if found and found.host.publishers:
        here = found.host
        is_own = here.work is None and here.node is None
        stated = _host_node_pointer(entry)
        if is_own:
            return _publishers(entry, most)
        made = publishers(
            entry, here.publishers, most, here.places, here.work.id if here.work else ""
        )
        if stated and here.node is not None:
            entry.mark(*stated, "publisher")
        if made:
            return made
    return _publishers(entry, most)


def _host_dates(entry: Entry, found: _HostEntry | None) -> list[xml.Element]:
    """Return the date of the host, or else that of the part."""
    issued = found.host.issued if found else None
    if found and found.host.issued:
        made = known_date("publication_date", issued)
        if made is not None:
            stated = _host_node_pointer(entry)
            if stated and issued and issued.exact:
                entry.mark(*stated, "issued")
            return [made]
    own = date(entry, "publication_date", "issued", "copyright_date")
    _require_date(entry, [own], "issued")
    return [own] if own is not None else []


def _host_numbers(entry: Entry, found: _HostEntry | None, *schemes: str) -> list[Identifier]:
    """Return the valid numbers of the host, and note those that the work's record states."""
    known = [each for each in found.host.identifiers if each.scheme in schemes] if found else []
    if found and known and found.host.work:
        return [each for each in known if not each.invalid]
    known = known or [each for each in entry.work.numbers if each.scheme in schemes]
    valid = [each for each in known if not each.invalid]
    for each in valid:
        entry.mark(*each.pointer)
    return valid


def _host_contributors(entry: Entry, found: _HostEntry | None) -> xml.Element | None:
    if found is None:
        return None
    record = found.host.work.id if found.host.work else ""
    return contributors(entry, found.host.contributions, record=record)


def _host_doi_data(entry: Entry, found: _HostEntry | None) -> xml.Element | None:
    """Return the DOI of a host with the address to which it leads, if both are known."""
    if found is None:
        return None
    work, node = found.host.work, found.host.node
    addresses = [address for address, _ in web_addresses(work)] if work else []
    if not addresses and node is not None and is_web_address(node.line("url")):
        addresses = [node.line("url")]
    for each in found.host.identifiers if addresses else ():
        if each.scheme == "doi" and not each.invalid and _DOI.fullmatch(each.number):
            if work is None and node is not None:
                entry.mark(*each.pointer)
                entry.mark(*node.pointer, "url")
            address = xml.web_address(addresses[0])
            return element("doi_data", element("doi", each.number), element("resource", address))
    return None


# ---- journals


def _issns(numbers: Sequence[Identifier]) -> list[xml.Element]:
    values = dict.fromkeys(with_capital_x(each.number) for each in numbers)
    return [element("issn", each) for each in list(values)[:6]]


def _journal(entry: Entry) -> xml.Element:
    """Return a journal, which holds no article."""
    work = entry.work
    forms = entry.forms(work.title, _TITLE)
    if not forms:
        hint = "Crossref allows at most 255 characters; shorten it"
        entry.require("a title of the journal", "title", hint)
    numbers = [e for e in work.numbers if e.scheme in {"issn", "issn_l"} and not e.invalid]
    for each in numbers:
        entry.mark(*each.pointer)
    has_doi = "doi" in work.identifiers
    has_address = web_addresses(work) or work.catalogue.settings.base_uri
    if work.node.get("url") and not web_addresses(work):
        entry.require("a web address that begins with http, https or ftp", "url", "correct url")
    doi_data = _doi_data(entry) if not numbers or (has_doi and has_address) else None
    abbreviated = entry.work.text("abbreviated_title")
    return element(
        "journal",
        element(
            "journal_metadata",
            *(element("full_title", each) for each in forms[:10]),
            leaf("abbrev_title", entry.text(abbreviated, 150) if abbreviated else ""),
            *_issns(numbers),
            doi_data,
            attributes=_language(entry),
        ),
    )


def _journal_article(entry: Entry) -> xml.Element:
    found = _host(entry)
    names = _host_titles(entry, found, _TITLE, "the title of the journal of an article")
    numbers = _host_numbers(entry, found, "issn", "issn_l")
    doi_data = _host_doi_data(entry, found)
    if not numbers and doi_data is None:
        hint = "add the ISSN to identifiers of the journal"
        entry.require("the ISSN of the journal of an article", "identifiers", hint)
    dates = _publication_dates(entry, "issued")
    _require_date(entry, dates, "issued")
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
        _pages(entry),
        _publisher_item(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes=_language(entry),
    )
    return element("journal", metadata, _issue(entry), article)


def _issue(entry: Entry) -> xml.Element | None:
    """Return the volume and issue of an article with their date."""
    issued = known_date("publication_date", entry.work.issued or entry.work.date("available"))
    volume = entry.line("volume", _VOLUME)
    issue = entry.line("issue", _VOLUME)
    special = entry.line("supplement_number", 15)
    if issued is None or not (volume or issue or special):
        return None
    return element(
        "journal_issue",
        issued,
        element("journal_volume", element("volume", volume)) if volume else None,
        leaf("issue", issue),
        leaf("special_numbering", special),
    )


# ---- books and their parts


def _book(entry: Entry) -> xml.Element:
    series = _series_with_issn(entry)
    numbers = _isbns(entry, entry.work.numbers) or _no_isbn("monograph")
    dates = _publication_dates(entry, "issued", "copyright_date")
    _require_date(entry, dates, "issued")
    makers = contributors(entry, entry.work.contributions)
    before = [makers, titles(entry), *abstracts(entry)]
    edition = leaf("edition_number", entry.line("edition", _EDITION))
    after = [
        _publisher_item(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
    ]
    accepted = date(entry, "acceptance_date", "accepted") if series is None else None
    language = _language(entry)
    if series is not None:
        volume = leaf("volume", entry.line("volume", _VOLUME))
        metadata = element(
            "book_series_metadata",
            series,
            *before,
            volume,
            edition,
            *dates,
            *numbers,
            *_publishers(entry, 1),
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
            *_publishers(entry, _MANY),
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
            number = series.number if len(series.number) <= _SERIES_NUMBER else ""
            return element(
                "series_metadata",
                element("titles", element("title", strip(title[tag]))),
                element("issn", with_capital_x(issn)),
                leaf("series_number", number),
            )
    return None


def _issn_of_record(series: Series) -> str:
    return series.work.identifiers.get("issn", "") if series.work else ""


def _mark_series(entry: Entry, series: Series, place: int) -> None:
    """Note what is written of a series: its title, number and ISSN, wherever the record has them."""
    if series.title:
        entry.mark(*series.title.pointer_of(entry.context.tag(series.title)))
    if len(series.number) <= _SERIES_NUMBER:
        entry.mark(*(("series_number",) if series.node is None else ("series", place, "number")))
    if series.node is not None:
        entry.mark("series", place, "work")
        entry.mark("series", place, "issn")
    for each in entry.work.numbers:
        if each.scheme == "issn" and each.number == series.issn and not each.invalid:
            entry.mark(*each.pointer)
            return


def _content_item(entry: Entry) -> xml.Element:
    """Return a part of a book, in the book."""
    word = type_of(entry).word
    found = _host(entry)
    names = _host_titles(entry, found, _MANY * _TITLE, "the title of the book of a part")
    here = found.host if found else None
    numbers = _host_numbers(entry, found, "isbn")
    isbns = _isbns(entry, numbers, of_work=False)
    metadata = element(
        "book_metadata",
        _host_contributors(entry, found),
        element("titles", element("title", names[0])) if names else None,
        leaf("edition_number", _host_edition(entry, here)),
        *_host_dates(entry, found),
        *(isbns or _no_isbn("monograph")),
        *_host_publishers(entry, found, _MANY),
        _host_doi_data(entry, found),
    )
    item = element(
        "content_item",
        contributors(entry, own_contributions(entry.work)),
        titles(entry),
        *abstracts(entry),
        leaf("component_number", entry.line("chapter_number", _COMPONENT_NUMBER)),
        *_publication_dates(entry, "issued"),
        date(entry, "acceptance_date", "accepted"),
        _pages(entry),
        _publisher_item(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes={"component_type": word, **_language(entry)},
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
    return entry.text(here.edition, _EDITION, record=record)


# ---- conferences


def _conference_paper(entry: Entry) -> xml.Element:
    found = _host(entry)
    what = "the title of the proceedings of a conference paper"
    names = _host_titles(entry, found, _PROCEEDINGS_TITLE, what)
    isbns = _isbns(entry, _host_numbers(entry, found, "isbn"), of_work=False)
    proceedings = element(
        "proceedings_metadata",
        leaf("proceedings_title", names[0] if names else ""),
        *_host_publishers(entry, found, 5),
        *_host_dates(entry, found),
        *(isbns or _no_isbn("simple_series")),
        _host_doi_data(entry, found),
    )
    paper = element(
        "conference_paper",
        contributors(entry, own_contributions(entry.work)),
        titles(entry),
        *abstracts(entry),
        *_publication_dates(entry, "issued"),
        date(entry, "acceptance_date", "accepted"),
        _pages(entry),
        _publisher_item(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes=_language(entry),
    )
    makers = _host_contributors(entry, found)
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


# ---- works that stand for themselves


def _dissertation(entry: Entry) -> xml.Element:
    makers = contributors(entry, entry.work.contributions)
    if makers is None:
        entry.require("the author of a thesis", "contributors", "add the author")
    approved = date(entry, "approval_date", "accepted", "issued", "created")
    _require_date(entry, [approved], "issued")
    bodies = _institutions(entry, "granting_institution", most=6)
    bodies = bodies or _institutions(entry, "publisher", most=6)
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
        leaf("degree", entry.line("degree", _DEGREE, 2)),
        *_isbns(entry, entry.work.numbers),
        _publisher_item(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes=_language(entry),
    )


def _report(entry: Entry) -> xml.Element:
    dates = _publication_dates(entry, "issued")
    _require_date(entry, dates, "issued")
    metadata = element(
        "report-paper_metadata",
        contributors(entry, entry.work.contributions),
        titles(entry),
        leaf("edition_number", entry.line("edition", _EDITION)),
        *abstracts(entry),
        *dates,
        date(entry, "approval_date", "accepted"),
        *_isbns(entry, entry.work.numbers),
        *_publishers(entry, 1, required=False),
        *_institutions(entry, "granting_institution", most=5),
        _publisher_item(entry, with_number=True),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes=_language(entry),
    )
    return element("report-paper", metadata)


def _standard(entry: Entry) -> xml.Element:
    number = entry.line("number", _DESIGNATOR, 2)
    if not number:
        entry.require("the number of a standard", "number", "add number")
    designator = element("std_as_published", element("std_designator", number)) if number else None
    made_by = _publishers(entry, 1, required=False)
    metadata = element(
        "standard_metadata",
        contributors(entry, entry.work.contributions),
        titles(entry),
        *abstracts(entry),
        element("designators", designator) if designator is not None else None,
        leaf("edition_number", entry.line("edition", _EDITION)),
        date(entry, "approval_date", "issued", "accepted"),
        *_isbns(entry, entry.work.numbers),
        *made_by,
        _standards_body(entry, number),
        _publisher_item(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes=_language(entry),
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
        return entry.text(authority, _MANY * _TITLE)
    if work.contributions:
        return entry.context.name(work.contributions[0].agent, work).complete
    for statement in work.disputed:
        return entry.context.text(statement.value)
    return ""


def _database(entry: Entry) -> xml.Element:
    """Return a data set in its database, or by itself as a database."""
    found = _host(entry)
    host_title = found.host.title if found else None
    dates = [
        date(entry, "creation_date", "created"),
        date(entry, "publication_date", "issued", "available"),
        date(entry, "update_date", "updated"),
    ]
    database_date = element("database_date", *dates) if any(d is not None for d in dates) else None
    formats = entry.work.node.lines("file_formats")
    if host_title and found:
        names = entry.forms(host_title, _MANY * _TITLE, found.record)
        metadata = element(
            "database_metadata",
            element("titles", element("title", names[0])),
            *_publishers(entry, 1, required=False),
        )
        item = element(
            "dataset",
            contributors(entry, own_contributions(entry.work)),
            titles(entry),
            database_date,
            _publisher_item(entry),
            description(entry),
            _format(entry, formats),
            *_programs(entry),
            _doi_data(entry),
            citations(entry),
        )
        return element("database", metadata, item)
    return element(
        "database",
        element(
            "database_metadata",
            contributors(entry, own_contributions(entry.work)),
            titles(entry),
            description(entry),
            database_date,
            *_publishers(entry, 1, required=False),
            _publisher_item(entry),
            _doi_data(entry),
            relations(entry),
            attributes=_language(entry),
        ),
    )


def _format(entry: Entry, formats: Sequence[str]) -> xml.Element | None:
    """Return the first file format of a data set."""
    if not formats or len(formats[0]) > _FORMAT:
        return None
    node = entry.work.node.get("file_formats")
    at = (0,) if node is not None and isinstance(node.value, list) else ()
    entry.mark("file_formats", *at)
    return element("format", formats[0])


def _posted_content(entry: Entry) -> xml.Element:
    posted = date(entry, "posted_date", "issued", "available")
    _require_date(entry, [posted], "issued")
    return element(
        "posted_content",
        leaf("group_title", entry.line("genre", _GROUP)),
        contributors(entry, entry.work.contributions),
        titles(entry),
        posted,
        date(entry, "acceptance_date", "accepted"),
        *_institutions(entry, "publisher", most=5),
        *_item_numbers(entry),
        *abstracts(entry),
        *_programs(entry),
        _doi_data(entry),
        citations(entry),
        attributes={"type": type_of(entry).word, **_language(entry)},
    )


_DEPOSITS: Mapping[str, Callable[[Entry], xml.Element]] = {
    "journal_article": _journal_article,
    "journal_metadata": _journal,
    "book_metadata": _book,
    "content_item": _content_item,
    "conference_paper": _conference_paper,
    "dissertation": _dissertation,
    "report-paper_metadata": _report,
    "standard_metadata": _standard,
    "dataset": _database,
    "posted_content": _posted_content,
}
"""For each element with the metadata of a work what writes it."""
