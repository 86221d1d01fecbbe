"""RDF in Turtle: works, persons and organisations as linked data, with their citations and what is printed of them.

The graph is that of the format `json-ld`, written for reading: one block a thing, one line a statement. Records are
fragments of the document, `<#tea-report>`; give the address under which the document stands as the base where you load
it. Claims, printed mentions and things of which only some facts are known are nodes without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
from exporter.export.rdf.turtle_syntax import iri, string, word
from exporter.model.work import Work

SUFFIX = ".ttl"
MEDIA_TYPE = "text/turtle"
TABLES = ("rdf.tsv",)

INDENT = "    "


def render_work(work: Work, context: ExportContext) -> str:
    """Return the blocks of one work: itself, its citations, its printed mentions."""
    return "".join(map(_block, rdf.of_work(work, context)))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Yield the document: the vocabularies, the works, then the agents and other works that they name."""
    for prefix, namespace in PREFIXES.items():
        yield f"@prefix {prefix}: {iri(namespace)} .\n"
    yield from entries
    yield from map(_block, rdf.of_neighbours(works, context))


def _block(node: Resource) -> str:
    subject = iri(node.link.iri) if node.link else "[]"
    return f"\n{subject}\n{_statements(node, 1)} .\n"


def _statements(node: Resource, depth: int) -> str:
    """Return the properties of a thing, one on each line, joined by semicolons."""
    lines = (
        f"{INDENT * depth}{_property(name)} {_values(values, depth)}"
        for name, values in node.grouped().items()
    )
    return " ;\n".join(lines)


def _property(name: str) -> str:
    return "a" if name == TYPE else _word(name)


def _word(name: str) -> str:
    prefix, _, local = name.partition(":")
    return word(prefix, local, PREFIXES[prefix])


def _values(values: Sequence[Value], depth: int) -> str:
    return f" ,\n{INDENT * (depth + 1)}".join(_value(value, depth) for value in values)


def _value(value: Value, depth: int) -> str:
    match value:
        case VocabularyTerm(name):
            return _word(name)
        case Link(address):
            return iri(address)
        case Literal(text, tag, datatype):
            if tag:
                return f"{string(text)}@{tag}"
            return f"{string(text)}^^{_word(datatype)}" if datatype else string(text)
        case Ordered(items):
            return f"( {' '.join(_value(item, depth) for item in items)} )"
        case Resource():
            inner = _statements(value, depth + 2)
            return (
                f"[\n{inner}\n{INDENT * (depth + 1)}]" if "\n" in inner else f"[ {inner.lstrip()} ]"
            )
