"""What the graph of all records shares: values at the place that the table has for a field, printed mentions, reasons.

A cell of the table is a path from the record, or from the thing that the field around it has made: `dcterms:title` is
a property; `dcterms:type/rdfs:label` the label of a thing that stands between; `bio:birth[bio:Birth]` names the class
of a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.field_words import (
    date_text,
    label,
    path_label,
    plain_fields,
    plain_text,
    with_words,
)
from exporter.export.rdf.graph import TYPE, Link, Literal, Resource, Value, VocabularyTerm
from exporter.model.agent import Agent
from exporter.model.date import Date, parse_date
from exporter.model.text import Text, text_of
from exporter.model.work import Work
from exporter.records.document import Pointer

Statement = tuple[str, Value]

_DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


class DescribedRecord:
    """One record on its way into a graph."""

    def __init__(self, record: Work | Agent, context: ExportContext) -> None:
        self.id = record.id
        self.record = record
        self.data = record.data
        self.language = record.node.languages.work if isinstance(record, Work) else record.language
        self.noun = "work" if isinstance(record, Work) else "agent"
        self.context = context

    def at(self, field: str, *values: Value) -> list[Statement]:
        """Say values where the table has the field; several of them are said of one thing if the path has one."""
        return self.at_path(self.context.crosswalk.target(self.noun, field), *values)

    def at_path(self, path: str, *values: Value) -> list[Statement]:
        """Say values at a path of properties."""
        steps = _steps(path)
        if not steps or not values:
            return []
        said: list[Statement] = [(steps[-1].name, value) for value in values]
        for step in reversed(steps[:-1]):
            said = [(step.name, thing(step.kind, said))]
        return said

    def within(self, field: str, parts: Iterable[Statement]) -> list[Statement]:
        """Say several parts of one thing: of a birth its date and its place."""
        steps = _steps(self.context.crosswalk.target(self.noun, field))
        said = list(parts)
        return [(steps[0].name, thing(steps[0].kind, said))] if steps and said else []

    def text(self, field: str, written: Any) -> list[Statement]:
        """Say a text in all its languages."""
        return self.at(field, *literals(text_of(written, self.language)))

    def own_text(self, field: str) -> list[Statement]:
        """Say a text, or each of several, that stands directly in the record; nothing where it has none."""
        texts = self.record.node.texts(field)
        return [statement for text in texts for statement in self.at(field, *literals(text))]

    def plain(self, field: str) -> list[Statement]:
        """Say a number or name in no language that stands directly in the record; nothing where it has none."""
        return self.at(field, Literal(str(self.data[field]))) if field in self.data else []

    def date(self, field: str) -> list[Statement]:
        """Say a date that stands directly in the record, with its printed form in a note."""
        date = self.record.node.date(field)
        if date is None:
            return []
        node = self.record.node.get(field)
        return self.at(field, dated(str(date))) + printed_date(date, label(node) if node else "")

    def others(self, field: str) -> list[Statement]:
        """Point to the records that a field names; nothing where it names none."""
        return self.at(field, *map(local, self.record.node.lines(field)))

    def weaken(self, work: Work, pointer: Pointer, value: str, reason: str) -> None:
        """Report once that a statement is carried less exactly, however often the node is made."""
        place = "/".join(map(str, (work.id, *pointer)))
        if place not in self.context.reported_ids:
            self.context.reported_ids.add(place)
            self.context.weaken(work, pointer, value, reason)

    def shared(self) -> Iterator[Statement]:
        """Say what works and agents have in common."""
        for note in self.record.notes:
            if note.public:
                yield from self.at("notes", *literals(note.text))
        reasons = self.record.node.get("inferred")
        for path in reasons.value if reasons else ():
            inner = self.record.node.get("inferred", path)
            text = inner.as_text() if inner else None
            name = path_label(self.record.node.field, path)
            forms = literals(text) if text else []
            words = [Literal(f"{name}: {each.text}", each.tag) for each in forms]
            yield from self.at("inferred", *words)
        yield from self.others("distinct_from")

    def plain_fields(self, written: frozenset[str]) -> Iterator[Statement]:
        """Say each field that nothing else has `written`, at the place of the table or of a schema."""
        for path, text in plain_fields(self.record.node, self.noun, written, self.context):
            yield from self.at_path(path, *literals(text))

    def mentions(self) -> Iterator[Resource]:
        """Yield each printed mention as a passage, and what it prints as statements that nobody here makes.

        Source: RDF Schema 1.1, 5.3 (reification): to describe a statement is not to state it.
        """
        for number, mention in enumerate(self.data.get("found", ()), start=1):
            passage = local(f"{self.id}.found.{number}")
            yield Resource(passage, tuple(self._passage(mention)))
            for field, printed in mention.items():
                if field not in {"in", "at", "sic", "note"} and isinstance(printed, str | dict):
                    for name, value in self.text(f"found/{field}", printed):
                        yield self._printed(name, value, passage)

    def _printed(self, name: str, value: Value, passage: Link) -> Resource:
        parts: list[Statement] = [
            ("rdf:subject", local(self.id)),
            ("rdf:predicate", VocabularyTerm(name)),
            ("rdf:object", value),
        ]
        return thing("rdf:Statement", [*parts, *self.at("found", passage)])

    def _passage(self, mention: Mapping[str, Any]) -> Iterator[Statement]:
        yield TYPE, VocabularyTerm("bibo:Excerpt")
        yield from self.at("found/in", local(mention["in"]))
        yield "dcterms:references", local(self.id)
        if "at" in mention:
            yield from self.at("found/at", Literal(mention["at"]))
        yield from self.at(
            "found/sic", *(Literal(f"sic: {each}") for each in mention.get("sic", ()))
        )
        if "note" in mention:
            yield from self.text("found/note", mention["note"])


def thing(kind: str, statements: Iterable[Statement]) -> Resource:
    """Return a thing without a name, of a class if `kind` names one."""
    return Resource(None, (*([(TYPE, VocabularyTerm(kind))] if kind else []), *statements))


def local(id: str) -> Link:
    """Point to a record in this document."""
    return Link(f"#{id}")


def literals(text: Text) -> list[Literal]:
    """Return each form of a text without markup, with its language as far as that is known."""
    return [Literal(form, "" if tag == "und" else tag) for tag, form in plain_text(text)]


def dated(written: str | int) -> Literal:
    """Return a date: a plain one as XML Schema has it, any other as EDTF.

    Source: XSD 1.1 Part 2, 3.3 (xs:date, xs:gYearMonth, xs:gYear; RDF 1.1, 5.1); id.loc.gov/datatypes/edtf.
    XSD 1.0 knows no year 0, so that is EDTF as well.
    """
    date = parse_date(written)
    plain = date.exact and not str(date).startswith("0000")
    return Literal(str(date), datatype=_DATATYPES[len(str(date))] if plain else "edtf:EDTF")


def printed_date(date: Date, name: str) -> list[Statement]:
    """Return a note with the words of the work for a date, and its calendar; empty if it has neither."""
    if not date.printed and not date.calendar:
        return []
    words = with_words(date_text(date), f"{name}: " if name else "")
    return [("skos:note", each) for each in literals(words)]


class _Step(NamedTuple):
    """One step of a path: a property, and the class of the thing that it leads to, if the path names one."""

    name: str
    kind: str


_STEP = re.compile(r"([a-z]+:\w+)(?:\[([a-z]+:\w+)\])?", re.ASCII)


@cache
def _steps(cell: str) -> tuple[_Step, ...]:
    return tuple(_Step(name, kind) for name, kind in _STEP.findall(cell))
