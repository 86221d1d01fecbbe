"""A work in the graph: its own node, its citations, and what other works print about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.broadcast import perceived
from exporter.export.context import ExportContext
from exporter.export.field_words import (
    field_texts,
    group_details,
    label,
    record_text,
    sentence,
    type_words,
    with_words,
)
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
    contents_in_words,
    host_relation,
    own_contributions,
    own_identifiers,
    own_series,
    role_pointer,
)
from exporter.export.relation_words import shown_relations
from exporter.export.titles import full_title, loose_parts, variant_details
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.identifiers import Identifier, addresses_of, identifiers_of
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, Relation, Series, Subject, Work

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
_OF_VERSIONS = frozenset(
    {
        *("work", "title", "language", "issued", "public", "type", "contributors", "publisher"),
        *("place", "edition", "volumes", "series", "series_number", "identifiers", "url"),
    }
)
"""The fields of a related work that have properties."""
_OF_MAKERS = frozenset({"agent", "name", "kind", "role", "roles"})
_WRITTEN = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *("devised_title", "contributors", "publisher", "edition", "series", "status"),
        *("container_title", "identifiers", "url", "about", "subjects", "contents", "citations"),
        *("notes", "inferred", "distinct_from", "found", "variant_titles", "genre_terms"),
        *("licence", "event", "funding"),
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
    """Yield all statements on a work, in the order in which people read them."""
    yield from _kinds(work, record.context)
    yield from _titles(work, record)
    yield from record.plain("id")
    for language in work.languages:
        if language != "und":
            yield from record.at("language", Literal(language))
    yield from _agents(work, record)
    for field in DATES:
        yield from record.date(field)
    for field in TEXTS:
        yield from record.own_text(field)
    for field in PLAIN:
        if field != "series_number" or own_series(work) or not work.series:
            yield from record.plain(field)
    yield from record.at("edition", *(each for t in work.texts("edition") for each in literals(t)))
    yield from record.at("type", Literal(type_words(work), "en"))
    yield from record.plain_fields(_WRITTEN)
    if status := work.plain("status"):
        yield from record.at(
            "status", VocabularyTerm(record.context.crosswalk.target("status", status))
        )
    yield from _more_titles_and_genres(work, record)
    yield from _links(work, record)
    yield from _contents(work, record)
    for series in own_series(work):
        yield from _series(series, record)
    yield from _container(work, record)
    yield from _numbers(work, record)
    yield from _relations(work, record)
    yield from _remarks(work, record)
    yield from record.shared()


def _more_titles_and_genres(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield variant titles, with what is said of them in a note, and genres of a vocabulary."""
    for node in work.node.all("variant_titles"):
        title = node.text("title")
        if title is None:
            continue
        yield from record.at("variant_titles", *literals(title))
        details = variant_details(node)
        if details:
            words = f"{strip(record.context.text(title))}: {details}"
            yield from record.at("notes", Literal(words))
    for node in work.node.all("genre_terms"):
        authority = record.context.catalogue.record(node.line("record"))
        text = node.text("term") or (record_text(authority) if authority else None)
        concept = _concept(text, node.line("scheme"), node.line("uri"))
        if authority:
            concept.append(("dcterms:identifier", Literal(authority.id)))
        yield "dcterms:type", thing("skos:Concept", concept)


def _links(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield the licence, the event and those who paid, each as a thing; else in words."""
    licence = work.plain("licence")
    if licence:
        yield from record.at("licence", Link(licence))
    event = work.node.get("event")
    if event and isinstance(event.value, str) and event.value in record.context.catalogue.agents:
        yield from record.at("event", local(event.value))
    elif event:
        yield from _in_words(event, record)
    for node in work.node.all("funding"):
        funder = node.get("funder")
        yield from record.at(
            "funding", *map(pointer_to, work.agents_at([funder] if funder else []))
        )
        details = group_details(node, frozenset({"funder"}), record.context)
        if details:
            yield from record.at("notes", Literal(f"Funding: {details}"))


def _in_words(node: Node, record: DescribedRecord) -> Iterator[Statement]:
    for text in field_texts(node, record.context):
        yield from record.at("notes", *literals(with_words(text, f"{label(node)}: ")))


def _series(series: Series, record: DescribedRecord) -> Iterator[Statement]:
    """Yield a series of a work: its record, or its title."""
    text = series.title or (full_title(series.work) if series.work else None)
    if series.work:
        yield "dcterms:isPartOf", local(series.work.id)
    elif text:
        said = _title(text)
        said += [("bibo:issn", Literal(series.issn))] if series.issn else []
        yield "dcterms:isPartOf", thing("bibo:Series", said)
    if series.node and isinstance(series.node.value, dict):
        own = frozenset({"work"}) if series.work else frozenset({"title"})
        words = group_details(series.node, own, record.context)
        yield from record.at("notes", *([Literal(f"Series: {words}")] if words else []))


def _kinds(work: Work, context: ExportContext) -> Iterator[Statement]:
    """Yield the class of a work, and its DCMI type as the values of dcterms:type."""
    kind, *others = context.crosswalk.target("type", work.type).split()
    yield TYPE, VocabularyTerm(kind)
    sense = perceived(work)
    for other in context.crosswalk.target(sense, work.type).split() if sense else others:
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
    concept = _concept(forms, subject.scheme, subject.uri)
    if isinstance(subject.record, Authority):
        known = [each.uri for each in subject.record.identifiers]
        concept += [("skos:exactMatch", Link(uri)) for uri in known if uri and uri != subject.uri]
    yield from record.at("about", thing("skos:Concept", concept))


def _concept(text: Text | None, scheme: str, uri: str) -> list[Statement]:
    """Return what is said of a term: its label, its vocabulary as a thing, its address there.

    Source: SKOS Reference, 4.2 (skos:inScheme leads to a concept scheme), 5.1, 10.
    """
    found: list[Statement] = [("skos:prefLabel", each) for each in (literals(text) if text else ())]
    if scheme:
        named: list[Statement] = [("skos:notation", Literal(scheme))]
        found.append(("skos:inScheme", thing("skos:ConceptScheme", named)))
    if uri:
        found.append(("skos:exactMatch", Link(uri)))
    return found


def _contents(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield the table of contents in each language that some headings have."""
    for tag, words in contents_in_words(work):
        yield from record.at("contents", Literal(strip(words), "" if tag == "und" else tag))


def _container(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    """Yield what the work appeared in as one thing, with its title and its ISSN.

    What a group under `part_of` says of it is said of the same thing.
    """
    others = record.context.crosswalk.target("type", work.type).split()[1:]
    parts: list[Statement] = [
        (TYPE, VocabularyTerm(kind)) for kind in others if not kind.startswith("dcmitype:")
    ]
    printed = work.text("container_title")
    known = _title(printed)
    own = own_identifiers(work)
    of_series = {each.issn for each in own_series(work)}
    for number in work.identifiers:
        if number not in own and number.number not in of_series:
            known += number_statements(number, record)
    if not own_series(work):
        known += _series_of_host(work.series, record)
    own_makers = own_contributions(work)
    for each in work.contributions:
        if each not in own_makers:
            known += [
                (name, pointer_to(each.agent))
                for role in each.roles
                for name in _role_properties(role, record)
            ]
    relation = host_relation(work)
    if printed and relation:  # otherwise it is a thing of its own (`_relations`)
        known += _facts(relation, record) if relation.is_group else []
        known += [("owl:sameAs", local(relation.work))] if relation.work else []
    if known:
        yield from record.within("container_title", [*parts, *known])


def _series_of_host(series: Sequence[Series], record: DescribedRecord) -> list[Statement]:
    found: list[Statement] = []
    for each in series:
        found += _series(each, record)
        found += record.at("series_number", *([Literal(each.number)] if each.number else []))
    return found


def _title(text: Text | None) -> list[Statement]:
    return [("dcterms:title", form) for form in literals(text)] if text else []


def _numbers(work: Work, record: DescribedRecord) -> Iterator[Statement]:
    for number in own_identifiers(work):
        yield from number_statements(number, record)
    for address in addresses_of(work.node):
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
        elif relation.work:
            yield from record.at("part_of", local(relation.work))
    for citation in work.citations:
        yield f"cito:{vocabulary('intents')[citation.intent]['property']}", local(citation.source)
        yield from record.at("citations/source", local(citation.source))


def _version(field: str, version: Relation, record: DescribedRecord) -> Iterator[Statement]:
    """Yield an original or an edition: the record that it has, and what this record says of it."""
    if version.work:
        yield from record.at(field, local(version.work))
    if not version.is_group:
        return
    facts = _facts(version, record)
    if facts or not version.work:
        same: list[Statement] = [("owl:sameAs", local(version.work))] if version.work else []
        kind = _class_of_related(version, record)
        yield from record.at(field, thing(kind, [*facts, *same]))


def _class_of_related(version: Relation, record: DescribedRecord) -> str:
    """Return the class of a related work: by its own type, or by that of what appeared in it."""
    target = record.context.crosswalk.target
    type = version.node.line("type") if version.node else ""
    if version.target:
        type = version.target.type
    if type:
        return target("type", type).split()[0]
    work = record.record
    if version.type == "part_of" and isinstance(work, Work):
        classes = target("type", work.type).split()[1:]
        return next((each for each in classes if each.startswith("bibo:")), "bibo:Document")
    return "bibo:Document"


def _facts(version: Relation, record: DescribedRecord) -> list[Statement]:
    """Return what a record says of an original, an edition or a host."""
    facts = _title(version.title)
    for language in version.languages:
        if language != "und":
            facts.append(("dcterms:language", Literal(language)))
    if version.issued:
        facts.append(("dcterms:issued", dated(str(version.issued))))
        facts += printed_date(version.issued, "Date of publication")
    return [*facts, *_facts_of_related(version.node, record)] if version.node else facts


def _facts_of_related(node: Node, record: DescribedRecord) -> list[Statement]:
    """Return what a record says of a related work: by properties, and the rest in words."""
    work = record.record
    found: list[Statement] = []
    if not isinstance(work, Work):
        return found
    for each in work.contributions_at(node):
        for number, role in enumerate(each.roles):
            found += [(name, pointer_to(each.agent)) for name in _role_properties(role, record)]
            if not _relator_code(role):
                pointer = role_pointer(each, number)
                record.weaken(work, pointer, role, "only as dcterms:contributor")
    found += record.at("publisher", *map(pointer_to, work.agents_at(node.all("publisher"))))
    for field in ("place", "edition"):
        for text in node.texts(field):
            found += record.at(field, *literals(text))
    for field in ("volumes", "series_number"):
        value = node.line(field)
        found += record.at(field, *([Literal(value)] if value else []))
    series = node.text("series")
    found += list(_series(Series(series, ""), record)) if series else []
    for identifier in identifiers_of(node.get("identifiers")):
        found += number_statements(identifier, record)
    address = node.line("url")
    found += record.at("url", *([Literal(address, datatype="xsd:anyURI")] if address else []))
    said = set(_OF_VERSIONS)
    if any(set(each.value) - _OF_MAKERS for each in node.all("contributors")):
        said.discard("contributors")
    words = group_details(node, frozenset(said), record.context)
    return found + ([("skos:note", Literal(words))] if words else [])


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
            "notes", Literal(sentence(f"The sources disagree on the publisher: {names}"), "en")
        )
