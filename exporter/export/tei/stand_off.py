"""The lists of records in `standOff` (TEI P5 17.10), written one record after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from exporter.export.context import ExportContext
from exporter.export.tei.agent import agent_element
from exporter.export.tei.header import LANGUAGE
from exporter.export.xml import Element, element, serialise
from exporter.model.agent import Agent
from exporter.parallel import chunked, map_chunks

DEPTH = 3
"""How deep a record lies: in TEI/standOff/listBibl."""

_LISTS = {
    "person": ("listPerson", "Persons"),
    "org": ("listOrg", "Organisations"),
    "biblStruct": ("listBibl", "Works"),
}
"""For each element of a record, the list that it stands in, and the list's heading."""


def stand_off(
    agents: Sequence[Agent],
    works: Iterable[str],
    in_short: Sequence[Element],
    relations: Iterable[Element],
    context: ExportContext,
) -> Iterator[str]:
    """Give the lists of records, then those of records in short, then the relations."""

    def written(some: Iterable[Agent], *, persons: bool) -> list[str]:
        return [
            _in_list(agent_element(agent, context)) for agent in some if agent.is_person == persons
        ]

    chunks = chunked(agents)
    persons = chain.from_iterable(map_chunks(partial(written, persons=True), chunks))
    organizations = chain.from_iterable(map_chunks(partial(written, persons=False), chunks))
    lists = [
        _list("person", persons),
        _list("org", organizations),
        _list("biblStruct", works),
        *(
            _list(tag, map(_in_list, [each for each in in_short if each.tag == tag]), "named")
            for tag in _LISTS
        ),
        (serialise(each, DEPTH - 1) for each in relations),
    ]
    yield from _around("  <standOff>\n", chain(*lists), "  </standOff>\n")


def _in_list(made: Element) -> str:
    return serialise(made, DEPTH)


def _list(tag: str, records: Iterable[str], named: str = "") -> Iterator[str]:
    name, heading = _LISTS[tag]
    opening = f'<{name} type="{named}">' if named else f"<{name}>"
    head = element("head", f"{heading} {named}".strip(), xml_lang=LANGUAGE)
    return _around(f"    {opening}\n{_in_list(head)}", records, f"    </{name}>\n")


def _around(opening: str, pieces: Iterable[str], closing: str) -> Iterator[str]:
    """Put pieces between an opening and a closing, if there are any: no list of TEI may be empty."""
    opened = False
    for piece in pieces:
        if not opened:
            yield opening
            opened = True
        yield piece
    if opened:
        yield closing
