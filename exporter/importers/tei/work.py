"""A work, read from `biblStruct` and, where its contents are described, from the TEI that it stands in."""

from __future__ import annotations

from typing import Any

from exporter.export.xml import XML_ID, XML_LANG, Element
from exporter.importers.tei.record import Record, term
from exporter.importers.tei.source import Source
from exporter.importers.tei.value import date, forms, kept, numbered, some
from exporter.model.vocabularies import vocabulary
from exporter.records.schema import Schemas

_TEXTS = (
    *(
        "title",
        "devised_title",
        "short_title",
        "place",
        "volume",
        "issue",
        "pages",
        "edition",
        "series",
    ),
    *("series_number", "rights", "genre", "credit", "caption", "location"),
)
"""The fields that are texts and stand where the table says, and nothing else there."""


def work(source: Source, node: Element, schemas: Schemas) -> dict[str, Any]:
    """Read all that is said of a work."""
    record = Record(source, node, source.attribute(node, "subtype"), schemas)
    fields = {
        **record.shared(),
        **{field: record.some(field) for field in _TEXTS},
        "type": _type(record),
        "status": term("status", source.attribute(node, "status")) or None,
        "container_title": record.some("container_title", "[not(@type)]"),
        "contributors": [_contributor(source, each) for each in record.all("contributors")],
        "publisher": _publisher(record),
        "issued": record.date("issued", "[not(@type)]"),
        "created": record.date("created"),
        "accessed": record.date("accessed"),
        "about": record.ids("about"),
        "translation_of": next(
            (_version(source, each) for each in record.all("translation_of")), None
        ),
        "language_editions": [_version(source, each) for each in record.all("language_editions")],
        "illustrations": record.ids("illustrations"),
    }
    source.skip(node, "*/textLang")
    if node.getparent() is not None and node.getparent().tag == "sourceDesc":  # type: ignore[union-attr]
        own = next(node.iterancestors("TEI"))
        fields |= _contents(source, own, fields["id"])
    return kept(fields)


def _type(record: Record) -> str | None:
    """Read the type, which only kinds of several types have as a field."""
    written = record.source.needed(record.node, "type")
    found = term("type", written)
    if written and not found:
        record.source.misread(record.node, f"there is no type of work “{written}”")
    return found if record.schemas.field(record.kind, ("type",)) else None


def _contributor(source: Source, node: Element) -> dict[str, Any]:
    """Read a contributor; the name repeats, for the reader, what the record of the agent says."""
    if node.tag == "respStmt":
        role = source.first(node, "resp")
        bearer = source.first(node, "*[self::persName or self::orgName]")
        if role is None or bearer is None:
            source.misread(node, "this respStmt has not both a resp and a name")
            return {}
        source.skip(node)
        code = source.needed(role, "ref").removeprefix("marcrel:")
        term = next((term for term, row in vocabulary("roles").items() if row["code"] == code), "")
        if not term:
            source.misread(role, f"there is no role with the code “{code}”")
        return {"agent": source.pointer(bearer, "ref"), "role": term}
    source.skip(node, "persName|orgName")
    role_of_editor = source.attribute(node, "role")
    return {"agent": source.pointer(node, "ref"), "role": role_of_editor or node.tag}


def _publisher(record: Record) -> Any:
    """Read the publishers; those that only mentions name are not the record's."""
    found = []
    listed = False
    for each in record.all("publisher"):
        if len(each):
            found.append(record.source.pointer(each, "ref"))
            listed = listed or "n" in each.attrib
        record.source.skip(each)
    return found if listed or not found else found[0]


def _version(source: Source, node: Element) -> dict[str, Any]:
    bibl = source.first(node, "bibl")
    if bibl is None:
        source.misread(node, "this relatedItem says nothing of the other work")
        return {}
    other, issued = source.first(bibl, "ptr"), source.first(bibl, "date")
    source.skip(bibl, "textLang")
    return kept(
        {
            "work": None if other is None else source.pointer(other),
            "language": source.attribute(bibl, XML_LANG),
            "title": some(source, bibl, "title"),
            "issued": None if issued is None else date(source, issued),
        }
    )


def _contents(source: Source, own: Element, id: str) -> dict[str, Any]:
    """Read what the TEI of one work says of its contents."""
    profile = "teiHeader/profileDesc"
    relations = source.all(own, "standOff/listRelation[@type='citations']/relation")
    return {
        "abstract": some(source, own, f"{profile}/abstract/p"),
        "keywords": numbered(source, source.all(own, f"{profile}/textClass/keywords/term")),
        "contents": [
            forms(source, source.all(each, "head"))
            for each in source.all(own, "text/body/div[head]")
        ],
        "citations": [_citation(source, own, each, id) for each in relations],
    }


def _citation(source: Source, own: Element, node: Element, id: str) -> dict[str, Any]:
    if source.pointer(node, "active") != id:
        source.misread(node, f"this citation is not one of “{id}”, in whose TEI it stands")
    sense = source.needed(node, "ref").removeprefix("cito:")
    intent = next(
        (term for term, row in vocabulary("intents").items() if row["property"] == sense), ""
    )
    if not intent:
        source.misread(node, f"there is no sense of a citation “{sense}”")
    through = source.first(node, "desc/ptr[@type='through']")
    notes = [
        each
        for each in source.all(own, "standOff/note[@type='citation']")
        if source.attribute(each, "target") == f"#{node.get(XML_ID)}"
    ]
    return kept(
        {
            "source": source.pointer(node, "passive"),
            "through": None if through is None else source.pointer(through),
            "intent": intent,
            "at": some(source, node, "desc/label"),
            "claims": numbered(source, source.all(node, "desc/list/item")),
            "note": forms(source, notes),
        }
    )
