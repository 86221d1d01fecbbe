"""The keys by which authors cite works: their ids, and the citation keys of other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exporter.cite.item import unknown_work
from exporter.errors import UsageError
from exporter.suggest import nearest


class WorkKeys:
    """Finds the id of a work for a key.

    A key is the id of a work, its `citation-key` (csl-data.json), or one of the `others`, which are
    given with the ids that they stand for: former ids, keys of a BibTeX file. An id precedes other
    keys of the same form. `items` are objects of CSL-JSON.
    """

    def __init__(
        self, items: Iterable[Mapping[str, Any]], others: Mapping[str, str] | None = None
    ) -> None:
        self._ids: dict[str, str] = {}
        by_citation_key: dict[str, str] = {}
        for item in items:
            id = str(item["id"])
            self._ids[id] = id
            if item.get("citation-key"):
                by_citation_key.setdefault(str(item["citation-key"]), id)
        for key, id in by_citation_key.items():
            self._ids.setdefault(key, id)
        for key, id in (others or {}).items():
            if id in self._ids:
                self._ids.setdefault(key, id)

    def find(self, key: str) -> str | None:
        """Return the id of the work that a key means, or None if it means none."""
        return self._ids.get(key)

    def nearest(self, word: str) -> str:
        """Return the key that a word most likely misspells; an empty text if there is none."""
        return nearest(word, self._ids)

    def unknown(self, key: str) -> UsageError:
        """Return the error for a key that means no work."""
        return unknown_work(key, self._ids)
