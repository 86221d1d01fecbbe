"""The values of DataCite: properties that are not empty, and texts with their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.distinct import DistinctValues
from exporter.export.field_words import plain_text
from exporter.model.markup import strip
from exporter.model.text import Text
from exporter.model.work import Work

Properties = dict[str, Any]
"""What is said of a thing, under the names of DataCite's JSON."""


def full(**properties: Any) -> Properties:
    """Return the properties that are not empty, with each value of a list once."""
    found: Properties = {}
    for name, value in properties.items():
        if isinstance(value, Iterable) and not isinstance(value, (str, dict)):
            value = _once(value)
        if value:
            found[name] = value
    return found


def _once(values: Iterable[Any]) -> list[Any]:
    found = DistinctValues()
    for each in values:
        found.add(each)
    return found.values


def text_value(name: str, form: str, tag: str, **others: str) -> Properties:
    """Return a text without markup, with what else is said of it, and its language as far as that is known."""
    return full(**{name: strip(form)}, **others, lang="" if tag == "und" else tag)


def text_values(
    name: str, text: Text, context: ExportContext, **others: str
) -> Iterator[Properties]:
    """Yield a value for each form of a text, the one to be preferred first."""
    proper = context.tag(text)
    for tag, form in sorted(plain_text(text), key=lambda each: each[0] != proper):
        yield text_value(name, form, tag, **others)


def lose_other_texts(work: Work, text: Text, context: ExportContext, reason: str) -> None:
    """Report every form of a text but the printed one."""
    for tag, form in text:
        if tag != context.tag(text):
            context.lose(work, text.pointer_of(tag), form, reason)
