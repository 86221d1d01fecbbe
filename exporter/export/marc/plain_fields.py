"""Fields of a record that hold one value, in the MARC fields that the table names.

A target with indicators is written as it stands: `516 ## $a`, or with words around the value: `500
## $a Version: …`, `500 ## $a {label}: …`, where the label is the field's title in its schema. Any
other target of the table only says in which fields the code puts a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.marc.dates import with_printed
from exporter.export.marc.fields import Fields
from exporter.model.node import Node
from exporter.model.text import Parallel, Text
from exporter.records.document import leaves

_TARGET = re.compile(r"(\d{3}) ([#0-9]{2}) \$([a-z0-9])(?: (.*))?")


def put_plain_fields(fields: Fields, record: Node, noun: str, context: ExportContext) -> None:
    """Add every field of a record whose target in the table has indicators.

    `noun` is the vocabulary of the table with the fields of the record.
    """
    for name in record.value:
        node = record.get(name)
        row = context.crosswalk.field(noun, (name,), record.field)
        if node and _TARGET.fullmatch(row.target):
            for place, item in enumerate(record.all(name), 1):
                about = f"{name}.{place}" if isinstance(node.value, list) else name
                for value in _values(item):
                    put_target(fields, row.target, _label(node, name), value, about)


def put_target(fields: Fields, target: str, label: str, value: Text | str, about: str) -> None:
    """Add a value in the field that a target names.

    A target that names no field with indicators adds nothing.
    """
    match = _TARGET.fullmatch(target)
    if match is None:
        return
    tag, indicators, code, words = match.groups()
    template = (words or "…").replace("{label}", label)
    fields.put(tag, indicators.replace("#", " "), code, _inside(template, value), about=(about,))


def _inside(template: str, value: Text | str) -> Text | str:
    """Return a value with the words of a template around it."""
    if template == "…" or not value:
        return value
    if isinstance(value, str):
        return template.replace("…", value)
    forms = {tag: template.replace("…", form) for tag, form in value}
    return Parallel(value.language, forms, value.pointer, value.plain)


def _label(node: Node, name: str) -> str:
    title = node.field.title if node.field else ""
    return title or name.replace("_", " ").capitalize()


def _values(node: Node) -> Iterator[Text | str]:
    """Yield what a field says: a text, a date in words, a plain value, or all values of a group."""
    field = node.field
    if field and field.keyword("format") == "edtf":
        date = node.date()
        if date:
            yield with_printed(date, in_words(date))
    elif field and field.keyword("textual"):
        yield node.as_text()
    elif isinstance(node.value, Mapping | list):
        yield "; ".join(str(value) for _, value in leaves(node.value))
    else:
        yield str(node.value)
