"""Other works in DataCite: related items, related and alternate identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.datacite.agent import of_host
from exporter.export.datacite.date import year
from exporter.export.datacite.description import NUMBER_TYPES, general, number_in_host
from exporter.export.datacite.value import Properties, full, text_value
from exporter.export.field_words import group_details, plain_text
from exporter.export.reference import Host, host, host_relation, own_identifiers, own_series
from exporter.export.relation_words import relation_text, shown_relations, untitled_relation
from exporter.export.titles import full_title
from exporter.model.identifiers import Identifier, addresses_of, identifiers_of, preferred
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Relation, Series, Work

RELATED = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "issn_l": "LISSN",
    "handle": "Handle",
    "ark": "ARK",
    "urn": "URN",
    "arxiv": "arXiv",
    "bibcode": "bibcode",
    "pmid": "PMID",
}
"""Our schemes in the words of relatedIdentifierType (Appendix 1, table 4), the preferred one
first."""

IN_WORDS = "description"
"""Where the table puts a relation for which relationType has no term."""
_PAGES = re.compile(r"([^-–]+)[-–]([^-–]+)")
_TITLE_AND_RECORD = frozenset({"work", "title", "public"})


def address(work: Work, context: ExportContext) -> str:
    """Return the address of a work if the format has a property for it; else it is one of the numbers."""
    if context.crosswalk.target("work", "url") != "url":
        return ""
    return next(iter(addresses_of(work.node)), "")


def numbers(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield the record's id and the work's other numbers and addresses."""
    yield {"alternateIdentifier": work.id, "alternateIdentifierType": "Local identifier"}
    first = first_doi(work)
    for each in own_identifiers(work):
        if each.number != first and not each.invalid:
            kind = RELATED.get(each.scheme, each.label)
            yield {"alternateIdentifier": each.number, "alternateIdentifierType": kind}
    main = address(work, context)
    for web_address in addresses_of(work.node):
        if web_address != main:
            yield {"alternateIdentifier": web_address, "alternateIdentifierType": "URL"}


def first_doi(work: Work) -> str:
    """Return the first valid DOI of a work; empty if it has none."""
    return work.first_number("doi")


def related_items(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield what the work appeared in, its series, the works to which it is related, and what it cites."""
    target = context.crosswalk.target
    here = host(work)
    if here:
        yield _host(work, here, context)
    for series in own_series(work) or work.series:
        yield from _series(series, target("work", "series"))
    relation_to_host = host_relation(work)
    for relation in shown_relations(work):
        if relation is not relation_to_host:
            yield from _relation(relation, work, context)
    for citation in work.citations:
        cited = context.catalogue.works[citation.source]
        yield _work_item(cited, target("work", "citations/source"), context)


def _host(work: Work, here: Host, context: ExportContext) -> Properties:
    """Return what a work appeared in, with the place of the work there (20 RelatedItem)."""
    kind = context.crosswalk.target("type", work.type).partition(" in ")[2] or "Other"
    relation = context.crosswalk.target("work", "container_title")
    pages = _PAGES.fullmatch(work.plain("pages"))
    first, last = (pages[1].strip(), pages[2].strip()) if pages else (work.plain("pages"), "")
    number = _related_number(here.identifiers)
    if here.title is None:
        return full(relationType=relation, relatedItemIdentifier=number)
    makers, others = of_host(here, work, context)
    field = number_in_host(work)
    return _item(
        kind,
        relation,
        here.title,
        relatedItemIdentifier=number,
        creators=makers,
        publicationYear=year(here.issued),
        volume=work.plain("volume"),
        issue=work.plain("issue"),
        number=work.plain(field) if field else "",
        numberType=NUMBER_TYPES.get(field, ""),
        firstPage=first,
        lastPage=last,
        publisher=_only_publisher(here, work, context),
        edition=" = ".join(form for _, form in here.edition or ()),
        contributors=others,
    )


def _only_publisher(here: Host, work: Work, context: ExportContext) -> str:
    """Return the name of the publisher of a host; empty if there are several, who stand in words."""
    names = [context.name(agent, work).complete for agent in here.publishers]
    return names[0] if len(names) == 1 else ""


def _stated_of_host(node: Node) -> frozenset[str]:
    """Return the fields of a host without a record that its related item has."""
    written = {"contributors", "edition"}
    if len(node.all("publisher")) == 1:
        written.add("publisher")
    if year(node.date("issued")) == node.line("issued"):
        written.add("issued")
    return _TITLE_AND_RECORD | written


def _series(series: Series, relation: str) -> Iterator[Properties]:
    title = series.title or (full_title(series.work) if series.work else None)
    number = {}
    if series.issn:
        number = {"relatedItemIdentifier": series.issn, "relatedItemIdentifierType": "ISSN"}
    if title:
        others = {"relatedItemIdentifier": number, "number": series.number}
        yield _item("Collection", relation, title, **others)
    elif number:
        yield {"relationType": relation, "relatedItemIdentifier": number}


def _relation(relation: Relation, work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield a related work: its record, or the title or the number that this record states."""
    name = context.crosswalk.target("work", relation.type)
    if name == IN_WORDS:
        return
    if relation.target and not relation.is_group:
        yield _work_item(relation.target, name, context)
        return
    node = relation.node
    if relation.target:
        yield _work_item(relation.target, name, context)
    title = relation.title
    number = _related_number(identifiers_of(node.get("identifiers"))) if node else {}
    if node and node.line("url") and not number:
        number = {"relatedItemIdentifier": node.line("url"), "relatedItemIdentifierType": "URL"}
    if title and node:
        yield _item(
            general(work, context),
            name,
            title,
            relatedItemIdentifier=number,
            publicationYear=year(relation.issued),
            volume=node.line("volume"),
        )
    elif number:
        yield {"relationType": name, "relatedItemIdentifier": number}


def relations_in_words(work: Work, context: ExportContext) -> Iterator[str]:
    """Say what a record states of another work and a related item has no place for."""
    for relation in shown_relations(work):
        label = vocabulary("relations")[relation.type]["label"]
        if context.crosswalk.target("work", relation.type) == IN_WORDS:
            text = relation_text(relation, context)
            words = " = ".join(form for _, form in text) if text else ""
            yield f"{label}: {words or untitled_relation(relation, context)}"
        elif relation.node and relation.is_group:
            is_host = relation is host_relation(work) and relation.title is not None
            said = _stated_of_host(relation.node) if is_host else _TITLE_AND_RECORD
            words = group_details(relation.node, said, context)
            if relation.title and relation.target:
                words = "; ".join(filter(None, (context.text(relation.target.title), words)))
            if words:
                yield f"{label}: {words}"
    for series in work.series:
        if series.node and isinstance(series.node.value, dict):
            own = frozenset({"title", "number", "issn"})
            words = group_details(series.node, own, context)
            if words:
                yield f"Series: {words}"


def _work_item(work: Work, relation: str, context: ExportContext) -> Properties:
    number = _related_number(own_identifiers(work))
    first = next(iter(addresses_of(work.node)), "")
    if not number and first:
        number = {"relatedItemIdentifier": first, "relatedItemIdentifierType": "URL"}
    return _item(
        general(work, context),
        relation,
        full_title(work),
        relatedItemIdentifier=number,
        publicationYear=year(work.issued),
    )


def _related_number(known: Sequence[Identifier]) -> Properties:
    """Return the number by which another work is known best.

    The result is empty if there is none that DataCite knows.
    """
    found = preferred(known, RELATED)
    if found is None:
        return {}
    kind = RELATED[found.scheme]
    return {"relatedItemIdentifier": found.number, "relatedItemIdentifierType": kind}


def _item(kind: str, relation: str, title: Text, **others: Any) -> Properties:
    titles = (text_value("title", form, tag) for tag, form in plain_text(title))
    return full(relatedItemType=kind, relationType=relation, titles=titles, **others)


def identifier(item: Properties) -> Iterator[Properties]:
    """Yield the identifier of a related item as a related identifier."""
    number = item.get("relatedItemIdentifier")
    if number:
        yield {
            "relatedIdentifier": number["relatedItemIdentifier"],
            "relatedIdentifierType": number["relatedItemIdentifierType"],
            "relationType": item["relationType"],
        }
