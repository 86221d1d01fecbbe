"""The names by which people find a record: in any script, with or without accents, or by sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from exporter.model.folding import folded, sounds

_SEPARATORS = re.compile(r"[\s,・·]+")
_BEGINS = "\n"
"""Stands before each folded name, and in none."""
_MOST = 10_000
_fold = lru_cache(_MOST)(folded)
_sound = lru_cache(_MOST)(sounds)
"""What is typed is compared with every record, and makers are named in many."""


@lru_cache(_MOST)
def _words_of(text: str) -> list[str]:
    return [word for word in _SEPARATORS.split(text) if folded(word)]


class RecordNames:
    """The id, the names and the titles of a record, folded.

    It is found by those of `others`, too, as a work by its makers'. `shown` is how a list names the
    record.
    """

    def __init__(self, id: str, names: Sequence[str], others: Sequence[RecordNames] = ()) -> None:
        self.shown = " · ".join(names[:3])
        self._id = id
        self._names = (id, *names)
        self._others = others
        own = "".join(_BEGINS + _fold(name) for name in self._names)
        self._keys: str = own + "".join(other._keys for other in others)
        """All names in one text: most records do not have what is typed, and one look says so."""

    @cached_property
    def _sounds(self) -> str:
        own = sounds("\n".join(self._names))
        return "\n".join([own, *(other._sounds for other in self._others)])

    def rank(self, typed: str) -> int | None:
        """Return how well the names fit the beginning of a name, 0 being best.

        The result is None if they do not.
        """
        key, sound = _fold(typed), _sound(typed)
        if not key or self._id.startswith(typed):
            return 0
        if key in self._keys:
            return 1 if _BEGINS + key in self._keys else 2
        if len(sound) > 1 and sound in self._sounds:
            return 3
        return None

    def rank_words(self, text: str) -> int | None:
        """Return how well the names fit all words of a text, in any order, 0 being best."""
        whole = self.rank(text)
        words = _words_of(text)
        if whole is not None or len(words) < 2:
            return whole
        ranks = [self.rank(word) for word in words]
        found = [rank for rank in ranks if rank is not None]
        return max(found) + 1 if found and len(found) == len(ranks) else None
