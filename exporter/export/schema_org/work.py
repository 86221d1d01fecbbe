"""A work in schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exporter.export.citation.page_count import page_count
from exporter.export.context import ExportContext
from exporter.export.field_words import group_details, label, record_text, type_words, with_words
from exporter.export.reference import (
    Host,
    host,
    host_relation,
    own_contributions,
    own_identifiers,
    own_series,
    role_pointer,
)
from exporter.export.relation_words import (
    relation_text,
    series_text,
    shown_relations,
    untitled_relation,
)
from exporter.export.schema_org.value import (
    Node,
    Property,
    agent_pointer,
    dated,
    forms,
    gathered,
    number,
    other_fields,
    place,
    remark,
)
from exporter.export.titles import full_title, variant_details
from exporter.export.unshown import report_unshown
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.identifiers import addresses_of, identifiers_of
from exporter.model.node import Node as RecordNode
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, Contribution, Relation, Series, Subject, Work

_WHOLE_NUMBER = re.compile("[0-9]{1,18}")

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
_OF_VERSIONS = frozenset(
    {
        *("work", "title", "language", "issued", "public", "type", "contributors", "publisher"),
        *("place", "edition", "series", "series_number", "identifiers", "url"),
    }
)
"""The fields of a related work that have a property."""
_SERIES = {"Book": "BookSeries"}
"""The type of a series by that of its works, if it is not any series."""
_OF_MAKERS = frozenset({"agent", "name", "kind", "role", "roles"})
_NUMBERED = {
    "isbn": {"Book"},
    "issn": {
        "Periodical",
        "Newspaper",
        "BookSeries",
        "CreativeWorkSeries",
        "Dataset",
        "WebSite",
        "Blog",
    },
}
"""The types of works that have a property for a number (schema.org 30.0, isbn and issn)."""
_WRITTEN = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *("contributors", "publisher", "place", "issued", "created", "status", "edition"),
        *("series", "series_number", "container_title", "volume", "issue", "pages", "caption"),
        *("location", "identifiers", "url", "about", "subjects", "contents", "citations"),
        *("notes", "found", "genre", "duration", "degree", "genre_terms", "variant_titles"),
        "funding",
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
    """Return the types of a work; a photo, or a picture by a photographer, is a photograph, too."""
    types = context.crosswalk.target("type", work.type).partition(" in ")[0].split(", ")
    is_photo = work.kind == "photo" or work.by_role("photographer")
    return ["Photograph", *types] if "ImageObject" in types and is_photo else types


def _properties(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield all that is said of a work."""
    table, types = context.crosswalk, set(_types(work, context))
    if ARTICLES & types:
        yield "headline", context.text(work.title)
    if table.row("type", work.type).match != "exact" and "Photograph" not in types:
        yield table.target("work", "type"), type_words(work)
    yield from _agents(work, context)
    yield from _publishers(work, context)
    yield from _published(work, types, context)
    made = work.node.get("created")
    yield from dated(
        table.target("work", "created"), label(made) if made else "", work.date("created")
    )
    if status := work.plain("status"):
        yield table.target("work", "status"), table.target("status", status)
    for field in TEXTS:
        yield from (
            (table.target("work", field), forms(text, context)) for text in _texts(work, field)
        )
    yield from _words_and_dates(work, context)
    yield from other_fields(work.node, "work", _WRITTEN, context)
    yield from _copy(work, types, context)
    yield from _more_titles_and_genres(work, context)
    yield from _funding(work, context)
    yield from _host(work, context)
    yield from _series(own_series(work), next(iter(_types(work, context))), context)
    unnamed = work.plain("series_number")
    if unnamed and all(each.number != unnamed for each in work.series):
        yield table.target("work", "series_number"), unnamed
    yield from _numbers(work, types, context)
    yield from _relations(work, context)
    if work.devised:
        yield remark("Title devised by cataloguer")


def _published(work: Work, types: set[str], context: ExportContext) -> Iterator[Property]:
    """Yield when a work was published; of an interval when that began.

    A serial began and, if it is no longer published, ended on a date (schema.org 30.0,
    datePublished: of first publication; startDate and endDate of a CreativeWorkSeries).
    """
    date = work.issued
    name = context.crosswalk.target("work", "issued")
    if date is None or not date.interval:
        yield from dated(name, "Date of publication", date)
        return
    began = date.start.w3c() if date.start else ""
    ended = date.end.w3c() if date.end else ""
    if began:
        yield name, began
    is_serial = "Periodical" in types
    if is_serial:
        yield from (each for each in (("startDate", began), ("endDate", ended)) if each[1])
    end_as_written = ".." if date.open_end else ended
    if not is_serial or str(date) != f"{began}/{end_as_written}" or date.printed or date.calendar:
        yield from dated("", "Date of publication", date)


def _more_titles_and_genres(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield variant titles, with what is said of them in words, and genres of a vocabulary."""
    target = context.crosswalk.target
    for node in work.node.all("variant_titles"):
        title = node.text("title")
        if title is None:
            continue
        yield target("work", "variant_titles"), forms(title, context)
        details = variant_details(node)
        if details:
            yield remark(f"{context.text(title)}: {details}")
    for node in work.node.all("genre_terms"):
        record = context.catalogue.record(node.line("record"))
        text = node.text("term") or (record_text(record) if record else None)
        if text:
            term = _defined_term(text, node.line("scheme"), node.line("uri"), context)
            term = gathered((), id=record.id) | term if record else term
            yield target("work", "genre_terms").partition("/")[0], term


def _funding(work: Work, context: ExportContext) -> Iterator[Property]:
    """Yield who paid for a work, and the grant where its number, title or page is known."""
    for node in work.node.all("funding"):
        funder = node.get("funder")
        agents = work.agents_at([funder]) if funder else ()
        payers: list[Property] = [("funder", agent_pointer(each, context)) for each in agents]
        yield from payers
        title, award, url = node.text("title"), node.line("number"), node.line("url")
        grant: list[Property] = [("name", forms(title, context))] if title else []
        grant += [("identifier", award)] if award else []
        grant += [("url", url)] if url else []
        if grant:
            yield (
                context.crosswalk.target("work", "funding"),
                gathered([*grant, *payers], kind="Grant"),
            )


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
    types = set(_types(work, context))
    for each in own_contributions(work):
        for index in range(len(each.roles)):
            yield _contribution(each, index, types, work, context)
    for subject in work.subjects:
        yield context.crosswalk.target("work", "about"), _subject(subject, context)


def _contribution(
    each: Contribution, index: int, types: set[str], work: Work, context: ExportContext
) -> Property:
    """Return a contributor in one of the roles that it had in a work of some types.

    That is the work itself, or one to which it is related.
    """
    role = each.roles[index]
    row = context.crosswalk.row("role", role)
    if row.match == "broad":
        context.weaken(work, role_pointer(each, index), role, f"only as {row.target}")
    name, agent = row.target, agent_pointer(each.agent, context)
    type, own_property = ROLES_OF_TYPES.get(role, ("", ""))
    if type in types and each.agent.is_person:
        name = own_property
    if name == "author" and "Dataset" in types:
        name = "creator"  # as search engines for datasets want it
    if role == "photographer" and "Photograph" not in types:
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
    words = with_words(text, after=after) if text else None
    term = _defined_term(words, subject.scheme, subject.uri, context)
    if isinstance(record, Authority):
        known = [term.get("sameAs"), *(each.uri for each in record.identifiers)]
        term = gathered([*term.items(), *(("sameAs", each) for each in known if each)])
        term["@type"] = "Place" if record.kind == "place" else "DefinedTerm"
    return term


def _defined_term(text: Text | None, scheme: str, uri: str, context: ExportContext) -> Node:
    """Return a term of a vocabulary with its scheme and address."""
    named: list[Property] = [("name", forms(text, context))] if text else []
    named += [("inDefinedTermSet", scheme)] if scheme else []
    named += [("sameAs", uri)] if uri else []
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
        yield _publication_at(where, context)


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
        if _WHOLE_NUMBER.fullmatch(count):
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
    found = host(work)
    node = _host_itself(found, work, context) if found else {}
    for field, part in (("volume", "PublicationVolume"), ("issue", "PublicationIssue")):
        if numbered := work.plain(field):
            name = context.crosswalk.target("work", field).rpartition("/")[2]
            node = gathered([(name, numbered), *([("isPartOf", node)] if node else [])], kind=part)
    if node:
        yield "isPartOf", node


def _host_itself(found: Host, work: Work, context: ExportContext) -> Node:
    """Return the work in which another one appeared: its record, or what the part says of it."""
    relation = host_relation(work)
    printed = work.text("container_title")
    if relation and (relation.is_group or not printed):
        node = _version(relation, work, context)
        return gathered([*node.items(), ("name", forms(printed, context))]) if printed else node
    kind = context.crosswalk.target("type", work.type).partition(" in ")[2] or "CreativeWork"
    own = own_identifiers(work)
    others = [each for each in work.identifiers if each not in own]
    of_series = bool(found.series) and kind == "Book"
    if any(each.scheme == "issn" for each in others) and not of_series:
        kind = "Periodical" if kind in {"Book", "CreativeWork"} else kind
    said: list[Property] = [("name", forms(found.title, context))] if found.title else []
    for each in others:
        if not (of_series and each.scheme == "issn"):
            said += number(context.crosswalk.target("scheme", each.scheme), each)
    if found.work:
        return pointer(found.work, context) | gathered(said)
    said += _makers(found.contributions, {kind}, work, context)
    if not own_series(work):
        said += _series(found.series, kind, context)
    return gathered(said, kind=kind)


def _makers(
    contributions: Sequence[Contribution], types: set[str], work: Work, context: ExportContext
) -> Iterator[Property]:
    """Yield those who made a work to which another one is related."""
    for each in contributions:
        for index in range(len(each.roles)):
            yield _contribution(each, index, types, work, context)


def _series(series: Sequence[Series], kind: str, context: ExportContext) -> Iterator[Property]:
    """Yield each series of a work of a type; the number in the only one is its position.

    The number in one of several is in the name of the series.
    """
    is_only = len(series) == 1
    for each in series:
        text = series_text(each._replace(number="") if is_only else each, context)
        if text:
            said: list[Property] = [("name", forms(text, context))]
            said += [("issn", each.issn)] if each.issn else []
            of_record = _types(each.work, context)[0] if each.work else _SERIES.get(kind, "")
            id = each.work.id if each.work else ""
            name = context.crosswalk.target("work", "series")
            yield name, gathered(said, kind=of_record or "CreativeWorkSeries", id=id)
        if is_only and each.number:
            yield context.crosswalk.target("work", "series_number"), each.number


def _numbers(work: Work, types: set[str], context: ExportContext) -> Iterator[Property]:
    """Yield the work's own numbers; an ISSN is that of the periodical it appeared in."""
    for each in own_identifiers(work):
        name = context.crosswalk.target("scheme", each.scheme)
        yield from number("identifier" if name == "isbn" and "Book" not in types else name, each)
    for address in addresses_of(work.node):
        yield context.crosswalk.target("work", "url"), address


def _relations(work: Work, context: ExportContext) -> Iterator[Property]:
    target = context.crosswalk.target
    to_host = host_relation(work)
    for relation in shown_relations(work):
        name = target("work", relation.type)
        if name == "itemReviewed" and "Review" not in _types(work, context):
            name = "description"
        if relation is to_host:
            continue
        if name == "description":
            yield _relation_in_words(relation, context)
        elif name == "image" and relation.target and not relation.is_group:
            yield name, pointer(relation.target, context)
        elif name:
            yield name, _version(relation, work, context)
    for position, entry in enumerate(work.contents, start=1):
        part: list[Property] = [("position", position), ("name", forms(entry.title, context))]
        words = [entry.number, *(form for _, form in entry.responsibility or ()), entry.pages]
        details = "; ".join(filter(None, words))
        part += [("description", details)] if details else []
        yield target("work", "contents").partition("/")[0], gathered(part, kind="CreativeWork")
    for citation in work.citations:
        yield target("work", "citations/source"), _citation(citation, context)


def _version(version: Relation, work: Work, context: ExportContext) -> Node:
    """Return an original, an edition or a host with what this record says of it."""
    if not version.is_group or version.node is None:
        return pointer(version.target, context) if version.target else {}
    node = version.node
    kind = _kind_of_related(version, work, context)
    said: list[Property] = [("name", forms(version.title, context))] if version.title else []
    said += [("inLanguage", tag) for tag in version.languages if tag != "und"]
    said += _makers(work.contributions_at(node), {kind}, work, context)
    said += [
        ("publisher", agent_pointer(each, context))
        for each in work.agents_at(node.all("publisher"))
    ]
    said += [_publication_at(where, context) for where in node.texts("place")]
    for text in node.texts("edition"):
        said.append(("bookEdition" if kind == "Book" else "version", forms(text, context)))
    series = node.text("series")
    if series:
        said += _series([Series(series, node.line("series_number"))], kind, context)
    for each in identifiers_of(node.get("identifiers")):
        name = context.crosswalk.target("scheme", each.scheme)
        said += number(name if kind in _NUMBERED.get(name, {kind}) else "identifier", each)
    address = node.line("url")
    said += [("url", address)] if address else []
    words = group_details(node, _said_of_related(node), context)
    said += [("description", words)] if words else []
    said += dated("datePublished", "Date of publication", version.issued)
    if version.target is None:
        return gathered(said, kind=kind)
    return gathered([*pointer(version.target, context).items(), *said])


def _kind_of_related(version: Relation, work: Work, context: ExportContext) -> str:
    """Return the type of a related work: that of its record, or what this record says of it."""
    target = context.crosswalk.target
    if version.target:
        return _types(version.target, context)[0]
    type = version.node.line("type") if version.node else ""
    if type:
        return target("type", type).partition(" in ")[0].split(", ")[0]
    in_type = target("type", work.type).partition(" in ")[2]
    return in_type if version.type == "part_of" and in_type else "CreativeWork"


def _publication_at(where: Text, context: ExportContext) -> Property:
    said = gathered([("location", place(where, context))], kind="PublicationEvent")
    return "publication", said


def _said_of_related(node: RecordNode) -> frozenset[str]:
    """Return the fields of a related work that have properties, and need no words.

    Contributors of whom more is said than their names and roles are said in words as well.
    """
    said = set(_OF_VERSIONS)
    if not node.text("series"):
        said.discard("series_number")
    if any(set(each.value) - _OF_MAKERS for each in node.all("contributors")):
        said.discard("contributors")
    return frozenset(said)


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
