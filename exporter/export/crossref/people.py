"""Persons and bodies in Crossref: contributors with ORCID iD and affiliations, institutions, publishers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from exporter.export import xml
from exporter.export.crossref import lengths
from exporter.export.crossref.entry import Entry, element, fitting, leaf
from exporter.export.crossref.languages import code
from exporter.export.reference import role_pointer
from exporter.model.agent import Agent, Name
from exporter.model.identifiers import preferred, valid
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.work import Contribution

FUNDER = "fr:program"
"""Where the table puts those who paid for a work."""
_NAME = re.compile(r"[^\d?]*[^?\s]+[^\d]*")
"""A given name or a surname (types given_name and surname)."""
_INSTITUTION_SCHEMES = ("ror", "isni", "wikidata")
"""Our schemes that institution_id has, under the same names."""
_NO_PERSON = "only as an organisation: Crossref accepts no such name of a person"
_CUT = f"Crossref allows at most {lengths.PUBLISHER_NAME} characters in the name of a publisher"
_ONLY_AS = "only as {role}"


def contributors(
    entry: Entry, found: Sequence[Contribution], *, record: str = ""
) -> xml.Element | None:
    """Return the `contributors` that Crossref has a role for; None if there are none.

    `record` is the id of the record that states them, if it is not that of the work.
    """
    made: list[xml.Element] = []
    for contribution in found:
        for role in _roles(entry, contribution, record):
            each = _contributor(entry, contribution, role, is_first=not made, record=record)
            if each is not None:
                made.append(each)
    return element("contributors", *made) if made else None


def _roles(entry: Entry, contribution: Contribution, record: str) -> list[str]:
    """Return the roles of a contribution in Crossref's words, each once."""
    found: dict[str, None] = {}
    for place, role in enumerate(contribution.roles):
        row = entry.context.crosswalk.row("role", role)
        if row.target in {"", FUNDER}:
            continue
        found[row.target] = None
        if not record:
            pointer = role_pointer(contribution, place)
            entry.mark(*pointer)
            if row.match == "broad":
                reason = _ONLY_AS.format(role=row.target)
                entry.context.weaken(entry.work, pointer, role, reason)
    return list(found)


def _contributor(
    entry: Entry, contribution: Contribution, role: str, *, is_first: bool, record: str
) -> xml.Element | None:
    """Return a contributor in one of its roles; None if the name does not fit."""
    agent = contribution.agent
    name = entry.context.name(agent, entry.work)
    attributes = {
        "sequence": "first" if is_first else "additional",
        "contributor_role": role,
        "language": code(name.tag),
    }
    if agent.is_person:
        made = _person(entry, contribution, name, attributes, record)
    else:
        made = leaf("organization", fitting(name.complete, lengths.ORGANIZATION), attributes)
    if made is None or record:
        return made
    node = contribution.node
    if agent.id:
        entry.mark(*node.pointer, "agent")
        entry.mark("kind", record=agent.id)
        if not agent.is_person:
            entry.mark(*agent.names.pointer_of(name.tag), record=agent.id)
    else:
        entry.mark(*node.pointer, "kind")
        if not agent.is_person:
            entry.mark(*agent.names.pointer_of(name.tag))
    return made


def _person(
    entry: Entry, contribution: Contribution, name: Name, attributes: dict[str, str], record: str
) -> xml.Element | None:
    """Return a person by the parts of the name (person_name), with ORCID iD and affiliations."""
    agent = contribution.agent
    given = " ".join(filter(None, (name.given, name.dropping_particle)))
    surname = name.literal or name.family_with_particle
    if name.literal or not surname:
        surname = " ".join(filter(None, (surname or given, name.numeration)))
        given = ""
    else:
        given = " ".join(filter(None, (given, name.numeration)))
    if not all(_is_name(each) for each in (surname, given) if each):
        return _unfit_person(entry, contribution, name, attributes, record)
    style = "eastern" if name.family_first and given else ""
    if not name.literal and not name.family_with_particle:
        style = "given-only"
    suffix = fitting(name.suffix, lengths.SUFFIX)
    owner = agent.id or record
    pointer = agent.names.pointer_of(name.tag)
    if name.literal:
        entry.mark(*pointer, record=owner)
    else:
        parts = ["family", "given", "dropping_particle", "non_dropping_particle", "numeration"]
        for part in parts + (["suffix"] if suffix else []):
            entry.mark(*pointer, part, record=owner)
    orcid = preferred(agent.identifiers, ("orcid",))
    if orcid:
        entry.mark(*orcid.pointer, record=owner)
    return element(
        "person_name",
        leaf("given_name", given),
        element("surname", surname),
        leaf("suffix", suffix),
        _affiliations(entry, contribution, record),
        leaf("ORCID", orcid.uri) if orcid else None,
        attributes={**attributes, "name-style": style},
    )


def _unfit_person(
    entry: Entry, contribution: Contribution, name: Name, attributes: dict[str, str], record: str
) -> xml.Element | None:
    """Return a person as an organization: one whose name has a question mark or is too long."""
    made = leaf("organization", fitting(name.complete, lengths.ORGANIZATION), attributes)
    if made is None or record:
        return made
    agent = contribution.agent
    entry.mark(*agent.names.pointer_of(name.tag), record=agent.id)
    entry.context.weaken(entry.work, contribution.node.pointer, name.complete, _NO_PERSON)
    return made


def _is_name(words: str) -> bool:
    return len(words) <= lengths.NAME and _NAME.fullmatch(words) is not None


def _affiliations(entry: Entry, contribution: Contribution, record: str) -> xml.Element | None:
    nodes = contribution.node.all("affiliation")
    pairs = zip(contribution.affiliations, nodes, strict=True)
    made = [institution(entry, agent, None if record else node) for agent, node in pairs]
    known = [each for each in made if each is not None]
    return element("affiliations", *known) if known else None


def institution(
    entry: Entry, agent: Agent, node: Node | None, places: Sequence[Text] = ()
) -> xml.Element | None:
    """Return an `institution` with its number and place; None if its name does not fit.

    `node` is where the record names it.
    """
    name = entry.context.name(agent, entry.work)
    if len(name.complete) > lengths.INSTITUTION_NAME:
        return None
    entry.name(agent, node)
    number = _institution_number(entry, agent)
    return element(
        "institution",
        element("institution_name", name.complete),
        number,
        *(leaf("institution_place", each) for each in _places(entry, places[:6])),
    )


def _institution_number(entry: Entry, agent: Agent) -> xml.Element | None:
    for scheme in _INSTITUTION_SCHEMES:
        for number in valid(agent.identifiers, scheme):
            if number.uri:
                entry.mark(*number.pointer, record=agent.id)
                address = number.uri.replace("http://", "https://", 1)
                return element("institution_id", address, attributes={"type": scheme})
    return None


def _places(entry: Entry, places: Iterable[Text], record: str = "") -> Iterator[str]:
    for text in places:
        found = entry.text(text, lengths.PLACE, least=2, record=record)
        if found:
            yield found


def publishers(
    entry: Entry, agents: Sequence[Agent], most: int, places: Sequence[Text] = (), record: str = ""
) -> list[xml.Element]:
    """Return a `publisher` for each of those who published a work; the place stands with the first.

    `record` is the id of the record that states them, if it is not that of the work.
    """
    nodes: Sequence[Node | None] = () if record else entry.work.node.all("publisher")
    if not nodes:
        nodes = [None] * len(agents)
    made: list[xml.Element] = []
    for agent, node in zip(agents[:most], nodes, strict=False):
        name = entry.context.name(agent, entry.work).complete
        entry.name(agent, node)
        if len(name) > lengths.PUBLISHER_NAME and node is not None:
            entry.context.weaken(entry.work, node.pointer, name, _CUT)
        place = next(_places(entry, places, record), "") if not made else ""
        made.append(
            element(
                "publisher",
                element("publisher_name", name[: lengths.PUBLISHER_NAME]),
                leaf("publisher_place", place),
            )
        )
    return made


def disputed_publisher(entry: Entry) -> list[xml.Element]:
    """Return the first publisher that a source prints, where the record itself names none."""
    for statement in entry.work.disputed:
        form = entry.text(statement.value, lengths.PUBLISHER_NAME)
        if form:
            for pointer in statement.pointers:
                entry.mark(*pointer)
            name = entry.name(statement.agent, None).complete if statement.agent else form
            return [element("publisher", element("publisher_name", name))]
    return []
