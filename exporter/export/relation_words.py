"""Relations to other works as readers see them: which of them are shown, and what is said of the other work."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.context import ExportContext
from exporter.export.field_words import group_details, record_text, with_words
from exporter.export.titles import full_title
from exporter.model.text import Text
from exporter.model.work import Relation, Series, Work

CITO = "http://purl.org/spar/cito/"
"""The namespace of the intents of citations (Citation Typing Ontology)."""
UNLISTED_INVERSES = frozenset({"has_part", "referenced_by", "source_of", "related_works"})
"""Relations that only other records state and of which one work may have thousands: a journal its articles."""
_OWN_PLACES = frozenset({"work", "title", "public"})


def shown_relations(work: Work) -> Iterator[Relation]:
    """Yield the relations that readers see, in the order of the record, then those that other records state."""
    for relation in work.relations:
        if relation.inferred and relation.type in UNLISTED_INVERSES:
            continue
        if relation.public:
            yield relation


def relation_title(relation: Relation) -> Text | None:
    """Return the title of the other work as this record states it, else that of its own record."""
    if relation.title:
        return relation.title
    return full_title(relation.target) if relation.target else None


def relation_text(relation: Relation, context: ExportContext) -> Text | None:
    """Return the other work in words: its title, and in parentheses what this record states of it besides.

    Without a title and anything else to say it is None.
    """
    title = relation_title(relation)
    details = ""
    if relation.node and relation.is_group:
        details = group_details(relation.node, _OWN_PLACES, context)
        if relation.title and relation.target:
            own = record_text(relation.target)
            details = "; ".join(filter(None, (context.text(own), details)))
    if title is None:
        return None
    return with_words(title, after=f" ({details})" if details else "")


def untitled_relation(relation: Relation, context: ExportContext) -> str:
    """Return in words what a relation says of a work without a title; empty if it says nothing."""
    if relation.node and relation.is_group and relation_title(relation) is None:
        return group_details(relation.node, _OWN_PLACES, context)
    return ""


def series_text(series: Series, context: ExportContext) -> Text | None:
    """Return a series with the number in it, as ISBD area 6 has it: `Tea & Books ; 7`; None without a title."""
    title = series.title or (full_title(series.work) if series.work else None)
    if title is None:
        return None
    details = ""
    if series.node and isinstance(series.node.value, dict):
        details = group_details(series.node, frozenset({"title", "work", "number"}), context)
        if series.title and series.work:
            own = context.text(record_text(series.work))
            details = "; ".join(filter(None, (own, details)))
    number = f" ; {series.number}" if series.number else ""
    return with_words(title, after=number + (f" ({details})" if details else ""))
