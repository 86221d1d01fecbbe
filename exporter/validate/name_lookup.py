"""Finds the record that a wrong id means: by names and titles, or by a similar id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from exporter.model.agent import MIDDLE_DOT, Name
from exporter.model.east_asian import UNSPACED_NAMES
from exporter.model.folding import folded
from exporter.suggest import nearest
from exporter.validate.checked_record import CheckedRecord, agent_names, forms_of
from exporter.validate.index import Index, IndexEntry, is_allowed

_TITLES = (
    *("title", "devised_title", "short_title"),
    *("variant_titles", "uniform_title", "key_title"),
)
_MANY = 100
"""For how many words of one record a record is looked for: one record can have 100,000
references."""
_MOST_COMPARED = 20_000_000
"""How many ids are compared with words in all, which takes about half a minute."""


def names_and_titles(record: CheckedRecord) -> Iterator[str]:
    """Yield each name and title of a record; a name in parts in the order in which it is spoken."""
    for tag, form in record.cached(agent_names):
        if isinstance(form, str):
            yield form
        else:
            parts = {part: text for part, text in form.items() if part in Name._fields}
            yield str(Name(**{**parts, "tag": tag}))
    for name in filter(record.data.__contains__, _TITLES):
        for each in record.root.all(name):
            yield from (text for _, text in forms_of(each.get("title") or each))


def record_names(record: CheckedRecord) -> list[str]:
    """Return all names and titles of a record."""
    return list(names_and_titles(record))


class NameLookup:
    """Guesses which record is meant by the id of none. Made once for an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_name = _entries_by_name(index)
        self._asked: dict[Path, set[str]] = {}
        self._compared = 0
        self._cached_guess = cache(self._guess)

    def guess(self, path: Path, word: str, allowed: tuple[str, ...]) -> str:
        """Return the id of the record that a word in the record at `path` means.

        The result is empty if none is near. Only records of the kinds or nouns `allowed` are meant.
        """
        asked = self._asked.setdefault(path, set())
        if word not in asked and len(asked) >= _MANY:
            return ""
        asked.add(word)
        return self._cached_guess(word, allowed)

    def named(self, name: str, allowed: Collection[str]) -> IndexEntry | None:
        """Return the only record of these kinds or nouns that has this name or id.

        The result is None if none or several have it.
        """
        entries = self._by_name.get(unordered(name), ())
        found = [entry for entry in entries if entry.noun and is_allowed(entry, allowed)]
        by_id = self._index.find(name)
        if by_id and by_id.noun and is_allowed(by_id, allowed):
            return by_id
        return found[0] if len(found) == 1 else None

    def _guess(self, word: str, allowed: Collection[str]) -> str:
        named = [
            entry.id
            for entry in self._by_name.get(unordered(word), ())
            if is_allowed(entry, allowed)
        ]
        if len(named) == 1:
            return named[0]
        self._compared += len(self._index.entries)
        if self._compared > _MOST_COMPARED:
            return ""
        ids = []
        for id in self._index.ids:
            found = self._index.find(id)
            if found and is_allowed(found, allowed):
                ids.append(id)
        return nearest(word, ids) or _only_one_with(word, ids)


def _only_one_with(word: str, ids: Sequence[str]) -> str:
    """Return the only id that has all parts of a word among its own: `turing` is alan-turing.

    The result is empty if none or several have them.
    """
    parts = set(word.lower().split("-"))
    found = [id for id in ids if parts.issubset(id.split("-"))]
    return found[0] if len(found) == 1 else ""


def _entries_by_name(index: Index) -> Mapping[str, list[IndexEntry]]:
    found: dict[str, list[IndexEntry]] = {}
    for entry, names in index.extracts(record_names):
        for key in {unordered(name) for name in names} - {""}:
            found.setdefault(key, []).append(entry)
    return found


@lru_cache(50_000)
def unordered(name: str) -> str:
    """Return a name folded, the same with the family name first or last if spaces separate them."""
    words = [folded(word) for word in re.split(r"[\s,_・-]+", name)]
    in_order = re.search(UNSPACED_NAMES, name) and MIDDLE_DOT not in name
    return "".join(words if in_order else sorted(words))
