"""The names by which people find a record: in any script, with or without accents, or by sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    def _keys_of_words(self) -> str:
        """Each name from each of its words on: one looks for a family name that stands last."""
        own = "".join(_BEGINS + folded(rest) for rest in self._from_each_word())
        return own + "".join(other._keys_of_words for other in self._others)

    @cached_property
    def _sounds_of_words(self) -> str:
        own = _BEGINS + sounds(_BEGINS.join(self._from_each_word()))
        return own + "".join(other._sounds_of_words for other in self._others)

    def _from_each_word(self) -> Iterator[str]:
        for name in self._names:
            words = _words_of(name)
            yield from (" ".join(words[at:]) for at in range(len(words)))

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
            if _BEGINS + key in self._keys:
                return 1
            return 2 if _BEGINS + key in self._keys_of_words else 4
        if sound and _BEGINS + sound in self._sounds_of_words:
            return 3
        if len(sound) > 1 and sound in self._sounds:
            return 5
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
