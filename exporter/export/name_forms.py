"""The forms of names that a format with one form of each name does not print: it reports them as lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exporter.export.context import ExportContext
from exporter.model.agent import Agent
from exporter.model.work import Work
from exporter.records.document import leaves, value_at


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


def note_names(work: Work, context: ExportContext, reason: str) -> None:
    """Note the names of those who made a work, and of those whom it is about: its entry prints one form of each.

    A form of a name without a record is lost in the work that states it; of publishers on whom mentions disagree, the
    entry has one form as well.
    """
    if not context.collect_losses:
        return
    for agent in makers_and_subjects(work):
        tag = context.name(agent, work).tag
        if agent.id:
            context.names.add(agent.id, [tag], reason)
        else:
            own = replace(context, losses=context.names.without_record)
            _lose_others(work, agent, tag, own, reason)
    note_disputed_forms(work, context, reason)


def lose_other_forms(work: Work, agent: Agent, context: ExportContext) -> None:
    """Report the forms of a name without a record but the one that fits the work."""
    if context.collect_losses and not agent.id:
        printed = context.name(agent, work).tag
        _lose_others(work, agent, printed, context, "one form of this name is written")


def _lose_others(
    work: Work, agent: Agent, printed: str, context: ExportContext, reason: str
) -> None:
    """Report the forms of a name that a work states, but the one in the language `printed`."""
    for tag, form in agent.names:
        pointer = agent.names.pointer_of(tag)
        place = "/".join((work.id, *map(str, pointer)))
        if tag != printed and place not in context.reported_ids:
            context.reported_ids.add(place)
            context.lose(work, pointer, form, reason)


def note_disputed_forms(work: Work, context: ExportContext, reason: str) -> None:
    """Note the forms in which mentions print a publisher on whom they disagree, but the printed one."""
    own = replace(context, losses=context.names.disputed)
    for statement in work.disputed:
        agent = statement.agent
        printed = str(context.name(agent, work)) if agent else context.text(statement.value)
        for pointer in statement.pointers:
            for inner, form in leaves(value_at(work.data, pointer)):
                if form != printed:
                    own.lose(work, (*pointer, *inner), form, reason)
