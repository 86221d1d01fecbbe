"""The texts of a record, each with its language, and whether it is transcribed from a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from exporter.records.document import Document, Pointer
from exporter.validate.checked_record import CheckedRecord


class TextField(NamedTuple):
    """One text of a record.

    `tag` is its BCP 47 language tag, or empty for text in no language (a volume, a place in a
    source). `printed` is true for a transcription: text that a mention under `found` prints, or a
    field that repeats such a text.
    """

    pointer: Pointer
    tag: str
    text: str
    printed: bool


class TextFields:
    """All texts of one record in the order of the file.

    `found` holds their pointers, tags and strings. For a quick look at all of them at once: `texts`
    holds only the strings, `joined` is one string with a line for each, `non_ascii` is the set of
    its characters (empty if all are ASCII), and `tags` are the language tags.
    """

    def __init__(self, record: CheckedRecord) -> None:
        self.found = found = record.contents.texts
        self.document: Document = record.document
        self.texts = [text for _, _, text in found]
        self.joined = "\n".join(self.texts)
        self.non_ascii = frozenset("" if self.joined.isascii() else self.joined)
        self.tags = {tag for _, tag, _ in found}

    @cached_property
    def _fields(self) -> Sequence[TextField]:
        transcribed = {
            text
            for pointer, _, text in self.found
            if pointer[0] == "found" and pointer[2] != "note"
        }
        return [
            TextField(pointer, tag, text, text in transcribed) for pointer, tag, text in self.found
        ]

    def __iter__(self) -> Iterator[TextField]:
        return iter(self._fields)

    def is_sic(self, words: str) -> bool:
        """Return whether a mention has these words under `sic`: the source prints them so."""
        return any(pointer[-2:-1] == ("sic",) and words in text for pointer, _, text in self.found)
