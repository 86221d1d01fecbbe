"""Names in MODS: of those who made a work, who published it, and whom it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from exporter.export.context import ExportContext
from exporter.export.crosswalk import Crosswalk
from exporter.export.date_words import in_words, years
from exporter.export.field_words import field_texts, label
from exporter.export.life_dates import life_dates, years_of_existence
from exporter.export.mods.elements import HREF, ModsDraft, language, mods
from exporter.export.name_forms import lose_other_forms
from exporter.export.xml import Element, Repeated
from exporter.model.agent import Agent, Name
from exporter.model.identifiers import addresses_of
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import script
from exporter.model.work import Contribution, Work

TYPES = {
    "person": "personal",
    "organization": "corporate",
    "family": "family",
    "event": "conference",
}
"""The types of names by the kind of agent (MODS 3.8, name/@type)."""
PUBLISHER = "publisher"


class ModsNames:
    """The names in the description of one work."""

    def __init__(self, work: Work, draft: ModsDraft) -> None:
        self.work = work
        self.draft = draft
        self.context: ExportContext = draft.context

    def of_contribution(self, each: Contribution, usage: str = "") -> Iterator[Element]:
        """Yield a contributor with all roles; the name that the work prints is the displayForm."""
        extra = [mods("displayForm", form, **language(tag)) for tag, form in each.printed or ()]
        for agent in each.affiliations:
            extra.append(self.plain("affiliation", agent))
        remarks = [each.certainty] if each.certainty else []
        remarks += ["corresponding author"] if each.corresponding else []
        remarks += ["equal contribution"] if each.equal else []
        extra += [mods("description", remark, **language("en")) for remark in remarks]
        yield from self.of_agent("name", each.agent, each.roles, usage, extra)

    def plain(self, tag: str, agent: Agent, **attributes: str) -> Element:
        """Return an element with a name in one piece, in the form that fits the work."""
        name = self.context.name(agent, self.work)
        lose_other_forms(self.work, agent, self.context)
        return mods(tag, name.complete, **attributes, **language(name.tag))

    def of_agent(
        self,
        tag: str,
        agent: Agent,
        roles: Sequence[str] = (),
        usage: str = "",
        extra: Sequence[Element] = (),
        *,
        subject: bool = False,
    ) -> Iterator[Element]:
        """Yield a name in each of its scripts, tied as one.

        The first has all else that is known of its bearer. As a subject it has no alternative
        names, so its forms in other languages are tied to it as well.
        """
        proper, others = self._forms(agent, every=subject)
        group = self.draft.group((proper, *others))
        for name in (proper, *others):
            attributes = {"type": TYPES.get(agent.kind, "corporate"), "altRepGroup": group}
            attributes |= language(name.tag)
            before: list[Element] = []
            known: list[Element] = []
            if name is proper:
                # other names come first, since bibutils takes the last namePart that it meets
                before = [] if subject else list(self._alternatives(agent, (proper, *others)))
                known = [*known_of(agent, self.context), *extra]
                attributes["usage"] = usage
                attributes |= self._authority(agent)
                attributes[HREF] = next(iter(addresses_of(agent.node)), "")
            terms = [role_element(role) for role in roles]
            yield mods(tag, *before, *name_parts(name), *known, *terms, **attributes)

    def _authority(self, agent: Agent) -> dict[str, str]:
        """Return the address of a name in an authority file, and the code of that file."""
        for each in agent.identifiers:
            if each.uri and not each.invalid:
                source = self.context.crosswalk.target("scheme", each.scheme)
                authority = "" if source == "local" else source
                return {"authority": authority, "valueURI": each.uri}
        return {}

    def _forms(self, agent: Agent, *, every: bool) -> tuple[Name, list[Name]]:
        """Return the form of a name that fits the work, and `every` other, or those in other scripts."""
        proper = self.context.name(agent, self.work)
        own = script(proper.tag)[0]
        others = [
            form
            for form in agent.names.forms.values()
            if form != proper and (every or script(form.tag)[0] != own)
        ]
        return proper, others

    def _alternatives(self, agent: Agent, forms: Sequence[Name]) -> Iterator[Element]:
        """Yield the names that are none of the `forms`: in another language, pen names, a short name."""
        for tag, form in agent.names:
            if form not in forms:
                yield mods("alternativeName", *name_parts(form), **language(tag))
        for other in agent.other_names:
            for tag, form in other.names:
                parts = name_parts(form)
                yield mods("alternativeName", *parts, altType=other.type, **language(tag))
        short = agent.node.text("short_name")
        for tag, words in short or ():
            part = mods("namePart", words)
            yield mods("alternativeName", part, altType="short name", **language(tag))


@lru_cache(1_000)
def name_parts(name: Name) -> Sequence[Repeated]:
    """Return the parts of a name.

    A particle that stays belongs to the family name, one that is dropped to the given.
    """
    return [Repeated(each) for each in _name_parts(name)]


def _name_parts(name: Name) -> Iterator[Element]:
    if name.literal:
        yield mods("namePart", name.literal)
    given = " ".join(filter(None, (name.given, name.dropping_particle)))
    parts = (
        *(("family", name.family_with_particle), ("given", given)),
        *(("termsOfAddress", name.numeration), ("termsOfAddress", name.title)),
        ("termsOfAddress", name.suffix),
    )
    for kind, part in parts:
        if part:
            yield mods("namePart", part, type=kind)
    if name.fuller_form:
        yield mods("displayForm", name.fuller_form)


@lru_cache(1_000)
def role_element(role: str) -> Repeated:
    """Return a role: the term and the code of MARC, or the word of a catalogue's own."""
    known = vocabulary("roles").get(role)
    if known is None:
        return Repeated(mods("role", mods("roleTerm", role, type="text")))
    words = mods("roleTerm", role, type="text", authority="marcrelator")
    code = mods("roleTerm", known["code"], type="code", authority="marcrelator")
    return Repeated(mods("role", words, code))


def known_of(agent: Agent, context: ExportContext) -> Iterator[Element]:
    """Yield what else is known of who bears a name: dates, numbers, notes."""
    yield from _dates_and_numbers(agent, context.crosswalk)
    yield from _descriptions(agent, context)


@lru_cache(1_000)
def _dates_and_numbers(agent: Agent, crosswalk: Crosswalk) -> Sequence[Repeated]:
    dates = _dates(agent)
    found = [mods("namePart", dates, type="date")] if dates else []
    if agent.id:
        found.append(mods("nameIdentifier", agent.id, type="local"))
    for each in agent.identifiers:
        sort = crosswalk.target("scheme", each.scheme)
        shown = each.label if sort == "local" else ""
        shown = ": ".join(filter(None, (shown, each.qualifier)))
        invalid = "yes" if each.invalid else ""
        attributes = {"type": sort, "displayLabel": shown, "invalid": invalid}
        found.append(mods("nameIdentifier", each.number, **attributes))
    return [Repeated(each) for each in found]


def _descriptions(agent: Agent, context: ExportContext) -> Iterator[Element]:
    for words in _dates_in_words(agent):
        yield mods("description", words, **language("en"))
    for field in DESCRIBED:
        node = agent.node.get(field)
        for text in field_texts(node, context) if node else ():
            for tag, form in text:
                words = f"{label(node)}: {form}" if node else form
                yield mods("description", words, **language(tag))
    for address in addresses_of(agent.node)[1:]:
        yield mods("description", address)
    for note in agent.notes:
        for tag, form in note.text if note.public else ():
            yield mods("description", form, **language(tag))


DESCRIBED = (
    *("active", "fields", "occupations", "gender", "country", "place", "type"),
    *("jurisdiction", "title", "number"),
)
"""The fields of agents that stand in words in `description`."""


@lru_cache(1_000)
def _dates(agent: Agent) -> str:
    """Return the dates in a name as MARC writes them in $d: `1867-1916`, `106 B.C.-43 B.C.`.

    Source: LoC, MARC to MODS, X00, X11 $d.
    """
    if agent.kind == "event":
        return years(agent.node.date("date"))
    return life_dates(agent) or years_of_existence(agent)


def _dates_in_words(agent: Agent) -> Iterator[str]:
    """Yield what the dates in the name leave out: those of an event, and ends without a year."""
    if agent.kind == "event":
        taken = agent.node.date("date")
        if taken and in_words(taken) != years(taken):
            yield f"Date: {in_words(taken)}"
        return
    if _dates(agent):
        return
    for field in ("born", "died", "founded", "dissolved"):
        node = agent.node.get(field)
        date = agent.node.date(field, "date") if field in {"born", "died"} else None
        date = date or agent.node.date(field)
        if node and date:
            yield f"{label(node)}: {in_words(date)}"
