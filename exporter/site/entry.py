"""What lists and other pages say of a record, and to which others it refers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.field_words import capital
from exporter.export.reference import own_contributions
from exporter.export.titles import full_title
from exporter.model.agent import Agent, Name
from exporter.model.authority import Authority
from exporter.model.filing import filed, filed_title
from exporter.model.folding import folded
from exporter.model.markup import strip
from exporter.model.text import Parallel, Text
from exporter.model.work import Work
from exporter.query.names import date_of
from exporter.records.schema import Schemas
from exporter.site.addresses import heading_page

_MAKERS_SHOWN = 3
PUBLISHER = "Publisher"
ABOUT = "About this"
CITED_BY = "Cited by"
PARTS = "Contains"
IN_SERIES = "In this series"
SOURCE_OF = "Source for"
REFERRED = "Referred to by"
HEADINGS: Mapping[str, str] = {
    ABOUT: "Works about this",
    CITED_BY: "Cited by",
    IN_SERIES: "In this series",
    PARTS: "Contains",
    PUBLISHER: "Published works",
    REFERRED: "Referred to by",
    SOURCE_OF: "Source for",
}
"""The headings of sections. Any other section is of the works in which an agent had a role."""


class Label(NamedTuple):
    """What a record is called on the pages of one language.

    `text` is plain and in the language `tag`; `filed` are the words by which it is filed.
    """

    text: str
    tag: str
    filed: str


class Use(NamedTuple):
    """A reference to another record: its id, and in which section of that record's page it stands."""

    target: str
    section: str


class Heading(NamedTuple):
    """A series or a subject without a record: the name of its page, its sort and its words."""

    page: str
    sort: str
    text: str
    tag: str


class Entry(NamedTuple):
    """A record as lists show it.

    `labels` has what it is called in each language of the site. `makers` are names with their tags,
    `date` is in EDTF. `forms` are all its names, folded for search. `uses` are its references.
    """

    id: str
    noun: str
    kind: str
    type: str
    labels: tuple[Label, ...]
    makers: tuple[tuple[str, str], ...] = ()
    more_makers: bool = False
    date: str = ""
    year: int | None = None
    forms: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    headings: tuple[Heading, ...] = ()
    former_ids: tuple[str, ...] = ()


def entry_from_json(value: Sequence[Any]) -> Entry:
    """Return the entry of what JSON has made of it."""
    entry = Entry(*value)
    return entry._replace(
        labels=tuple(Label(*each) for each in entry.labels),
        makers=tuple((name, tag) for name, tag in entry.makers),
        forms=tuple(entry.forms),
        uses=tuple(Use(*each) for each in entry.uses),
        headings=tuple(Heading(*each) for each in entry.headings),
        former_ids=tuple(entry.former_ids),
    )


class EntryMaker:
    """Makes the entries of a catalogue, in the languages of a site."""

    def __init__(self, context: ExportContext, schemas: Schemas, languages: Sequence[str]) -> None:
        self.context = context
        self.schemas = schemas
        self.languages = languages

    def make(self, record: Work | Agent | Authority) -> Entry:
        """Return the entry of a record."""
        if isinstance(record, Work):
            return self._work(record)
        if isinstance(record, Agent):
            return self._agent(record)
        return self._authority(record)

    def _work(self, work: Work) -> Entry:
        title = full_title(work)
        tag = self.context.tag(title)
        labels = [
            Label(strip(title[tag]), tag, filed_title(work, self.context.tag(work.title), language))
            for language in self.languages
        ]
        own = [each for each in own_contributions(work) if each.roles]
        names = [self.context.name(each.agent, work) for each in own[:_MAKERS_SHOWN]]
        dated = work.issued or work.date("created")
        first = dated.start if dated else None
        return Entry(
            work.id,
            "work",
            work.kind,
            work.type,
            tuple(labels),
            tuple((str(name), name.tag) for name in names),
            len(own) > _MAKERS_SHOWN,
            str(dated) if dated else "",
            first.year if first else None,
            tuple(dict.fromkeys(folded(strip(form)) for form in self._titles(work))),
            tuple(dict.fromkeys(self._uses_of_work(work))),
            tuple(dict.fromkeys(self._headings(work))),
            tuple(work.data.get("former_ids", ())),
        )

    def _titles(self, work: Work) -> Iterator[str]:
        for field in ("title", "devised_title", "short_title", "subtitle", "uniform_title"):
            for text in work.texts(field):
                yield from (form for _, form in text)
        for each in work.identifiers:
            yield each.number

    def _uses_of_work(self, work: Work) -> Iterator[Use]:
        for each in work.contributions:
            for role in each.roles:
                yield Use(each.agent.id, capital(role))
        for agent in work.publishers:
            yield Use(agent.id, PUBLISHER)
        for subject in work.subjects:
            if subject.record:
                yield Use(subject.record.id, ABOUT)
        for citation in work.citations:
            yield Use(citation.source, CITED_BY)
        for series in work.series:
            if series.work:
                yield Use(series.work.id, IN_SERIES)
        yield from self._other_uses(work)

    def _other_uses(self, work: Work) -> Iterator[Use]:
        """Yield what the pages of other records do not say by the relations of works."""
        for relation in work.related("part_of"):
            if relation.work and relation.public:
                yield Use(relation.work, PARTS)
        for mention in work.data.get("found", ()):
            yield Use(mention["in"], SOURCE_OF)

    def _headings(self, work: Work) -> Iterator[Heading]:
        for subject in work.subjects:
            if subject.record is None and subject.text:
                yield self.heading("subject", subject.text)
        for series in work.series:
            if series.work is None and series.title:
                yield self.heading("series", series.title)

    def heading(self, sort: str, text: Text) -> Heading:
        """Return the heading of a series or a subject without a record."""
        tag = self.context.tag(text)
        return Heading(
            heading_page(sort, folded(text[tag]) or text[tag]), sort, strip(text[tag]), tag
        )

    def _agent(self, agent: Agent) -> Entry:
        labels = [_name_label(agent.names, self._preferred(each), each) for each in self.languages]
        forms = [str(name) for _, name in agent.names]
        for other in agent.other_names:
            forms += [str(name) for _, name in other.names]
        return self._plain_entry(agent, "agent", labels, forms)

    def _authority(self, record: Authority) -> Entry:
        labels = []
        for language in self.languages:
            tag = record.name.preferred_tag(self._preferred(language))
            labels.append(Label(strip(record.name[tag]), tag, filed(record.name, tag, language)))
        return self._plain_entry(record, "subject", labels, [form for _, form in record.name])

    def _preferred(self, language: str) -> Sequence[str]:
        return (*self.context.languages, language)

    def _plain_entry(
        self, record: Agent | Authority, noun: str, labels: Sequence[Label], forms: Sequence[str]
    ) -> Entry:
        data = record.node.value
        references = self.schemas.references(record.kind, data)
        uses = [Use(target, REFERRED) for pointer, target, _ in references if pointer[0] != "found"]
        found = [Use(mention["in"], SOURCE_OF) for mention in data.get("found", ())]
        return Entry(
            record.id,
            noun,
            record.kind,
            record.kind,
            tuple(labels),
            date=date_of(data),
            forms=tuple(dict.fromkeys(map(folded, forms))),
            uses=tuple(dict.fromkeys((*uses, *found))),
            former_ids=tuple(data.get("former_ids", ())),
        )


def _name_label(names: Parallel[Name], preferred: Sequence[str], language: str) -> Label:
    tag = names.preferred_tag(preferred)
    return Label(str(names[tag]), tag, filed(names, tag, language))
