"""The values of DataCite: properties that are not empty, and texts with their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from exporter.export.context import ExportContext
from exporter.model.text import Text
from exporter.model.work import Work
from exporter.records.document import Pointer

Properties = dict[str, Any]
"""What is said of a thing, under the names of DataCite's JSON."""


def full(**properties: Any) -> Properties:
    """Leave out what is empty, and in each list what stands there already."""
    found: Properties = {}
    for name, value in properties.items():
        if isinstance(value, Iterable) and not isinstance(value, (str, dict)):
            value = _once(value)
        if value:
            found[name] = value
    return found


def _once(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for each in values:
        if each not in found:
            found.append(each)
    return found


def said(name: str, form: str, tag: str, **others: str) -> Properties:
    """Give a text with what else is said of it, and its language as far as that is known."""
    return full(**{name: form}, **others, lang="" if tag == "und" else tag)


def forms(work: Work, field: str) -> Iterator[tuple[str, str]]:
    """Give every form of every text of a field: its language and itself."""
    texts = (
        work.texts(field)
        if isinstance(work.data.get(field), list)
        else filter(None, [work.text(field)])
    )
    yield from (form for text in texts for form in text)


def lose_forms(
    work: Work, pointer: Pointer, text: Text, context: ExportContext, reason: str
) -> None:
    """Report every form of a text but the printed one."""
    for tag, form in text:
        if tag != context.tag(text):
            context.lose(work, (*pointer, tag), form, reason)
