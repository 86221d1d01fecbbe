"""A work taken apart into the statements of a reference, which each format writes to its own fields.

The steps decide once for all formats what a reference says: which date it is cited by, whose the ISBN is, what the
book of a chapter is. A format says where a statement goes: its table has a row `work` for each field of a record,
and rows for its types of entries, which have some of the fields. A statement without a field in an entry is a
sentence of the note, or of the annotation, which styles do not print. What has no place at all is a loss, which the
table tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.export.citation.parts import PartStatements
from exporter.export.citation.statements import ANNOTATIONS, NOTES, listed
from exporter.export.field_words import capital
from exporter.export.reference import host_relation, main_date, own_identifiers, own_series
from exporter.model.date import Date
from exporter.model.identifiers import Identifier, address_of
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Contribution, Relation
from exporter.records.document import leaves

DATES = (
    *("issued", "created", "copyright_date", "original_date", "printed", "submitted", "accepted"),
    *("available", "updated", "valid", "withdrawn", "collected", "accessed"),
)
"""The fields of dates of the work itself."""

IN_STEPS = frozenset(
    {"id", "kind", "type", "language", "title", "devised_title", "subtitle", "part_number"}
    | {"part_name", "variant_titles", "contributors", "publisher", "place", "found", "status"}
    | {"genre", "degree", "granting_institution", "event", "series", "series_number"}
    | {"container_title", "part_of", "identifiers", "url", "about", "subjects", "keywords"}
    | {"holdings", "notes", "contents", "citations", *DATES}
)
"""Fields of which a step takes care; all others go where their row says."""

TITLE_LABELS = {
    "translation_of": "Original title",
    "reprint_of": "Original title",
    "review_of": "Reviewed title",
}
"""What the title of another work is called where it has a field of its own."""

NAMES_OF_TARGETS = frozenset({"review_of"})
"""Relations to works whose authors a reference names even if only their own records do."""

OF_HOSTS = frozenset({"isbn", "ismn", "issn", "issn_l"})
"""Schemes of numbers by which the host of a part is cited."""


class CitationWriter(PartStatements):
    """Writes one work as a reference."""

    def put_titles(self) -> None:
        """Add the title and its other forms."""
        raise NotImplementedError

    def write_statements(self) -> None:
        """Take all steps; sentences stand in the note in this order."""
        self.put_titles()
        self.title_parts()
        self.container()
        self.contributors()
        self.publishers()
        self.dates()
        self.thesis()
        self.genre()
        self.other_fields()
        self.identifiers()
        self.links()
        self.series()
        self.event()
        self.languages()
        self.subjects()
        self.holdings()
        self.relations()
        self.notes()
        self.contents()
        for unprinted in self.words.unprinted:
            self.keep_unprinted(unprinted)

    def dates(self) -> None:
        """Put each date into its field; the one by which the work is cited counts as that of publication."""
        if status := self.work.plain("status"):
            self.put_status(status)
        main, _ = main_date(self.work)
        found = {field: self.work.date(field) for field in DATES}
        dates = {field: date for field, date in found.items() if date is not None}
        cited = next((field for field, date in dates.items() if date == main), "")
        if cited:
            self.state_date("issued", dates.pop(cited), (cited,), self.label(cited))
        for field, date in dates.items():
            self.state_date(field, date, (field,))
        of_host = self.host.issued if self.host else None
        if main and not cited and main == of_host:
            self.state_date("issued", main, ("part_of",))
        elif of_host and of_host != self.work.issued and self.host and self.host.node:
            label = self.encode("Date of the whole")
            self.state("part_of/issued", self.words.date(of_host), label)

    def put_status(self, status: str) -> None:
        """Say whether the work is forthcoming, submitted or withdrawn."""
        row = self.table.row("status", status)
        words = self.encode(status if row.match == "close" else row.target)
        if self.has_field("status"):
            self.state("status", words)
        elif self.place_of("status"):
            self.note(capital(words))

    def thesis(self) -> None:
        """Say for which degree a thesis was written, and where."""
        institution = self.work.node.get("granting_institution")
        for agent in self.work.agents_at([institution] if institution else []):
            self.state("granting_institution", self.words.name(agent))
        self.state_text("degree", self.work.text("degree"))

    def genre(self) -> None:
        """Say of what sort the work is."""
        self.state_text("genre", self.work.text("genre"))

    # -- fields and numbers

    def other_fields(self) -> None:
        """Put each field that has no step of its own where its row says."""
        relations = vocabulary("relations")
        for field in self.work.data:
            if field not in IN_STEPS and field not in relations:
                self.field(field)

    def field(self, field: str) -> None:
        """Put what one field says where its row says."""
        self.state_node(field, self.work.node.get(field))

    def identifiers(self) -> None:
        """Put the numbers of the work and of its host into the fields of their schemes.

        A number of the serial or the series is a sentence where the reference names it by another one.
        """
        own = own_identifiers(self.work)
        of_host = self.host.identifiers if self.host else ()
        of_series = [each.issn for each in own_series(self.work)]
        for each in own:
            self.identifier(each)
        for each in of_host:
            if each.scheme in OF_HOSTS:
                self.identifier(each)
            elif self.host and (self.host.node or not self.host.work):
                words = self.encode(described_number(each))
                self.state("part_of/identifiers", words, self.encode(each.label))
        for each in self.work.identifiers:
            is_stated = each in own or each in of_host
            if not is_stated and described_number(each) not in of_series:
                words = self.encode(described_number(each))
                self.state("identifiers", words, self.encode(each.label))

    def identifier(self, identifier: Identifier) -> None:
        """Put a number into the field of its scheme, or into a note with the name of its scheme."""
        label = self.encode(identifier.label)
        words = self.encode(described_number(identifier))
        place = self.place_of_scheme(identifier.scheme)
        if identifier.invalid:
            self.state("identifiers", words, label)
        elif place in NOTES or place in ANNOTATIONS:
            self.state_at(place, words, label)
        elif place:
            self.put_identifier(place, identifier)
            if identifier.qualifier:
                self.state("identifiers", words, label)

    def place_of_scheme(self, scheme: str) -> str:
        """Return the place of the numbers of a scheme in this entry; empty if the format has none."""
        if scheme in self.places:
            return self.places[scheme]
        row = self.table.row("scheme", scheme)
        if row.match == "none":
            return ""
        return row.target.split()[-1]

    def put_identifier(self, place: str, identifier: Identifier) -> None:
        """Add a number to the field of its scheme."""
        self.put(place, self.encode(identifier.number))

    def links(self) -> None:
        """Put the main web address into its field, and say in words to what the others lead."""
        nodes = self.work.node.all("url")
        main = min(nodes, key=_distance_of_address, default=None)
        for node in nodes:
            described = isinstance(node.value, Mapping)
            address = address_of(node)
            if node is main:
                self.put_url(address)
            elif not self.place_of("url/label"):
                pointer = (*node.pointer, "url") if described else node.pointer
                self.context.lose(self.work, pointer, address, "a reference has one address")
            if not self.place_of("url/label"):
                continue
            if node is not main or (described and len(node.value) > 1):
                words = self.words.group(node) if described else self.encode(address)
                self.state("url/label", words, self.label("url"))

    def put_url(self, address: str) -> None:
        """Add the web address of the work."""
        self.state("url", self.encode(address))

    def languages(self) -> None:
        """Name the languages of the work."""
        for tag in self.work.languages:
            self.state("language", self.words.language(tag))

    # -- subjects, other works and notes

    def subjects(self) -> None:
        """Put into the keywords what the work is about."""
        if self.place_of("subjects"):
            for subject in self.work.subjects:
                self.state("subjects", self.words.subject(subject))
        for text in self.work.texts("keywords"):
            self.keyword(text)

    def keyword(self, text: Text) -> None:
        """Add a keyword."""
        self.state_text("keywords", text, self.encode("Keyword"))

    def relations(self) -> None:
        """Name the works to which the work is related; its host is named elsewhere."""
        host = host_relation(self.work)
        for relation in self.work.relations:
            if relation.inferred or relation is host:
                continue
            if relation.public:
                self.relation(relation)
            elif relation.node is not None:
                self.hide(relation.node)

    def hide(self, node: Node) -> None:
        """Report what a relation says that is not for the public."""
        for pointer, value in leaves(node.value):
            if pointer != ("public",):
                where = (*node.pointer, *pointer)
                self.context.lose(self.work, where, value, "the relation is not public")

    def relation(self, relation: Relation) -> None:
        """Name another work, and say how the work is related to it."""
        if not self.place_of(relation.type):
            return
        self.report_record_behind_title(relation)
        if self.has_field(f"{relation.type}/title"):
            self.fields_of_relation(relation)
        else:
            left_out = self._without_place(relation)
            words = self.words.relation(relation, left_out)
            self.state(relation.type, words, self.relation_label(relation))

    def relation_label(self, relation: Relation) -> str:
        """Return the words for a relation: `Translation of`."""
        return self.encode(vocabulary("relations")[relation.type]["label"])

    def _without_place(self, relation: Relation) -> frozenset[str]:
        if relation.node is None or not relation.is_group:
            return frozenset()
        return self.without_place(relation.type, relation.node)

    def fields_of_relation(self, relation: Relation) -> None:
        """Put what is known of another work into the fields that the format has for it, and the rest into words."""
        type, target = relation.type, relation.target
        label = self.relation_label(relation)
        title_label = self.encode(TITLE_LABELS.get(type, label))
        if relation.title:
            self.state_text(f"{type}/title", relation.title, title_label)
        elif target:
            self.state(f"{type}/title", self.words.record(target.id), title_label)
        node = relation.node if relation.is_group else None
        placed = {"title", *self._without_place(relation)}
        for name in node.value if node else ():
            if self.field_of_relation(relation, name):
                placed.add(name)
        if target and relation.issued is None:
            self.date_of_relation(relation, main_date(target)[0])
        if target and not relation.language:
            self.language_of_original(type, target.languages)
        if type in NAMES_OF_TARGETS and target and not (node and node.get("contributors")):
            self.names_of_relation(type, target.contributions)
        rest = self.words.group(node, frozenset(placed)) if node else ""
        if rest:
            self.note(f"{label}: {rest}")

    def field_of_relation(self, relation: Relation, name: str) -> bool:
        """Put one field of another work into its place; return whether there is one for it."""
        term = f"{relation.type}/{name}"
        node = relation.node.get(name) if relation.node else None
        if node is None or name == "title":
            return False
        if term == "translation_of/language":
            self.language_of_original(relation.type, node.lines())
            return True
        if not self.has_field(term):
            return False
        if name == "contributors" and relation.node:
            return self.names_of_relation(relation.type, self.work.contributions_at(relation.node))
        if name == "issued":
            self.date_of_relation(relation, relation.issued)
        else:
            self.state_node(term, node)
        return True

    def language_of_original(self, type: str, tags: Sequence[str]) -> None:
        """Say from which languages a work was translated."""
        for tag in tags if type == "translation_of" else ():
            if self.has_field("translation_of/language"):
                self.state("translation_of/language", self.words.language(tag))
            else:
                self.note(f"Translated from {self.words.language(tag)}")

    def date_of_relation(self, relation: Relation, date: Date | None) -> None:
        """Put the date of another work into its field."""
        term = f"{relation.type}/issued"
        if date and self.has_field(term):
            pointer = relation.node.pointer if relation.node else ()
            if relation.issued:
                pointer = (*pointer, "issued")
            label = self.encode("Date of the original")
            self.state_date(term, date, pointer, label)

    def names_of_relation(self, type: str, contributions: tuple[Contribution, ...]) -> bool:
        """Put the authors of another work into their field; return whether it has none but authors."""
        term = f"{type}/contributors"
        if not self.has_field(term):
            return False
        authors = [each for each in contributions if each.roles[0] == "author"]
        others = len(authors) < len(contributions)
        if others and type not in NAMES_OF_TARGETS:
            return False
        for each in authors:
            if not others:
                self.words.report_unread(each)
                self.words.report_details(each)
            self.put_name(self.place_of(term), each.agent)
        return not others

    def notes(self) -> None:
        """Put the notes that are public where the rows of their types say, each behind the name of its type."""
        for note in self.work.notes:
            place = self.place_of(f"notes/{note.type}")
            if not note.public or not place:
                continue
            row = vocabulary("note_types").get(note.type)
            label = self.encode(row["title"] if row else capital(note.type))
            words = self.words.text(note.text, label)
            if note.type == "general" and place in NOTES:
                self.note(words)
            else:
                self.state_at(place, words, label)

    def contents(self) -> None:
        """Say what the headings of the work are, and what it cites."""
        if self.place_of("contents"):
            headings = [self.heading(node) for node in self.work.node.all("contents")]
            self.state("contents", listed(headings))
        if self.place_of("citations"):
            for node in self.work.node.all("citations"):
                self.citation(node)

    def heading(self, node: Node) -> str:
        """Return a heading: `10. Encoding/decoding / Stuart Hall (128-138)`."""
        label = self.encode("Heading")
        if node.get("title") is None:
            return self.words.text(node.as_text(), label)
        texts = [node.text("title"), node.text("responsibility")]
        words = " / ".join(self.words.text(text, label) for text in texts if text)
        if number := node.line("number"):
            words = f"{self.encode(number)}. {words}"
        if pages := node.line("pages"):
            words = f"{words} ({self.encode(pages)})"
        return words

    def citation(self, node: Node) -> None:
        """Say what the work takes from a source, in what sense, and where."""
        words = self.record_with_key(node.line("source"))
        if through := node.line("through"):
            words += f", through {self.record_with_key(through)}"
        if at := node.line("at"):
            words += f", at “{self.encode(at)}”"
        texts = (*node.texts("claims"), *node.texts("note"))
        if texts:
            label = self.encode("Claim")
            words += f": {listed(self.words.text(text, label) for text in texts)}"
        self.state("citations", words, self.encode(capital(node.line("intent"))))


def separated(entries: Iterable[str], separator: str) -> Iterator[str]:
    """Yield the entries of a document, with `separator` between two of them."""
    before = ""
    for each in entries:
        yield before + each
        before = separator


def described_number(identifier: Identifier) -> str:
    """Return a number with what its record says of it: `0-306-40615-2 (hardback)`."""
    qualifier = identifier.qualifier
    if identifier.invalid:
        qualifier = qualifier or "wrong or cancelled"
    return f"{identifier.number} ({qualifier})" if qualifier else identifier.number


def _distance_of_address(node: Node) -> int:
    """Return how far a web address is from the work: its own address, that of a version, others."""
    relation = node.line("relation") if isinstance(node.value, Mapping) else ""
    return {"": 0, "resource": 0, "version": 1}.get(relation, 2)
