"""A graph as it is written: nodes with what is said of them, in order, each value once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "bio": "http://purl.org/vocab/bio/0.1/",
    "cito": "http://purl.org/spar/cito/",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "marcrel": "http://id.loc.gov/vocabulary/relators/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The vocabularies, by the prefix that their words have in the table and in every document."""

TYPE = "rdf:type"


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A word of one of these vocabularies: `bibo:Book`."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A thing by its address: `https://orcid.org/0000-0002-1825-0097`, or `#tea-report` in this very document."""

    iri: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text with its language, a number or date with its datatype (`xsd:date`), or a plain text with neither."""

    text: str
    tag: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Several things whose order matters."""

    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing and what is said of it: property and value. One without a `link` has no name of its own."""

    link: Link | None
    statements: tuple[tuple[str, Value], ...]

    def grouped(self) -> dict[str, list[Value]]:
        """Return the values by property, both in the order in which they were said, none of them twice."""
        found: dict[str, list[Value]] = {}
        for name, value in dict.fromkeys(self.statements):
            found.setdefault(name, []).append(value)
        return found


Value: TypeAlias = VocabularyTerm | Link | Literal | Ordered | Resource


def resolved(value: Value, base: str) -> Value:
    """Return a value in which each link to a record of the document is an IRI below `base`, if there is one."""
    if not base:
        return value
    if isinstance(value, Link):
        return Link(base + value.iri[1:]) if value.iri.startswith("#") else value
    if isinstance(value, Ordered):
        return Ordered(tuple(Link(_below(item.iri, base)) for item in value.items))
    if isinstance(value, Resource):
        link = Link(_below(value.link.iri, base)) if value.link else None
        return Resource(
            link, tuple((name, resolved(each, base)) for name, each in value.statements)
        )
    return value


def _below(iri: str, base: str) -> str:
    return base + iri[1:] if iri.startswith("#") else iri
