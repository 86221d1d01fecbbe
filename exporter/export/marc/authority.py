"""Authority records of persons, families, organisations and events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.marc import headings
from exporter.export.marc.authority_notes import put_addresses, put_common_notes, put_sources
from exporter.export.marc.catalogue import control_fields, day_of_entry, put_cataloguing_source
from exporter.export.marc.control_numbers import links
from exporter.export.marc.dates import span
from exporter.export.marc.fields import Fields, Value, Version
from exporter.export.marc.fixed_fields import authority_008, leader
from exporter.export.marc.iso2709 import MarcField, MarcRecord, Subfields, subfields
from exporter.export.marc.languages import is_plain
from exporter.export.marc.numbers import put_numbers
from exporter.export.marc.plain_fields import put_plain_fields
from exporter.export.marc.provenance import reasons
from exporter.export.marc.unwritten import report_unwritten
from exporter.model.agent import Agent, Name
from exporter.model.date import Date
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Parallel, Text, by_language
from exporter.model.vocabularies.languages import library_code

_DATES = {
    "person": (("f", "born/date"), ("g", "died/date"), ("st", "active")),
    "family": (("q", "founded"), ("r", "dissolved"), ("st", "active")),
    "organization": (("q", "founded"), ("r", "dissolved"), ("st", "active")),
    "event": (("st", "date"), ("st", "active")),
}
"""The subfields of 046 for the dates of each kind. Of two letters the second is for the end of a period.
"""
_PLACES = {"residence": "e", "headquarters": "e", "associated": "f", "activity": "f", "origin": "f"}


def agent_authority(agent: Agent, context: ExportContext) -> MarcRecord:
    """Return the authority record of an agent.

    Its 001 is the id, which is $0 of its headings in other records.
    """
    draft = _Draft(agent, context)
    fields = draft.made()
    traced = any(field.tag[0] in "45" for field in fields)
    day = day_of_entry(agent.id, context)
    is_person = agent.is_person
    coded = authority_008("name", day, traced=traced, differentiated=is_person, subject_system="")
    control = (*control_fields(agent.id, context), MarcField("008", coded))
    return MarcRecord(leader("z ", "n"), (*control, *fields))


class _Draft:
    """An authority record as it is made."""

    def __init__(self, agent: Agent, context: ExportContext) -> None:
        self.agent, self.context = agent, context
        self.node = agent.node
        self.fields = Fields(agent, context)

    def made(self) -> tuple[MarcField, ...]:
        """Return its data fields."""
        put_numbers(self.fields, self.agent.identifiers, "agent scheme", self.context)
        put_cataloguing_source(self.fields, self.agent, self.context)
        self._dates()
        self._heading()
        self._variants()
        self._related()
        self._attributes()
        self._places()
        put_sources(self.fields, self.node, self.context)
        self._positions()
        self._life()
        put_common_notes(self.fields, self.node, self.context)
        put_plain_fields(self.fields, self.node, "agent", self.context)
        put_addresses(self.fields, self.node)
        fields = self.fields.finished(reasons(self.node))
        report_unwritten(self.agent, "agent", fields, self.context)
        return fields

    # -- dates and names

    def _dates(self) -> None:
        """Add the dates of life, existence or activity in EDTF (046)."""
        for codes, path in _DATES.get(self.agent.kind, _DATES["organization"]):
            date = self.node.date(*path.split("/"))
            if date is None:
                continue
            ends = span(date) if len(codes) > 1 else (date.written, "")
            parts = (codes[0], ends[0], codes[-1], ends[1])
            about = (path.replace("/", "."), path.split("/")[0])
            self.fields.put("046", "  ", *parts, "2", "edtf", about=about)

    def _heading(self) -> None:
        name = headings.established(self.agent, self.context)
        parts = headings.name_parts(self.agent, name, self.context)
        self._put_name("1", name, parts, ("name",))
        if name.fuller_form:
            self.fields.put("378", "  ", "q", name.fuller_form, about=("name",))
        if name.title:
            self.fields.put("368", "  ", "d", name.title, about=("name",))

    def _put_name(
        self, digit: str, name: Name, parts: Subfields, about: Sequence[str], before: Subfields = ()
    ) -> None:
        """Add a heading (1XX) or a variant (4XX)."""
        tag = f"{digit}{headings.block(self.agent)}"
        indicators = headings.indicator(self.agent, name) + " "
        version = Version(name.tag, (*before, *parts))
        self.fields.put_versions(tag, indicators, [version], about)

    def _variants(self) -> None:
        """Add the name in other languages and scripts, and other names with what they are (4XX).

        Source: MARC 21 Authority, Tracings and References, $w and $i; RDA 9.2.3.
        """
        established = headings.established(self.agent, self.context)
        own = headings.name_parts(self.agent, established, self.context)
        for _, form in self.agent.names:
            parts = headings.name_parts(self.agent, form, self.context)
            if parts != own:  # else it would refer from itself
                self._put_name("4", form, parts, ("name",))
        for place, other in enumerate(self.agent.other_names, 1):
            before = self._sort_of_name(other.type, other.node)
            for _, form in other.names:
                parts = headings.name_parts(self.agent, form, self.context)
                self._put_name("4", form, parts, (f"other_names.{place}",), before)
        short = self.node.text("short_name")
        for tag, words in short or ():
            name = Name(tag, literal=strip(words))
            code = "d" if words.isupper() and " " not in words else "r"
            before = subfields("w", code, "i", "" if code == "d" else "Short name:")
            self._put_name("4", name, subfields("a", strip(words)), ("short_name",), before)

    def _sort_of_name(self, sort: str, node: Node) -> Subfields:
        """Return $w and $i of a variant.

        The rows `variant of name` have them, as `a` or `r Pseudonym:`.
        """
        code, _, words = self.context.crosswalk.target("variant of name", sort).partition(" ")
        dates = _dates_in_words(node)
        if dates:
            words = f"{(words or 'Name:').rstrip(':')} ({dates}):"
            code = "r"
        return subfields("w", code, "i", words)

    # -- other agents

    def _related(self) -> None:
        """Add other agents (5XX): what they are stands in $i, or is a code in $w."""
        part_of = self.node.line("part_of")
        if part_of:
            self._see_also(part_of, "r Hierarchical superior:", "", "part_of")
        progenitor = self.node.get("progenitor")
        if progenitor:
            (agent,) = self._agents([progenitor], "person")
            self.fields.put(
                "376",
                "  ",
                "b",
                str(headings.established(agent, self.context)),
                about=("progenitor",),
            )
            if agent.id:
                self._see_also(agent.id, "r Progenitor:", "", "progenitor")
        for place, node in enumerate(self.node.all("organizers"), 1):
            (agent,) = self._agents([node], "organization")
            self._link(agent, "r Organizer:", "", f"organizers.{place}")
        for place, node in enumerate(self.node.all("related"), 1):
            target = self.context.crosswalk.target("related agent", node.line("as") or "associated")
            about = f"related.{place}"
            self._see_also(node.line("agent"), target, _dates_in_words(node), about)
            self.fields.put("667", "  ", "a", node.text("note"), about=(about,))

    def _agents(self, nodes: Sequence[Node], kind: str) -> list[Agent]:
        known = self.context.catalogue.agents
        return [
            known[node.value]
            if isinstance(node.value, str)
            else Agent("", node.line("kind") or kind, node)
            for node in nodes
        ]

    def _see_also(self, id: str, target: str, dates: str, about: str) -> None:
        agent = self.context.catalogue.agents.get(id)
        if agent:
            self._link(agent, target, dates, about)

    def _link(self, agent: Agent, target: str, dates: str, about: str) -> None:
        code, _, words = target.partition(" ")
        if dates:
            words = f"{(words or 'Related name:').rstrip(':')} ({dates}):"
        heading = headings.agent_heading(agent, self.context)
        then = headings.agent_links(agent, self.context)
        versions = heading.preceded_by("w", "r" if dates else code, "i", words, then=then)
        tag = f"5{heading.block}"
        self.fields.put_versions(tag, f"{heading.indicator} ", versions, (about,))

    # -- attributes

    def _attributes(self) -> None:
        """Add type, titles, fields, occupation, gender, family, languages (368 to 377)."""
        node, put = self.node, self.fields.put
        if self.agent.kind == "family":
            put("376", "  ", "a", node.text("type"), about=("type",))
            put("376", "  ", "c", node.text("title"), about=("title",))
        else:
            put("368", "  ", "a", node.text("type"), about=("type",))
        for text in node.texts("degrees"):
            put("368", "  ", "d", text, about=("degrees",))
        for text in node.texts("fields"):
            put("372", "  ", "a", text, about=("fields",))
        for text in node.texts("occupations"):
            put("374", "  ", "a", text, about=("occupations",))
        put("375", "  ", "a", node.text("gender"), about=("gender",))
        for tag in node.lines("languages"):
            put("377", "  ", "a", library_code(tag), about=("languages",))
            if not is_plain(tag):
                put("377", " 7", "a", tag, "2", "rfc5646", about=("languages",))

    def _places(self) -> None:
        """Add places of birth, death, residence and so on (370), with their records and dates."""
        put, node = self.fields.put, self.node
        put("370", "  ", "a", node.text("born", "place"), about=("born.place",))
        put("370", "  ", "b", node.text("died", "place"), about=("died.place",))
        put("370", "  ", "c", node.text("country"), about=("country",))
        if node.line("entered_under") != "jurisdiction":  # else it begins the heading
            put("370", "  ", "f", node.text("jurisdiction"), about=("jurisdiction",))
        code = "f" if self.agent.kind == "event" else "e"
        put("370", "  ", code, node.text("place"), about=("place",))
        for number, each in enumerate(node.all("places"), 1):
            record = self.context.catalogue.authorities.get(each.line("record"))
            text = each.text("place") or (record.name if record else None)
            code = _PLACES.get(each.line("as"), "f")
            dates = _since_until(each)
            after = links(record.id, record.identifiers, self.context) if record else ()
            linked: list[str] = [part for pair in after for part in pair]
            parts: list[Value] = [code, text, "s", dates[0], "t", dates[1], *linked]
            put("370", "  ", *parts, about=(f"places.{number}",))

    def _positions(self) -> None:
        """Add each position by itself (374), its organisation (373), and both in words (678)."""
        for place, node in enumerate(self.node.all("positions"), 1):
            about = (f"positions.{place}",)
            since, until = _since_until(node)
            dates = ("s", since, "t", until)
            position = node.text("position")
            organization = self.context.catalogue.agents.get(node.line("organization"))
            if organization:
                name = headings.agent_heading(organization, self.context).text
                then = headings.agent_links(organization, self.context)
                inner = (*subfields("a", name, *dates), *then)
                self.fields.put_versions("373", "  ", [Version("", inner)], about)
            self.fields.put("374", "  ", "a", position, *dates, about=about)
            words = self._in_words(node, position, organization)
            self.fields.put("678", self._sketch, "a", words, about=about)

    def _in_words(
        self, node: Node, position: Text | None, organization: Agent | None
    ) -> Text | None:
        """Say a position in words: `formerly Director, Tea Board, 2001-2006`.

        It has a form in each language of its name or note.
        """
        note = node.text("note")
        tags = dict.fromkeys(tag for text in (position, note) if text for tag, _ in text)
        if position is None:
            return None
        forms = {}
        for tag in tags:
            parts = [
                strip(position.forms.get(tag) or self.context.text(position)),
                _name_in(organization, tag, self.context),
                _dates_in_words(node),
                strip(note.forms.get(tag) or self.context.text(note)) if note else "",
            ]
            before = "formerly " if node.get("former") else ""
            forms[tag] = before + ", ".join(filter(None, parts))
        return Parallel(position.language, forms)

    @property
    def _sketch(self) -> str:
        """The indicators of 678: a biographical sketch, or the history of a body."""
        return "0 " if self.agent.is_person else "1 "

    def _life(self) -> None:
        for place, node in enumerate(self.node.all("events"), 1):
            about = (f"events.{place}",)
            date = node.date("date")
            before = f"{date.written}: " if date else ""
            for forms in _groups(node.text("text"), self.context):
                versions = [
                    Version(tag, subfields("a", before + strip(form))) for tag, form in forms
                ]
                self.fields.put_versions("678", self._sketch, versions, about)


def _groups(text: Text | None, context: ExportContext) -> Iterator[list[tuple[str, str]]]:
    if text:
        yield from by_language(text, context.tag(text))


def _name_in(agent: Agent | None, tag: str, context: ExportContext) -> str:
    if agent is None:
        return ""
    return str(agent.names[agent.names.preferred_tag((tag, *context.languages))])


def _since_until(node: Node) -> tuple[str, str]:
    dates: list[Date | None] = [node.date("since"), node.date("until")]
    first, last = (date.written if date else "" for date in dates)
    return first, last


def _dates_in_words(node: Node) -> str:
    """Return since when and until when something was so: `1990-2001`; empty if the record says neither."""
    ends = [node.date("since"), node.date("until")]
    words = [in_words(date) if date else "" for date in ends]
    return "-".join(words) if any(words) else ""
