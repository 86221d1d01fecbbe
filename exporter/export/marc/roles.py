"""Who made a work (1XX, 7XX) or is depicted in it (6XX), each once with all roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from exporter.export.marc.draft import MarcDraft
from exporter.export.marc.fields import Value, Version
from exporter.export.marc.headings import (
    Heading,
    agent_heading,
    agent_links,
    established,
    event_parts,
)
from exporter.export.marc.imprint import is_imprint_of_host, name_as_text
from exporter.export.reference import own_contributions
from exporter.model.agent import Agent
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Contribution, Series

_DOUBTFUL = {"attributed": "att", "supposed": "dub", "disputed": "dub"}
"""MARC relator codes for somebody who may not have had a role: attributed name, dubious author.

They stand beside the code of the role, but for that of an author, whom both of them exclude.
"""
_CONFERENCES = frozenset({"collection", "book", "report", "periodical", "document"})
"""CSL types of works that a conference makes as a body: its proceedings (RDA 19.2.1.1.1)."""


@dataclass
class _AddedEntry:
    """An agent with everything that it did. `about` names the contributors of the record."""

    agent: Agent
    contributions: list[Contribution] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    @property
    def certainty(self) -> str:
        """How certain it is that this agent did it."""
        return self.contributions[0].certainty

    def roles(self, *blocks: str, draft: MarcDraft) -> list[tuple[str, str]]:
        """Return the roles that belong into some blocks of tags, each with its certainty."""
        found = []
        for each in self.contributions:
            found += [(role, each.certainty) for role in each.roles if block(role, draft) in blocks]
        return found


def block(role: str, draft: MarcDraft) -> str:
    """Return the block in which a role is entered: 1 main entry, 6 subject, 7 added entry."""
    return draft.target("role", role)[0]


def _entries(draft: MarcDraft) -> list[_AddedEntry]:
    """Return the makers of a work in the order of the record, each once."""
    found: dict[object, _AddedEntry] = {}
    own = own_contributions(draft.work)
    for place, each in enumerate(draft.work.contributions, 1):
        if each not in own:
            continue
        key = each.agent.id or id(each)
        entry = found.setdefault(key, _AddedEntry(each.agent))
        entry.contributions.append(each)
        entry.about.append(f"contributors.{place}")
    return list(found.values())


def main_entry(draft: MarcDraft) -> Agent | None:
    """Return the agent of the main entry: the first creator; None if the title is the main entry.

    A creator who is only supposed is not one. Source: RDA 6.27.1, 19.2.
    """
    if draft.material.has_title_entry:
        return None
    for entry in _entries(draft):
        if entry.roles("1", draft=draft) and entry.certainty not in {"supposed", "disputed"}:
            return entry.agent
    event = draft.work.node.get("event")
    if event and draft.work.type in _CONFERENCES and isinstance(event.value, str):
        return draft.context.catalogue.agents.get(event.value)
    return None


def put_names(draft: MarcDraft) -> None:
    """Add all who made the work, published it, issued it or granted the degree."""
    main = main_entry(draft)
    for entry in _entries(draft):
        roles = entry.roles("1", "7", draft=draft)
        if roles:
            tag = "1" if entry.agent is main else "7"
            _put(draft, tag, entry.agent, roles, entry.about, entry.contributions)
    for agent in () if is_imprint_of_host(draft) else draft.work.publishers:
        if agent.id:
            _put(draft, "7", agent, [("publisher", "")], ["publisher"])
    institution = draft.work.node.get("granting_institution")
    if institution:
        (agent,) = draft.work.agents_at([institution])
        role = [("degree granting institution", "")]
        _put(draft, "7", agent, role, ["granting_institution"])
    _put_event(draft, main)
    for node in draft.work.node.all("funding"):
        funder = node.get("funder")
        for agent in draft.work.agents_at([funder]) if funder else ():
            _put(draft, "7", agent, [("funder", "")], ["funding"])
    for series in draft.work.series:
        _put_series_editors(draft, series)
    _put_authority(draft)


def put_depicted(draft: MarcDraft) -> None:
    """Add those whom the work shows, who are subjects."""
    for entry in _entries(draft):
        roles = entry.roles("6", draft=draft)
        if roles:
            _put(draft, "6", entry.agent, roles, entry.about)


def _put(
    draft: MarcDraft,
    digit: str,
    agent: Agent,
    roles: list[tuple[str, str]],
    about: list[str],
    contributions: list[Contribution] | None = None,
) -> None:
    """Add a heading with its roles; `about` are the fields of the record that it stands for."""
    heading = agent_heading(agent, draft.context)
    second = "4" if digit == "6" else " "
    versions = heading.followed_by(
        *_relator(roles, heading, contributions or [], draft),
        then=agent_links(agent, draft.context),
    )
    tag = f"{digit}{heading.block}"
    draft.fields.put_versions(tag, heading.indicator + second, versions, about)


def _relator(
    roles: list[tuple[str, str]],
    heading: Heading,
    contributions: list[Contribution],
    draft: MarcDraft,
) -> list[str]:
    """Return the relator terms, the affiliations and the relator codes of a heading.

    The term of X11 stands in $j, since $e there is a part of the name.
    """
    term_code = "j" if heading.block == "11" else "e"
    terms: list[str] = []
    codes: list[str] = []
    for role, certainty in dict.fromkeys(roles):
        terms += [term_code, f"{certainty} {role}".strip()]
        known = vocabulary("roles").get(role, {})
        doubt = _DOUBTFUL.get(certainty, "")
        if not (doubt and role == "author"):
            codes += ["4", known.get("code", "")]
        codes += ["4", doubt]
    affiliations: list[str] = []
    for each in contributions:
        for agent in each.affiliations:
            affiliations += ["u", strip(draft.context.text(name_as_text(agent, draft)))]
    return terms + affiliations + codes


def put_names_as_printed(draft: MarcDraft) -> None:
    """Add notes on names that the work prints in another form, and on the authors' parts (500)."""
    for place, each in enumerate(draft.work.contributions, 1):
        about = (f"contributors.{place}",)
        name = str(established(each.agent, draft.context))
        if each.printed:
            before = f"{each.roles[0].capitalize()} named as: "
            for _, form in each.printed:
                draft.fields.put("500", "  ", "a", before + strip(form), about=about)
        if each.corresponding:
            draft.fields.put("500", "  ", "a", f"Corresponding author: {name}", about=about)
        if each.equal:
            draft.fields.put("500", "  ", "a", f"Contributed equally: {name}", about=about)


def _put_event(draft: MarcDraft, main: Agent | None) -> None:
    """Add the event at which a work was given (111, 711), if it is not a maker of it."""
    node = draft.work.node.get("event")
    if node is None:
        return
    if isinstance(node.value, str):
        agent = draft.context.catalogue.agents.get(node.value)
        is_maker = any(entry.agent is agent for entry in _entries(draft))
        if agent and not is_maker:
            _put(draft, "1" if agent is main else "7", agent, [], ["event"])
        return
    name = node.text("name")
    for tag, form in list(name or ())[:1]:
        inner = event_parts(
            strip(form), node.line("number"), node.date("date"), _place(node, draft)
        )
        draft.fields.put_versions("711", "2 ", [Version(tag, inner)], ("event",))


def _place(node: Node, draft: MarcDraft) -> str:
    place = node.text("place")
    return strip(draft.context.text(place)) if place else ""


def _put_series_editors(draft: MarcDraft, series: Series) -> None:
    """Add the editors of a series."""
    for each in series.contributions:
        roles = []
        for role in each.roles:
            roles.append(("series editor" if role == "editor" else role, each.certainty))
        _put(draft, "7", each.agent, roles, ["series"], [each])


def _put_authority(draft: MarcDraft) -> None:
    """Add the court or office that issued a law or a decision, with its division (710)."""
    work = draft.work
    issuing = ("e", "issuing body", "4", "isb")
    authority, committee = work.text("authority"), work.text("committee")
    body = authority or committee
    if body is None:
        division = work.text("division")
        if division:
            draft.fields.put("710", "2 ", "a", division, *issuing, about=("division",))
        return
    parts: list[Value] = ["a", body, "b", work.text("division")]
    parts += ["b", committee if authority else None, *issuing]
    names = ("authority", "division", "committee")
    draft.fields.put_transcribed("710", "2 ", *parts, about=names)
