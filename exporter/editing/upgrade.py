"""Carries records of an older exporter over to the shape of today.

Their comments and layout stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from exporter.errors import UsageError
from exporter.records.document import Document, value_at
from exporter.records.schema import Schemas
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import insert_after, remove_value, rename_key, set_value
from exporter.validate.old_shape import ShapeChange, language_of_own_words, old_fields


@dataclass
class OldRecords:
    """What the old records of a catalogue have in common.

    `languages` counts those of the agents.
    """

    any: bool = False
    languages: Counter[str] = field(default_factory=Counter)

    @classmethod
    def among(cls, documents: Iterable[Document], schemas: Schemas, language: str) -> OldRecords:
        """Look for old records. `language` is that of the catalogue.

        Raises UsageError if the schemas of the catalogue are old themselves.
        """
        for kind in schemas.kinds:
            if schemas.noun(kind) == "agent" and "language" in schemas.within(kind, ()):
                message = "the schemas of this catalogue come from an older exporter"
                raise UsageError(message, "run “exporter schemas update” first")
        found = cls()
        for document in documents:
            if old_fields(document, schemas, language):
                found.any = True
                own = document.data.get("language")
                if schemas.noun(document.kind) == "agent" and isinstance(own, str):
                    found.languages[own] += 1
        return found


def upgraded(document: Document, schemas: Schemas, language: str, *, in_old_catalogue: bool) -> str:
    """Return the text of a record in the shape of today. `language` is that of the catalogue.

    Nothing in the record of a work shows by itself in which language its cataloguer wrote: it is
    kept only in a catalogue that has old records of other sorts. Raises UneditableError.
    """
    changes = old_fields(document, schemas, language)
    if in_old_catalogue:
        changes += language_of_own_words(document, schemas, language)
    text = document.text
    for change in sorted(changes, key=lambda each: len(each.pointer), reverse=True):
        text = _applied(text, change)
    return text


def _applied(text: str, change: ShapeChange) -> str:
    if change.action == "rename":
        return rename_key(text, change.pointer, change.name)
    if change.action == "remove":
        return remove_value(text, change.pointer, keep_comments=True)
    if change.action == "insert":
        return insert_after(text, change.pointer, change.name, change.value)
    value = value_at(load(text, UNLIMITED), change.pointer)
    return set_value(text, change.pointer, {change.name: value})
