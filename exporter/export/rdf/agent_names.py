"""The class and the names of a person or body in the graph, with or without a record."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.rdf.graph import Literal
from exporter.export.rdf.record import Statement
from exporter.model.agent import Agent, Name

_CLASSES = {"person": "foaf:Person", "family": "foaf:Group", "event": "bibo:Event"}
"""The classes by the kind of agent; any other is an organisation."""


def class_of(agent: Agent) -> str:
    """Return the class of an agent."""
    return _CLASSES.get(agent.kind, "foaf:Organization")


def name_statements(name: Name, tag: str) -> Iterator[Statement]:
    """Yield the parts of a name; particles stand with the part that they belong to."""
    given = " ".join(filter(None, (name.given, name.dropping_particle)))
    language = "" if tag == "und" else tag
    parts = {
        "foaf:familyName": name.family_with_particle,
        "foaf:givenName": given,
        "schema:honorificSuffix": " ".join(filter(None, (name.numeration, name.suffix))),
    }
    for property_name, part in parts.items():
        if part:
            yield property_name, Literal(part, language)
