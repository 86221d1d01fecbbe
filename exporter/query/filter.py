"""Which records a command is about: those that meet all conditions of its options."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from exporter.model.folding import folded
from exporter.model.records import Record
from exporter.query.condition import Condition, field_at
from exporter.records.document import leaves
from exporter.records.schema import Schemas


class Filter(NamedTuple):
    """Conditions on records; those that are empty are met by all records.

    A record meets `kinds`, `types`, `languages` and `subjects` if it has one of them, and
    `conditions` if all of them hold. `files` are the paths of the records to consider.
    """

    kinds: Collection[str] = ()
    types: Collection[str] = ()
    languages: Collection[str] = ()
    subjects: Collection[str] = ()
    conditions: Collection[Condition] = ()
    files: Collection[str] | None = None

    def accepts(self, record: Record, schemas: Schemas) -> bool:
        """Return whether a record meets all conditions."""
        if self.kinds and record.kind not in self.kinds:
            return False
        if self.files is not None and record.file not in self.files:
            return False
        if not (self.types or self.languages or self.subjects or self.conditions):
            return True
        data = record.data
        type = data.get("type") or schemas.catalogued(record.kind).get("type", "")
        return (
            (not self.types or type in self.types)
            and (not self.languages or self._has_language(data))
            and (not self.subjects or self._has_subject(data))
            and all(
                each.holds(data, field_at(schemas, record.kind, each.path))
                for each in self.conditions
            )
        )

    def _has_language(self, data: Mapping[str, Any]) -> bool:
        """Return whether a record has one of the languages; `zh` stands for `zh-Hant`, too."""
        written = [*_strings(data.get("language")), *_strings(data.get("languages"))]
        for wanted in self.languages:
            for tag in written:
                if f"{tag}-".lower().startswith(f"{wanted}-".lower()):
                    return True
        return False

    def _has_subject(self, data: Mapping[str, Any]) -> bool:
        """Return whether a subject, a keyword or a record under `about` has one of the words."""
        texts = [*_strings(data.get("subjects")), *_strings(data.get("about"))]
        texts += _strings(data.get("keywords"))
        return any(folded(wanted) in folded(text) for wanted in self.subjects for text in texts)


def _strings(value: object) -> Iterator[str]:
    """Yield all texts in a value."""
    return (str(leaf) for _, leaf in leaves(value) if leaf is not None)
