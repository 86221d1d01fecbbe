"""What no document for readers shows of a work, whatever the format: the losses list it."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.model.node import Node
from exporter.model.work import HEADING_TERMS, Work
from exporter.records.document import Pointer, leaves

STAFF = "staff"
"""The type of notes that readers do not see."""
_NOTES = "notes for the staff stay in the catalogue"
_RELATIONS = "the record says that readers do not see this relation"
_NAMES = "the name is that of the record"
_TERMS = "a subject heading has one main term, and this is not the first"


def report_unshown(work: Work, context: ExportContext, *, with_links: bool = False) -> None:
    """Report as lost what readers do not see, and what another statement of the record overrides.

    That are notes for the staff, relations that are not public, the name of a contributor whose
    record has one, and all terms of a subject heading but the first. In a document `with_links` the
    term leads to the record of the heading, unless that is a work, which may not be there.
    """
    if context.collect_losses:
        _report_private(work, context)
        _report_overridden(work, context, with_links=with_links)


def report_genre_records(work: Work, context: ExportContext) -> None:
    """Report as lost the records of genres, for a format that writes the term of the work alone."""
    if not context.collect_losses:
        return
    for term in work.node.all("genre_terms"):
        if term.get("term"):
            _report_fields(work, term, ("record",), _NAMES, context)


def _report_private(work: Work, context: ExportContext) -> None:
    notes = work.node.get("notes", STAFF)
    if notes:
        _report(work, ("notes", STAFF), notes.value, _NOTES, context)
    for relation in work.relations:
        if not relation.public and relation.node:
            _report(work, relation.node.pointer, relation.node.value, _RELATIONS, context)


def _report_overridden(work: Work, context: ExportContext, *, with_links: bool) -> None:
    groups = [work.node, *(series.node for series in work.series if series.node)]
    groups += [each.node for each in work.relations if each.node and each.is_group and each.public]
    for group in groups:
        for contribution in work.contributions_at(group):
            if contribution.agent.id:
                _report_fields(work, contribution.node, ("name", "kind"), _NAMES, context)
    for subject in work.subjects:
        is_linked = with_links and not isinstance(subject.record, Work)
        _report_other_terms(work, subject.node, context, with_record=not is_linked)
        for subdivision in subject.node.all("subdivisions"):
            _report_other_terms(work, subdivision, context, with_record=True)


def _report_other_terms(
    work: Work, node: Node, context: ExportContext, *, with_record: bool
) -> None:
    if not isinstance(node.value, dict):
        return
    stated = [name for name in HEADING_TERMS if name in node.value]
    record = ("record",) if with_record else ()
    others = (*stated[1:], *record) if stated else ()
    _report_fields(work, node, others, _TERMS, context)


def _report_fields(
    work: Work, group: Node, names: tuple[str, ...], reason: str, context: ExportContext
) -> None:
    for name in names:
        node = group.get(name)
        if node:
            _report(work, node.pointer, node.value, reason, context)


def _report(
    work: Work, pointer: Pointer, value: object, reason: str, context: ExportContext
) -> None:
    for inner, leaf in leaves(value):
        if inner[-1:] != ("public",):
            context.lose(work, (*pointer, *inner), leaf, reason)
