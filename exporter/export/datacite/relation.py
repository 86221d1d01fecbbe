"""Numbers of a work in DataCite, and the other works that it is related to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.datacite.date import year
from exporter.export.datacite.description import general
from exporter.export.datacite.value import Properties, full, said
from exporter.model.text import Text
from exporter.model.vocabularies.schemes import label
from exporter.model.work import Work

RELATED = {"doi": "DOI", "isbn": "ISBN"}
"""The schemes of ours that identify a work, in the words of relatedIdentifierType (Appendix 1, table 4)."""

_PAGES = re.compile(r"([^-–]+)[-–]([^-–]+)")


def address(work: Work, context: ExportContext) -> str:
    """Give the address of a work where the format has a property for it; elsewhere it is one of the numbers."""
    return work.plain("url") if context.crosswalk.target("work", "url") == "url" else ""


def numbers(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give the record's id and the work's other numbers; an ISSN is that of the periodical it appeared in."""
    yield {"alternateIdentifier": work.id, "alternateIdentifierType": "Local identifier"}
    for scheme, number in work.identifiers.items():
        if scheme != "doi" and (scheme != "issn" or work.type == "periodical"):
            yield {"alternateIdentifier": number, "alternateIdentifierType": label(scheme)}
    if "url" in work.data and not address(work, context):
        yield {"alternateIdentifier": work.plain("url"), "alternateIdentifierType": "URL"}


def related_items(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give what the work appeared in, its series, its original and editions, what it cites, what illustrates it."""
    target = context.crosswalk.target
    yield from _host(work, context)
    for series in filter(None, [work.text("series")]):
        yield _item(
            "Collection", target("work", "series"), series, number=work.plain("series_number")
        )
    for field, versions in (
        ("translation_of", (work.translation_of,)),
        ("language_editions", work.language_editions),
    ):
        for version in filter(None, versions):
            if version.work:
                yield _work_item(version.work, target("work", field), context)
            if version.title:
                kind, issued = general(work, context), year(version.issued)
                yield _item(kind, target("work", field), version.title, publicationYear=issued)
    for citation in work.citations:
        yield _work_item(citation.source, target("work", "citations/source"), context)
    for id in work.data.get("illustrations", ()):
        yield _work_item(id, target("work", "illustrations"), context)


def _host(work: Work, context: ExportContext) -> Iterator[Properties]:
    title = work.text("container_title")
    issn = "" if work.type == "periodical" else work.identifiers.get("issn", "")
    kind = context.crosswalk.target("type", work.type).partition(" in ")[2] or "Other"
    relation = context.crosswalk.target("work", "container_title")
    number = {"relatedItemIdentifier": issn, "relatedItemIdentifierType": "ISSN"} if issn else {}
    pages = _PAGES.fullmatch(work.plain("pages"))
    first, last = (pages[1].strip(), pages[2].strip()) if pages else (work.plain("pages"), "")
    if title:
        place = {
            "volume": work.plain("volume"),
            "issue": work.plain("issue"),
            "firstPage": first,
            "lastPage": last,
        }
        yield _item(kind, relation, title, relatedItemIdentifier=number, **place)
    elif number:
        yield {"relationType": relation, "relatedItemIdentifier": number}


def _work_item(id: str, relation: str, context: ExportContext) -> Properties:
    work = context.catalogue.works[id]
    known = next((scheme for scheme in RELATED if scheme in work.identifiers), "")
    number = work.identifiers[known] if known else work.plain("url")
    found = (
        {"relatedItemIdentifier": number, "relatedItemIdentifierType": RELATED.get(known, "URL")}
        if number
        else {}
    )
    return _item(
        general(work, context),
        relation,
        work.title,
        relatedItemIdentifier=found,
        publicationYear=year(work.issued),
    )


def _item(kind: str, relation: str, title: Text, **others: Any) -> Properties:
    titles = (said("title", form, tag) for tag, form in title)
    return full(relatedItemType=kind, relationType=relation, titles=titles, **others)


def identifier(item: Properties) -> Iterator[Properties]:
    """Give the identifier of a related item as a related identifier."""
    if number := item.get("relatedItemIdentifier"):
        yield {
            "relatedIdentifier": number["relatedItemIdentifier"],
            "relatedIdentifierType": number["relatedItemIdentifierType"],
            "relationType": item["relationType"],
        }
