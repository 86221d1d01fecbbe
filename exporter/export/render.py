"""The step from works to the bytes of a document in one format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.missing_requirement import MissingRequirement, UndeliverableRecordError
from exporter.export.registry import Format
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work
from exporter.parallel import chunked, map_chunks


class Entry(NamedTuple):
    """One work as a format writes it, and what is lost of it.

    `undeliverable` says why the format cannot hold it; then it is not written.
    """

    text: str
    losses: Sequence[Loss] = ()
    undeliverable: MissingRequirement | None = None


Written = tuple[list[Entry], set[str]]
"""Some works as a format writes them, and the records whose losses are told so."""

Writer = Callable[[Format, Sequence[Work], ExportContext], Iterable[Written]]
"""Writes works in a format, in order, some at a time."""


def render(
    format: Format,
    ids: Sequence[str],
    context: ExportContext,
    tick: Callable[[], None] = lambda: None,
    by: Writer | None = None,
) -> Iterator[bytes]:
    """Give the document of the works with these ids piece by piece, in UTF-8. `tick` is called after each work.

    The works are written on the cores of this machine, if not `by` another writer.
    """
    works = LazySequence(context.catalogue.works, ids)
    document_works = getattr(format, "document_works", None)
    everything = document_works(works, context) if document_works else works

    def entries() -> Iterator[str]:
        known: set[Loss] = (
            set()
        )  # what is lost of a person or organisation is told with the first work that names it
        for some, told in (by or _by_all_cores)(format, everything, context):
            context.told.update(told)
            for entry in some:
                new = [loss for loss in entry.losses if loss not in known]
                known.update(loss for loss in new if loss.record in context.catalogue.agents)
                context.losses.extend(new)
                if entry.undeliverable:
                    context.undeliverable.append(entry.undeliverable)
                else:
                    yield entry.text
                tick()

    return (
        piece.encode("utf-8") for piece in format.render_document(everything, entries(), context)
    )


def _by_all_cores(
    format: Format, works: Sequence[Work], context: ExportContext
) -> Iterator[Written]:
    return map_chunks(lambda chunk: written(format, chunk, context), chunked(works))


def written(format: Format, works: Iterable[Work], context: ExportContext) -> Written:
    """Write some works; the context stays as it is."""
    alone = replace(context, losses=[], told=set(context.told))
    return [_written(format, work, alone) for work in works], alone.told


def missing_requirements(
    format: Format, ids: Iterable[str], context: ExportContext
) -> list[MissingRequirement]:
    """Give what the format demands of works and their records do not say; most formats demand nothing."""
    demanded = getattr(format, "missing_requirements", None)
    works = context.catalogue.works
    return [lack for id in ids for lack in demanded(works[id], context)] if demanded else []


def _written(format: Format, work: Work, context: ExportContext) -> Entry:
    """Write one work, and list what is lost of it and of those that it names."""
    context.lose_fields(work, "work")
    for agent in (*(each.agent for each in work.contributions), *work.publishers, *work.about):
        context.lose_fields(agent, _agent_noun(format, context))
    try:
        text = format.render_work(work, context)
    except UndeliverableRecordError as error:
        context.losses.clear()
        return Entry("", undeliverable=error.why)
    losses, context.losses[:] = context.losses[:], []
    return Entry(text, losses if context.reckoned else ())


def _agent_noun(format: Format, context: ExportContext) -> str:
    """Return the vocabulary with the fields of agents: of their headings alone if their records are left out."""
    apart = getattr(format, "AUTHORITIES", False) and context.authorities == "no"
    return "heading" if apart else "agent"
