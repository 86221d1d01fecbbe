"""RDF in JSON-LD: works, persons and organisations as linked data, for programs that read JSON.

The graph is that of the format `turtle`. The context stands in the document, so that nothing has to be fetched to read
it; it has only prefixes, and every value says its language or datatype itself. Records are fragments of the document,
`#tea-report`; give the address under which the document stands as the base where you load it. The document may stand
inside a web page as it is, in a `script` element of the type `application/ld+json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.rdf import resources as rdf
from exporter.export.rdf.graph import (
    PREFIXES,
    TYPE,
    Link,
    Literal,
    Ordered,
    Resource,
    Value,
    VocabularyTerm,
)
from exporter.export.script_json import dumps
from exporter.model.work import Work

SUFFIX = ".jsonld"
MEDIA_TYPE = "application/ld+json"
TABLES = ("rdf.tsv",)


def render_work(work: Work, context: ExportContext) -> str:
    """Return the objects of one work: itself, its citations, its printed mentions."""
    return ",\n".join(_objects(rdf.of_work(work, context)))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the document: the context, the works, then the agents and other works that they name."""
    yield f'{{\n  "@context": {dumps(PREFIXES, 1).lstrip()},\n  "@graph": ['
    before = "\n"
    for each in chain(entries, _objects(rdf.of_neighbours(works, context))):
        yield before + each
        before = ",\n"
    yield "\n  ]\n}\n"


def _objects(nodes: Iterable[Resource]) -> Iterator[str]:
    return (dumps(_object(node), 2) for node in nodes)


def _object(node: Resource) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": node.link.iri} if node.link else {}
    for name, values in node.grouped().items():
        written = [_value(value) for value in values]
        if name == TYPE:
            name, written = "@type", [each["@id"] for each in written]
        made[name] = written[0] if len(written) == 1 else written
    return made


def _value(value: Value) -> Any:
    match value:
        case VocabularyTerm(name):
            return {"@id": name}
        case Link(address):
            return {"@id": address}
        case Literal(text, tag, datatype):
            if tag:
                return {"@value": text, "@language": tag}
            return {"@value": text, "@type": datatype} if datatype else text
        case Ordered(items):
            return {"@list": [_value(item) for item in items]}
        case Resource():
            return _object(value)
