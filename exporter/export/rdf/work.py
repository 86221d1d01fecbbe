"""A work in the graph: its own node, its citations, and what other works print about it."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export import notes as in_words
from exporter.export.context import ExportContext
from exporter.export.rdf.graph import TYPE, Link, Literal, Node, Ordered, Term
from exporter.export.rdf.record import Record, Statement, dated, literals, local, thing
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.schemes import label, uri
from exporter.model.work import Citation, Relation, Work

TEXTS = (
    "short_title",
    "place",
    "abstract",
    "rights",
    "keywords",
    "location",
    "caption",
    "credit",
    "genre",
)
"""The fields that go in all their languages to the place that the table names."""

PLAIN = ("edition", "series_number", "volume", "issue", "pages")
"""The fields that have no language."""

DATES = ("issued", "created", "accessed")


def described(work: Work, context: ExportContext) -> Iterator[Node]:
    """Give the node of a work, then its citations and its printed mentions."""
    record = Record(work, context)
    yield Node(local(work.id), tuple(_statements(work, record)))
    for citation in work.citations:
        yield _citation(citation, work, record)
    yield from record.mentions()


def named(work: Work, context: ExportContext) -> Node:
    """Give the node of a work that others point to: what it is, and its title."""
    record = Record(work, context)
    return Node(
        local(work.id), (*_kinds(work, context), *_titles(work, record), *record.plain("id"))
    )


def _statements(work: Work, record: Record) -> Iterator[Statement]:
    yield from _kinds(work, record.context)
    yield from _titles(work, record)
    yield from record.plain("id")
    if work.language != "und":
        yield from record.plain("language")
    yield from _agents(work, record)
    for field in DATES:
        yield from record.date(field)
    for field in (*TEXTS, *PLAIN):
        yield from record.plain(field) if field in PLAIN else record.own_text(field)
    yield from record.at("type", Literal(vocabulary("types")[work.type]["label"], "en"))
    if status := work.plain("status"):
        yield from record.at("status", Term(record.context.crosswalk.target("status", status)))
    yield from _contents(work, record)
    yield from record.own_text("series")
    yield from _container(work, record)
    yield from _numbers(work, record)
    yield from _relations(work, record)
    yield from _remarks(work, record)
    yield from record.shared()


def _kinds(work: Work, context: ExportContext) -> Iterator[Statement]:
    """Give the class of a work, and its DCMI type as the values of dcterms:type."""
    kind, *others = context.crosswalk.target("type", work.type).split()
    yield TYPE, Term(kind)
    for other in others:
        if other.startswith("dcmitype:"):
            yield "dcterms:type", Term(other)


def _titles(work: Work, record: Record) -> list[Statement]:
    return record.at("devised_title" if work.devised else "title", *literals(work.title))


def _agents(work: Work, record: Record) -> Iterator[Statement]:
    """Give each contributor by the role it had, and their order where there are several."""
    for each in work.contributions:
        for name in record.context.crosswalk.target("role", each.role).split():
            yield name, local(each.agent.id)
    if len(work.contributions) > 1:
        yield from record.at(
            "contributors", Ordered(tuple(local(each.agent.id) for each in work.contributions))
        )
    yield from record.at("publisher", *(local(agent.id) for agent in work.publishers))
    yield from record.at("about", *(local(agent.id) for agent in work.about))


def _contents(work: Work, record: Record) -> Iterator[Statement]:
    """Give the headings of the sections as one table of contents in each language that all of them have."""
    headings = work.headings
    if not headings:
        return
    common = [tag for tag, _ in headings[0] if all(tag in text.forms for text in headings)]
    printed = [record.context.tag(text) for text in headings]
    for tags in [[tag] * len(headings) for tag in common] or [printed]:
        contents = " -- ".join(text[tag] for text, tag in zip(headings, tags, strict=True))
        yield from record.at(
            "contents", Literal(contents, tags[0] if common and tags[0] != "und" else "")
        )
    for place, text in enumerate(headings):
        for tag, form in text:
            if tag not in (common or [printed[place]]):
                record.lose(
                    work, ("contents", place, tag), form, "a table of contents is in one language"
                )


def _container(work: Work, record: Record) -> Iterator[Statement]:
    """Give what the work appeared in as one thing, with its title and its ISSN."""
    others = record.context.crosswalk.target("type", work.type).split()[1:]
    parts: list[Statement] = [
        (TYPE, Term(kind)) for kind in others if not kind.startswith("dcmitype:")
    ]
    known = _title(work.text("container_title"))
    if issn := "" if work.type == "periodical" else work.identifiers.get("issn", ""):
        known.append((record.context.crosswalk.target("scheme", "issn"), Literal(issn)))
    if known:
        yield from record.within("container_title", [*parts, *known])


def _title(text: Text | None) -> list[Statement]:
    return [("dcterms:title", form) for form in literals(text)] if text else []


def _numbers(work: Work, record: Record) -> Iterator[Statement]:
    for scheme, number in work.identifiers.items():
        if scheme != "issn" or work.type == "periodical":
            yield number_statement(scheme, number, record)
    if url := work.plain("url"):
        yield from record.at("url", Literal(url, datatype="xsd:anyURI"))


def number_statement(scheme: str, number: str, record: Record) -> Statement:
    """Say an identifier: as the same thing elsewhere, under a name of its own, or as a number with its scheme."""
    name = record.context.crosswalk.target("scheme", scheme)
    if name == "owl:sameAs":
        return name, Link(uri(scheme, number))
    return name, Literal(f"{label(scheme)} {number}" if name == "dcterms:identifier" else number)


def _relations(work: Work, record: Record) -> Iterator[Statement]:
    for field, versions in (
        ("translation_of", (work.translation_of,)),
        ("language_editions", work.language_editions),
    ):
        for version in versions:
            if version:
                yield from _version(field, version, record)
    yield from record.others("illustrations")
    for citation in work.citations:
        yield f"cito:{vocabulary('intents')[citation.intent]['property']}", local(citation.source)
        yield from record.at("citations/source", local(citation.source))


def _version(field: str, version: Relation, record: Record) -> Iterator[Statement]:
    """Give an original or an edition: the record that it has, and what this record says of it."""
    if version.work:
        yield from record.at(field, local(version.work))
    facts = _title(version.title)
    facts += (
        [("dcterms:language", Literal(version.language))]
        if version.language not in {"", "und"}
        else []
    )
    facts += [("dcterms:issued", dated(str(version.issued)))] if version.issued else []
    if facts or not version.work:
        same: list[Statement] = [("owl:sameAs", local(version.work))] if version.work else []
        yield from record.at(field, thing("bibo:Document", [*facts, *same]))


def _citation(citation: Citation, work: Work, record: Record) -> Node:
    """Give a citation as a thing of its own, since claims are made of it.

    Source: CiTO 2.8.1, cito:Citation, cito:hasCitingEntity, cito:hasCitedEntity, cito:hasCitationCharacterization.
    """
    sense = Term(f"cito:{vocabulary('intents')[citation.intent]['property']}")
    statements: list[Statement] = [
        ("cito:hasCitingEntity", local(work.id)),
        ("cito:hasCitedEntity", local(citation.source)),
        *record.at("citations/intent", sense),
        *record.at("citations/through", *([local(citation.through)] if citation.through else [])),
        *record.at("citations/at", *([Literal(citation.at)] if citation.at else [])),
        *(
            each
            for claim in citation.claims
            for each in record.at("citations/claims", *literals(claim))
        ),
        *(record.at("citations/note", *literals(citation.note)) if citation.note else []),
    ]
    return thing("cito:Citation", statements)


def _remarks(work: Work, record: Record) -> Iterator[Statement]:
    """Give in words what no property says."""
    if work.devised:
        yield from record.at("notes", Literal("Title devised by cataloguer.", "en"))
    if len(work.disputed) > 1:
        names = "; ".join(record.context.text(each.value) for each in work.disputed)
        yield from record.at(
            "notes",
            Literal(in_words.sentence(f"The sources disagree on the publisher: {names}"), "en"),
        )
