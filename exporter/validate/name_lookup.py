"""How a record is called besides its id: names and titles, in each language and script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exporter.suggest import nearest
from exporter.validate.index import Index

_FIELDS = ("name", "short_name", "other_names", "title", "devised_title", "short_title")


def appellations(fields: Mapping[str, Any]) -> Iterator[str]:
    """Give each name and title of a record; one that is taken apart, in the order in which it is spoken."""
    for name in _FIELDS:
        yield from _forms(fields.get(name))


def folded(text: str) -> str:
    """Give the letters and digits of a text alone: narrow, small, without accents, katakana as hiragana."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", plain))
    return "".join(
        chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in plain if each.isalnum()
    )


_MANY = 100
"""How many words of one record are looked for."""


class Bearers:
    """Finds the record that is meant by a word which is the id of none: as its name, or by its letters."""

    def __init__(self, index: Index) -> None:
        records = list(reversed(list(index)))
        self._records = {entry.id: entry for entry in records} | {
            entry.stem: entry for entry in records
        }
        self._named = cache(self._by_name)
        self.meant = cache(self._meant)
        self._asked: dict[Path, set[str]] = {}

    def of(self, path: Path, word: str, wanted: tuple[str, ...]) -> str:
        """Give what a reference in a record means, as `meant` does; of a record with very many, of the first of them.

        To guess it takes a look at all records, and one record can have 100,000 references.
        """
        asked = self._asked.setdefault(path, set())
        if word not in asked and len(asked) >= _MANY:
            return ""
        asked.add(word)
        return self.meant(word, wanted)

    def _meant(self, word: str, wanted: Collection[str]) -> str:
        """Give the id of the record that is meant, rather one of a kind that is wanted; empty where none comes near."""
        fitting = [
            id for id, entry in self._records.items() if {entry.kind, entry.noun} & set(wanted)
        ]
        return (
            self._named().get(_unordered(word), "")
            or nearest(word, fitting)
            or nearest(word, self._records)
        )

    def _by_name(self) -> dict[str, str]:
        """Give the id for each name that only one record bears."""
        bearers: dict[str, set[str]] = {}
        for id, entry in self._records.items():
            for name in appellations(entry.fields):
                bearers.setdefault(_unordered(name), set()).add(id)
        return {name: next(iter(ids)) for name, ids in bearers.items() if name and len(ids) == 1}


def _forms(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping) and "family" in value:
        parts = {part: str(each) for part, each in value.items() if isinstance(each, str)}
        spoken = ("given", "dropping_particle", "non_dropping_particle", "family", "suffix")
        western = unicodedata.name(parts.get("family", "")[:1] or "x", "").startswith(
            ("LATIN", "GREEK", "CYRILLIC")
        )
        order = spoken if western else ("family", "given")
        yield (" " if western else "").join(parts[part] for part in order if part in parts)
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _forms(inner)


def _unordered(name: str) -> str:
    """Fold a name so that it is the same with the family name first or last, where words are parted by blanks."""
    words = [folded(word) for word in re.split(r"[\s,_-]+", name)]
    return "".join(sorted(words) if all(map(str.isascii, words)) else words)
