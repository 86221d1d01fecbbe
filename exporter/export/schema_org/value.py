"""The values of schema.org: texts with their languages, dates, places, numbers, pointers to agents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exporter.export import notes as in_words
from exporter.export.context import ExportContext
from exporter.model.agent import Agent
from exporter.model.date import Date, parse_date
from exporter.model.text import Parallel
from exporter.model.vocabularies.schemes import label, uri

Node = dict[str, Any]
"""A thing, by the names of its properties."""

Property = tuple[str, Any]
"""The name of a property, and a value or a list of values."""


def gathered(properties: Iterable[Property], *, kind: str | list[str] = "", id: str = "") -> Node:
    """Put properties into one thing: several values of one are a list, in the order in which they were said."""
    found: dict[str, list[Any]] = {}
    for name, value in properties:
        values = found.setdefault(name, [])
        values += [
            each for each in (value if isinstance(value, list) else [value]) if each not in values
        ]
    head: Node = {**({"@id": f"#{id}"} if id else {}), **({"@type": kind} if kind else {})}
    return head | {
        name: values[0] if len(values) == 1 else values for name, values in found.items()
    }


def forms(text: Parallel[Any], context: ExportContext) -> list[Any]:
    """Give each form of a text or name with its language, the one to be preferred first."""
    proper = text.preferred_tag(context.languages)
    return [
        tagged(str(form), tag) for tag, form in sorted(text, key=lambda each: each[0] != proper)
    ]


def tagged(form: str, tag: str) -> Any:
    """Give a text with its language, as far as that is known."""
    return form if tag == "und" else {"@value": form, "@language": tag}


def remark(text: str) -> Property:
    """Give in words, as a sentence, what has no property of its own."""
    return "description", tagged(in_words.sentence(text), "en")


def dated(name: str, words: str, written: Date | str | int | None) -> Iterator[Property]:
    """Give a date as ISO 8601, and in words what that cannot say.

    Of an uncertain or approximate date that is its plain part; of an interval or a set there is none.
    """
    if written is not None:
        date = written if isinstance(written, Date) else parse_date(written)
        plain = (
            date.start.w3c() if date.start and date.start == date.end and not date.members else ""
        )
        if plain:
            yield name, plain
        if plain != str(date):
            yield remark(f"{words}: {date} (EDTF)")


def place(name: Parallel[str], context: ExportContext) -> Node:
    """Give a place by its name."""
    return gathered([("name", forms(name, context))], kind="Place")


def number(name: str, scheme: str, written: str) -> Property:
    """Give a number as the address of the same thing, in a property of its own, or with the name of its scheme."""
    address = uri(scheme, written)
    if name == "sameAs":
        return name, address
    if name != "identifier":
        return name, written
    named = [
        ("propertyID", label(scheme)),
        ("value", written),
        *([("url", address)] if address else []),
    ]
    return name, gathered(named, kind="PropertyValue")


def agent_pointer(agent: Agent, context: ExportContext) -> Node:
    """Point to a person or organisation, and say beside it what it is and what it is called."""
    kind = "Person" if agent.is_person else "Organization"
    return gathered([("name", forms(agent.names, context))], kind=kind, id=agent.id)
