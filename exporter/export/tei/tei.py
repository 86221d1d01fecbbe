"""TEI P5: works, persons and organisations, with all that is known of them; nothing is lost.

The document is a catalogue: `listPerson`, `listOrg` and `listBibl` in its `standOff`, each record with its own id as
`xml:id`. A work whose contents are described (an abstract, keywords, headings, citations) has a TEI of its own inside
it: the work's `biblStruct` in the header's `sourceDesc`, its citations as `relation`. That TEI is the root when the
document is of this one work.

Every pointer ends inside the document. So it holds, besides the works asked for, what an article among them cites and
shows, the persons and organisations of all these works, and, in lists of type `named`, a short form of every other
record that is named: the work in which a mention is printed, the organisation where a person held an office.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, compress, islice
from operator import not_

from exporter.export.context import ExportContext
from exporter.export.tei.agent import agent_element
from exporter.export.tei.article import Article, article, is_article
from exporter.export.tei.header import LANGUAGE, catalogue_header, header, tags_in, tags_of
from exporter.export.tei.named import Named, named
from exporter.export.tei.record import Record
from exporter.export.tei.stand_off import DEPTH, stand_off
from exporter.export.tei.work import bibl_struct
from exporter.export.xml import DECLARATION, Element, element, serialise
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work
from exporter.parallel import chunked, map_chunks

SUFFIX = ".xml"
MEDIA_TYPE = "application/tei+xml"


class Scope(LazySequence[Work]):
    """The works in the order in which a document holds them: those with a TEI of their own at the end.

    `listed` is the number of the others; `tags` are the languages of all.
    """

    def __init__(self, works: LazySequence[Work]) -> None:
        articles = bytearray()
        self.tags: set[str] = set()

        def look_at(chunk: Sequence[Work]) -> tuple[bytes, set[str]]:
            return bytes(map(is_article, chunk)), tags_of(chunk)

        for some, tags in map_chunks(look_at, chunked(works)):
            articles += some
            self.tags |= tags
        self.listed = articles.count(False)
        others = compress(works.ids, map(not_, articles))
        super().__init__(works.records, [*others, *compress(works.ids, articles)])


def document_works(works: LazySequence[Work], context: ExportContext) -> Scope:  # noqa: ARG001 (Format)
    """Give the works in the order in which a document holds them."""
    return Scope(works)


def render_work(work: Work, context: ExportContext) -> str:
    """Give one work: a `biblStruct`, or a TEI if its contents are described."""
    if not is_article(work):
        return serialise(bibl_struct(Record(work, context), work), DEPTH)
    own = article(work, context)
    tags = {tag for part in own.parts() for tag in tags_in(part)}
    head = _header(own, work, tags, context, outermost=False)
    related = element("standOff", *own.relations) if own.relations else None
    return serialise(element("TEI", head, related, own.text, xml_lang=work.language), 1)


def render_document(works: Scope, entries: Iterable[str], context: ExportContext) -> Iterator[str]:
    """Give the document: the catalogue, or the TEI of the one article asked for."""
    others = named(works, context.catalogue)
    in_short = _in_short(others, context)
    tags = works.tags.union(
        tags_of(others.works), *map_chunks(tags_of, chunked(others.agents)), *map(tags_in, in_short)
    )
    written = iter(entries)
    cited = (render_work(work, context) for work in others.works)
    yield DECLARATION
    if len(works) == 1 and not works.listed:
        next(written)  # what this work is inside a catalogue; here it is the document itself
        own = article(works[0], context)
        yield _opening(works[0].language)
        yield serialise(_header(own, works[0], tags, context, outermost=True), 1)
        yield from stand_off(others.agents, cited, in_short, own.relations, context)
        yield serialise(own.text, 1)
    else:
        yield _opening(LANGUAGE)
        yield serialise(catalogue_header(tags), 1)
        listed = islice(written, works.listed)
        yield from stand_off(others.agents, chain(listed, cited), in_short, (), context)
        if not works and not others.agents:
            yield serialise(element("text", element("body", element("p", "No works."))), 1)
    yield from written
    yield "</TEI>\n"


def _in_short(others: Named, context: ExportContext) -> list[Element]:
    agents = (agent_element(agent, context, whole=False) for agent in others.agents_in_short)
    works = (
        bibl_struct(Record(work, context, whole=False), work) for work in others.works_in_short
    )
    return [*agents, *works]


def _opening(language: str) -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">\n'


def _header(
    own: Article, work: Work, tags: Collection[str], context: ExportContext, *, outermost: bool
) -> Element:
    title = element("title", context.text(work.title), xml_lang=context.tag(work.title))
    return header(
        title, own.source, tags, abstract=own.abstract, keywords=own.keywords, outermost=outermost
    )
