"""Elements of HTML around the texts of records: their language, their direction and their markup."""

from __future__ import annotations

import unicodedata
from html import escape

from exporter.export.context import ExportContext
from exporter.model.markup import spans
from exporter.model.text import Text


def language_attributes(text: str, tag: str) -> str:
    """Return the attributes for the language of a text, and for its direction if it is written from right to left."""
    first = next(
        (kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "L"
    )
    return f' lang="{"" if tag == "und" else escape(tag)}"' + ("" if first == "L" else ' dir="rtl"')


def said(text: str, tag: str) -> str:
    """Return a text inside others, with its language; its direction does not reach beyond it."""
    return f'<bdi lang="{"" if tag == "und" else escape(tag)}">{marked(text)}</bdi>'


def marked(text: str) -> str:
    """Return a text with its markup as elements of HTML."""
    found = []
    for span in spans(text):
        words = escape(span.text)
        for style in reversed(span.styles):
            words = _ELEMENTS.get(style, "{}").format(words)
        found.append(words)
    return "".join(found)


_ELEMENTS = {
    "italic": "<i>{}</i>",
    "bold": "<b>{}</b>",
    "superscript": "<sup>{}</sup>",
    "subscript": "<sub>{}</sub>",
    "small-caps": '<span style="font-variant: small-caps">{}</span>',
}


def forms(text: Text, context: ExportContext) -> str:
    """Return all forms of a text, the one to be preferred first."""
    printed = context.tag(text)
    return " = ".join(
        said(text[tag], tag)
        for tag in sorted((tag for tag, _ in text), key=lambda tag: tag != printed)
    )


def cell(text: Text, context: ExportContext) -> str:
    """Return all forms of a text as the value of a row."""
    [(tag, form), *others] = text
    if others:
        return f"<dd>{forms(text, context)}</dd>"
    return f"<dd{language_attributes(form, tag)}>{marked(form)}</dd>"


def linked(address: str, text: str) -> str:
    """Return a text with a link to an address of the web; any other address is none."""
    if not address.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(address)}">{escape(text)}</a>'
