"""The values of schema.org: texts with their languages, dates, places, numbers, pointers to agents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words as date_in_words
from exporter.export.distinct import DistinctValues
from exporter.export.field_words import plain_fields, sentence
from exporter.model.agent import Agent, Name
from exporter.model.date import Date, parse_date
from exporter.model.identifiers import Identifier
from exporter.model.markup import strip
from exporter.model.node import Node as RecordNode
from exporter.model.text import Parallel, text_of

Node = dict[str, Any]
"""A thing, by the names of its properties."""

Property = tuple[str, Any]
"""The name of a property, and a value or a list of values."""


def gathered(properties: Iterable[Property], *, kind: str | list[str] = "", id: str = "") -> Node:
    """Put properties into one thing: several values of one are a list, in the order in which they were said."""
    found: dict[str, DistinctValues] = {}
    for name, value in properties:
        if name not in found:
            found[name] = DistinctValues()
        for each in value if isinstance(value, list) else [value]:
            found[name].add(each)
    head: Node = {**({"@id": f"#{id}"} if id else {}), **({"@type": kind} if kind else {})}
    return head | {
        name: each.values[0] if len(each.values) == 1 else each.values
        for name, each in found.items()
    }


def forms(text: Parallel[Any], context: ExportContext) -> list[Any]:
    """Return each form of a text or name with its language, the one to be preferred first."""
    proper = text.preferred_tag(context.languages)
    found = []
    for tag, form in sorted(text, key=lambda each: each[0] != proper):
        words = form.complete if isinstance(form, Name) else form
        found.append(tagged(strip(words), tag))
    return found


def tagged(form: str, tag: str) -> Any:
    """Return a text with its language, as far as that is known."""
    return form if tag == "und" else {"@value": form, "@language": tag}


def remark(text: str) -> Property:
    """Return in words, as a sentence, what has no property of its own."""
    return "description", tagged(sentence(text), "en")


def read_date(written: Mapping[str, Any] | str | int) -> Date:
    """Return a date as a record writes it: alone, or in a group with what is printed."""
    if not isinstance(written, Mapping):
        return parse_date(written)
    printed = text_of(written["printed"], "und") if "printed" in written else None
    calendar = str(written.get("calendar", ""))
    return parse_date(written["date"])._replace(printed=printed, calendar=calendar)


def dated(
    name: str, words: str, written: Date | Mapping[str, Any] | str | int | None
) -> Iterator[Property]:
    """Yield a date as ISO 8601, and in words what that cannot say.

    Of an uncertain or approximate date that is its plain part; of an interval or a set there is none.
    """
    if written is not None:
        date = written if isinstance(written, Date) else read_date(written)
        plain = (
            date.start.w3c() if date.start and date.start == date.end and not date.members else ""
        )
        if plain:
            yield name, plain
        printed = [form for _, form in date.printed or ()]
        printed += [f"{date.calendar} calendar"] if date.calendar else []
        after = f" ({'; '.join(printed)})" if printed else ""
        if plain != str(date) or printed:
            yield remark(f"{words}: {date_in_words(date)}{after}")


def place(name: Parallel[str], context: ExportContext) -> Node:
    """Return a place by its name."""
    return gathered([("name", forms(name, context))], kind="Place")


def number(name: str, each: Identifier) -> Iterator[Property]:
    """Yield a number as the address of the same thing, in a property of its own, or with the name of its scheme.

    A `PropertyValue` has the qualifier inside; beside any other number it is said in words.
    """
    words = f"{each.label} {each.number}"
    if each.invalid:
        yield remark(f"{words} (invalid)")
    elif name == "sameAs" and each.uri:
        yield name, each.uri
    elif name in {"identifier", "sameAs"}:
        yield "identifier", _described_number(each)
        return
    else:
        yield name, each.number
    if each.qualifier:
        yield remark(f"{words}: {each.qualifier}")


def _described_number(each: Identifier) -> Node:
    named: list[Property] = [("propertyID", each.label), ("value", each.number)]
    named += [("url", each.uri)] if each.uri else []
    named += [("description", each.qualifier)] if each.qualifier else []
    return gathered(named, kind="PropertyValue")


def other_fields(
    record: RecordNode, noun: str, written: frozenset[str], context: ExportContext
) -> Iterator[Property]:
    """Yield each field that nothing else has `written`, in the property of the table or of a schema."""
    for place, text in plain_fields(record, noun, written, context):
        outer, _, inner = place.partition("/")
        values = forms(text, context)
        yield outer, gathered([(inner, values)], kind=_TYPES.get(outer, "")) if inner else values


_TYPES = {
    "temporalCoverage": "",
    "copyrightHolder": "Organization",
    "sourceOrganization": "Organization",
    "recordedAt": "Event",
    "hasOccupation": "Occupation",
}
"""The types of the things that stand in properties with a property inside."""


def agent_pointer(agent: Agent, context: ExportContext) -> Node:
    """Point to a person or organisation, and say beside it what it is and what it is called.

    One without a record has the parts of its name here: no other node has them.
    """
    kind = _CLASSES.get(agent.kind, "Organization")
    said: list[Property] = [("name", forms(agent.names, context))]
    if not agent.id:
        said += name_parts(agent.names)
    return gathered(said, kind=kind, id=agent.id)


def name_parts(names: Parallel[Name]) -> Iterator[Property]:
    """Yield the parts of each form of a name; particles stand with the part that they belong to."""
    for tag, name in names:
        given = " ".join(filter(None, (name.given, name.dropping_particle)))
        parts = {
            "familyName": name.family_with_particle,
            "givenName": given,
            "honorificSuffix": name.suffix,
        }
        yield from ((part, tagged(text, tag)) for part, text in parts.items() if text)


_CLASSES = {"person": "Person", "event": "Event"}
"""The types of agents by their kind; a family is an organisation, since schema.org has no other type for it."""
