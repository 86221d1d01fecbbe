"""A work in the graph: its own node, its citations, and what other works print about it."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.context import ExportContext
from exporter.export.field_words import record_text, sentence, with_words
from exporter.export.rdf.agent_names import class_of, name_statements
from exporter.export.rdf.graph import TYPE, Link, Literal, Ordered, Resource, VocabularyTerm
from exporter.export.rdf.record import (
    DescribedRecord,
    Statement,
    dated,
    literals,
    local,
    printed_date,
    thing,
)
from exporter.export.reference import (
    host_relation,
    own_contributions,
    own_identifiers,
    role_pointer,
)
from exporter.export.relation_words import group_details, shown_relations
from exporter.export.titles import full_title, loose_parts
from exporter.model.agent import Agent
from exporter.model.identifiers import Identifier
from exporter.model.markup import strip
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, Relation, Subject, Work

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

PLAIN = ("series_number", "volume", "issue", "pages")
"""The fields that have no language."""

DATES = (
    *("issued", "created", "accessed", "copyright_date", "submitted", "accepted", "available"),
    *("updated", "valid"),
)
_OF_VERSIONS = frozenset({"work", "title", "language", "issued", "public"})
_WRITTEN = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *("devised_title", "contributors", "publisher", "edition", "series", "status"),
        *("container_title", "identifiers", "url", "about", "subjects", "contents", "citations"),
        *("notes", "inferred", "distinct_from", "found"),
    }
    | {*TEXTS, *PLAIN, *DATES, *vocabulary("relations")}
)
"""The fields that have statements of their own."""


def described(work: Work, context: ExportContext) -> Iterator[Resource]:
    """Yield the node of a work, then its citations and its printed mentions."""
    record = DescribedRecord(work, context)
    yield Resource(local(work.id), tuple(_statements(work, record)))
    for citation in work.citations:
        yield _citation(citation, work, record)
    yield from record.mentions()


def named(work: Work, context: ExportContext) -> Resource:
    """Return the node of a work that others point to: what it is, and its title."""
    record = DescribedRecord(work, context)
    return Resource(
        local(work.id), (*_kinds(work, context), *_titles(work, record), *record.plain("id"))
    )


def _statements(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    yield from _kinds(work, record.context)
    yield from _titles(work, record)
    yield from record.plain("id")
    for language in work.languages:
        if language != "und":
            yield from record.at("language", Literal(language))
    yield from _agents(work, record)
    for field in DATES:
        yield from record.date(field)
    for field in (*TEXTS, *PLAIN):
        yield from record.plain(field) if field in PLAIN else record.own_text(field)
    yield from record.at("edition", *(each for t in work.texts("edition") for each in literals(t)))
    known = vocabulary("types").get(work.type)
    words = known["label"] if known else work.type.replace("_", " ")
    yield from record.at("type", Literal(words, "en"))
    yield from record.plain_fields(_WRITTEN)
    if status := work.plain("status"):
        yield from record.at(
            "status", VocabularyTerm(record.context.crosswalk.target("status", status))
        )
    yield from _contents(work, record)
    for series in work.series:
        text = series.title or (full_title(series.work) if series.work else None)
        if text:
            yield from record.at("series", *literals(text))
        if series.node and isinstance(series.node.value, dict):
            words = group_details(series.node, frozenset({"title"}), record.context)
            yield from record.at("notes", *([Literal(f"Series: {words}")] if words else []))
    yield from _container(work, record)
    yield from _numbers(work, record)
    yield from _relations(work, record)
    yield from _remarks(work, record)
    yield from record.shared()


def _kinds(work: Work, context: ExportContext) -> Iterator[Statement]:
    """Yield the class of a work, and its DCMI type as the values of dcterms:type."""
    kind, *others = context.crosswalk.target("type", work.type).split()
    yield TYPE, VocabularyTerm(kind)
    for other in others:
        if other.startswith("dcmitype:"):
            yield "dcterms:type", VocabularyTerm(other)


def _titles(work: Work, record: DescribedRecord) -> list[Statement]:
    field = "devised_title" if work.devised else "title"
    found = record.at(field, *literals(full_title(work)))
    for _, tag, form in loose_parts(work):
        found += record.at("title", Literal(form, tag))
    devised = work.text("devised_title")
    if devised and not work.devised:
        found += record.at("devised_title", *literals(devised))
    return found


def _agents(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield each contributor by the role it had, and their order where there are several."""
    for each in own_contributions(work):
        for number, role in enumerate(each.roles):
            for name in _role_properties(role, record):
                yield name, pointer_to(each.agent)
            if not _relator_code(role):
                pointer = role_pointer(each, number)
                record.weaken(work, pointer, role, "only as dcterms:contributor")
    recorded = [each.agent.id for each in work.contributions if each.agent.id]
    if len(recorded) > 1:
        yield from record.at("contributors", Ordered(tuple(map(local, recorded))))
    yield from record.at("publisher", *map(pointer_to, work.publishers))
    for subject in work.subjects:
        yield from _subject(subject, record)


def _role_properties(role: str, record: DescribedRecord) -> list[str]:
    """Return the properties of a role: its MARC relator if there is one, and the DCMI term that includes it."""
    code = _relator_code(role)
    names = record.context.crosswalk.target("role", role).split()
    return [name.replace("{code}", code) for name in names if code or "{code}" not in name]


def _relator_code(role: str) -> str:
    """Return the MARC relator code of a role; empty for a role that MARC does not have."""
    known = vocabulary("roles").get(role)
    return known["code"] if known else ""


def pointer_to(agent: Agent) -> Link | Resource:
    """Return a link to the node of an agent, or a nameless node with what a work says of one without a record."""
    if agent.id:
        return local(agent.id)
    statements: list[Statement] = []
    for tag, name in agent.names:
        statements.append(("foaf:name", Literal(name.complete, "" if tag == "und" else tag)))
        statements += name_statements(name, tag)
    return thing(class_of(agent), statements)


def _subject(subject: Subject, record: DescribedRecord) -> Iterator[Statement]:
    """Say what a work is about: a record, or a concept with its label, its notation and its scheme."""
    if subject.text is None and isinstance(subject.record, Agent | Work):
        yield from record.at("about", local(subject.record.id))
        return
    text = subject.text
    if text is None and subject.record is not None:
        text = record_text(subject.record)
    parts = [" = ".join(form for _, form in each) for _, each in subject.subdivisions]
    forms = with_words(text, after="".join(f"--{part}" for part in parts)) if text else None
    statements: list[Statement] = [
        ("skos:prefLabel", each) for each in (literals(forms) if forms else ())
    ]
    if subject.scheme:
        statements.append(("skos:inScheme", Literal(subject.scheme)))
    if subject.uri:
        statements.append(("skos:exactMatch", Link(subject.uri)))
    yield from record.at("about", thing("skos:Concept", statements))


def _contents(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield the table of contents in each language that some headings have."""
    for tag in dict.fromkeys(tag for entry in work.contents for tag, _ in entry.title):
        headings = []
        for entry in work.contents:
            if tag in entry.title.forms:
                by = " = ".join(form for _, form in entry.responsibility or ())
                words = [f"{entry.number} " if entry.number else "", strip(entry.title[tag])]
                words += [f" / {by}" if by else "", f" ({entry.pages})" if entry.pages else ""]
                headings.append("".join(words))
        contents = " -- ".join(headings)
        yield from record.at("contents", Literal(contents, "" if tag == "und" else tag))


def _container(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield what the work appeared in as one thing, with its title and its ISSN."""
    others = record.context.crosswalk.target("type", work.type).split()[1:]
    parts: list[Statement] = [
        (TYPE, VocabularyTerm(kind)) for kind in others if not kind.startswith("dcmitype:")
    ]
    known = _title(work.text("container_title"))
    own = own_identifiers(work)
    for number in work.numbers:
        if number not in own:
            known += number_statements(number, record)
    own_makers = own_contributions(work)
    for each in work.contributions:
        if each not in own_makers:
            known += [
                (name, pointer_to(each.agent))
                for role in each.roles
                for name in _role_properties(role, record)
            ]
    if known:
        yield from record.within("container_title", [*parts, *known])


def _title(text: Text | None) -> list[Statement]:
    return [("dcterms:title", form) for form in literals(text)] if text else []


def _numbers(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    for number in own_identifiers(work):
        yield from number_statements(number, record)
    for address in record.addresses():
        yield from record.at("url", Literal(address, datatype="xsd:anyURI"))


def number_statements(number: Identifier, record: DescribedRecord) -> Iterator[Statement]:
    """Say an identifier: as the same thing elsewhere, under a name of its own, or as a number with its scheme."""
    words = f"{number.label} {number.number}"
    if number.qualifier:
        yield "skos:note", Literal(f"{words}: {number.qualifier}")
    if number.invalid:
        yield "skos:note", Literal(f"{words} (invalid)")
        return
    name = record.context.crosswalk.target("scheme", number.scheme)
    if name == "owl:sameAs" and number.uri:
        yield name, Link(number.uri)
    elif name in {"owl:sameAs", "dcterms:identifier", ""}:
        yield "dcterms:identifier", Literal(words)
    else:
        yield name, Literal(number.number)


def _relations(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    to_host = host_relation(work)
    for relation in shown_relations(work):
        if relation is not to_host or not work.text("container_title"):
            yield from _version(relation.type, relation, record)
    for citation in work.citations:
        yield f"cito:{vocabulary('intents')[citation.intent]['property']}", local(citation.source)
        yield from record.at("citations/source", local(citation.source))


def _version(field: str, version: Relation, record: DescribedRecord) -> Iterator[Statement]:
    """Yield an original or an edition: the record that it has, and what this record says of it."""
    if version.work:
        yield from record.at(field, local(version.work))
    if not version.is_group:
        return
    facts = _title(version.title)
    for language in version.languages:
        if language != "und":
            facts.append(("dcterms:language", Literal(language)))
    if version.issued:
        facts.append(("dcterms:issued", dated(str(version.issued))))
        facts += printed_date(version.issued, "Date of publication")
    if version.node:
        words = group_details(version.node, _OF_VERSIONS, record.context)
        facts += [("skos:note", Literal(words))] if words else []
    if facts or not version.work:
        same: list[Statement] = [("owl:sameAs", local(version.work))] if version.work else []
        yield from record.at(field, thing("bibo:Document", [*facts, *same]))


def _citation(citation: Citation, work: Work, record: DescribedRecord) -> Resource:
    """Return a citation as a thing of its own, since claims are made of it.

    Source: CiTO 2.8.1, cito:Citation, cito:hasCitingEntity, cito:hasCitedEntity, cito:hasCitationCharacterization.
    """
    sense = VocabularyTerm(f"cito:{vocabulary('intents')[citation.intent]['property']}")
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


def _remarks(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield in words what no property says."""
    if work.devised:
        yield from record.at("notes", Literal("Title devised by cataloguer.", "en"))
    if len(work.disputed) > 1:
        names = "; ".join(record.context.text(each.value) for each in work.disputed)
        yield from record.at(
            "notes",
            Literal(sentence(f"The sources disagree on the publisher: {names}"), "en"),
        )
