"""The forms of names that a format with one form of each name does not print: it reports them as lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.model.agent import Agent
from exporter.model.work import Work
from exporter.records.document import leaves, value_at

NamedAgents = Callable[[Work], Iterable[Agent]]


def makers(work: Work) -> Iterator[Agent]:
    """Yield those who made and published a work, also those on whom sources disagree."""
    for contribution in work.contributions:
        yield contribution.agent
    yield from work.publishers
    for statement in work.disputed:
        if statement.agent:
            yield statement.agent


def makers_and_subjects(work: Work) -> Iterator[Agent]:
    """Yield those who made a work, then those whom it is about."""
    yield from makers(work)
    yield from work.about


def lose_name_forms(
    works: Sequence[Work],
    context: ExportContext,
    reason: str,
    named: NamedAgents = makers_and_subjects,
) -> None:
    """Report the forms of names that stand in none of these works' entries, which print one form of each.

    `named` yields those whose names the entry of a work prints. A form of a name without a record is lost in the work
    that states it; of publishers on whom mentions disagree, the entry has one form as well.
    """
    if not context.collect_losses:
        return
    printed: dict[str, tuple[Agent, set[str]]] = {}
    for work in works:
        for agent in named(work):
            tag = context.name(agent, work).tag
            if agent.id:
                printed.setdefault(agent.id, (agent, set()))[1].add(tag)
            else:
                lose_others(work, agent, {tag}, context, reason)
    for agent, tags in printed.values():
        lose_others(agent, agent, tags, context, reason)
    for work in works:
        lose_disputed_forms(work, context, reason)


def lose_other_forms(
    work: Work,
    agent: Agent,
    context: ExportContext,
    reason: str = "one form of this name is written",
) -> None:
    """Report the forms of a name without a record but the one that fits the work."""
    if context.collect_losses and not agent.id:
        lose_others(work, agent, {context.name(agent, work).tag}, context, reason)


def lose_others(
    record: Work | Agent, agent: Agent, printed: set[str], context: ExportContext, reason: str
) -> None:
    """Report the forms of a name but those in the languages `printed`; `record` states the name."""
    for tag, form in agent.names:
        pointer = agent.names.pointer_of(tag)
        place = "/".join((record.id, *map(str, pointer)))
        if tag not in printed and place not in context.reported_ids:
            context.reported_ids.add(place)
            context.lose(record, pointer, form, reason)


def lose_disputed_forms(work: Work, context: ExportContext, reason: str) -> None:
    """Report the forms in which mentions print a publisher on whom they disagree, but the printed one."""
    for statement in work.disputed:
        agent = statement.agent
        printed = str(context.name(agent, work)) if agent else context.text(statement.value)
        for pointer in statement.pointers:
            for inner, form in leaves(value_at(work.data, pointer)):
                if form != printed:
                    context.lose(work, (*pointer, *inner), form, reason)
