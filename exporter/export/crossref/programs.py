"""Funding, licences, relations and references in Crossref."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.dates import year
from exporter.export.crossref.entry import Entry, element, fitting, leaf
from exporter.export.crossref.people import FUNDER
from exporter.export.reference import PARTS_OF_BOOKS, host, host_relation, role_pointer
from exporter.export.relation_words import shown_relations
from exporter.export.titles import full_title
from exporter.model.agent import Agent
from exporter.model.identifiers import address_of, identifiers_of, preferred
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.work import Relation, Work

CITED = "citation_list"
"""Where the table puts the works that a work refers to."""
_IDENTIFIERS = {
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "arxiv": "arxiv",
    "ark": "ark",
    "handle": "handle",
}
"""Our schemes in the words of identifier-type (relations.xsd), the preferred one first."""
_ADDRESS = re.compile(r"(https?|ftp)://\S{1,2000}", re.IGNORECASE)
_SHORTEST_LICENCE = 10


# ---- funding and access


def funding(entry: Entry) -> xml.Element | None:
    """Return those who paid for the work, with the numbers of their awards (fundref.xsd)."""
    groups = [*_funders_by_role(entry), *_awards(entry)]
    if not groups:
        return None
    return element("fr:program", *groups, attributes={"name": "fundref"})


def _funders_by_role(entry: Entry) -> Iterator[xml.Element]:
    for contribution in entry.work.contributions:
        for place, role in enumerate(contribution.roles):
            if entry.context.crosswalk.target("role", role) == FUNDER:
                node = contribution.node
                entry.mark(*role_pointer(contribution, place))
                entry.mark(*node.pointer, "kind")
                yield _fund_group(entry, contribution.agent, node.get("agent"), "")


def _awards(entry: Entry) -> Iterator[xml.Element]:
    for node in entry.work.node.all("funding"):
        number = node.line("number")
        if number:
            entry.mark(*node.pointer, "number")
        funder = node.get("funder")
        agent = entry.work.agents_at([funder])[0] if funder else None
        if agent or number:
            yield _fund_group(entry, agent, funder, number)


def _fund_group(entry: Entry, agent: Agent | None, node: Node | None, number: str) -> xml.Element:
    name = None
    if agent is not None:
        words = entry.name(agent, node).complete
        name = _assertion("funder_name", words, _funder_number(entry, agent))
    award = _assertion("award_number", number) if number else None
    return _assertion("fundgroup", name, award)


def _funder_number(entry: Entry, agent: Agent) -> xml.Element | None:
    number = preferred(agent.identifiers, ("fundref",))
    if number is None:
        return None
    entry.mark(*number.pointer, record=agent.id)
    return _assertion("funder_identifier", number.uri or number.number)


def _assertion(name: str, *content: xml.Element | str | None) -> xml.Element:
    return element("fr:assertion", *content, attributes={"name": name})


def access(entry: Entry) -> xml.Element | None:
    """Return whether everybody can read the work, and its licence (AccessIndicators.xsd)."""
    parts = []
    if entry.work.plain("access") == "open":
        entry.mark("access")
        parts.append(element("ai:free_to_read"))
    licence = entry.work.plain("licence")
    if is_web_address(licence) and len(licence) >= _SHORTEST_LICENCE:
        entry.mark("licence")
        parts.append(element("ai:license_ref", xml.web_address(licence)))
    if not parts:
        return None
    return element("ai:program", *parts, attributes={"name": "AccessIndicators"})


# ---- relations


def relations(entry: Entry) -> xml.Element | None:
    """Return the works to which a work is related, by a number of theirs (relations.xsd)."""
    here = host_relation(entry.work)
    items: list[xml.Element] = []
    for relation in shown_relations(entry.work):
        if relation is not here:
            items += _related_item(entry, relation)
    if not items:
        return None
    return element("rel:program", *items, attributes={"name": "relations"})


def _related_item(entry: Entry, relation: Relation) -> Iterator[xml.Element]:
    target = entry.context.crosswalk.target("work", relation.type)
    group, _, type = target.partition(" ")
    number = _number_of_relation(entry, relation)
    if not type or number is None:
        return
    kind, value = number
    description = None
    if relation.title:
        tag = entry.context.tag(relation.title)
        entry.mark(*relation.title.pointer_of(tag))
        description = element("rel:description", strip(relation.title[tag]))
    attributes = {"relationship-type": type, "identifier-type": kind}
    inner = element(f"rel:{group}_work_relation", value, attributes=attributes)
    yield element("rel:related_item", description, inner)


def _number_of_relation(entry: Entry, relation: Relation) -> tuple[str, str] | None:
    """Return the type and the number of a related work, and note where the record states it."""
    node = relation.node
    stated = identifiers_of(node.get("identifiers")) if node and relation.is_group else ()
    number = preferred(stated, _IDENTIFIERS)
    if number:
        entry.mark(*number.pointer)
    elif relation.target:
        number = preferred(relation.target.identifiers, _IDENTIFIERS)
        _mark_reference(entry, relation)
    if number:
        return _IDENTIFIERS[number.scheme], number.number
    if node and relation.is_group and is_web_address(node.line("url")):
        entry.mark(*node.pointer, "url")
        return "uri", node.line("url")
    addresses = web_addresses(relation.target) if relation.target else []
    return ("uri", addresses[0][0]) if addresses else None


def _mark_reference(entry: Entry, relation: Relation) -> None:
    """Note that the reference to the other work's record is written, if it has a number."""
    target = relation.target
    if target and (preferred(target.identifiers, _IDENTIFIERS) or web_addresses(target)):
        entry.mark_reference(relation)


def is_web_address(text: str) -> bool:
    """Return whether a text is an address that Crossref accepts (common5.3.1.xsd, resource_t)."""
    return _ADDRESS.fullmatch(text) is not None


def web_addresses(work: Work) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return the web addresses of a work, each with the pointer to it."""
    found = []
    for node in work.node.all("url"):
        is_group = isinstance(node.value, dict)
        address = address_of(node)
        if is_web_address(address):
            found.append((address, (*node.pointer, "url") if is_group else node.pointer))
    return found


# ---- references


def citations(entry: Entry) -> xml.Element | None:
    """Return the works that a work refers to or takes something from, each once."""
    works: dict[str, Work] = {}
    others: list[Relation] = []
    for relation in shown_relations(entry.work):
        if entry.context.crosswalk.target("work", relation.type) != CITED:
            continue
        if relation.target:
            works.setdefault(relation.target.id, relation.target)
            entry.mark_reference(relation)
        elif relation.node is not None:
            others.append(relation)
    for citation in entry.work.citations:
        if not citation.source:
            continue
        works.setdefault(citation.source, entry.context.catalogue.works[citation.source])
        entry.mark(*citation.pointer, "source")
    cited = [_cited_work(each) for each in works.values()]
    cited += [found for each in others if (found := _described_work(entry, each))]
    if not cited:
        return None
    made = [
        element("citation", *parts, attributes={"key": f"ref{place}"})
        for place, parts in enumerate(cited, start=1)
    ]
    return element("citation_list", *made)


def _cited_work(work: Work) -> list[xml.Element]:
    """Return what a citation says of a work with a record (common5.3.1.xsd, citation_t)."""
    title = strip(full_title(work)[full_title(work).preferred_tag()])
    here = host(work)
    is_part = here is not None and here.title is not None
    author = next((each.agent for each in work.contributions), None)
    name = author.names[author.names.preferred_tag()] if author else None
    first_page = re.split("[-–,]", strip(work.plain("pages")))[0].strip()
    parts = [
        *_numbers(work),
        leaf("author", (name.literal or name.family or name.given) if name else ""),
        leaf("volume", fitting(strip(work.plain("volume")), lengths.VOLUME)),
        leaf("issue", fitting(strip(work.plain("issue")), lengths.ISSUE)),
        leaf("first_page", fitting(first_page, lengths.PAGE)),
        leaf("cYear", year(work.issued)),
        leaf("article_title" if is_part else "volume_title", title),
    ]
    if here is not None and here.title is not None:
        of_book = work.type in PARTS_OF_BOOKS
        words = strip(here.title[here.title.preferred_tag()])
        parts.append(leaf("volume_title" if of_book else "journal_title", words))
    if work.type == "standard":
        number = fitting(strip(work.plain("number")), lengths.STD_DESIGNATOR)
        parts.append(leaf("std_designator", number))
    edition = work.text("edition")
    if edition:
        words = strip(edition[edition.preferred_tag()])
        parts.append(leaf("edition_number", fitting(words, lengths.EDITION_NUMBER)))
    return [each for each in parts if each is not None]


def _described_work(entry: Entry, relation: Relation) -> list[xml.Element]:
    """Return what a citation says of a work of which only this record says something."""
    node, title = relation.node, relation.title
    if node is None:
        return []
    parts: list[xml.Element | None] = []
    known = identifiers_of(node.get("identifiers"))
    for scheme in ("doi", "isbn", "issn"):
        number = preferred(known, (scheme,))
        if number:
            entry.mark(*number.pointer)
            parts.append(leaf(scheme, number.number))
    issued = year(relation.issued)
    if issued and issued == node.line("issued"):
        entry.mark(*node.pointer, "issued")
        parts.append(leaf("cYear", issued))
    if title:
        tag = entry.context.tag(title)
        entry.mark(*title.pointer_of(tag))
        parts.append(leaf("unstructured_citation", strip(title[tag])))
    return [each for each in parts if each is not None]


def _numbers(work: Work) -> list[xml.Element]:
    """Return the first number of each scheme that a citation can have, in the order of the schema."""
    numbers = {scheme: work.first_number(scheme) for scheme in ("issn", "doi", "isbn")}
    return [element(scheme, number) for scheme, number in numbers.items() if number]
