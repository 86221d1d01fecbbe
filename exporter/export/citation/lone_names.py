"""The forms of names that no entry of a document has, since each entry prints one form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.name_forms import lose_disputed_forms, lose_others, makers
from exporter.model.agent import Agent
from exporter.model.work import Work
from exporter.records.document import leaves


def report_lone_names(
    works: Sequence[Work], context: ExportContext, reason: str, *, about: bool = True
) -> None:
    """Report the forms of names that are in none of these works' entries.

    A publisher on whom sources disagree is printed in one form as well. `about` says whether an entry names those whom
    its work is about.
    """
    if not context.collect_losses:
        return
    printed: dict[str, tuple[Agent, set[str]]] = {}
    for work in works:
        for agent in _named(work):
            printed.setdefault(agent.id, (agent, set()))[1].add(context.name(agent, work).tag)
        for agent in _subjects(work):
            tags = printed.setdefault(agent.id, (agent, set()))[1]
            if about:
                tags.add(context.name(agent, work).tag)
    for agent, tags in printed.values():
        lose_others(agent, agent, tags, context, reason)
        _report_parts(agent, context)
    for work in works:
        lose_disputed_forms(work, context, reason)


def _report_parts(agent: Agent, context: ExportContext) -> None:
    """Report the parts of a person's name that no reference has: titles, and fuller forms."""
    node = agent.node.get("name")
    key = f"{agent.id}/name parts"
    if node is None or not agent.is_person or key in context.reported_ids:
        return
    context.reported_ids.add(key)
    for pointer, value in leaves(node.value):
        if pointer[-1:] in {("title",), ("fuller_form",)}:
            context.lose(agent, (*node.pointer, *pointer), value, "a reference has no such part")


def _named(work: Work) -> Iterator[Agent]:
    """Yield the agents with a record whom the entry of a work names."""
    return (agent for agent in makers(work) if agent.id)


def _subjects(work: Work) -> Iterator[Agent]:
    for subject in work.subjects:
        if isinstance(subject.record, Agent):
            yield subject.record
