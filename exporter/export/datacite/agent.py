"""Persons and organisations in DataCite: creators, contributors, publishers, funders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.datacite.value import Properties, full, text_value
from exporter.export.field_words import full_name
from exporter.export.name_forms import lose_other_forms
from exporter.export.reference import Host, host, own_contributions
from exporter.model.agent import Agent, Name
from exporter.model.identifiers import Identifier, preferred
from exporter.model.work import Contribution, Work

CREATOR, EDITOR, PUBLISHER = "Creator", "Editor", "Publisher"
SUBJECT, FUNDER, OTHER = "Subject", "Funder", "Other"
_FUNDER_IDENTIFIERS = {
    "fundref": "Crossref Funder ID",
    "ror": "ROR",
    "isni": "ISNI",
    "wikidata": "Other",
}
"""The types of funderIdentifier (Appendix 1, table 8) by our schemes, the preferred one first."""
_AFFILIATION_SCHEMES = ("ror", "isni", "ringgold")


def word(role: str, context: ExportContext) -> str:
    """Return DataCite's word for a role: `Creator`, a contributorType, or the property in which it stands."""
    return context.crosswalk.target("role", role)


def creator_word(work: Work, context: ExportContext) -> str:
    """Return the word of those who are the creators of a work: its editors, if it has no creator.

    A collection, a dictionary or a serial is cited by its editors (DataCite Metadata Schema 4.6, 2
    Creator: those involved in producing the resource, in priority order).
    """
    words = {word(role, context) for each in work.contributions for role in each.roles}
    return EDITOR if CREATOR not in words and EDITOR in words else CREATOR


def creators(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield the creators."""
    yield from named(work, creator_word(work, context), context)


def named(work: Work, kind: str, context: ExportContext) -> Iterator[Properties]:
    """Yield those of whom the table calls a role by this word, and report where that says less than the role."""
    for each in own_contributions(work):
        roles = [role for role in dict.fromkeys(each.roles) if word(role, context) == kind]
        if roles:
            for role in roles:
                if context.crosswalk.row("role", role).match == "broad":
                    context.weaken(work, _pointer(each, role), role, f"only as {kind}")
            yield _agent(each, work, context)


def _pointer(contribution: Contribution, role: str) -> tuple[str | int, ...]:
    if contribution.node.line("role") == role:
        return (*contribution.node.pointer, "role")
    return (*contribution.node.pointer, "roles", contribution.node.lines("roles").index(role))


def contributors(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield the others who had a part in a work, those of one type together."""
    elsewhere = {creator_word(work, context), SUBJECT, FUNDER}
    kinds = [word(role, context) for each in own_contributions(work) for role in each.roles]
    for kind in dict.fromkeys(kinds):
        if kind == PUBLISHER and work.publishers:
            for each in named(work, kind, context):
                yield {**each, "contributorType": OTHER}
        elif kind not in {*elsewhere, PUBLISHER}:
            for each in named(work, kind, context):
                yield {**each, "contributorType": kind}
    for field, kind in (("rights_holder", "RightsHolder"), ("granting_institution", OTHER)):
        for agent in work.agents_at(work.node.all(field)):
            yield {**_named_agent(agent, work, context), "contributorType": kind}


def funders(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield those who paid for a work: by their role, then by the grants of the record."""
    for each in work.contributions:
        if FUNDER in {word(role, context) for role in each.roles}:
            yield _funder(each.agent, work, context)
    for node in work.node.all("funding"):
        funder = node.get("funder")
        agents = work.agents_at([funder]) if funder else ()
        found = _funder(agents[0], work, context) if agents else {"funderName": ":unav"}
        title = node.text("title")
        yield found | full(
            awardNumber=node.line("number"),
            awardUri=node.line("url"),
            awardTitle=" = ".join(form for _, form in title or ()),
        )


def _funder(agent: Agent, work: Work, context: ExportContext) -> Properties:
    lose_other_forms(work, agent, context)
    found: Properties = {"funderName": full_name(context.name(agent, work))}
    number = preferred(agent.identifiers, _FUNDER_IDENTIFIERS)
    if number:
        found["funderIdentifier"] = number.uri or number.number
        found["funderIdentifierType"] = _FUNDER_IDENTIFIERS[number.scheme]
    return found


def publishers(work: Work, context: ExportContext) -> list[Properties]:
    """Return all who may stand as the publisher, the one who does first.

    A broadcaster if no publisher is named.
    """
    broadcasters = tuple(
        each.agent
        for each in work.contributions
        if PUBLISHER in {word(role, context) for role in each.roles}
    )
    found = [_publisher(agent, work, context) for agent in work.publishers or broadcasters]
    for each in work.disputed:
        printed = text_value("name", context.text(each.value), context.tag(each.value))
        found.append(_publisher(each.agent, work, context) if each.agent else printed)
    return found


def publishers_in_words(work: Work, context: ExportContext) -> Iterator[str]:
    """Name the publishers for whom there is no place: those who published a work together, or who disagree."""
    names = "; ".join(each["name"] for each in publishers(work, context))
    reason = "DataCite has one publisher; this one stands in a description"
    if len(work.disputed) > 1:
        yield f"The sources disagree on the publisher: {names}"
        for statement in work.disputed[1:]:
            for pointer in statement.pointers:
                context.weaken(work, pointer, context.text(statement.value), reason)
    elif len(work.publishers) > 1:
        yield f"Published together by: {names}"
        for place, agent in enumerate(work.publishers[1:], start=1):
            if agent.id:
                context.weaken(work, ("publisher", place), agent.id, reason)


def _publisher(agent: Agent, work: Work, context: ExportContext) -> Properties:
    name = context.name(agent, work)
    found = text_value("name", name.complete, name.tag)
    lose_other_forms(work, agent, context)
    number = first_address(agent)
    if number:
        found |= full(
            publisherIdentifier=number.uri,
            publisherIdentifierScheme=number.label,
            schemeUri=_base(number),
        )
    return found


def _agent(contribution: Contribution, work: Work, context: ExportContext) -> Properties:
    affiliations = (_affiliation(each, work, context) for each in contribution.affiliations)
    return _named_agent(contribution.agent, work, context) | full(affiliation=affiliations)


def of_host(
    host: Host, work: Work, context: ExportContext
) -> tuple[list[Properties], list[Properties]]:
    """Return the creators and the contributors of the host of a work, without their numbers.

    A related item has no place for numbers of agents. The makers of a serial are not named: they are not those of the
    volume in which an article appeared.
    """
    makers: list[Properties] = []
    others: list[Properties] = []
    for each in host.contributions if host.type != "periodical" else ():
        agent = _named_agent(each.agent, work, context)
        agent.pop("nameIdentifiers", None)
        for role in each.roles:
            kind = word(role, context)
            if host.work is None and context.crosswalk.row("role", role).match == "broad":
                context.weaken(work, _pointer(each, role), role, f"only as {kind}")
            if kind == CREATOR:
                makers.append(agent)
            else:
                kind = OTHER if kind in {PUBLISHER, SUBJECT, FUNDER} else kind
                others.append({**agent, "contributorType": kind})
    return makers, others


def _named_agent(agent: Agent, work: Work, context: ExportContext) -> Properties:
    name = context.name(agent, work)
    lose_other_forms(work, agent, context)
    kind = "Personal" if agent.is_person else "Organizational"
    found = text_value("name", heading(name), name.tag)
    return found | full(
        nameType=kind,
        givenName=_given(name),
        familyName=name.family_with_particle,
        nameIdentifiers=_identifiers(agent),
    )


def _affiliation(agent: Agent, work: Work, context: ExportContext) -> Properties:
    lose_other_forms(work, agent, context)
    found: Properties = {"name": full_name(context.name(agent, work))}
    number = preferred(agent.identifiers, _AFFILIATION_SCHEMES)
    if number is None:
        return found
    return found | full(
        affiliationIdentifier=number.uri or number.number,
        affiliationIdentifierScheme=number.label,
        schemeUri=_base(number),
    )


def heading(name: Name) -> str:
    """Return a name as DataCite wants it, `Family, Given`.

    Particles stand with the part that they belong to. Source: DataCite Metadata Schema 4.6, 2.1
    creatorName.
    """
    given = " ".join(filter(None, (_given(name), name.numeration)))
    parts = (name.literal, name.family_with_particle, given, name.title, name.suffix)
    words = ", ".join(filter(None, parts))
    return f"{words} ({name.fuller_form})" if name.fuller_form else words


def _given(name: Name) -> str:
    return " ".join(filter(None, (name.given, name.dropping_particle)))


def lose_identifiers(works: Sequence[Work], context: ExportContext) -> None:
    """Report the numbers of agents that stand nowhere as creators or contributors, who alone have all of them."""
    whole: set[str] = set()
    once: dict[str, Agent] = {}
    for work in works:
        for each in own_contributions(work):
            kinds = {word(role, context) for role in each.roles}
            if kinds - {PUBLISHER, SUBJECT, FUNDER} or (PUBLISHER in kinds and work.publishers):
                whole.add(each.agent.id)
            else:
                once[each.agent.id] = each.agent
        disputed = [each.agent for each in work.disputed if each.agent]
        for agent in (*work.publishers, *work.about, *disputed):
            once[agent.id] = agent
    for id in once.keys() - whole - {""}:
        _lose_numbers(once[id], first_address(once[id]), context)
    for work in works:
        here = host(work)
        for contribution in here.contributions if here and here.work is None else ():
            agent = contribution.agent
            if agent.id not in whole | once.keys() | {""}:
                _lose_numbers(agent, None, context)


def _lose_numbers(agent: Agent, first: Identifier | None, context: ExportContext) -> None:
    for each in agent.identifiers:
        place = "/".join(map(str, (agent.id, *each.pointer)))
        if each != first and place not in context.reported_ids:
            context.reported_ids.add(place)
            reason = "only creators and contributors have all their numbers"
            context.lose(agent, each.pointer, each.number, reason)


def first_address(agent: Agent) -> Identifier | None:
    """Return the first identifier of an agent that has a URI; None if there is none."""
    return next((each for each in agent.identifiers if each.uri and not each.invalid), None)


def _base(number: Identifier) -> str:
    """Return the address of a scheme: the URI without the number."""
    start, slash, _ = number.uri.rpartition("/")
    return start + slash


def _identifiers(agent: Agent) -> Iterator[Properties]:
    for each in agent.identifiers:
        if not each.invalid:
            yield full(
                nameIdentifier=each.uri or each.number,
                nameIdentifierScheme=each.label,
                schemeUri=_base(each) if each.uri else "",
            )
