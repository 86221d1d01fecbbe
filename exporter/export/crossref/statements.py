"""What the elements of many types of works have: DOI, address, language, pages, numbers, dates, publishers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.dates import date
from exporter.export.crossref.entry import Entry, element, leaf
from exporter.export.crossref.languages import code
from exporter.export.crossref.people import disputed_publisher, institution, publishers
from exporter.export.crossref.programs import access, citations, funding, relations, web_addresses
from exporter.model.identifiers import Identifier, preferred, valid, with_capital_x

DOI = re.compile(r"10\.[0-9]{4,9}/.{1,200}")
_PAGES = re.compile(r"(?P<first>[^-–,]+)([-–](?P<last>[^-–,]+))?(,\s*(?P<others>.+))?")
MANY = 100
"""More publishers than a record names: where the schema has no limit."""
_NUMBER_OF_ISBNS = 6


def language_of(entry: Entry) -> dict[str, str | None]:
    """Return the attribute with the first language of a work."""
    node = entry.work.node.get("language")
    known = code(entry.work.language)
    if node is None or not known:
        return {}
    entry.mark_first(node)
    return {"language": known}


def doi_element(entry: Entry) -> xml.Element | None:
    """Return the DOI of a work and the address to which it leads."""
    doi = first_doi(entry)
    if doi is None:
        hint = "add the DOI to identifiers, if the work has one"
        entry.require("a DOI", "identifiers", hint)
    address = resource(entry)
    if not address:
        hint = "add url, or base_uri under [catalogue] in exporter.toml"
        entry.require("the web address to which the DOI leads", "url", hint)
    if doi is None or not address:
        return leaf("doi", doi.number) if doi else leaf("resource", address)
    return element("doi_data", element("doi", doi.number), element("resource", address))


def first_doi(entry: Entry) -> Identifier | None:
    """Return the first DOI that Crossref accepts, or else the first one."""
    known = valid(entry.work.identifiers, "doi")
    if not known:
        return None
    doi = next((each for each in known if DOI.fullmatch(each.number)), known[0])
    entry.mark(*doi.pointer)
    if not DOI.fullmatch(doi.number):
        message = f"Crossref does not accept the DOI “{doi.number}”"
        hint = "its prefix must have 4 to 9 digits, its suffix at most 200 characters"
        entry.refuse(message, hint, *doi.pointer)
    return doi


def resource(entry: Entry) -> str:
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


def page_numbers(entry: Entry) -> xml.Element | None:
    """Return the pages of a part; None if they are not known or do not fit."""
    match = _PAGES.fullmatch(entry.work.plain("pages"))
    if not match:
        return None
    parts = {name: (match[name] or "").strip() for name in ("first", "last", "others")}
    longest = {"first": lengths.PAGE, "last": lengths.PAGE, "others": lengths.OTHER_PAGES}
    if any(len(words) > longest[name] for name, words in parts.items()) or not parts["first"]:
        return None
    entry.mark("pages")
    return element(
        "pages",
        element("first_page", parts["first"]),
        leaf("last_page", parts["last"]),
        leaf("other_pages", parts["others"]),
    )


def item_numbers(entry: Entry) -> list[xml.Element]:
    """Return the number of an article, if it has one that fits."""
    number = entry.line("article_number", lengths.ITEM_NUMBER)
    attributes = {"item_number_type": "article_number"}
    return [element("item_number", number, attributes=attributes)] if number else []


def publisher_item(entry: Entry, *, with_number: bool = False) -> xml.Element | None:
    """Return the number of an article, of a report (`with_number`) and in PubMed."""
    parts = item_numbers(entry)
    if with_number and (number := entry.line("number", lengths.IDENTIFIER)):
        parts.append(element("identifier", number, attributes={"id_type": "report-number"}))
    pmid = preferred(entry.work.identifiers, ("pmid",))
    if pmid:
        entry.mark(*pmid.pointer)
        parts.append(element("identifier", pmid.number, attributes={"id_type": "pmid"}))
    return element("publisher_item", *parts) if parts else None


def isbn_elements(
    entry: Entry, known: Sequence[Identifier], *, of_work: bool = True
) -> list[xml.Element]:
    """Return the valid ISBNs, and note those of the work itself (`of_work`)."""
    found: list[xml.Element] = []
    for each in valid(known, "isbn")[:_NUMBER_OF_ISBNS]:
        if of_work:
            entry.mark(*each.pointer)
        found.append(element("isbn", with_capital_x(each.number)))
    return found


def no_isbn(reason: str) -> list[xml.Element]:
    """Return the statement that there is no ISBN, with the reason."""
    return [element("noisbn", attributes={"reason": reason})]


def programs(entry: Entry) -> list[xml.Element | None]:
    """Return funding, access and relations, in the order of the schema."""
    return [funding(entry), access(entry), relations(entry)]


def ending(entry: Entry, *, with_number: bool = False) -> list[xml.Element | None]:
    """Return what ends the element of a work, in the order of the schema: its numbers, programs, DOI, citations."""
    numbers = publisher_item(entry, with_number=with_number)
    return [numbers, *programs(entry), doi_element(entry), citations(entry)]


def publication_dates(entry: Entry, *fields: str) -> list[xml.Element]:
    """Return the date of publication, and the date on which the work was put online."""
    found = [
        date(entry, "publication_date", *fields),
        date(entry, "publication_date", "available", medium="online"),
    ]
    return [each for each in found if each is not None]


def require_date(entry: Entry, found: Sequence[xml.Element | None]) -> None:
    """Note that the date of publication is lacking if no date was found."""
    if not any(each is not None for each in found):
        hint = "add it, if you know at least the year"
        entry.require("a date with a year from 1400 to 2200", "issued", hint)


def own_publishers(entry: Entry, most: int, *, required: bool = True) -> list[xml.Element]:
    """Return the publishers of the work, at most so many, and note if one is `required` and lacking."""
    work = entry.work
    if work.publishers:
        found = publishers(entry, work.publishers, most, work.texts("place"))
    else:
        found = disputed_publisher(entry)
    if not found and required:
        entry.require("a publisher", "publisher", "add the publisher, if you know it")
    return found


def own_institutions(entry: Entry, *fields: str, most: int) -> list[xml.Element]:
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
