"""TEI P5: works, persons and organisations, with all that is known of them; nothing is lost.

The document is a catalogue: `listPerson`, `listOrg` and `listBibl` in its `standOff`, each record with its own id as
`xml:id`. A work whose contents are described (an abstract, keywords, headings, citations) has a TEI of its own inside
it: the work's `biblStruct` in the header's `sourceDesc`, its citations as `relation`. That TEI is the root when the
document is of this one work. Every pointer ends inside the document, so it holds all records that its records name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from exporter.formats.tei.agent import agent_element
from exporter.formats.tei.article import Article, article, is_article
from exporter.formats.tei.header import LANGUAGE, catalogue_header, header, tags_of
from exporter.formats.tei.record import Record
from exporter.formats.tei.scope import Scope
from exporter.formats.tei.work import bibl_struct
from exporter.model.delivery import Delivery
from exporter.model.work import Work
from exporter.syntax.xml import DECLARATION, Element, element, serialise

SUFFIX = ".xml"
MEDIA_TYPE = "application/tei+xml"

_IN_LIST = 3
"""How deep a record of the catalogue lies: in TEI/standOff/listBibl."""


def scope(works: Sequence[Work], delivery: Delivery) -> Scope:
    """Give all works that a document of these works holds."""
    return Scope.of(works, delivery.catalogue)


def entry(work: Work, delivery: Delivery) -> str:
    """Give one work: a `biblStruct`, or a TEI if its contents are described."""
    if not is_article(work):
        return serialise(bibl_struct(Record(work, delivery), work), _IN_LIST)
    own = article(work, delivery)
    head = _header(own, work, own.tags(), delivery, outermost=False)
    stand_off = element("standOff", *own.relations) if own.relations else None
    return serialise(element("TEI", head, stand_off, own.text, xml_lang=work.language), 1)


def frame(works: Sequence[Work], entries: Iterable[str], delivery: Delivery) -> Iterator[str]:
    """Give the document: the catalogue, or the TEI of the one article asked for."""
    held = works if isinstance(works, Scope) else scope(works, delivery)
    tags = {tag for record in (*held, *held.agents) for tag in tags_of(record)}
    written = iter(entries)
    yield DECLARATION
    if held.root:
        next(written)  # the entry is what this work is inside a catalogue; here it is the document itself
        own = article(held.root, delivery)
        yield _opening(held.root.language)
        yield serialise(_header(own, held.root, tags, delivery, outermost=True), 1)
        yield from _stand_off(held, written, delivery, own.relations)
        yield serialise(own.text, 1)
    else:
        yield _opening(LANGUAGE)
        yield serialise(catalogue_header(tags), 1)
        yield from _stand_off(held, written, delivery, [])
        if not held and not held.agents:
            yield serialise(element("text", element("body", element("p", "No works."))), 1)
    yield from written
    yield "</TEI>\n"


def _opening(language: str) -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">\n'


def _header(own: Article, work: Work, tags: Collection[str], delivery: Delivery, *, outermost: bool) -> Element:
    title = element("title", delivery.text(work.title), xml_lang=delivery.tag(work.title))
    parts = {"abstract": own.abstract, "keywords": own.keywords}
    return header(title, own.source, tags, **parts, outermost=outermost)


def _stand_off(held: Scope, written: Iterator[str], delivery: Delivery, relations: Iterable[Element]) -> Iterator[str]:
    """Give what the document holds of records, but for the TEIs inside it."""
    persons = (serialise(agent_element(agent, delivery), _IN_LIST) for agent in held.agents if agent.is_person)
    organizations = (
        serialise(agent_element(agent, delivery), _IN_LIST) for agent in held.agents if not agent.is_person
    )
    listed = islice(written, sum(not is_article(work) for work in held))
    lists = chain(
        _list("listPerson", "Persons", persons),
        _list("listOrg", "Organisations", organizations),
        _list("listBibl", "Works", listed),
        (serialise(each, 2) for each in relations),
    )
    yield from _around("  <standOff>\n", lists, "  </standOff>\n")


def _list(tag: str, heading: str, records: Iterable[str]) -> Iterator[str]:
    head = serialise(element("head", heading, xml_lang=LANGUAGE), 3)
    return _around(f"    <{tag}>\n{head}", records, f"    </{tag}>\n")


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
