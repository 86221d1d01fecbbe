"""The persons, bodies, places and concepts that works name: an article for each, below the works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from exporter.export.context import ExportContext
from exporter.export.html.agent_rows import AgentRows
from exporter.export.html.elements import language_attributes, marked, said
from exporter.export.html.wording import Wording
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.catalogue import LazySequence
from exporter.model.collation import collator
from exporter.model.filing import filed

Named = Sequence[Agent | Authority]


def named_records(ids: Set[str], context: ExportContext) -> Iterator[tuple[str, Named]]:
    """Yield the agents with these ids, then the places and concepts, each by their names.

    Before each of the two stands its heading; one without records is left out.
    """
    for heading, records in (
        ("Persons and organisations", context.catalogue.agents),
        ("Places and subjects", context.catalogue.authorities),
    ):
        some = [records[id] for id in ids if id in records]
        if some:
            yield heading, LazySequence(records, _in_order(some, context))


def _in_order(records: Iterable[Agent | Authority], context: ExportContext) -> list[str]:
    collate = collator(context.catalogue.settings.language)
    keys = sorted((collate(_filed_name(each, context)), each.id) for each in records)
    return [id for _, id in keys]


def _filed_name(record: Agent | Authority, context: ExportContext) -> str:
    language = context.catalogue.settings.language
    tag = _name(record, context)[1]
    if isinstance(record, Agent):
        return filed(record.names, tag, language)
    return filed(record.name, tag, language)


def _name(record: Agent | Authority, context: ExportContext) -> tuple[str, str]:
    """Return the name to print, with the tag of its language."""
    if isinstance(record, Agent):
        tag = record.names.preferred_tag(context.languages)
        return record.names[tag].complete, tag
    return context.text(record.name), context.tag(record.name)


def render_record(record: Agent | Authority, context: ExportContext) -> str:
    """Return a record as an `article`: its name, its kind, and a row for each statement."""
    name, tag = _name(record, context)
    rows = "".join(map(str, AgentRows(record, context, Wording(), tag).rows))
    statements = f"<dl>\n{rows}</dl>\n" if rows else ""
    kind = record.node.field.title if record.node.field else ""
    return (
        f'<article id="{record.id}">\n<h2{language_attributes(name, tag)}>{marked(name)}</h2>\n'
        f'<p class="type">{Wording().term(kind or record.kind.capitalize())}</p>\n'
        f"{statements}</article>\n"
    )


def record_links(records: Named, context: ExportContext) -> Iterator[str]:
    """Yield the name of each record with a link to it."""
    return context.each("HTML names", _link, records)


def _link(record: Agent | Authority, context: ExportContext) -> str:
    return Wording().link(record, said(*_name(record, context)))
