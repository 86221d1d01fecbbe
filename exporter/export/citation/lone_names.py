"""The forms of names that no entry of a document has, since each entry prints one form."""

from __future__ import annotations

from collections.abc import Iterable

from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.name_forms import makers, note_disputed_forms
from exporter.model.agent import Agent
from exporter.model.work import Work
from exporter.records.document import leaves


def note_lone_names(work: Work, context: ExportContext, reason: str, *, about: bool = True) -> None:
    """Note the names that the entry of a work prints, of which a reference has one form.

    A publisher on whom sources disagree is printed in one form as well. `about` says whether an
    entry names those whom its work is about, places and concepts.
    """
    if not context.collect_losses:
        return
    for agent in makers(work):
        if agent.id:
            _note(agent, [context.name(agent, work).tag], context, reason)
    for subject in work.subjects:
        if isinstance(subject.record, Agent):
            tags = [context.name(subject.record, work).tag] if about else []
            _note(subject.record, tags, context, reason)
    for id in dict.fromkeys(work.node.references()):
        if authority := context.catalogue.authorities.get(id):
            tags = [context.tag(authority.name)] if about else []
            context.names.add(id, tags, reason)
    note_disputed_forms(work, context, reason)


def _note(agent: Agent, tags: Iterable[str], context: ExportContext, reason: str) -> None:
    """Note a name, and the parts of a person's name that no reference has: titles, fuller forms."""
    context.names.add(agent.id, tags, reason)
    node = agent.node.get("name")
    if node is None or not agent.is_person or agent.id in context.names.parts:
        return
    context.names.parts[agent.id] = [
        Loss(agent.id, (*node.pointer, *pointer), str(value), "a reference has no such part")
        for pointer, value in leaves(node.value)
        if pointer[-1:] in {("title",), ("fuller_form",)}
    ]
