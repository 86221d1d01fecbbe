"""Agents, places and concepts as headings: X00, X10, X11, X48, X50, X51, X55.

A name has one heading, the same in all records. No punctuation is added between its subfields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.date_words import years
from exporter.export.life_dates import life_dates, years_of_existence
from exporter.export.marc.control_numbers import links
from exporter.export.marc.fields import Established, Version, written_script
from exporter.export.marc.iso2709 import Subfields, subfields
from exporter.model.agent import Agent, Name
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.markup import strip
from exporter.model.text import Parallel, Text, is_reading, ordered, primary_language

_BLOCKS = {"person": "00", "family": "00", "event": "11"}
_CONCEPT_BLOCKS = {"topic": "50", "period": "48", "genre": "55"}
_IN_PARENTHESES = re.compile(r"\(.*\)", re.DOTALL)
_QUALIFIER = re.compile(r" \(.+\)$", re.DOTALL)
"""What stands behind a name to tell it from others: `Donahue (Family)`."""


class Heading(NamedTuple):
    """A heading in each script, the established form first.

    `block` is the end of its tags (`00` of 100, 600, 700), `indicator` the first indicator of
    names.
    """

    block: str
    indicator: str
    versions: tuple[Version, ...]

    def followed_by(self, *after: str, then: Subfields = ()) -> list[Version]:
        """Return its versions with other subfields behind."""
        rest = (*subfields(*after), *then)
        return [Version(each.tag, (*each.subfields, *rest)) for each in self.versions]

    def preceded_by(self, *before: str, then: Subfields = ()) -> list[Version]:
        """Return the established form alone with subfields before and behind it."""
        first = self.versions[0]
        return [Version(first.tag, (*subfields(*before), *first.subfields, *then))]

    @property
    def text(self) -> str:
        """The established form as one text: `Gogh, Vincent van, Jr., 1853-1890`."""
        return self._in_one(self.versions[0])

    @property
    def value(self) -> Established:
        """The heading as one text in each script."""
        others = {
            written_script(each.tag, each.subfields[0][1]): self._in_one(each)
            for each in self.versions[1:]
        }
        return Established(self.text, others)

    def _in_one(self, version: Version) -> str:
        """Return a form as one text; an event has its qualifiers in parentheses (RDA 11.13.1.8)."""
        texts = [text for _, text in version.subfields]
        if self.block == "11" and len(texts) > 1:
            return f"{texts[0]} ({' : '.join(texts[1:])})"
        return ", ".join(texts)


def established(agent: Agent, context: ExportContext) -> Name:
    """Return the form of a name that all headings have: what the reader wishes, else the first one."""
    return agent.names[agent.names.preferred_tag(context.languages)]


def agent_heading(agent: Agent, context: ExportContext) -> Heading:
    """Return the heading of an agent in each script that its names have.

    A person's name in another script is a transcription, whatever its language. Any other name is
    one only in the same language: else it is a translation, which is a variant in the authority
    record.
    """
    name = established(agent, context)
    versions = []
    for form in _in_scripts(agent, name):
        versions.append(Version(form.tag, name_parts(agent, form, context)))
    said = {each.subfields for each in versions}
    others = (tag for tag, form in agent.names if name_parts(agent, form, context) not in said)
    _lose_forms(agent, agent.names, others, context)
    return Heading(block(agent), indicator(agent, name), tuple(versions))


def _lose_forms(
    record: Agent | Authority, names: Parallel[Any], tags: Iterable[str], context: ExportContext
) -> None:
    """Report the forms of a name that its heading does not have, unless an authority record has them."""
    if not context.collect_losses or context.authorities != "no" or not record.id:
        return
    for tag in tags:
        reason = "the authority record has it (--authorities)"
        context.lose(record, names.pointer_of(tag), str(names[tag]), reason)


@lru_cache(1_000)
def _in_scripts(agent: Agent, name: Name) -> tuple[Name, ...]:
    """Return a name and one form of it in each other script, forms in its own language first."""
    own = primary_language(name.tag)
    others = [form for _, form in agent.names if form is not name]
    others.sort(key=lambda form: (is_reading(form.tag), primary_language(form.tag) != own))
    found = {written_script(name.tag, str(name)): name}
    for form in others:
        if agent.is_person or primary_language(form.tag) == own:
            found.setdefault(written_script(form.tag, str(form)), form)
    return tuple(found.values())


def agent_links(agent: Agent, context: ExportContext) -> Subfields:
    """Return the $0 and $1 of an agent's heading; empty for one that has no record."""
    return links(agent.id, agent.identifiers, context) if agent.id else ()


def block(agent: Agent) -> str:
    """Return the end of the tag: 00 for a person or a family, 11 for an event, else 10."""
    return _BLOCKS.get(agent.kind, "10")


def indicator(agent: Agent, name: Name) -> str:
    """Return the first indicator: how the name is built (MARC 21, X00, X10, X11)."""
    if agent.is_person:
        return "1" if name.family else "0"
    if agent.kind == "family":
        return "3"
    return "1" if agent.node.line("entered_under") == "jurisdiction" else "2"


def name_parts(agent: Agent, name: Name, context: ExportContext) -> Subfields:
    """Return a form of a name as a heading: `$a Gogh, Vincent van $c Jr. $d 1853-1890`."""
    if agent.is_person:
        return _person(agent, name)
    if agent.kind == "family":
        return _family(agent, name, context)
    if agent.kind == "event":
        return _event(agent, name, context)
    return _organization(agent, name, context)


@lru_cache(1_000)
def _person(agent: Agent, name: Name) -> Subfields:
    """Return the subfields of X00. The fuller form has its parentheses (RDA E.1.2.2)."""
    bare = name._replace(suffix="", numeration="", title="", fuller_form="")
    fuller = in_parentheses(name.fuller_form)
    parts = ("b", name.numeration, "c", name.suffix, "c", name.title, "q", fuller)
    return subfields("a", bare.heading, *parts, "d", life_dates(agent))


def in_parentheses(words: str) -> str:
    """Return words in parentheses, which the record may have written; empty for none."""
    return words if not words or _IN_PARENTHESES.fullmatch(words) else f"({words})"


def _family(agent: Agent, name: Name, context: ExportContext) -> Subfields:
    """Return a family (X00, first indicator 3): its name and type, dates, place, progenitor (RDA 10.11)."""
    literal = str(name)
    sort = _form_in(agent.node.text("type"), name.tag, context) or "Family"
    progenitor = agent.node.get("progenitor")
    member = _agent_at(progenitor.value, context) if progenitor else None
    founder = str(established(member, context)) if member else ""
    says_its_type = _QUALIFIER.search(literal) or sort.lower() in literal.lower().split()
    return subfields(
        *("a", literal if says_its_type else f"{literal} ({sort})"),
        *("d", years_of_existence(agent)),
        *("c", _form_in(agent.node.text("place"), name.tag, context), "g", founder),
    )


def _event(agent: Agent, name: Name, context: ExportContext) -> Subfields:
    """Return an event (X11): number, year, place (RDA 11.13.1.8)."""
    return event_parts(
        str(name),
        agent.node.line("number"),
        agent.node.date("date"),
        _form_in(agent.node.text("place"), name.tag, context),
    )


def event_parts(name: str, number: str, date: Date | None, place: str) -> Subfields:
    """Return the subfields of X11."""
    return subfields("a", name, "n", number, "d", years(date), "c", place)


def _organization(agent: Agent, name: Name, context: ExportContext) -> Subfields:
    """Return an organisation (X10), where the record says so under a body or a jurisdiction.

    Source: RDA 11.2.2.14 (bodies recorded subordinately).
    """
    entered = agent.node.line("entered_under")
    above = ""
    if entered == "jurisdiction":
        above = _form_in(agent.node.text("jurisdiction"), name.tag, context)
    if entered == "parent":
        parent = context.catalogue.agents.get(agent.node.line("part_of"))
        if parent and parent is not agent:
            form = parent.names[parent.names.preferred_tag((name.tag, *context.languages))]
            return (*_organization(parent, form, context), *subfields("b", str(name)))
    if above:
        return subfields("a", above, "b", str(name))
    return subfields("a", str(name))


def _agent_at(value: object, context: ExportContext) -> Agent | None:
    return context.catalogue.agents.get(value) if isinstance(value, str) else None


def _form_in(text: Text | None, tag: str, context: ExportContext) -> str:
    """Return a text in the language of a name, else in the preferred one; empty if there is none."""
    return strip(text[text.preferred_tag((tag, *context.languages))]) if text else ""


# -- places and concepts


def authority_heading(record: Authority, context: ExportContext) -> Heading:
    """Return the heading of a place or a concept in each script of its preferred name."""
    versions = text_versions(record.name, context)
    lose_variants(record, versions, context)
    if record.kind == "place":
        return Heading("51", " ", versions)
    sort = record.node.line("type") or "topic"
    return Heading(_CONCEPT_BLOCKS.get(sort, "50"), " ", versions)


def lose_variants(record: Authority, versions: Sequence[Version], context: ExportContext) -> None:
    """Report the forms of the name of a place or a concept that stand in none of these versions."""
    said = {each.subfields[0][1] for each in versions}
    others = (tag for tag, form in record.name if strip(form) not in said)
    _lose_forms(record, record.name, others, context)


def text_versions(text: Text, context: ExportContext, then: Subfields = ()) -> tuple[Version, ...]:
    """Return a text as a subfield `a`, in each script of the language of its preferred form, and what follows it."""
    first = context.tag(text)
    found: dict[str, Version] = {}
    for tag, form in ordered(text, first):
        if primary_language(tag) == primary_language(first):
            version = Version(tag, (*subfields("a", strip(form)), *then))
            found.setdefault(written_script(tag, form), version)
    return tuple(found.values())
