"""The values of Dublin Core elements, and the document around the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.field_words import full_name, plain_text, sentence
from exporter.model.agent import Agent
from exporter.model.text import Text
from exporter.model.work import Work
from exporter.records.revisions import sources_of

LONE_NAME = "a second form of a name would be a second person"
"""Why the other forms of a name are lost."""


class Value(NamedTuple):
    """What one element says.

    `tag` is the language of the text; empty for a code, a date or an address. `scheme` is the
    encoding scheme of a code, a date or an address, in the words of dcterms.xsd (`W3CDTF`, `URI`).
    """

    element: str
    text: str
    tag: str = ""
    scheme: str = ""


def known(tag: str) -> str:
    """Return a tag for xml:lang; empty for a language that is not known."""
    return "" if tag == "und" else tag


def forms(element: str, text: Text, context: ExportContext, after: str = "") -> Iterator[Value]:
    """Yield every form of a text, the one to be preferred first."""
    proper = context.tag(text)
    for tag, form in sorted(plain_text(text), key=lambda each: each[0] != proper):
        yield Value(element, form + after, tag)


def remark(text: str) -> Value:
    """Return in words, as a sentence, what has no element of its own."""
    return Value("dc:description", sentence(text), "en")


def record_history(work: Work, context: ExportContext) -> Iterator[Value]:
    """Yield, in words, when the record was made and changed: Dublin Core describes no record."""
    history = context.history.get(work.id, ())
    if not history:
        return
    words = f"Record made on {history[-1].day}"
    if len(history) > 1:
        words += f", last changed on {history[0].day}"
    sources = "; ".join(sources_of(history))
    yield remark(f"{words}; source: {sources}" if sources else words)


def name_value(element: str, agent: Agent, work: Work, context: ExportContext) -> Value:
    """Return a name as a library files it."""
    name = context.name(agent, work)
    return Value(element, full_name(name), name.tag)


def render_document(
    works: Sequence[Work],
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the document: a single work as the root, any other number in a `collection`."""
    yield from xml.collected(entries, len(works))
