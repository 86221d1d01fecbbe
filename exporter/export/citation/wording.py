"""Statements of a record in words, for formats that have no field for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.model.agent import Agent, Name
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies.countries import country_name
from exporter.model.vocabularies.languages import meaning
from exporter.model.work import Contribution, Relation, Subject, Work
from exporter.records.document import Pointer, leaves
from exporter.records.schema import Field

BARE: Mapping[str, frozenset[str]] = {
    "classification": frozenset({"number", "item"}),
    "event": frozenset({"name", "number", "place", "date"}),
    "genre_terms": frozenset({"term"}),
    "funding": frozenset({"funder", "number", "title", "url"}),
    "holdings": frozenset(
        {"repository", "sublocation", "place", "shelfmark", "collection", "copy", "extent", "url"}
    ),
    "identifiers": frozenset({"number"}),
    "imprints": frozenset({"function", "place", "publisher", "date"}),
    "permission": frozenset({"text"}),
    "series": frozenset({"title", "part", "contributors"}),
    "url": frozenset({"url", "label"}),
}
"""The fields of a group, by its name, that need no name of their own in front of them."""

RELATED = frozenset(
    {"title", "contributors", "language", "publisher", "place", "issued", "edition"}
    | {"genre", "url", "note"}
)
"""The same of another work, whatever the relation to it."""

NAMED_TWICE = "the record of the agent has the name"

DETAILS = ("printed", "certainty", "affiliation", "corresponding", "equal")
"""What a contributor has beyond name and role."""

NO_TERMS = frozenset({"subdivisions", "scheme", "uri", "primary"})
"""Fields of a subject that are not its main term."""

UNNAMED = frozenset({"work", "public"})
"""Fields of another work that are not words: its id is read, and whether the relation is public."""


class Unprinted(NamedTuple):
    """The forms of a text that are not printed, in the syntax of the format; `label` says what the text is."""

    label: str
    forms: tuple[tuple[Pointer, str], ...]


class Wording:
    """Puts what a record says into words.

    `encode` writes a text of the record, in which words may be marked up, in the syntax of a format. `unprinted`
    collects the forms of texts in several languages that the words leave out.
    """

    def __init__(self, work: Work, context: ExportContext, encode: Callable[[str], str]) -> None:
        self.work = work
        self.context = context
        self.encode = encode
        self.unprinted: list[Unprinted] = []
        self._named: set[Pointer] = set()

    # -- one value

    def text(self, text: Text, label: str = "") -> str:
        """Return the form of a text that is printed."""
        printed = self.context.tag(text)
        others = [(text.pointer_of(tag), self.encode(form)) for tag, form in text if tag != printed]
        if others:
            self.unprinted.append(Unprinted(label, tuple(others)))
        return self.encode(text[printed])

    def name(self, agent: Agent) -> str:
        """Return the name of an agent in one piece, in the form that fits the work."""
        printed = self.context.name(agent, self.work)
        if not agent.id:
            self._report_lone_name(agent, printed)
        return self.encode(str(printed))

    def _report_lone_name(self, agent: Agent, printed: Name) -> None:
        """Keep what the work says of somebody without a record beyond the name that is printed, once."""
        names = agent.names
        own = agent.node.get("name")
        if own is None or names.pointer in self._named or not self._is_own(own):
            return
        self._named.add(names.pointer)
        others = [
            (names.pointer_of(tag), self.encode(str(form)))
            for tag, form in names
            if tag != printed.tag
        ]
        if others:
            self.unprinted.append(Unprinted(self.encode("Name"), tuple(others)))
        written = agent.node.get("name") if agent.is_person else None
        for pointer, words in leaves(written.value) if written else ():
            if pointer[-1:] in {("title",), ("fuller_form",)}:
                where = (*written.pointer, *pointer) if written else pointer
                self.context.lose(self.work, where, words, "a reference has no such part")

    def _is_own(self, node: Node) -> bool:
        """Return whether a value is one of this record, and not of the record of its host."""
        found = self.work.node.get(*node.pointer)
        return found is not None and found.value is node.value

    def report_unread(self, contribution: Contribution) -> None:
        """Report a name beside the record of an agent, which has the name."""
        if contribution.node.get("agent") is None or not self._is_own(contribution.node):
            return
        for field in ("name", "kind"):
            node = contribution.node.get(field)
            for pointer, value in leaves(node.value) if node else ():
                self.lose_once((*contribution.node.pointer, field, *pointer), value, NAMED_TWICE)

    def report_details(self, contribution: Contribution, fields: Iterable[str] = DETAILS) -> None:
        """Report what is said of a contributor beyond name and role, where only these are printed."""
        node = contribution.node
        if not self._is_own(node):
            return
        for field in fields:
            inner = node.get(field)
            for pointer, value in leaves(inner.value) if inner else ():
                reason = "only names and roles are printed"
                self.lose_once((*node.pointer, field, *pointer), value, reason)

    def lose_once(self, pointer: Pointer, value: object, reason: str) -> None:
        """Report a value as lost unless it is reported already."""
        if pointer not in self._named:
            self._named.add(pointer)
            self.context.lose(self.work, pointer, value, reason)

    def date(self, date: Date) -> str:
        """Return a date in English, with its printed form and its calendar if the record states them."""
        words = self.encode(in_words(date))
        printed = self.printed_date(date)
        return f"{words} ({printed})" if printed else words

    def printed_date(self, date: Date) -> str:
        """Return a date as the work prints it, with its calendar; empty if the record does not say that."""
        parts = []
        if date.printed:
            parts.append(f"printed as {self.text(date.printed, 'Date as printed')}")
        if date.calendar:
            parts.append(self.encode(f"{date.calendar} calendar"))
        return ", ".join(parts)

    def language(self, tag: str) -> str:
        """Return the English name of a language."""
        return self.encode(meaning(tag))

    def record(self, id: str) -> str:
        """Return the title of a work, or the name of an agent, a place or a concept, by its id."""
        record = self.context.catalogue.record(id)
        if isinstance(record, Work):
            words = self.encode(self.context.text(record.title))
            return f"[{words}]" if record.devised else words
        if isinstance(record, Agent):
            return self.name(record)
        return self.authority(record) if record else self.encode(id)

    def authority(self, authority: Authority) -> str:
        """Return the name of a place or a concept."""
        return self.encode(self.context.text(authority.name))

    # -- the value of a field

    def label(self, field: Field | None, default: str = "") -> str:
        """Return the name of a field in a cataloguer's words."""
        return self.encode(field.title if field and field.title else default)

    def values(self, node: Node, without: frozenset[str] = frozenset()) -> list[str]:
        """Return what a field says in words, one string for each item of a list; groups leave out some fields."""
        items = [node]
        if isinstance(node.value, list):
            items = node.all()
        found = [self._value(each, without) for each in items]
        return [words for words in found if words]

    def _value(self, node: Node, without: frozenset[str] = frozenset()) -> str:
        field = node.field
        if isinstance(node.value, Mapping):
            return self._mapping(node, without)
        if isinstance(node.value, list):
            return "; ".join(self.values(node))
        if isinstance(node.value, bool):
            return self.label(field) if node.value else ""
        if node.pointer[-1:] == ("duration",):
            return duration_in_words(str(node.value))
        if node.pointer[-1:] == ("country",):
            return self.encode(country_name(str(node.value)))
        if field and field.refers_to:
            return self.record(str(node.value))
        if field and field.keyword("format") == "edtf":
            date = node.date()
            return self.date(date) if date else ""
        if field and field.keyword("format") == "language-tag":
            return self.language(str(node.value))
        return self.encode(str(node.value))

    def _mapping(self, node: Node, without: frozenset[str] = frozenset()) -> str:
        field = node.field
        names = set(field.children) - {"*"} if field else set()
        if "calendar" in names:
            date = node.date()
            return self.date(date) if date else ""
        if field and "agent" in field.refers_to and "name" in names:
            return self.name(self.work.agents_at([node])[0])
        plain_texts = all(isinstance(each, str) for each in node.value.values())
        if names & set(node.value) or not plain_texts:
            return self.group(node, without)
        return self.text(node.as_text(), self.label(field))

    def group(self, node: Node, without: frozenset[str] = frozenset()) -> str:
        """Return the fields of a group in their order, each with its name if its value does not tell what it is.

        Fields `without` are left out.
        """
        is_relation = bool(node.field and node.field.keyword("relation"))
        parts = []
        for name in node.value:
            if name not in without and not (is_relation and name in UNNAMED):
                parts.append(self.field_of_group(node, name))
        return ", ".join(filter(None, parts))

    def field_of_group(self, group: Node, name: str) -> str:
        """Return one field of a group, with its name if its value does not tell what it is: `box 3`."""
        node = group.get(name)
        if node is None:
            return ""
        is_relation = bool(group.field and group.field.keyword("relation"))
        bare = RELATED if is_relation else BARE.get(_group_name(group), frozenset())
        words = self._words_of(node)
        if words and name not in bare and node.value is not True:
            return f"{_lower_first(self.label(node.field, name))} {words}"
        return words

    def _words_of(self, node: Node) -> str:
        if node.pointer[-1] == "contributors":
            outer = _without_last_step(self.work.node, node.pointer)
            return self.contributions(self.work.contributions_at(outer))
        return "; ".join(self.values(node))

    # -- what is made of several fields

    def contributions(self, contributions: tuple[Contribution, ...]) -> str:
        """Return names with their roles: `Stuart Hall (editor)`."""
        for each in contributions:
            self.report_unread(each)
            self.report_details(each)
        return "; ".join(
            f"{self.name(each.agent)} ({self.encode(', '.join(each.roles))})"
            for each in contributions
        )

    def relation(self, relation: Relation, without: frozenset[str] = frozenset()) -> str:
        """Return another work: its title, and what else this record says of it, but for the fields `without`."""
        title = ""
        if relation.target and not relation.title:
            title = self.record(relation.work)
        if relation.node is None or not relation.is_group:
            return title
        return ", ".join(filter(None, (title, self.group(relation.node, without))))

    def subject(self, subject: Subject) -> str:
        """Return a subject heading with its subdivisions: `China--Foreign relations`."""
        main = ""
        if subject.text:
            main = self.text(subject.text, "Subject")
        elif isinstance(subject.record, Work | Agent | Authority):
            main = self.record(subject.record.id)
        self._report_second_terms(subject.node, subject.type if subject.text else "record")
        subdivisions = zip(subject.node.all("subdivisions"), subject.subdivisions, strict=False)
        for node, (type, _) in subdivisions:
            self._report_second_terms(node, type)
        parts = [main, *(self.text(text, "Subject") for _, text in subject.subdivisions)]
        return self.encode("--").join(filter(None, parts))

    def _report_second_terms(self, node: Node, printed: str) -> None:
        """Report the other terms of a heading or a subdivision, of which only the main term is printed."""
        for name in node.value if isinstance(node.value, Mapping) else ():
            inner = node.get(name)
            if name in {printed, *NO_TERMS} or inner is None:
                continue
            for pointer, value in leaves(inner.value):
                where = (*node.pointer, name, *pointer)
                self.lose_once(where, value, "a heading has one main term")


_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")


def duration_in_words(duration: str) -> str:
    """Return a duration of ISO 8601 in the units of the SI brochure: `PT1H30M` is `1 h 30 min`."""
    match = _DURATION.fullmatch(duration)
    if not match:
        return duration
    units = zip(match.groups(), ("d", "h", "min", "s"), strict=True)
    return " ".join(f"{number} {unit}" for number, unit in units if number)


def _group_name(node: Node) -> str:
    """Return the name of the field in which a group stands: `holdings`, also of an item of its list."""
    for step in reversed(node.pointer):
        if isinstance(step, str) and step in BARE:
            return step
    return ""


def _without_last_step(root: Node, pointer: Pointer) -> Node:
    outer = root.get(*pointer[:-1])
    return outer or root


def _lower_first(label: str) -> str:
    """Return a label as it stands inside a sentence: `Former shelfmark` is `former shelfmark`, `ISBN` stays."""
    first = label.partition(" ")[0]
    is_name = any(letter.isupper() for letter in first[1:])
    return label if is_name else label[:1].lower() + label[1:]
