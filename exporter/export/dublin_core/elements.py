"""Dublin Core: what its elements say of a work, for the fifteen of them and for their refinements alike.

The elements stand in a format's table with their prefix, `dc:title`, `dcterms:abstract`; the table alone decides
whether a field goes into an element or into its refinement. Each text says its language. A text in several languages
is one value for each; a name is one value only, for two would be two persons. Readers that hold one value take the
first title, publisher, description and type; the address of a work is its last identifier, where MarcEdit takes the
link from. What no element holds is said in words, in `dc:description`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.export import notes as in_words
from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.model.agent import Agent
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Relation, Work

TEXTS = ("abstract", "caption", "notes", "edition", "keywords", "location", "rights", "credit")
"""The fields that go as they are into the element that the table names."""

_LONE_NAME = "a second form of a name would be a second person"
"""Why the other forms of a name are lost."""


class Value(NamedTuple):
    """What one element says. `tag` is the language of the text; empty for a code, a date or an address.

    `scheme` is the encoding scheme of a code, a date or an address, in the words of dcterms.xsd (`W3CDTF`, `URI`).
    """

    element: str
    text: str
    tag: str = ""
    scheme: str = ""


def values(
    work: Work, context: ExportContext, dates: Callable[[Work, ExportContext], Iterator[Value]]
) -> Iterator[Value]:
    """Give all that is said of a work; of one element, in the order in which readers shall find it.

    `dates` gives the dates, which each of the two formats says in its own way.
    """
    yield from _titles(work, context)
    for field in TEXTS:
        for text in _texts(work, field):
            yield from _forms(element("work", field, context), text, context)
    yield from _contents(work, context)
    yield from _agents(work, context)
    yield from dates(work, context)
    yield from _remarks(work, context)
    yield from _types(work, context)
    yield from _container(work, context)
    yield Value(element("work", "id", context), work.id)
    yield from _identifiers(work, context)
    yield from _relations(work, context)
    if language := known(work.language):
        yield Value(element("work", "language", context), language)


def element(vocabulary: str, term: str, context: ExportContext) -> str:
    """Give the element for a term of one of our vocabularies (`work`, `role`, `scheme`), as the table says."""
    return context.crosswalk.target(vocabulary, term)


def known(tag: str) -> str:
    """Give a tag for xml:lang; none for a language that is not known."""
    return "" if tag == "und" else tag


def _texts(work: Work, field: str) -> tuple[Text, ...]:
    if isinstance(work.data.get(field), list):
        return work.texts(field)
    text = work.text(field)
    return (text,) if text else ()


def _forms(where: str, text: Text, context: ExportContext, after: str = "") -> Iterator[Value]:
    """Give every form of a text, the one to be preferred first."""
    proper = context.tag(text)
    for tag, form in sorted(text, key=lambda each: each[0] != proper):
        yield Value(where, form + after, tag)


def remark(text: str) -> Value:
    """Give in words, as a sentence, what has no element of its own."""
    return Value("dc:description", in_words.sentence(text), "en")


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the document: a single work as the root, any other number in a `collection`."""
    yield xml.DECLARATION
    if len(works) != 1:
        yield "<collection>\n"
    yield from entries
    if len(works) != 1:
        yield "</collection>\n"
    in_words.lose_names(works, context, _LONE_NAME)


def _titles(work: Work, context: ExportContext) -> Iterator[Value]:
    """Give the titles, the title proper first: harvesters take the first."""
    yield from _forms(element("work", "title", context), work.title, context)
    for field in ("devised_title", "short_title"):
        for text in _texts(work, field):
            yield from _forms(element("work", field, context), text, context)


def _agent(where: str, agent: Agent, work: Work, context: ExportContext) -> Value:
    name = context.name(agent, work)
    return Value(where, name.heading, name.tag)


def _agents(work: Work, context: ExportContext) -> Iterator[Value]:
    for each in work.contributions:
        yield _agent(element("role", each.role, context), each.agent, work, context)
    for agent in work.about:
        yield _agent(element("work", "about", context), agent, work, context)
    publisher = element("work", "publisher", context)
    for agent in work.publishers:
        yield _agent(publisher, agent, work, context)
    disputed = [
        _agent(publisher, each.agent, work, context)
        if each.agent
        else Value(publisher, context.text(each.value), context.tag(each.value))
        for each in work.disputed
    ]
    yield from disputed
    if len(disputed) > 1:
        # without these words it would look like a book that they published together
        yield remark(
            f"The sources disagree on the publisher: {'; '.join(each.text for each in disputed)}"
        )
        for statement in work.disputed:
            for pointer in statement.pointers:
                value = context.text(statement.value)
                context.weaken(
                    work,
                    pointer,
                    value,
                    "that it contradicts another publisher stands only in a note",
                )


def _contents(work: Work, context: ExportContext) -> Iterator[Value]:
    """Give the headings of the sections as one table of contents, divided as in a contents note (MARC 21, 505)."""
    headings = work.headings
    tags = {context.tag(text) for text in headings}
    for place, text in enumerate(headings):
        for tag, form in text:
            if tag != context.tag(text):
                context.lose(
                    work, ("contents", place, tag), form, "the table of contents is in one language"
                )
    if headings:
        contents = " -- ".join(context.text(text) for text in headings)
        yield Value(
            element("work", "contents", context), contents, tags.pop() if len(tags) == 1 else ""
        )


def _remarks(work: Work, context: ExportContext) -> Iterator[Value]:
    if work.devised:
        yield remark("Title devised by cataloguer")
    if status := work.plain("status"):
        yield remark(f"{context.crosswalk.target('status', status)}")
    for text in _texts(work, "place"):
        for _, place in text:
            yield remark(f"Place of publication: {place}")


def _types(work: Work, context: ExportContext) -> Iterator[Value]:
    """Give the DCMI types first, since harvesters sort by the first; then our own, more exact word."""
    for term in context.crosswalk.target("type", work.type).split():
        yield Value(element("work", "type", context), term, scheme="DCMIType")
    yield Value(element("work", "type", context), vocabulary("types")[work.type]["label"], "en")
    for text in _texts(work, "genre"):
        yield from _forms(element("work", "genre", context), text, context)


def _identifiers(work: Work, context: ExportContext) -> Iterator[Value]:
    """Give numbers and addresses, as URIs where there is one; an ISSN is that of the periodical it appeared in."""
    for each in work.numbers:
        if each.invalid:
            continue
        own = each.scheme == "issn" and work.type == "periodical"
        vocabulary, term = ("work", "identifiers") if own else ("scheme", each.scheme)
        where = element(vocabulary, term, context)
        if each.uri:
            yield Value(where, each.uri, scheme="URI")
        else:
            yield Value(where, f"{each.label} {each.number}")
    if url := work.plain("url"):
        yield Value(element("work", "url", context), url, scheme="URI")


def _relations(work: Work, context: ExportContext) -> Iterator[Value]:
    yield from _series(work, context)
    if work.translation_of:
        yield from _version(
            element("work", "translation_of", context), work.translation_of, "Original", context
        )
    for version in work.language_editions:
        where = element("work", "language_editions", context)
        yield from _version(where, version, "Edition in another language", context)
    for citation in work.citations:
        yield from _related(element("work", "citations/source", context), citation.source, context)
    for id in work.data.get("illustrations", ()):
        yield from _related(element("work", "illustrations", context), id, context)


def _container(work: Work, context: ExportContext) -> Iterator[Value]:
    """Give what the work appeared in, with its place there: `The Example Times, 12(3), 12-15`.

    Where the table has another element for the place, the title stands alone as well.
    """
    volume, issue, pages = (work.plain(field) for field in ("volume", "issue", "pages"))
    place = [volume + (f"({issue})" if issue else ""), pages]
    after = "".join(f", {part}" for part in place if part)
    alone, placed = (element("work", field, context) for field in ("container_title", "pages"))
    for text in _texts(work, "container_title"):
        if alone != placed:
            yield from _forms(alone, text, context)
        if after or alone == placed:
            yield from _forms(placed, text, context, after)
    if "container_title" not in work.data:
        for name, number in (("Volume", volume), ("Issue", issue), ("Pages", pages)):
            if number:
                yield remark(f"{name}: {number}")


def _series(work: Work, context: ExportContext) -> Iterator[Value]:
    """Give the series with the number in it, as ISBD writes them (area 6): `Tea & Books ; 7`."""
    number = work.plain("series_number")
    for text in _texts(work, "series"):
        yield from _forms(
            element("work", "series", context), text, context, f" ; {number}" if number else ""
        )
    if number and "series" not in work.data:
        yield remark(f"Number in the series: {number}")


def _version(where: str, version: Relation, name: str, context: ExportContext) -> Iterator[Value]:
    """Give an original or an edition by its title; one without is only named, with its language and date."""
    known = ", ".join(filter(None, (version.language, str(version.issued or ""))))
    after = f" ({known})" if known else ""
    if version.title:
        yield from _forms(where, version.title, context, after)
    if version.work:
        yield from _related(where, version.work, context, after)
    if not version.title and not version.work:
        yield Value(where, name + after, "en")


def _related(where: str, id: str, context: ExportContext, after: str = "") -> Iterator[Value]:
    """Give another work of the catalogue by its title, and by the first identifier that it has."""
    work = context.catalogue.works[id]
    yield Value(where, context.text(work.title) + after, context.tag(work.title))
    for each in _identifiers(work, context):
        if each.element == element("work", "identifiers", context):
            yield each._replace(element=where)
            return
