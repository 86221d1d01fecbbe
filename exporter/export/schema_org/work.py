"""A work in schema.org."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.citation.page_count import page_count
from exporter.export.context import ExportContext
from exporter.export.field_words import label, record_text, with_words
from exporter.export.reference import host_relation, own_contributions, own_identifiers
from exporter.export.relation_words import (
    group_details,
    relation_text,
    series_text,
    shown_relations,
    untitled_relation,
)
from exporter.export.schema_org.value import (
    Node,
    Property,
    addresses,
    agent_pointer,
    dated,
    forms,
    gathered,
    number,
    place,
    plain_fields,
    remark,
)
from exporter.export.titles import full_title
from exporter.export.unshown import report_unshown
from exporter.model.agent import Agent
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, Contribution, Relation, Subject, Work

ARTICLES = frozenset(
    {"Article", "BlogPosting", "NewsArticle", "Report", "ScholarlyArticle", "SocialMediaPosting"}
)
"""The types of articles among those of the table; an article has a headline and pages (schema.org 30.0, Article)."""

ROLES_OF_TYPES = {
    "film director": ("Movie", "director"),
    "television director": ("Episode", "director"),
    "illustrator": ("Book", "illustrator"),
}
"""Roles that only works of a type have a property for (schema.org 30.0, director and illustrator)."""

TIMED = frozenset({"Episode", "Movie", "MusicRecording"})
"""The types of the table that have a duration (schema.org 30.0, duration)."""

TEXTS = ("short_title", "genre", "abstract", "keywords", "rights", "credit")
"""The fields that go as they are into the property that the table names."""
DATES = ("copyright_date", "available", "updated", "withdrawn")
_OF_VERSIONS = frozenset({"work", "title", "language", "issued", "public"})
_WRITTEN = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *("contributors", "publisher", "place", "issued", "created", "status", "edition"),
        *("series", "series_number", "container_title", "volume", "issue", "pages", "caption"),
        *("location", "identifiers", "url", "about", "subjects", "contents", "citations"),
        *("notes", "found", "genre", "duration", "degree"),
    }
    | {*TEXTS, *DATES, *vocabulary("relations")}
)
"""The fields that have a property of their own, or none."""


def described(work: Work, context: ExportContext) -> Node:
    """Return all that is said of a work."""
    report_unshown(work, context)
    return pointer(work, context) | gathered(_properties(work, context))


def pointer(work: Work, context: ExportContext) -> Node:
    """Point to a work, and say beside it what it is and what it is called."""
    types = _types(work, context)
    kind = types[0] if len(types) == 1 else types
    return gathered([("name", forms(full_title(work), context))], kind=kind, id=work.id)


def _types(work: Work, context: ExportContext) -> list[str]:
    """Return the types of a work; a picture by a photographer is a photograph as well."""
    types = context.crosswalk.target("type", work.type).partition(" in ")[0].split(", ")
    return (
        ["Photograph", *types] if "ImageObject" in types and work.by_role("photographer") else types
    )


def _properties(work: Work, context: ExportContext) -> Iterator[Property]:
    table, types = context.crosswalk, set(_types(work, context))
    if ARTICLES & types:
        yield "headline", context.text(work.title)
    if table.row("type", work.type).match != "exact":
        known = vocabulary("types").get(work.type)
        words = known["label"] if known else work.type.replace("_", " ")
        yield table.target("work", "type"), words
    yield from _agents(work, context)
    yield from _publishers(work, context)
    yield from dated(table.target("work", "issued"), "Date of publication", work.issued)
    yield from dated(table.target("work", "created"), "Date taken", work.date("created"))
    if status := work.plain("status"):
        yield table.target("work", "status"), table.target("status", status)
    for field in TEXTS:
        yield from (
            (table.target("work", field), forms(text, context)) for text in _texts(work, field)
        )
    yield from _words_and_dates(work, context)
    yield from plain_fields(work, "work", _WRITTEN, context)
    yield from _copy(work, types, context)
    yield from _host(work, context)
    yield from _series(work, context)
    yield from _numbers(work, types, context)
    yield from _relations(work, context)
    if work.devised:
        yield remark("Title devised by cataloguer")


def _words_and_dates(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield the abstract once more as the description, which search engines show, other dates, and notes."""
    table = context.crosswalk
    for language in work.languages:
        if language != "und":
            yield table.target("work", "language"), language
    if work.text("abstract"):
        yield "description", forms(work.texts("abstract")[0], context)
    for field in DATES:
        node = work.node.get(field)
        yield from dated(table.target("work", field), label(node) if node else "", work.date(field))
    for note in work.notes:
        if note.public:
            yield table.target("work", "notes"), forms(note.text, context)


def _texts(work: Work, field: str) -> tuple[Text, ...]:
    if isinstance(work.data.get(field), list):
        return work.texts(field)
    text = work.text(field)
    return (text,) if text else ()


def _agents(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield each contributor in the property of its role, or in a `Role` that names it; then whom the work is about."""
    for each in own_contributions(work):
        for position, role in enumerate(dict.fromkeys(each.roles)):
            yield _contribution(each, role, position, work, context)
    for subject in work.subjects:
        yield context.crosswalk.target("work", "about"), _subject(subject, context)


def _contribution(
    each: Contribution, role: str, position: int, work: Work, context: ExportContext
) -> Property:
    """Return a contributor in one role, of which `position` is the number."""
    row = context.crosswalk.row("role", role)
    if row.match == "broad":
        single = each.node.line("role")
        last = ("role",) if role == single else ("roles", position - bool(single))
        context.weaken(work, (*each.node.pointer, *last), role, f"only as {row.target}")
    name, agent = row.target, agent_pointer(each.agent, context)
    type, own_property = ROLES_OF_TYPES.get(role, ("", ""))
    if type in _types(work, context) and each.agent.is_person:
        name = own_property
    if name == "author" and work.type == "dataset":
        name = "creator"  # as search engines for datasets want it
    if role == "photographer" and "Photograph" not in _types(work, context):
        name = "Role/contributor"  # who took the pictures in an article did not create it
    # an editor can only be a person (schema.org 30.0, editor)
    if name == "Role/contributor" or (name == "editor" and not each.agent.is_person):
        named = [("contributor", agent), ("roleName", role)]
        return "contributor", gathered(named, kind="Role")
    return name, agent


def _subject(subject: Subject, context: ExportContext) -> Node:
    """Return what a work is about: a record, or a term with its scheme and address."""
    record = subject.record
    if subject.text is None and isinstance(record, Agent):
        return agent_pointer(record, context)
    if subject.text is None and isinstance(record, Work):
        return pointer(record, context)
    text = subject.text or (record_text(record) if record else None)
    parts = [" = ".join(form for _, form in each) for _, each in subject.subdivisions]
    after = "".join(f"--{part}" for part in parts)
    named: list[Property] = (
        [("name", forms(with_words(text, after=after), context))] if text else []
    )
    named += [("inDefinedTermSet", subject.scheme)] if subject.scheme else []
    named += [("sameAs", subject.uri)] if subject.uri else []
    return gathered(named, kind="DefinedTerm")


def _publishers(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield those who published a work together; of those who are disputed the first, and the others in words."""
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
    """Yield the edition, the pages, the caption and the place of a picture, where this type of work has them."""
    target = context.crosswalk.target
    for text in work.texts("edition"):
        name = target("work", "edition") if "Book" in types else "version"
        yield name, forms(text, context)
    if pages := work.plain("pages"):
        paged = types & {*ARTICLES, "Chapter"}
        yield (target("work", "pages"), pages) if paged else remark(f"Pages: {pages}")
    if duration := work.plain("duration"):
        is_timed = types & TIMED
        yield (
            (target("work", "duration"), duration) if is_timed else remark(f"Duration: {duration}")
        )
    for degree in _texts(work, "degree"):
        is_thesis = "Thesis" in types
        words = degree if is_thesis else with_words(degree, "Degree: ")
        yield target("work", "degree") if is_thesis else "description", forms(words, context)
    for extent in work.texts("extent") if "Book" in types else ():
        count = page_count(context.text(extent))
        if count.isdigit():
            yield "numberOfPages", int(count)
    for caption in _texts(work, "caption"):
        yield (
            target("work", "caption") if "ImageObject" in types else "description",
            forms(caption, context),
        )
    for where in _texts(work, "location"):
        yield from ((name, place(where, context)) for name in target("work", "location").split())


def _host(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield what a work appeared in, each part inside the next: an issue, a volume, a newspaper."""
    kind = context.crosswalk.target("type", work.type).partition(" in ")[2] or "CreativeWork"
    known: list[Property] = [
        ("name", forms(title, context)) for title in _texts(work, "container_title")
    ]
    own = own_identifiers(work)
    others = [each for each in work.numbers if each not in own]
    if others:
        for each in others:
            known += number(context.crosswalk.target("scheme", each.scheme), each)
        kind = "Periodical" if kind in {"Book", "CreativeWork"} else kind
    host = gathered(known, kind=kind) if known else {}
    for field, part in (("volume", "PublicationVolume"), ("issue", "PublicationIssue")):
        if numbered := work.plain(field):
            name = context.crosswalk.target("work", field).rpartition("/")[2]
            host = gathered([(name, numbered), *([("isPartOf", host)] if host else [])], kind=part)
    if host:
        yield "isPartOf", host


def _series(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield each series; the number in the only one is the position of the work.

    That in one of several is in the name of the series.
    """
    kind = "BookSeries" if work.type == "book" else "CreativeWorkSeries"
    is_only = len(work.series) == 1
    for series in work.series:
        text = series_text(series._replace(number="") if is_only else series, context)
        if text:
            name = context.crosswalk.target("work", "series")
            yield name, gathered([("name", forms(text, context))], kind=kind)
    numbers = [work.plain("series_number"), *(each.number for each in work.series if is_only)]
    for position in dict.fromkeys(filter(None, numbers)):
        yield context.crosswalk.target("work", "series_number"), position


def _numbers(work: Work, types: set[str], context: ExportContext) -> Iterator[Property]:
    """Yield the work's own numbers; an ISSN is that of the periodical it appeared in."""
    for each in own_identifiers(work):
        name = context.crosswalk.target("scheme", each.scheme)
        yield from number("identifier" if name == "isbn" and "Book" not in types else name, each)
    for address in addresses(work):
        yield context.crosswalk.target("work", "url"), address


def _relations(work: Work, context: ExportContext) -> Iterator[Property]:
    target = context.crosswalk.target
    to_host = host_relation(work)
    for relation in shown_relations(work):
        name = target("work", relation.type)
        if name == "itemReviewed" and "Review" not in _types(work, context):
            name = "description"
        if relation is to_host and work.text("container_title"):
            continue
        if name == "description":
            yield _relation_in_words(relation, context)
        elif name == "image" and relation.target and not relation.is_group:
            yield name, pointer(relation.target, context)
        elif name:
            yield name, _version(relation, context)
    for position, entry in enumerate(work.contents, start=1):
        part: list[Property] = [("position", position), ("name", forms(entry.title, context))]
        words = [entry.number, *(form for _, form in entry.responsibility or ()), entry.pages]
        details = "; ".join(filter(None, words))
        part += [("description", details)] if details else []
        yield target("work", "contents").partition("/")[0], gathered(part, kind="CreativeWork")
    for citation in work.citations:
        yield target("work", "citations/source"), _citation(citation, context)


def _version(version: Relation, context: ExportContext) -> Node:
    """Return an original or an edition with what this record says of it."""
    said: list[Property] = [("name", forms(version.title, context))] if version.title else []
    said += [("inLanguage", tag) for tag in version.languages if tag != "und"]
    if version.node and version.is_group:
        words = group_details(version.node, _OF_VERSIONS, context)
        said += [("description", words)] if words else []
    said += dated("datePublished", "Date of publication", version.issued)
    if not version.work:
        return gathered(said, kind="CreativeWork")
    return gathered([*pointer(context.catalogue.works[version.work], context).items(), *said])


def _relation_in_words(relation: Relation, context: ExportContext) -> Property:
    """Return a relation for which schema.org has no property."""
    label_ = vocabulary("relations")[relation.type]["label"]
    text = relation_text(relation, context)
    words = " = ".join(form for _, form in text) if text else untitled_relation(relation, context)
    return remark(f"{label_}: {words}")


def _citation(citation: Citation, context: ExportContext) -> Node:
    """Return a citation in a `Role`, which says its sense in the words of CiTO, and its claims."""
    source = pointer(context.catalogue.works[citation.source], context)
    said: list[Property] = [("roleName", citation.intent), ("citation", source)]
    said += [
        ("description", forms(text, context))
        for text in (*citation.claims, *filter(None, [citation.note]))
    ]
    return gathered(said, kind="Role")
