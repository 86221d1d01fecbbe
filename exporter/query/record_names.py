"""The names by which people find a record: in any script, with or without accents, or by sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from exporter.model.folding import folded, sounds

_SEPARATORS = re.compile(r"[\s,・·]+")
_MOST = 10_000
_fold = lru_cache(_MOST)(folded)
_sound = lru_cache(_MOST)(sounds)
"""What is typed is compared with every record, and makers are named in many."""


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
        self._keys = [_fold(name) for name in self._names]
        for other in others:
            self._keys += other._keys

    @cached_property
    def _sounds(self) -> list[str]:
        found = sounds("\n".join(self._names)).split("\n")  # faster than one by one
        for other in self._others:
            found += other._sounds
        return found

    def rank(self, typed: str) -> int | None:
        """Return how well the names fit the beginning of a name, 0 being best.

        The result is None if they do not.
        """
        key, sound = _fold(typed), _sound(typed)
        if not key or self._id.startswith(typed):
            return 0
        if any(each.startswith(key) for each in self._keys):
            return 1
        if any(key in each for each in self._keys):
            return 2
        if len(sound) > 1 and any(sound in each for each in self._sounds):
            return 3
        return None

    def rank_words(self, text: str) -> int | None:
        """Return how well the names fit all words of a text, in any order, 0 being best."""
        whole = self.rank(text)
        if whole is not None:
            return whole
        ranks = [self.rank(word) for word in _SEPARATORS.split(text) if folded(word)]
        found = [rank for rank in ranks if rank is not None]
        return max(found) + 1 if found and len(found) == len(ranks) else None
