"""A work in schema.org."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.context import ExportContext
from exporter.export.schema_org.value import (
    Node,
    Property,
    agent_pointer,
    dated,
    forms,
    gathered,
    number,
    place,
    remark,
)
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, Relation, Work

ARTICLES = frozenset(
    {"Article", "BlogPosting", "NewsArticle", "Report", "ScholarlyArticle", "SocialMediaPosting"}
)
"""The types of articles among those of the table; an article has a headline and pages (schema.org 30.0, Article)."""

TEXTS = ("short_title", "genre", "abstract", "keywords", "rights", "credit", "notes")
"""The fields that go as they are into the property that the table names."""


def described(work: Work, context: ExportContext) -> Node:
    """Give all that is said of a work."""
    return pointer(work, context) | gathered(_properties(work, context))


def pointer(work: Work, context: ExportContext) -> Node:
    """Point to a work, and say beside it what it is and what it is called."""
    types = _types(work, context)
    kind = types[0] if len(types) == 1 else types
    return gathered([("name", forms(work.title, context))], kind=kind, id=work.id)


def _types(work: Work, context: ExportContext) -> list[str]:
    """Give the types of a work; a picture by a photographer is a photograph as well."""
    types = context.crosswalk.target("type", work.type).partition(" in ")[0].split(", ")
    return (
        ["Photograph", *types] if "ImageObject" in types and work.by_role("photographer") else types
    )


def _properties(work: Work, context: ExportContext) -> Iterator[Property]:
    table, types = context.crosswalk, set(_types(work, context))
    if ARTICLES & types:
        yield "headline", context.text(work.title)
    if table.row("type", work.type).match != "exact":
        yield table.target("work", "type"), vocabulary("types")[work.type]["label"]
    yield from _agents(work, context)
    yield from _publishers(work, context)
    if work.language != "und":
        yield table.target("work", "language"), work.language
    yield from dated(table.target("work", "issued"), "Date of publication", work.issued)
    yield from dated(table.target("work", "created"), "Date taken", work.date("created"))
    if status := work.plain("status"):
        yield table.target("work", "status"), table.target("status", status)
    for field in TEXTS:
        yield from (
            (table.target("work", field), forms(text, context)) for text in _texts(work, field)
        )
    yield from _copy(work, types, context)
    yield from _host(work, context)
    yield from _series(work, context)
    yield from _numbers(work, types, context)
    yield from _relations(work, context)
    if work.devised:
        yield remark("Title devised by cataloguer")


def _texts(work: Work, field: str) -> tuple[Text, ...]:
    if isinstance(work.data.get(field), list):
        return work.texts(field)
    text = work.text(field)
    return (text,) if text else ()


def _agents(work: Work, context: ExportContext) -> Iterator[Property]:
    """Give each contributor in the property of its role, or in a `Role` that names it; then whom the work is about."""
    for position, each in enumerate(work.contributions):
        row = context.crosswalk.row("role", each.role)
        if row.match == "broad":
            context.weaken(
                work, ("contributors", position, "role"), each.role, f"only as {row.target}"
            )
        name, agent = row.target, agent_pointer(each.agent, context)
        # an editor can only be a person (schema.org 30.0, editor)
        if name == "Role/contributor" or (name == "editor" and not each.agent.is_person):
            yield (
                "contributor",
                gathered([("contributor", agent), ("roleName", each.role)], kind="Role"),
            )
        else:
            yield name, agent
    for about in work.about:
        yield context.crosswalk.target("work", "about"), agent_pointer(about, context)


def _publishers(work: Work, context: ExportContext) -> Iterator[Property]:
    """Give those who published a work together; of those who are disputed the first, and the others in words."""
    name = context.crosswalk.target("work", "publisher")
    for agent in work.publishers:
        yield name, agent_pointer(agent, context)
    for first in work.disputed[:1]:
        printed = [("name", forms(first.value, context))]
        yield name, agent_pointer(first.agent, context) if first.agent else gathered(printed)
    if len(work.disputed) > 1:
        names = "; ".join(" = ".join(form for _, form in each.value) for each in work.disputed)
        yield remark(f"The sources disagree on the publisher: {names}")
        for statement in work.disputed[1:]:
            for pointer in statement.pointers:
                value = context.text(statement.value)
                context.weaken(
                    work,
                    pointer,
                    value,
                    "only in words: two publishers would have published it together",
                )
    for where in _texts(work, "place"):
        yield (
            "publication",
            gathered([("location", place(where, context))], kind="PublicationEvent"),
        )


def _copy(work: Work, types: set[str], context: ExportContext) -> Iterator[Property]:
    """Give the edition, the pages, the caption and the place of a picture, where this type of work has them."""
    target = context.crosswalk.target
    if edition := work.plain("edition"):
        yield target("work", "edition") if "Book" in types else "version", edition
    if pages := work.plain("pages"):
        paged = types & {*ARTICLES, "Chapter"}
        yield (target("work", "pages"), pages) if paged else remark(f"Pages: {pages}")
    for caption in _texts(work, "caption"):
        yield (
            target("work", "caption") if "ImageObject" in types else "description",
            forms(caption, context),
        )
    for where in _texts(work, "location"):
        yield from ((name, place(where, context)) for name in target("work", "location").split())


def _host(work: Work, context: ExportContext) -> Iterator[Property]:
    """Give what a work appeared in, each part inside the next: an issue, a volume, a newspaper."""
    kind = context.crosswalk.target("type", work.type).partition(" in ")[2] or "CreativeWork"
    known: list[Property] = [
        ("name", forms(title, context)) for title in _texts(work, "container_title")
    ]
    if "issn" in work.identifiers and work.type != "periodical":
        known.append((context.crosswalk.target("scheme", "issn"), work.identifiers["issn"]))
        kind = "Periodical" if kind in {"Book", "CreativeWork"} else kind
    host = gathered(known, kind=kind) if known else {}
    for field, part in (("volume", "PublicationVolume"), ("issue", "PublicationIssue")):
        if numbered := work.plain(field):
            name = context.crosswalk.target("work", field).rpartition("/")[2]
            host = gathered([(name, numbered), *([("isPartOf", host)] if host else [])], kind=part)
    if host:
        yield "isPartOf", host


def _series(work: Work, context: ExportContext) -> Iterator[Property]:
    kind = "BookSeries" if work.type == "book" else "CreativeWorkSeries"
    for series in _texts(work, "series"):
        name = context.crosswalk.target("work", "series")
        yield name, gathered([("name", forms(series, context))], kind=kind)
    if position := work.plain("series_number"):
        yield context.crosswalk.target("work", "series_number"), position


def _numbers(work: Work, types: set[str], context: ExportContext) -> Iterator[Property]:
    """Give the work's own numbers; an ISSN is that of the periodical it appeared in."""
    for scheme, written in work.identifiers.items():
        name = context.crosswalk.target("scheme", scheme)
        if scheme != "issn" or work.type == "periodical":
            yield number(
                "identifier" if name == "isbn" and "Book" not in types else name, scheme, written
            )
    if url := work.plain("url"):
        yield context.crosswalk.target("work", "url"), url


def _relations(work: Work, context: ExportContext) -> Iterator[Property]:
    target, works = context.crosswalk.target, context.catalogue.works
    if work.translation_of:
        yield target("work", "translation_of"), _version(work.translation_of, context)
    for version in work.language_editions:
        yield target("work", "language_editions"), _version(version, context)
    for position, heading in enumerate(work.headings, start=1):
        part = [("position", position), ("name", forms(heading, context))]
        yield target("work", "contents").partition("/")[0], gathered(part, kind="CreativeWork")
    for id in work.data.get("illustrations", ()):
        yield target("work", "illustrations"), pointer(works[id], context)
    for citation in work.citations:
        yield target("work", "citations/source"), _citation(citation, context)


def _version(version: Relation, context: ExportContext) -> Node:
    """Give an original or an edition with what this record says of it."""
    said: list[Property] = [("name", forms(version.title, context))] if version.title else []
    said += [("inLanguage", version.language)] if version.language not in {"", "und"} else []
    said += dated("datePublished", "Date of publication", version.issued)
    if not version.work:
        return gathered(said, kind="CreativeWork")
    return gathered([*pointer(context.catalogue.works[version.work], context).items(), *said])


def _citation(citation: Citation, context: ExportContext) -> Node:
    """Give a citation in a `Role`, which says its sense in the words of CiTO, and its claims."""
    source = pointer(context.catalogue.works[citation.source], context)
    said: list[Property] = [("roleName", citation.intent), ("citation", source)]
    said += [
        ("description", forms(text, context))
        for text in (*citation.claims, *filter(None, [citation.note]))
    ]
    return gathered(said, kind="Role")
