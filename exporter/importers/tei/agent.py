"""A person or an organisation, read from `person` and `org`."""

from __future__ import annotations

from typing import Any

from exporter.export.xml import Element
from exporter.importers.tei.record import Record
from exporter.importers.tei.source import Source
from exporter.importers.tei.value import date, forms, kept, name, numbered, some
from exporter.records.schema import Schemas

KINDS = {"person": "person", "org": "organization"}
"""The kind of a record that does not name it."""


def agent(source: Source, node: Element, schemas: Schemas) -> dict[str, Any]:
    """Read all that is said of a person or an organisation."""
    record = Record(source, node, source.attribute(node, "type") or KINDS[node.tag], schemas)
    names = "*[self::persName or self::orgName]"

    def read(each: Element) -> Any:
        return name(source, each)

    fields = {
        **record.shared(),
        "name": some(source, node, f"{names}[not(@type)]", read),
        "short_name": some(source, node, f"{names}[@type='short']"),
        "other_names": numbered(source, source.all(node, f"{names}[@type='other']"), read),
    }
    if fields["name"] is None:
        source.misread(node, f"this {node.tag} has no name")
    if node.tag == "person":
        for field in ("born", "died"):
            for each in record.all(field):
                place = some(source, each, "placeName")
                fields[field] = kept({"date": date(source, each), "place": place})
        fields |= {
            "degrees": record.numbered("degrees"),
            "positions": [_position(source, each) for each in record.all("positions")],
            "events": [
                kept({"date": date(source, each), "text": some(source, each, "desc")})
                for each in record.all("events")
            ],
        }
        source.skip(
            node, "precision[@target]|certainty[@target]"
        )  # of an event, in which they cannot stand
    else:
        fields |= {
            "place": record.some("place"),
            "part_of": next(iter(record.ids("part_of")), None),
            "founded": record.date("founded"),
            "dissolved": record.date("dissolved"),
        }
    return kept(fields)


def _position(source: Source, node: Element) -> dict[str, Any]:
    organization = source.first(node, "orgName")
    if organization is not None:
        source.skip(organization)
    return kept(
        {
            "position": some(source, node, "roleName"),
            "organization": None if organization is None else source.pointer(organization, "ref"),
            "since": date(source, node, "from"),
            "until": date(source, node, "to"),
            "former": source.attribute(node, "type") == "former" or None,
            "note": forms(source, source.all(node, "note")),
        }
    )
