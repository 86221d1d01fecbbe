"""Persons and organisations in DataCite: creators, contributors, publishers, funders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from exporter.export.context import ExportContext
from exporter.export.datacite.value import Properties, full, said
from exporter.model.agent import Agent, Name
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.schemes import label, uri
from exporter.model.work import Work


def word(role: str, context: ExportContext) -> str:
    """Give DataCite's word for a role: `Creator`, a contributorType, or the property in which it stands."""
    return context.crosswalk.target("role", role)


def named(work: Work, kind: str, context: ExportContext) -> Iterator[Properties]:
    """Give those whose role the table calls by this word, and report where that says less than the role."""
    for place, each in enumerate(work.contributions):
        if word(each.role, context) == kind:
            if context.crosswalk.row("role", each.role).match == "broad":
                context.weaken(work, ("contributors", place, "role"), each.role, f"only as {kind}")
            yield _agent(each.agent, work, context)


def contributors(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give the others who had a part in a work, those of one type together."""
    for kind in dict.fromkeys(word(each.role, context) for each in work.contributions):
        if kind == "Publisher" and work.publishers:
            yield from ({**each, "contributorType": "Other"} for each in named(work, kind, context))
        elif kind not in {"Creator", "Publisher", "Subject", "Funder"}:
            yield from ({**each, "contributorType": kind} for each in named(work, kind, context))


def funders(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Give those who paid for a work."""
    for agent in named(work, "Funder", context):
        numbers = agent.get("nameIdentifiers", ())
        isni = next(
            (each["nameIdentifier"] for each in numbers if each["nameIdentifierScheme"] == "ISNI"),
            "",
        )
        yield full(
            funderName=agent["name"],
            funderIdentifier=isni,
            funderIdentifierType="ISNI" if isni else "",
        )


def publishers(work: Work, context: ExportContext) -> list[Properties]:
    """Give all who may stand as the publisher, the one who does first; a broadcaster where no publisher is named."""
    broadcasters = tuple(
        each.agent for each in work.contributions if word(each.role, context) == "Publisher"
    )
    found = [_publisher(agent, work, context) for agent in work.publishers or broadcasters]
    for each in work.disputed:
        printed = said("name", context.text(each.value), context.tag(each.value))
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
            context.weaken(work, ("publisher", place), agent.id, reason)


def _publisher(agent: Agent, work: Work, context: ExportContext) -> Properties:
    name = context.name(agent, work)
    scheme, address, around = next(addresses(agent), ("", "", ""))
    known = full(
        publisherIdentifier=address, publisherIdentifierScheme=label(scheme), schemeUri=around
    )
    return said("name", str(name), name.tag, **known)


def _agent(agent: Agent, work: Work, context: ExportContext) -> Properties:
    name = context.name(agent, work)
    kind = "Personal" if agent.is_person else "Organizational"
    parts = {"givenName": _given(name), "familyName": _family(name)}
    return said("name", heading(name), name.tag, nameType=kind, **parts) | full(
        nameIdentifiers=_identifiers(agent)
    )


def heading(name: Name) -> str:
    """Give a name as DataCite wants it, `Family, Given`; particles stand with the part that they belong to.

    Source: DataCite Metadata Schema 4.6, 2.1 creatorName.
    """
    return name.literal or ", ".join(filter(None, (_family(name), _given(name), name.suffix)))


def _family(name: Name) -> str:
    return " ".join(filter(None, (name.non_dropping_particle, name.family)))


def _given(name: Name) -> str:
    return " ".join(filter(None, (name.given, name.dropping_particle)))


def lose_identifiers(works: Sequence[Work], context: ExportContext) -> None:
    """Report the numbers of agents that stand nowhere as creators or contributors, who alone have all of them."""
    kept: dict[str, tuple[Agent, set[str]]] = {}
    for work in works:
        others = [
            *work.publishers,
            *work.about,
            *(each.agent for each in work.disputed if each.agent),
        ]
        for each in work.contributions:
            kind = word(each.role, context)
            if kind in {"Publisher", "Subject"} and not (kind == "Publisher" and work.publishers):
                others.append(each.agent)
            else:
                numbers = set(each.agent.data.get("identifiers", ()))
                schemes = numbers & {"isni"} if kind == "Funder" else numbers
                kept.setdefault(each.agent.id, (each.agent, set()))[1].update(schemes)
        for agent in others:
            kept.setdefault(agent.id, (agent, set()))[1].update(
                scheme for scheme, _, _ in islice(addresses(agent), 1)
            )
    for agent, schemes in kept.values():
        for scheme, number in agent.data.get("identifiers", {}).items():
            place = f"{agent.id}/identifiers/{scheme}"
            if scheme not in schemes and place not in context.reported_ids:
                context.reported_ids.add(place)
                context.lose(
                    agent,
                    ("identifiers", scheme),
                    number,
                    "only creators and contributors have all their numbers",
                )


def addresses(agent: Agent) -> Iterator[tuple[str, str, str]]:
    """Give the identifiers of an agent that are addresses: their scheme, themselves, the address of the scheme."""
    for scheme, number in agent.data.get("identifiers", {}).items():
        if address := uri(scheme, number):
            yield scheme, address, vocabulary("schemes")[scheme]["uri"].replace("{}", "")


def _identifiers(agent: Agent) -> Iterator[Properties]:
    around = {scheme: base for scheme, _, base in addresses(agent)}
    for scheme, number in agent.data.get("identifiers", {}).items():
        written = uri(scheme, number) or number
        yield full(
            nameIdentifier=written,
            nameIdentifierScheme=label(scheme),
            schemeUri=around.get(scheme, ""),
        )
