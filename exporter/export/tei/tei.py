"""TEI P5: works, agents, places and concepts, with all that is known of them; nothing is lost.

The works are in the `listBibl` of the document's text, each as a `biblStruct` with its own id as
`xml:id`. Persons, organisations and families, events and places are in lists in its `standOff`,
concepts in a taxonomy of the header.

Every pointer ends inside the document. So it holds, besides the works asked for, what a work among
them cites and shows, the agents, places and concepts of all these works, and, in lists of type
`named`, a short form of every other record that is named: the work in which a mention is printed,
the organisation where a person held an office. Notes for staff and relations that are not public
are in it, marked as such: TEI is the form in which a catalogue is archived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from exporter.export.context import ExportContext
from exporter.export.tei.agent import ELEMENTS, agent_element
from exporter.export.tei.authority import CONCEPT, PLACE, authority_element, noun_of
from exporter.export.tei.companions import Companions, companions, short_node
from exporter.export.tei.header import NAMED, header
from exporter.export.tei.revision import revision_description
from exporter.export.tei.uses import HeaderWord, uses_of, uses_of_others
from exporter.export.tei.work import bibl_struct
from exporter.export.xml import DECLARATION, element, serialise
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work

SUFFIX = ".xml"
MEDIA_TYPE = "application/tei+xml"

_TITLE = "Catalogue of works, persons and organisations"
_WORK_DEPTH = 4
"""How deep a work lies: in TEI/text/body/listBibl."""
_DEPTH = 3
"""How deep any other record lies: in TEI/standOff/listPerson."""
_LISTS = {
    "person": ("listPerson", "Persons"),
    "org": ("listOrg", "Organisations and families"),
    "event": ("listEvent", "Events"),
    "place": ("listPlace", "Places"),
}
"""For each element of a record, the list that it stands in, and the list's heading."""


class Works(LazySequence[Work]):
    """The works of a document; `uses` are the languages and calendars in them."""

    def __init__(self, works: LazySequence[Work], uses: set[HeaderWord]) -> None:
        super().__init__(works.records, works.ids)
        self.uses = uses


def document_works(works: LazySequence[Work], context: ExportContext) -> Works:
    """Return the works of a document with the languages and calendars in them."""
    return Works(works, uses_of(works, context))


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work: a `biblStruct`, and its citations as `relation`."""
    return "".join(serialise(each, _WORK_DEPTH) for each in bibl_struct(work, context))


def render_document(works: Works, entries: Iterable[str], context: ExportContext) -> Iterator[str]:
    """Yield the document piece by piece."""
    others = companions(works, context.catalogue)
    settings = context.catalogue.settings
    yield DECLARATION
    yield f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{settings.language}">\n'
    uses = works.uses.union(*uses_of_others(others, context))
    title = settings.title or _TITLE
    if len(works) == 1:
        title = context.text(works[0].title)
    concepts = [authority_element(each, context) for each in _of_noun(others.authorities, CONCEPT)]
    named_concepts = [
        authority_element(each, context, short_node(each.node))
        for each in _of_noun(others.authorities_in_short, CONCEPT)
    ]
    ids = [*works.ids, *(work.id for work in others.works)]
    ids += [agent.id for agent in others.agents]
    ids += [record.id for record in others.authorities]
    revision = revision_description(context.history, ids)
    yield serialise(header(settings, title, uses, concepts, named_concepts, revision), 1)
    yield from _around("  <standOff>\n", _stand_off(others, context), "  </standOff>\n")
    yield from _text(entries, others, context)
    yield "</TEI>\n"


def _of_noun(authorities: LazySequence[Authority], noun: str) -> LazySequence[Authority]:
    ids = [each.id for each in authorities if noun_of(each) == noun]
    return LazySequence(authorities.records, ids)


# -- the text: works


def _text(entries: Iterable[str], others: Companions, context: ExportContext) -> Iterator[str]:
    """Yield the text of the document, which is the list of the works."""
    cited = context.each("TEI works", render_work, others.works)
    named = context.each("TEI works in short", _work_in_short, others.works_in_short)
    lists = chain(
        _list("listBibl", "Works", chain(entries, cited), _WORK_DEPTH),
        _list("listBibl", "Works that are named", named, _WORK_DEPTH, type=NAMED),
    )
    body = _around("  <text>\n    <body>\n", lists, "    </body>\n  </text>\n")
    empty = True
    for piece in body:
        empty = False
        yield piece
    if empty:
        yield serialise(element("text", element("body", element("p", "No works."))), 1)


def _work_in_short(work: Work, context: ExportContext) -> str:
    elements = bibl_struct(work, context, short_node(work.node))
    return "".join(serialise(each, _WORK_DEPTH) for each in elements)


# -- around the text: agents and places


def _stand_off(others: Companions, context: ExportContext) -> Iterator[str]:
    by_tag = _agents_by_tag(others.agents)
    in_short_by_tag = _agents_by_tag(others.agents_in_short)
    for tag, (name, heading) in _LISTS.items():
        if tag == "place":
            places = _of_noun(others.authorities, PLACE)
            written = context.each("TEI places", _place, places)
            in_short = _of_noun(others.authorities_in_short, PLACE)
            named = context.each("TEI places in short", _place_in_short, in_short)
        else:
            written = context.each("TEI agents", _agent, by_tag[tag])
            named = context.each("TEI agents in short", _agent_in_short, in_short_by_tag[tag])
        yield from _list(name, heading, written, _DEPTH)
        yield from _list(name, f"{heading} that are named", named, _DEPTH, type=NAMED)


def _agents_by_tag(agents: LazySequence[Agent]) -> dict[str, LazySequence[Agent]]:
    ids: dict[str, list[str]] = {tag: [] for tag in _LISTS}
    for agent in agents:
        ids[ELEMENTS.get(agent.kind, "org")].append(agent.id)
    return {tag: LazySequence(agents.records, some) for tag, some in ids.items()}


def _agent(agent: Agent, context: ExportContext) -> str:
    return "".join(serialise(made, _DEPTH) for made in agent_element(agent, context))


def _agent_in_short(agent: Agent, context: ExportContext) -> str:
    elements = agent_element(agent, context, short_node(agent.node))
    return "".join(serialise(made, _DEPTH) for made in elements)


def _place(place: Authority, context: ExportContext) -> str:
    return serialise(authority_element(place, context), _DEPTH)


def _place_in_short(place: Authority, context: ExportContext) -> str:
    return serialise(authority_element(place, context, short_node(place.node)), _DEPTH)


def _list(
    name: str, heading: str, records: Iterable[str], depth: int, type: str = ""
) -> Iterator[str]:
    indent = "  " * (depth - 1)
    opening = f'{indent}<{name} type="{type}">\n' if type else f"{indent}<{name}>\n"
    head = serialise(element("head", heading, xml_lang="en"), depth)
    return _around(opening + head, records, f"{indent}</{name}>\n")


def _around(opening: str, pieces: Iterable[str], closing: str) -> Iterator[str]:
    """Yield pieces between an opening and a closing, if there are any: no list may be empty."""
    opened = False
    for piece in pieces:
        if not opened:
            yield opening
            opened = True
        yield piece
    if opened:
        yield closing
