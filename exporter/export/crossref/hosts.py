"""The work in which another one appeared, as its part is deposited in it."""

from __future__ import annotations

from typing import NamedTuple

from exporter.export import xml
from exporter.export.crossref.dates import date, known_date
from exporter.export.crossref.entry import Entry, element
from exporter.export.crossref.people import contributors, publishers
from exporter.export.crossref.programs import is_web_address, web_addresses
from exporter.export.crossref.statements import DOI, own_publishers, require_date
from exporter.export.reference import Host, host, host_relation
from exporter.model.identifiers import Identifier, valid


class StatedHost(NamedTuple):
    """A host, and the id of the record that states its title and publishers."""

    host: Host
    record: str


def stated_host(entry: Entry) -> StatedHost | None:
    """Return the host of the work."""
    here = host(entry.work)
    if here is None:
        return None
    own = here.work is not None and here.title is here.work.title
    return StatedHost(here, here.work.id if own and here.work else "")


def _mark_reference(entry: Entry, record: str) -> None:
    """Note the reference to a host, if it is the record of which something is written."""
    relation = host_relation(entry.work)
    if record and relation and relation.target:
        entry.mark_reference(relation)


def host_titles(entry: Entry, found: StatedHost | None, most: int, what: str) -> list[str]:
    """Return the forms of the title of the host that fit: the printed one, or that of its record."""
    titles = [(found.host.title, found.record)] if found else []
    titles.append((entry.work.text("container_title"), ""))
    if found and found.host.work:
        titles.append((found.host.work.title, found.host.work.id))
    for title, record in titles:
        forms = entry.forms(title, most, record) if title else []
        if forms:
            _mark_reference(entry, record)
            return forms
    hint = "add part_of with the record or the title, or container_title"
    entry.require(what, "container_title", hint)
    return []


def host_node_pointer(entry: Entry) -> tuple[str | int, ...]:
    """Return the pointer to what the record states of the host; empty if that is not a group."""
    relation = host_relation(entry.work)
    if relation and relation.node is not None and relation.is_group:
        return relation.node.pointer
    return ()


def host_publishers(entry: Entry, found: StatedHost | None, most: int) -> list[xml.Element]:
    """Return the publishers of the host; those of the part itself, if the host has none."""
    if found and found.host.publishers:
        here = found.host
        is_own = here.work is None and here.node is None
        stated = host_node_pointer(entry)
        if is_own:
            return own_publishers(entry, most)
        made = publishers(
            entry, here.publishers, most, here.places, here.work.id if here.work else ""
        )
        if stated and here.node is not None:
            entry.mark(*stated, "publisher")
        if made:
            _mark_reference(entry, here.work.id if here.work else "")
            return made
    return own_publishers(entry, most)


def host_dates(entry: Entry, found: StatedHost | None) -> list[xml.Element]:
    """Return the date of the host, or else that of the part."""
    issued = found.host.issued if found else None
    if found and found.host.issued:
        made = known_date("publication_date", issued)
        if made is not None:
            stated = host_node_pointer(entry)
            if stated and issued and issued.exact:
                entry.mark(*stated, "issued")
            if found.host.work and issued is found.host.work.issued:
                _mark_reference(entry, found.host.work.id)
            return [made]
    own = date(entry, "publication_date", "issued", "copyright_date")
    require_date(entry, [own])
    return [own] if own is not None else []


def host_numbers(entry: Entry, found: StatedHost | None, *schemes: str) -> list[Identifier]:
    """Return the valid numbers of the host, and note those that the work's record states."""
    known = [each for each in found.host.identifiers if each.scheme in schemes] if found else []
    if found and known and found.host.work:
        _mark_reference(entry, found.host.work.id)
        return valid(known, *schemes)
    numbers = valid(known or entry.work.identifiers, *schemes)
    for each in numbers:
        entry.mark(*each.pointer)
    return numbers


def host_contributors(entry: Entry, found: StatedHost | None) -> xml.Element | None:
    """Return those who made the host; None if there are none."""
    if found is None:
        return None
    record = found.host.work.id if found.host.work else ""
    made = contributors(entry, found.host.contributions, record=record)
    if made is not None:
        _mark_reference(entry, record)
    return made


def host_doi_data(entry: Entry, found: StatedHost | None) -> xml.Element | None:
    """Return the DOI of a host with the address to which it leads, if both are known."""
    if found is None:
        return None
    work, node = found.host.work, found.host.node
    addresses = [address for address, _ in web_addresses(work)] if work else []
    if not addresses and node is not None and is_web_address(node.line("url")):
        addresses = [node.line("url")]
    for each in valid(found.host.identifiers, "doi") if addresses else ():
        if DOI.fullmatch(each.number):
            if work is None and node is not None:
                entry.mark(*each.pointer)
                entry.mark(*node.pointer, "url")
            _mark_reference(entry, work.id if work else "")
            address = xml.web_address(addresses[0])
            return element("doi_data", element("doi", each.number), element("resource", address))
    return None
