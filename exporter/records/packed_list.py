"""A long list of texts that takes little room."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import overload

_SOME = 256
"""How many texts are packed together."""


class Roll(Sequence[str]):
    """The names of many files, or many ids: some of them at a time are packed, without that with which all begin.

    A slice of it is a list. Whatever was unpacked last is at hand for the next question.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._packs: list[tuple[str, bytes]] = []
        self._last: list[str] = []
        self._at_hand: tuple[int, list[str]] = -1, []
        each = iter(texts)
        while some := [*islice(each, _SOME)]:
            self._extend(some)

    def append(self, text: str) -> None:
        """Add a text."""
        self._extend([text])

    def _extend(self, texts: list[str]) -> None:
        self._last += texts
        if len(self._last) == _SOME:
            beginning = os.path.commonprefix(self._last)  # noqa: RUF071 - in characters
            self._packs.append(
                (beginning, marshal.dumps([each[len(beginning) :] for each in self._last]))
            )
            self._last = []

    def __len__(self) -> int:
        return len(self._packs) * _SOME + len(self._last)

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(self._unpacked, range(len(self._packs) + 1)))

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        wanted = range(len(self))[place]
        if isinstance(wanted, int):
            return self._unpacked(wanted // _SOME)[wanted % _SOME]
        if wanted.step != 1:
            return [self[each] for each in wanted]
        packs = map(
            self._unpacked,
            range(wanted.start // _SOME, len(wanted) and (wanted.stop - 1) // _SOME + 1),
        )
        return [*chain.from_iterable(packs)][wanted.start % _SOME :][: len(wanted)]

    def _unpacked(self, pack: int) -> list[str]:
        if pack == len(self._packs):
            return self._last
        if self._at_hand[0] != pack:
            beginning, rest = self._packs[pack]
            self._at_hand = pack, [beginning + each for each in marshal.loads(rest)]  # noqa: S302 - our own bytes
        return self._at_hand[1]
