"""Writes works as the bytes of a document in one format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.missing_requirement import MissingRequirement, UndeliverableRecordError
from exporter.export.printed_names import NameForm, PrintedNames
from exporter.export.registry import Format
from exporter.export.repeated import RepeatedResults
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.catalogue import LazyMapping, LazySequence
from exporter.model.work import Work
from exporter.parallel import CHUNK_SIZE, chunked, map_chunks, map_in_order


class RenderedWork(NamedTuple):
    """One work in the syntax of a format, and what is lost of it.

    The losses are plain tuples, which processes send to each other in a fourth of the time. `agents`
    are the ids of those that it names: the table may call fields of theirs lost. `undeliverable`
    says why the format cannot hold the work; then it is not written.
    """

    text: str
    losses: Sequence[tuple[Any, ...]] = ()
    agents: Sequence[str] = ()
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
    entries = _collect(format, written_works, context, on_progress)
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
    format: Format,
    written_works: Iterable[Written],
    context: ExportContext,
    on_progress: Callable[[], None],
) -> Iterator[str]:
    """Yield the texts of the entries; put their losses into the context when all are written."""
    entries_with_losses: list[RenderedWork] = []
    for entries, reported_ids, names in written_works:
        context.reported_ids.update(reported_ids)
        context.names.extend(names)
        for entry in entries:
            if entry.losses or entry.agents:
                entries_with_losses.append(entry._replace(text=""))
            if entry.undeliverable:
                context.undeliverable.append(entry.undeliverable)
            else:
                yield entry.text
            on_progress()
    if context.collect_losses:
        context.losses.extend(_losses_of(format, entries_with_losses, context))


def _losses_of(
    format: Format, entries: Sequence[RenderedWork], context: ExportContext
) -> Iterator[Loss]:
    """Yield the losses of these entries, each once.

    The fields of an agent come after the first work that names it, and the names, which depend on
    all works, last. Works that are written at the same time may report the same loss of an agent.
    """
    named = set(chain.from_iterable(entry.agents for entry in entries))
    ids = sorted(named | context.names.printed.keys())
    records = LazySequence(LazyMapping(ids, context.catalogue.record), ids)
    step = partial(_of_named, _agent_vocabulary(format, context))
    of_named = context.each(f"{format.__name__} named records", step, records)
    fields: dict[str, Sequence[Any]] = {}
    forms: dict[str, Sequence[NameForm]] = {}
    for id, (lost, forms[id]) in zip(ids, of_named, strict=True):
        if id not in context.reported_ids:
            fields[id] = lost
    context.reported_ids.update(named)
    known: set[Loss] = set()
    for entry in entries:
        of_its_agents = chain.from_iterable(fields.pop(id, ()) for id in entry.agents)
        for loss in map(Loss.from_json, chain(entry.losses, of_its_agents)):
            if loss not in known:
                known.add(loss)
                yield loss
    yield from context.names.losses(forms, context.reported_ids)


def _of_named(
    vocabulary: str, record: Agent | Authority, context: ExportContext
) -> tuple[list[Loss], list[NameForm]]:
    """Return what the table of a format calls lost in an agent, and the forms of its name.

    The tables say nothing of places and concepts, which only lend a work their names.
    """
    own = context.afresh(collect_losses=True)
    if isinstance(record, Agent):
        own.lose_fields(record, vocabulary)
    names = record.names if isinstance(record, Agent) else record.name
    return own.losses, [NameForm(tag, names.pointer_of(tag), str(form)) for tag, form in names]


def _write_here(format: Format, works: Sequence[Work], context: ExportContext) -> Iterator[Written]:
    """Write works on all cores. Those that an earlier export wrote are not written again."""
    if _is_own(format) and context.results and isinstance(works, LazySequence):
        return _write_or_find(format, works, context)
    reported = set(context.reported_ids)

    def write(chunk: Sequence[Work]) -> Written:
        found = written(format, chunk, replace(context, reported_ids=reported))
        # most agents are in many works: a process reports each of them once
        reported.update(found.reported_ids)
        return found

    return map_chunks(write, chunked(works))


def _write_or_find(
    format: Format, works: LazySequence[Work], context: ExportContext
) -> Iterator[Written]:
    """Write works, or find what an earlier export wrote."""
    step, read, name = _text_or_reason, _from_text_or_reason, f"{format.__name__} works"
    if context.collect_losses:
        step, read, name = _as_json, _from_json, f"{name} with losses"
    results = context.each(name, partial(step, format), works)
    return map(read, iter(lambda: list(islice(results, CHUNK_SIZE)), []))


def _text_or_reason(format: Format, work: Work, context: ExportContext) -> str | MissingRequirement:
    """Return a work in a format, or why the format cannot hold it."""
    try:
        return format.render_work(work, context)
    except UndeliverableRecordError as error:
        return error.why


def _from_text_or_reason(results: Sequence[Any]) -> Written:
    entries = [
        RenderedWork(each)
        if isinstance(each, str)
        else RenderedWork("", undeliverable=MissingRequirement.from_json(each))
        for each in results
    ]
    return Written(entries, set(), PrintedNames())


def _as_json(format: Format, work: Work, context: ExportContext) -> Any:
    """Return a work in a format as JSON, with what is lost of it."""
    found = written(format, [work], context.afresh(collect_losses=True))
    return found.entries[0], sorted(found.reported_ids), found.names.as_json()


def _from_json(results: Sequence[Any]) -> Written:
    """Return the works of what `_as_json` has returned."""
    entries: list[RenderedWork] = []
    reported_ids: set[str] = set()
    names = PrintedNames()
    for (text, losses, agents, undeliverable), reported, printed in results:
        why = MissingRequirement.from_json(undeliverable) if undeliverable else None
        entries.append(RenderedWork(text, losses, agents, why))
        reported_ids.update(reported)
        names.extend(PrintedNames.from_json(printed))
    return Written(entries, reported_ids, names)


def written(format: Format, works: Iterable[Work], context: ExportContext) -> Written:
    """Return the entries of some works. The context does not change."""
    own = context.afresh(reported_ids=set(context.reported_ids))
    entries = [_entry(format, work, own) for work in works]
    return Written(entries, own.reported_ids - context.reported_ids, own.names)


def missing_requirements(
    format: Format, ids: Sequence[str], context: ExportContext
) -> list[MissingRequirement]:
    """Return what the format requires of works and their records lack.

    Most formats need nothing.
    """
    required = getattr(format, "missing_requirements", None)
    if required is None:
        return []
    works = LazySequence(context.catalogue.works, ids)
    if not _is_own(format):
        return [each for work in works for each in required(work, context)]
    step = partial(_required, required)
    found = context.each(f"{format.__name__} requirements", step, works)
    return [*map(MissingRequirement.from_json, chain.from_iterable(found))]


def _required(
    required: Callable[[Work, ExportContext], Iterable[MissingRequirement]],
    work: Work,
    context: ExportContext,
) -> list[MissingRequirement]:
    """Return what a format requires, as its module tells, and a work lacks."""
    return list(required(work, context))


def _is_own(format: Format) -> bool:
    """Return whether a format is one of ours. That of a plugin may depend on anything."""
    return format.__name__.startswith("exporter.")


def _entry(format: Format, work: Work, context: ExportContext) -> RenderedWork:
    """Write one work, and list what is lost of it, but for the fields of the agents that it names."""
    context.lose_fields(work, "work")
    try:
        text = format.render_work(work, context)
    except UndeliverableRecordError as error:
        context.losses.clear()
        return RenderedWork("", undeliverable=error.why)
    losses = list(map(tuple, context.losses))
    context.losses.clear()
    if not context.collect_losses:
        return RenderedWork(text)
    agents = (*(each.agent for each in work.contributions), *work.publishers, *work.about)
    return RenderedWork(text, losses, [*dict.fromkeys(each.id for each in agents if each.id)])


def _agent_vocabulary(format: Format, context: ExportContext) -> str:
    """Return the vocabulary with the fields of agents in the table of a format.

    Where their records are left out, it has the fields of headings alone.
    """
    without_records = getattr(format, "AUTHORITIES", False) and context.authorities == "no"
    return "heading" if without_records else "agent"
