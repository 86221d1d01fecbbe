"""Titles and abstracts in Crossref, with their markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.export import xml
from exporter.export.crossref.entry import Entry, element
from exporter.export.crossref.languages import code
from exporter.model.markup import MarkedUp, nested
from exporter.model.text import Text
from exporter.model.work import Relation

FACES = {"<i>": "i", "<b>": "b", "<sup>": "sup", "<sub>": "sub"}
JATS_FACES = {"<i>": "jats:italic", "<b>": "jats:bold", "<sup>": "jats:sup", "<sub>": "jats:sub"}
_NO_CASE = '<span class="nocase">'
_MOST_TITLES = 20
"""How many titles an article in a journal may have."""
_PARTS = (("part_number", ". "), ("part_name", ", "))


def marked_up(text: str, *, in_jats: bool = False) -> list[xml.Element | str]:
    """Return the words of a text with its markup as face elements of Crossref, or of JATS."""
    return list(_marked_up(nested(text), in_jats=in_jats))


def _marked_up(
    content: tuple[str | MarkedUp, ...], *, in_jats: bool
) -> Iterator[xml.Element | str]:
    faces = JATS_FACES if in_jats else FACES
    small_capitals = "jats:sc" if in_jats else "scp"
    for part in content:
        if isinstance(part, str):
            yield part
            continue
        inner = _marked_up(part.content, in_jats=in_jats)
        if part.tag == _NO_CASE:
            yield from inner
        else:
            face = faces.get(part.tag, small_capitals)
            yield element(face, *inner)


def titles(entry: Entry) -> xml.Element:
    """Return the title with its subtitle, and the title of the original of a translation."""
    tag = entry.context.tag(entry.work.title)
    return element(
        "titles",
        element("title", *marked_up(_title(entry, tag))),
        _subtitle(entry, tag, is_main=True),
        *_original_title(entry),
    )


def all_titles(entry: Entry) -> list[xml.Element]:
    """Return a `titles` for each form of the title and for each parallel title.

    The title of an article in a journal may have several languages.
    """
    title = entry.work.title
    proper = entry.context.tag(title)
    made = [titles(entry)]
    for tag, _ in title:
        if tag != proper and len(made) < _MOST_TITLES:
            words = element("title", *marked_up(_title(entry, tag)))
            made.append(element("titles", words, _subtitle(entry, tag, is_main=False)))
    for text in entry.work.texts("parallel_title"):
        for tag, form in text:
            if len(made) < _MOST_TITLES:
                entry.mark(*text.pointer_of(tag))
                made.append(element("titles", element("title", *marked_up(form))))
    return made


def _title(entry: Entry, tag: str) -> str:
    """Return a form of the title with the number and the name of the part."""
    work = entry.work
    if work.title.pointer:
        entry.mark(*work.title.pointer_of(tag))
    words = work.title[tag]
    for field, mark in _PARTS:
        text = work.text(field)
        if text and tag in text.forms:
            entry.mark(*text.pointer_of(tag))
            words += mark + text[tag]
    return words


def _subtitle(entry: Entry, tag: str, *, is_main: bool) -> xml.Element | None:
    text = entry.work.text("subtitle")
    if text is None:
        return None
    if tag not in text.forms:
        if not is_main:
            return None
        tag = entry.context.tag(text)
    entry.mark(*text.pointer_of(tag))
    return element("subtitle", *marked_up(text[tag]))


def _original_title(entry: Entry) -> Iterator[xml.Element]:
    for relation in entry.work.related("translation_of"):
        text = relation.title or (relation.target.title if relation.target else None)
        if text is None or not relation.public:
            continue
        tag = text.preferred_tag()
        language = relation.language or (relation.target.language if relation.target else "")
        if relation.title:
            entry.mark(*text.pointer_of(tag))
        else:
            entry.mark_reference(relation)
        _mark_language(entry, relation)
        yield element(
            "original_language_title",
            *marked_up(text[tag]),
            attributes={"language": code(language or tag)},
        )
        return


def _mark_language(entry: Entry, relation: Relation) -> None:
    """Note that the language that a relation states of the other work is written."""
    if relation.node is None or not relation.is_group:
        return
    node = relation.node.get("language")
    if node is not None and code(relation.language):
        entry.mark_first(node)


def abstracts(entry: Entry) -> list[xml.Element]:
    """Return each form of each abstract in JATS."""
    made = []
    for text in entry.work.texts("abstract"):
        for tag, form in text:
            entry.mark(*text.pointer_of(tag))
            made.append(_abstract(tag, form))
    return made


def _abstract(tag: str, form: str) -> xml.Element:
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", form) if part.strip()]
    made = [element("jats:p", *marked_up(each, in_jats=True)) for each in paragraphs]
    language = {} if tag == "und" else {xml.XML_LANG: tag}
    return element("jats:abstract", *made, attributes=language)


def description(entry: Entry) -> xml.Element | None:
    """Return the abstract as the `description` of a data set, in one language."""
    text: Text | None = entry.work.text("abstract")
    if text is None:
        return None
    tag = entry.context.tag(text)
    entry.mark(*text.pointer_of(tag))
    return element("description", *marked_up(text[tag]), attributes={"language": code(tag)})
