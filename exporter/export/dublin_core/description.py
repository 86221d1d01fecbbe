"""What Dublin Core says of a work, for the fifteen elements and for their refinements alike.

The elements stand in a format's table with their prefix, `dc:title`, `dcterms:abstract`; the table
alone decides whether a field goes into an element or into its refinement. A target with words
behind the element puts them around the value: `dc:description {label}: …`, where the label is the
title of the field in its schema; `[{label}: ]…` has it before a mere number. Each text says its
language. A text in several languages is one value for each; a name is one value only, for two would
be two persons. Readers that hold one value take the first title, publisher, description and type;
the address of a work is its last identifier, where MarcEdit takes the link from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from exporter.export.broadcast import perceived
from exporter.export.context import ExportContext
from exporter.export.dublin_core.elements import LONE_NAME, Value, forms, known, name_value, remark
from exporter.export.field_words import (
    field_texts,
    in_template,
    label,
    plain_fields,
    record_text,
    type_words,
)
from exporter.export.name_forms import note_names
from exporter.export.reference import (
    contents_in_words,
    host,
    own_contributions,
    own_identifiers,
    own_series,
)
from exporter.export.relation_words import (
    relation_text,
    series_text,
    shown_relations,
    untitled_relation,
)
from exporter.export.titles import full_title, loose_parts, variant_details
from exporter.export.unshown import STAFF, report_genre_records, report_unshown
from exporter.model.authority import Authority
from exporter.model.identifiers import Identifier, addresses_of
from exporter.model.node import Node
from exporter.model.text import Text, text_of
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Contribution, Relation, Subject, Work

Dates = Callable[[Work, ExportContext], Iterator[Value]]

_OWN_PLACES = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *("devised_title", "variant_titles", "contributors", "publisher", "status", "genre"),
        *("container_title", "volume", "issue", "pages", "series", "series_number"),
        "genre_terms",
        *("identifiers", "url", "about", "subjects", "classification", "contents", "coordinates"),
        *("notes", "citations"),
    }
)
"""The fields that have a method of their own."""
_SUBJECT_SCHEMES = {"lcsh": "LCSH", "mesh": "MESH", "ddc": "DDC", "lcc": "LCC", "udc": "UDC"}
"""The encoding schemes of subjects that dcterms.xsd declares, by our codes."""


def values(
    work: Work, context: ExportContext, dates: Dates, date_fields: Sequence[str]
) -> Iterator[Value]:
    """Yield all that is said of a work, in each element the most important value first.

    `dates` yields the dates of
    `date_fields`, which each of the two formats says in its own way.
    """
    report_unshown(work, context)
    report_genre_records(work, context)
    note_names(work, context, LONE_NAME)
    description = _Description(work, context, date_fields)
    yield from description.titles()
    yield from description.plain_fields({"abstract", "caption"})
    yield from description.contents()
    yield from description.agents()
    yield from dates(work, context)
    yield from description.types()
    yield from description.subjects()
    yield from description.notes()
    yield from description.plain_fields(None)
    yield from description.remarks()
    yield from description.container()
    yield from description.coordinates()
    yield Value(description.target("id"), work.id)
    yield from description.identifiers()
    yield from description.series()
    yield from description.relations()
    for language in work.languages:
        if known(language):
            yield Value(description.target("language"), language)


class _Description:
    """One work on its way into elements."""

    def __init__(self, work: Work, context: ExportContext, date_fields: Sequence[str]) -> None:
        self.work = work
        self.context = context
        self.date_fields = date_fields
        self.host = host(work)

    def target(self, term: str, vocabulary_name: str = "work") -> str:
        """Return the element for a term, as the table says; empty if there is none."""
        return self.context.crosswalk.target(vocabulary_name, term)

    # -- titles and texts

    def titles(self) -> Iterator[Value]:
        """Yield the titles, the title proper first: harvesters take the first."""
        element = self.target("title")
        yield from forms(element, full_title(self.work), self.context)
        if self.work.text("devised_title") and not self.work.devised:
            devised = self.work.text("devised_title")
            if devised:
                yield from forms(element, devised, self.context)
        for field, tag, form in loose_parts(self.work):
            yield Value(self.target(field), form, tag)
        for node in self.work.node.all("variant_titles"):
            yield from self._variant_title(node)

    def _variant_title(self, node: Node) -> Iterator[Value]:
        title = node.text("title")
        if title is None:
            return
        yield from forms(self.target("variant_titles"), title, self.context)
        details = variant_details(node)
        if details:
            yield remark(f"{self.context.text(title)}: {details}")

    def plain_fields(self, wanted: set[str] | None) -> Iterator[Value]:
        """Yield each field that the table or a schema gives an element.

        `wanted` alone, or else all others.
        """
        written = {*_OWN_PLACES, *self.date_fields, *vocabulary("relations")}
        if wanted:
            written |= self.work.data.keys() - wanted
        else:
            written |= {"abstract", "caption"}
        for element, text in plain_fields(self.work.node, "work", written, self.context):
            yield from forms(element, text, self.context)

    def _at(self, target: str, name: str, text: Text) -> Iterator[Value]:
        """Yield a text in the element and with the words of a target."""
        element, _, template = target.partition(" ")
        yield from forms(element, in_template(text, template, name), self.context)

    def contents(self) -> Iterator[Value]:
        """Yield the table of contents, in each of its languages."""
        for tag, words in contents_in_words(self.work):
            yield from forms(self.target("contents"), text_of({tag: words}, tag), self.context)

    def notes(self) -> Iterator[Value]:
        """Yield the public notes, in the element of their type."""
        for note in self.work.notes:
            if note.type != STAFF:
                yield from self._at(self.target(note.type, "note"), note.type, note.text)

    def remarks(self) -> Iterator[Value]:
        """Yield in words what has no element and no field of its own."""
        if self.work.devised:
            yield remark("Title devised by cataloguer")
        if status := self.work.plain("status"):
            yield remark(self.target(status, "status"))

    # -- agents and subjects

    def agents(self) -> Iterator[Value]:
        """Yield those who made the work, those who published it, and whom it shows."""
        for each in own_contributions(self.work):
            yield name_value(self._element_of(each), each.agent, self.work, self.context)
        publisher = self.target("publisher")
        for agent in self.work.publishers:
            yield name_value(publisher, agent, self.work, self.context)
        yield from self._disputed_publishers(publisher)

    def _element_of(self, contribution: Contribution) -> str:
        """Return the element of a contributor: that of a creator comes first, since it says most."""
        elements = [self.target(role, "role") for role in contribution.roles]
        return "dc:creator" if "dc:creator" in elements else elements[0]

    def _disputed_publishers(self, element: str) -> Iterator[Value]:
        work, context = self.work, self.context
        found = []
        for each in work.disputed:
            if each.agent:
                found.append(name_value(element, each.agent, work, context))
            else:
                found.append(Value(element, context.text(each.value), context.tag(each.value)))
        yield from found
        if len(found) > 1:
            # without these words it would look like a book that they published together
            names = "; ".join(each.text for each in found)
            yield remark(f"The sources disagree on the publisher: {names}")
            for statement in work.disputed:
                for pointer in statement.pointers:
                    value = context.text(statement.value)
                    reason = "only in words: two publishers would have published it together"
                    context.weaken(work, pointer, value, reason)

    def subjects(self) -> Iterator[Value]:
        """Yield what the work is about, then its class numbers."""
        for subject in self.work.subjects:
            field = "about" if subject.node.pointer[0] == "about" else "subjects"
            yield from self._subject(self.target(field), subject)
        node = self.work.node.get("classification")
        for scheme in node.value if node else ():
            for number in self.work.node.all("classification", scheme):
                yield from self._class_number(scheme, number)

    def _subject(self, element: str, subject: Subject) -> Iterator[Value]:
        record, scheme = subject.record, _SUBJECT_SCHEMES.get(subject.scheme, "")
        if subject.text is None and record is not None:
            if isinstance(record, Work | Authority):
                text = full_title(record) if isinstance(record, Work) else record_text(record)
                yield from forms(element, text, self.context)
            else:
                yield name_value(element, record, self.work, self.context)
        elif subject.text is not None:
            parts = [" = ".join(form for _, form in text) for _, text in subject.subdivisions]
            after = "".join(f"--{part}" for part in parts)
            for value in forms(element, subject.text, self.context, after):
                yield value._replace(scheme=scheme)
        if subject.uri and self.context.crosswalk.target("work", "subjects/uri"):
            yield Value(element, subject.uri, scheme="URI")

    def _class_number(self, scheme: str, node: Node) -> Iterator[Value]:
        number = " ".join(
            filter(None, (node.line("number"), node.line("item")))
            if isinstance(node.value, dict)
            else (str(node.value),)
        )
        declared = _SUBJECT_SCHEMES.get(scheme, "")
        qualified = self.context.crosswalk.target("work", "subjects/uri")
        words = number if declared and qualified else f"{label(node)} {number}"
        yield Value(self.target("classification"), words, scheme=declared)

    # -- types, numbers and places

    def types(self) -> Iterator[Value]:
        """Yield the DCMI types first, since harvesters sort by the first, then our own, more exact word."""
        element = self.target("type")
        for term in self.target(self.work.type, perceived(self.work) or "type").split():
            yield Value(element, term, scheme="DCMIType")
        yield Value(element, type_words(self.work), "en")
        for text in self.work.texts("genre"):
            yield from forms(self.target("genre"), text, self.context)
        for group in self.work.node.all("genre_terms"):
            word = group.get("term") or group.get("record")
            for text in field_texts(word, self.context) if word else ():
                yield from forms(self.target("genre_terms"), text, self.context)

    def coordinates(self) -> Iterator[Value]:
        """Yield the area of a map as a DCMI Box: `northlimit=36; …`."""
        node = self.work.node.get("coordinates")
        if node is None:
            return
        sides = ("north", "east", "south", "west")
        parts = [f"{side}limit={node.line(side)}" for side in sides if node.get(side)]
        yield Value(self.target("coordinates"), "; ".join(parts), scheme="Box")

    def identifiers(self) -> Iterator[Value]:
        """Yield numbers and addresses, as URIs where there is one.

        Those of the host belong to a relation.
        """
        own = own_identifiers(self.work)
        for each in self.work.identifiers:
            if each.invalid:
                words = f"{each.label} {each.number} (invalid)"
                yield Value("dc:description", words)
            elif each in own:
                yield number_value(self.target("identifiers"), each)
            else:
                yield number_value(self.target("identifiers/issn"), each)
            if each.qualifier:
                yield Value("dc:description", f"{each.label} {each.number}: {each.qualifier}")
        for address in addresses_of(self.work.node):
            yield Value(self.target("url"), address, scheme="URI")

    # -- other works

    def container(self) -> Iterator[Value]:
        """Yield what the work appeared in, with its place there: `The Example Times, 12(3), 12-15`.

        Where the table has another element for the place, the title stands alone as well.
        """
        work = self.work
        volume, issue, pages = (work.plain(field) for field in ("volume", "issue", "pages"))
        place = [volume + (f"({issue})" if issue else ""), pages]
        after = "".join(f", {part}" for part in place if part)
        alone, placed = self.target("container_title"), self.target("pages")
        title = work.text("container_title") or (self.host.title if self.host else None)
        if title is None:
            for name, number in (("Volume", volume), ("Issue", issue), ("Pages", pages)):
                if number:
                    yield remark(f"{name}: {number}")
            return
        if alone != placed and work.text("container_title"):
            yield from forms(alone, title, self.context)
        if after or (alone == placed and work.text("container_title")):
            yield from forms(placed, title, self.context, after)
        yield from self._editors_of_host(title)

    def _editors_of_host(self, title: Text) -> Iterator[Value]:
        """Yield in words who edited the book of a part whose record names them, but not the book's record."""
        own = own_contributions(self.work)
        for each in self.work.contributions:
            if each not in own:
                name = self.context.name(each.agent, self.work)
                roles = ", ".join(each.roles)
                yield remark(f"{self.context.text(title)}, {roles}: {name.heading}")

    def series(self) -> Iterator[Value]:
        """Yield the series with the number in each.

        That of a part is its book's, and stands in a relation as well.
        """
        series = own_series(self.work) or self.work.series
        for each in series:
            text = series_text(each, self.context)
            if text:
                yield from forms(self.target("series"), text, self.context)
            elif each.number:
                yield remark(f"Number in the series: {each.number}")
        if not series and self.work.plain("series_number"):
            yield remark(f"Number in the series: {self.work.plain('series_number')}")

    def relations(self) -> Iterator[Value]:
        """Yield the other works to which this one is related, then those that it cites."""
        for relation in shown_relations(self.work):
            element = self.target(relation.type)
            if element:
                yield from self._relation(element, relation)
        for citation in self.work.citations:
            cited = self.context.catalogue.works[citation.source]
            yield from self._other_work(self.target("citations/source"), cited)

    def _relation(self, element: str, relation: Relation) -> Iterator[Value]:
        text = relation_text(relation, self.context)
        if text:
            yield from forms(element, text, self.context)
        words = untitled_relation(relation, self.context)
        if words:
            name = vocabulary("relations")[relation.type]["label"]
            yield Value(element, f"{name} ({words})", "en")
        if relation.target:
            yield from self._identifier_of(element, relation.target)

    def _other_work(self, element: str, other: Work) -> Iterator[Value]:
        """Yield another work of the catalogue by its title, and by the first identifier that it has."""
        title = full_title(other)
        tag = self.context.tag(title)
        yield Value(element, title[tag], tag)
        yield from self._identifier_of(element, other)

    def _identifier_of(self, element: str, other: Work) -> Iterator[Value]:
        for each in own_identifiers(other):
            if not each.invalid:
                yield number_value(element, each)
                return
        for address in other.node.lines("url")[:1]:
            if address.startswith("http"):
                yield Value(element, address, scheme="URI")


def number_value(element: str, number: Identifier) -> Value:
    """Return a number as a URI, or with the name of its scheme if that has none."""
    if number.uri:
        return Value(element, number.uri, scheme="URI")
    return Value(element, f"{number.label} {number.number}")
