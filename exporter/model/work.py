"""Works: what a catalogue describes, with every reference resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.identifiers import Identifier, identifiers_of, preferred
from exporter.model.node import Node
from exporter.model.notes import Note, notes_of
from exporter.model.text import Text, text_of
from exporter.model.vocabularies import vocabulary
from exporter.records.document import Pointer

if TYPE_CHECKING:
    from exporter.model.catalogue import Catalogue

UNKNOWN_LANGUAGE = "und"


class Contribution(NamedTuple):
    """A person or organisation with its roles, MARC relator terms, of which there is at least one.

    `printed` is the name as the work prints it. `certainty` is empty, `attributed`, `supposed` or
    `disputed`.
    """

    agent: Agent
    roles: tuple[str, ...]
    node: Node
    printed: Text | None = None
    certainty: str = ""
    affiliations: tuple[Agent, ...] = ()
    corresponding: bool = False
    equal: bool = False

    @property
    def role(self) -> str:
        """The first role."""
        return self.roles[0]


class Statement(NamedTuple):
    """What sources print of one field. Several statements of one field disagree with each other.

    `agent` is the agent whose record bears exactly this name, if there is one. `pointers` lead to
    each place in the record that says it.
    """

    value: Text
    pointers: tuple[Pointer, ...]
    agent: Agent | None = None


class Citation(NamedTuple):
    """What a work takes from a source.

    `source` and `through` are ids, `intent` is a term of CiTO.
    """

    source: str
    intent: str
    through: str = ""
    at: str = ""
    claims: tuple[Text, ...] = ()
    note: Text | None = None
    pointer: Pointer = ()


class Relation(NamedTuple):
    """A relation to another work.

    `type` is a term of the vocabulary `relations`. `target` is the other work if it has a record;
    `node` is what this record says of it, None for a relation that another record states
    (`inferred`).
    """

    type: str
    target: Work | None
    node: Node | None
    inferred: bool = False

    @property
    def public(self) -> bool:
        """Whether the relation may be shown to readers."""
        return self.node is None or self.node.line("public") != "False"

    @property
    def work(self) -> str:
        """The id of the other work; empty if it has no record."""
        return self.target.id if self.target else ""

    @property
    def title(self) -> Text | None:
        """The title that this record gives the other work."""
        return self.node.text("title") if self.node and self.is_group else None

    @property
    def is_group(self) -> bool:
        """Whether this record says more than the id of the other work."""
        return self.node is not None and isinstance(self.node.value, Mapping)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that this record states of the other work; empty if it states none."""
        return self.node.lines("language") if self.node and self.is_group else ()

    @property
    def language(self) -> str:
        """The first of these languages; empty if this record states none."""
        return self.languages[0] if self.languages else ""

    @property
    def issued(self) -> Date | None:
        """The date that this record states of the other work."""
        return self.node.date("issued") if self.node and self.is_group else None


class Subject(NamedTuple):
    """What a work is about: a record (`record`) or a term.

    `type` is a key of `subjects` in the schema: topic, place, period, person, family, organization,
    event, work, genre or occupation. `scheme` is a code of the MARC list of subject heading
    sources, `uri` the address of the term.
    """

    type: str
    text: Text | None
    record: Agent | Work | Authority | None
    node: Node
    scheme: str = ""
    uri: str = ""
    subdivisions: tuple[tuple[str, Text], ...] = ()
    primary: bool = False


class Series(NamedTuple):
    """A series to which a work belongs, with the work's number in it.

    `work` is the record of the series, `node` the group that describes it; None if it is a title only.
    """

    title: Text | None
    number: str
    issn: str = ""
    work: Work | None = None
    contributions: tuple[Contribution, ...] = ()
    part: Text | None = None
    node: Node | None = None


class ContentsEntry(NamedTuple):
    """A heading of the table of contents."""

    title: Text
    number: str = ""
    responsibility: Text | None = None
    pages: str = ""
    pointer: Pointer = ()


class Work:
    """One work.

    `node` is the whole record: a field that one text, number or date fills is read from it, by
    `text`, `texts`, `plain` and `date`. What refers to other records, or is said in several ways,
    has a property.
    """

    def __init__(self, id: str, kind: str, type: str, node: Node, catalogue: Catalogue) -> None:
        self.id = id
        self.kind = kind
        self.type = type
        self.node = node
        self.catalogue = catalogue

    @property
    def data(self) -> Mapping[str, Any]:
        """The record as it is written."""
        data: Mapping[str, Any] = self.node.value
        return data

    def text(self, field: str) -> Text | None:
        """Return a field that holds a text, the first one of a list.

        The result is None if the record has none.
        """
        return self.node.text(field) if field in self.data else None

    def texts(self, field: str) -> tuple[Text, ...]:
        """Return a field that holds one text or several; empty if the record has none."""
        return self.node.texts(field) if field in self.data else ()

    def plain(self, field: str) -> str:
        """Return a field that holds one plain value; empty if the record has none."""
        return self.node.line(field) if field in self.data else ""

    def date(self, field: str) -> Date | None:
        """Return a field that holds a date; None if the record has none."""
        return self.node.date(field) if field in self.data else None

    # -- languages and titles

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the work, the main one first; empty if the record states none."""
        return self.node.lines("language")

    @property
    def language(self) -> str:
        """The main language; `und` if the record states none."""
        return self.languages[0] if self.languages else UNKNOWN_LANGUAGE

    @property
    def devised(self) -> bool:
        """Whether the title is the cataloguer's own, because the work prints none."""
        return "title" not in self.data

    @cached_property
    def title(self) -> Text:
        """The title as printed, or else the devised one."""
        return (
            self.text("title") or self.text("devised_title") or text_of(self.id, UNKNOWN_LANGUAGE)
        )

    # -- persons and bodies

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """Who made the work, in the order of the record."""
        return self.contributions_at(self.node)

    def contributions_at(self, node: Node) -> tuple[Contribution, ...]:
        """Return the contributors in a group: the work itself, a related work or a series."""
        return tuple(self._contribution(each) for each in node.all("contributors"))

    def _contribution(self, node: Node) -> Contribution:
        return Contribution(
            agent=self._agent(node, "agent", default_kind="person"),
            roles=node.lines("role") + node.lines("roles"),
            node=node,
            printed=node.text("printed"),
            certainty=node.line("certainty"),
            affiliations=self.agents_at(node.all("affiliation")),
            corresponding=bool(node.get("corresponding")),
            equal=bool(node.get("equal")),
        )

    def agents_at(self, nodes: Sequence[Node]) -> tuple[Agent, ...]:
        """Return the agents that values of the record name: an id, or a group with a name."""
        return tuple(self._agent(each, "", default_kind="organization") for each in nodes)

    def _agent(self, node: Node, field: str, default_kind: str) -> Agent:
        reference = node.get(field) if field else node
        if reference and isinstance(reference.value, str):
            return self.catalogue.agents[reference.value]
        return Agent("", node.line("kind") or default_kind, node)

    def by_role(self, *roles: str) -> tuple[Agent, ...]:
        """Return those who had one of these roles, in the order of the record."""
        return tuple(each.agent for each in self.contributions if set(each.roles) & set(roles))

    @cached_property
    def publishers(self) -> tuple[Agent, ...]:
        """Those who published the work together."""
        return self.agents_at(self.node.all("publisher"))

    @cached_property
    def disputed(self) -> tuple[Statement, ...]:
        """What sources print of the publisher, if they disagree and the record prefers none."""
        if self.node.get("publisher"):
            return ()
        statements: dict[object, tuple[Text, list[Pointer], Agent | None]] = {}
        for mention in self.node.all("found"):
            value = mention.text("publisher")
            if value is None:
                continue
            agent = self.catalogue.agent_named(form for _, form in value)
            key = agent.id if agent else tuple(value)
            statements.setdefault(key, (value, [], agent))[1].append(value.pointer)
        return tuple(
            Statement(value, tuple(pointers), agent)
            for value, pointers, agent in statements.values()
        )

    # -- dates

    @cached_property
    def issued(self) -> Date | None:
        """The date of publication."""
        return self.date("issued")

    # -- relations

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The relations to other works: first those that the record itself states."""
        known = vocabulary("relations")
        found = []
        stated: set[tuple[str, str]] = set()
        for field in self.data:
            if field not in known:
                continue
            for node in self.node.all(field):
                relation = self._relation(field, node)
                found.append(relation)
                stated.add((field, relation.work))
        for source, field in self.catalogue.related_from(self.id):
            inverse = known[field]["inverse"]
            if (inverse, source) not in stated and source in self.catalogue.works:
                target = self.catalogue.works[source]
                found.append(Relation(inverse, target, None, inferred=True))
                stated.add((inverse, source))
        return tuple(found)

    def _relation(self, type: str, node: Node) -> Relation:
        id = node.value if isinstance(node.value, str) else node.line("work")
        return Relation(type, self.catalogue.works[id] if id else None, node)

    def related(self, *types: str) -> tuple[Relation, ...]:
        """Return the relations of some types."""
        return tuple(each for each in self.relations if each.type in types)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The series to which the work belongs."""
        node = self.node.get("series")
        if node is None:
            return ()
        if not isinstance(node.value, list):
            return (Series(node.as_text(), self.plain("series_number")),)
        return tuple(self._series(each) for each in self.node.all("series"))

    def _series(self, node: Node) -> Series:
        id = node.line("work")
        return Series(
            title=node.text("title"),
            number=node.line("number"),
            issn=node.line("issn"),
            work=self.catalogue.works[id] if id else None,
            contributions=self.contributions_at(node),
            part=node.text("part"),
            node=node,
        )

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """What the work cites, in the order of the record."""
        return tuple(
            Citation(
                source=each.line("source"),
                intent=each.line("intent"),
                through=each.line("through"),
                at=each.line("at"),
                claims=each.texts("claims"),
                note=each.text("note"),
                pointer=each.pointer,
            )
            for each in self.node.all("citations")
        )

    # -- subjects

    @cached_property
    def about(self) -> tuple[Agent, ...]:
        """The persons and bodies that the work is about, from the field `about`."""
        agents = self.catalogue.agents
        return tuple(agents[id] for id in self.node.lines("about") if id in agents)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The subjects without keywords: the records under `about`, then `subjects`."""
        named = [self._subject_record(each) for each in self.node.all("about")]
        terms = [self._subject(each) for each in self.node.all("subjects")]
        return (*named, *terms)

    def _subject_record(self, node: Node) -> Subject:
        record = self.catalogue.record(str(node.value))
        return Subject(_subject_type(record), None, record, node)

    def _subject(self, node: Node) -> Subject:
        id = node.line("record")
        record = self.catalogue.record(id) if id else None
        type, text = _term(node)
        return Subject(
            type=type or _subject_type(record),
            text=text,
            record=record,
            node=node,
            scheme=node.line("scheme"),
            uri=node.line("uri"),
            subdivisions=tuple(
                (type, text)
                for type, text in (_term(each) for each in node.all("subdivisions"))
                if text
            ),
            primary=bool(node.get("primary")),
        )

    # -- the rest

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The work's identifiers, in the order of the record."""
        return identifiers_of(self.node.get("identifiers"))

    def first_number(self, scheme: str) -> str:
        """Return the first valid number of a scheme (`isbn`, `doi`); empty if there is none."""
        found = preferred(self.identifiers, (scheme,))
        return found.number if found else ""

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes, in the order of the record."""
        return notes_of(self.node.get("notes"))

    @property
    def headings(self) -> tuple[Text, ...]:
        """The headings of the table of contents."""
        return tuple(each.title for each in self.contents)

    @cached_property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """The table of contents."""
        found = []
        for each in self.node.all("contents"):
            title = each.text("title")
            if title is None:
                found.append(ContentsEntry(each.as_text(), pointer=each.pointer))
            else:
                number, pages = each.line("number"), each.line("pages")
                by = each.text("responsibility")
                found.append(ContentsEntry(title, number, by, pages, each.pointer))
        return tuple(found)


HEADING_TERMS = (
    *("topic", "place", "period", "person", "family"),
    *("organization", "event", "work", "genre", "occupation"),
)
"""The fields of a subject heading that hold its term, in the order in which they count."""


def _term(node: Node) -> tuple[str, Text | None]:
    """Return the type of a subject heading and its words; empty if it only names a record."""
    for type in HEADING_TERMS:
        text = node.text(type)
        if text:
            return type, text
    return "", None


def _subject_type(record: Agent | Work | Authority | None) -> str:
    if isinstance(record, Work):
        return "work"
    if isinstance(record, Agent):
        return record.kind if record.kind in HEADING_TERMS else "organization"
    if isinstance(record, Authority) and record.kind == "place":
        return "place"
    return record.node.line("type") or "topic" if record else "topic"
