"""Writes works as the bytes of a document in one format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.missing_requirement import MissingRequirement, UndeliverableRecordError
from exporter.export.printed_names import PrintedNames
from exporter.export.registry import Format
from exporter.export.repeated import RepeatedResults
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work
from exporter.parallel import CHUNK_SIZE, chunked, map_chunks, map_in_order


class RenderedWork(NamedTuple):
    """One work in the syntax of a format, and what is lost of it.

    The losses are plain tuples, which processes send to each other in a fourth of the time.
    `undeliverable` says why the format cannot hold it; then it is not written.
    """

    text: str
    losses: Sequence[tuple[Any, ...]] = ()
    undeliverable: MissingRequirement | None = None


class Written(NamedTuple):
    """The entries of some works, the ids of the records whose losses they report, and their names."""

    entries: list[RenderedWork]
    reported_ids: set[str]
    names: PrintedNames


Writer = Callable[[Format, Sequence[Work], ExportContext], Iterable[Written]]
"""Writes works in a format, in order, some at a time."""


def render(
    format: Format,
    ids: Sequence[str],
    context: ExportContext,
    on_progress: Callable[[], None] = lambda: None,
    writer: Writer | None = None,
) -> Iterator[bytes]:
    """Yield the document of the works with these ids, in pieces of UTF-8.

    `on_progress` is called after each work. `writer` writes the works; by default, the cores of
    this machine do. The context collects the losses.
    """
    works: Sequence[Work] = LazySequence(context.catalogue.works, ids)
    document_works = getattr(format, "document_works", None)
    if document_works:
        works = document_works(works, context)
    written_works = (writer or _write_here)(format, works, context)
    entries = _collect(written_works, context, on_progress)
    for piece in format.render_document(works, entries, context):
        yield piece.encode("utf-8")


def render_alone(format: Format, id: str, context: ExportContext) -> bytes | None:
    """Return the document of one work; None if the format cannot hold it."""
    if missing_requirements(format, [id], context):
        return None
    own = context.afresh()
    document = b"".join(render(format, [id], own))
    return None if own.undeliverable else document


def render_each(
    format: Format, ids: Sequence[str], context: ExportContext
) -> Iterator[tuple[str, bytes | None]]:
    """Yield the document of each work, with its id; None if the format cannot hold it.

    All cores render them. What many documents repeat of other records is rendered once, and their
    losses, which the context collects, are reported once.
    """
    repeated = RepeatedResults()

    def rendered(id: str) -> tuple[bytes, list[Loss], list[MissingRequirement]]:
        own = context.afresh(results=repeated)
        document = b"".join(render(format, [id], own))
        return document, own.losses, own.undeliverable

    known: set[Loss] = set()
    for id, (document, losses, undeliverable) in zip(ids, map_in_order(rendered, ids), strict=True):
        new = [loss for loss in losses if loss not in known]
        known.update(loss for loss in new if loss.record != id)
        context.losses.extend(new)
        context.undeliverable.extend(undeliverable)
        yield id, None if undeliverable else document


def _collect(
    written_works: Iterable[Written], context: ExportContext, on_progress: Callable[[], None]
) -> Iterator[str]:
    """Yield the texts of the entries; put their losses into the context, each once.

    Those of names, which depend on all entries, come last.
    Works that are written at the same time may report the same loss of an agent.
    """
    agents = context.catalogue.agents
    known: set[tuple[Any, ...]] = set()
    for entries, reported_ids, names in written_works:
        context.reported_ids.update(reported_ids)
        context.names.extend(names)
        for entry in entries:
            if entry.losses:
                new = [loss for loss in entry.losses if loss not in known]
                known.update(loss for loss in new if loss[0] in agents)
                context.losses.extend(map(Loss._make, new))
            if entry.undeliverable:
                context.undeliverable.append(entry.undeliverable)
            else:
                yield entry.text
            on_progress()
    context.losses.extend(context.names.losses(context.reported_ids))


def _write_here(format: Format, works: Sequence[Work], context: ExportContext) -> Iterator[Written]:
    """Write works on all cores. Those that an earlier export wrote are not written again."""
    own = format.__name__.startswith("exporter.")  # a plugin may depend on anything
    if own and context.results and not context.collect_losses and isinstance(works, LazySequence):
        results = context.each(f"{format.__name__} works", partial(_text_or_reason, format), works)
        entries = map(_from_json, results)
        batches = iter(lambda: list(islice(entries, CHUNK_SIZE)), [])
        return (Written(each, set(), PrintedNames()) for each in batches)
    reported = set(context.reported_ids)

    def write(chunk: Sequence[Work]) -> Written:
        found = written(format, chunk, replace(context, reported_ids=reported))
        # most agents are in many works: a process reports each of them once
        reported.update(found.reported_ids)
        return found

    return map_chunks(write, chunked(works))


def written(format: Format, works: Iterable[Work], context: ExportContext) -> Written:
    """Return the entries of some works. The context does not change."""
    own = context.afresh(reported_ids=set(context.reported_ids))
    entries = [_entry(format, work, own) for work in works]
    return Written(entries, own.reported_ids - context.reported_ids, own.names)


def _text_or_reason(format: Format, work: Work, context: ExportContext) -> str | MissingRequirement:
    """Return a work in a format, or why the format cannot hold it."""
    try:
        return format.render_work(work, context)
    except UndeliverableRecordError as error:
        return error.why


def _from_json(value: Any) -> RenderedWork:
    if isinstance(value, str):
        return RenderedWork(value)
    record, message, hint, pointer = value
    return RenderedWork("", undeliverable=MissingRequirement(record, message, hint, tuple(pointer)))


def missing_requirements(
    format: Format, ids: Iterable[str], context: ExportContext
) -> list[MissingRequirement]:
    """Return what the format requires of works and their records lack.

    Most formats need nothing.
    """
    required = getattr(format, "missing_requirements", None)
    if required is None:
        return []
    found: list[MissingRequirement] = []
    for id in ids:
        found.extend(required(context.catalogue.works[id], context))
    return found


def _entry(format: Format, work: Work, context: ExportContext) -> RenderedWork:
    """Write one work, and list what is lost of it and of the agents that it names."""
    if context.collect_losses:
        _lose_fields(format, work, context)
    try:
        text = format.render_work(work, context)
    except UndeliverableRecordError as error:
        context.reported_ids.difference_update(loss.record for loss in context.losses)
        context.losses.clear()
        return RenderedWork("", undeliverable=error.why)
    losses = list(map(tuple, context.losses))
    context.losses.clear()
    return RenderedWork(text, losses if context.collect_losses else ())


def _lose_fields(format: Format, work: Work, context: ExportContext) -> None:
    """Report what the table of a format calls lost in a work and in the agents that it names."""
    context.lose_fields(work, "work")
    for agent in (*(each.agent for each in work.contributions), *work.publishers, *work.about):
        context.lose_fields(agent, _agent_vocabulary(format, context))


def _agent_vocabulary(format: Format, context: ExportContext) -> str:
    """Return the vocabulary with the fields of agents in the table of a format.

    Where their records are left out, it has the fields of headings alone.
    """
    without_records = getattr(format, "AUTHORITIES", False) and context.authorities == "no"
    return "heading" if without_records else "agent"
