"""A view of a catalogue that notes which questions are asked of it, and the answers to them.

What is written of a record depends on the record itself and on what the code that writes it asks
the catalogue: other records, the relations that they state, the agents that bear a name. If all
answers are the same in another run, so is the result. A step can have other mappings observed in
the same way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple, TypeVar

from exporter.cache import hash_of
from exporter.model.catalogue import Catalogue
from exporter.model.records import Records, hash_of_text
from exporter.model.work import Work

T = TypeVar("T")

_RECORDS, _RELATIONS, _NAMES, _ALL = "records", "relations", "names", "all"
"""What is asked for: records by their ids, the relations that others state to a work by its id,
agents by their names, and all keys of a mapping. Other mappings have other words."""

Questions = Mapping[str, Collection[str]]
"""By what was asked for, the ids, names or keys that were asked for, in order."""


def all_questions(parts: Iterable[Questions]) -> Questions:
    """Return the questions of all parts, each once."""
    asked: dict[str, set[str]] = {}
    for part in parts:
        for word, keys in part.items():
            asked.setdefault(word, set()).update(keys)
    return _in_order(asked)


def _in_order(asked: Mapping[str, set[str]]) -> Questions:
    return {word: sorted(keys) for word, keys in sorted(asked.items()) if keys}


class Observer:
    """A view of a catalogue, `catalogue`, that notes what is asked of it.

    Its works are made anew for each record that is written: those of the catalogue may know the
    answers to questions that were asked for another record.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._asked: dict[str, set[str]] = {}
        self._works: dict[str, Work] = {}
        self._original = catalogue
        self.catalogue = replace(
            catalogue,
            works=self._observed(catalogue.works, self._work, _RECORDS),
            agents=self.observed(catalogue.agents, _RECORDS),
            authorities=self.observed(catalogue.authorities, _RECORDS),
            inverse=self.observed(catalogue.inverse, _RELATIONS),
            bearers=self._bearers,
        )

    def asked(self) -> Questions:
        """Return what was asked since the last call, and forget it with the works that know it.

        The works and the catalogue refer to each other: if they were left to the garbage collector,
        its search for them would take a tenth of an export.
        """
        asked = _in_order(self._asked)
        for keys in self._asked.values():
            keys.clear()
        self._works.clear()
        return asked

    def observed(self, mapping: Mapping[str, T], word: str) -> Mapping[str, T]:
        """Return a view of a mapping that notes the keys for which it is asked, under a word."""
        return self._observed(mapping, mapping.__getitem__, word)

    def _observed(
        self, mapping: Mapping[str, object], find: Callable[[str], T], word: str
    ) -> Mapping[str, T]:
        keys = self._asked.setdefault(word, set())
        return _Observed(mapping, find, keys, lambda: self._asked.setdefault(_ALL, set()).add(word))

    def _work(self, id: str) -> Work:
        if id not in self._works:
            made = self._original.works[id]
            self._works[id] = Work(id, made.kind, made.type, made.node, self.catalogue)
        return self._works[id]

    def _bearers(self) -> Mapping[str, str]:
        return self.observed(self._original.bearers(), _NAMES)


class _Observed(Mapping[str, T]):
    """A mapping that notes the keys for which it is asked; `find` returns the value of a key.

    `note_all` notes that all keys are asked for.
    """

    def __init__(
        self,
        mapping: Mapping[str, object],
        find: Callable[[str], T],
        keys: set[str],
        note_all: Callable[[], None],
    ) -> None:
        self._mapping, self._find = mapping, find
        self._keys, self._note_all = keys, note_all

    def __getitem__(self, key: str) -> T:
        self._keys.add(key)
        return self._find(key)

    def __contains__(self, key: object) -> bool:
        self._keys.add(str(key))
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._note_all()
        return iter(self._mapping)

    def __len__(self) -> int:
        self._note_all()
        return len(self._mapping)


class _Subject(NamedTuple):
    """What answers questions under one word: for a key, and for all keys."""

    of: Callable[[str], str]
    of_all: Callable[[], str]


class Answers:
    """The answers to such questions, as hashes and words."""

    def __init__(self, subjects: Mapping[str, _Subject]) -> None:
        self._subjects = subjects

    @classmethod
    def of(cls, catalogue: Catalogue, records: Records) -> Answers:
        """Return the answers of a catalogue.

        `records` are those from which it was linked, all of them without errors.
        """
        digests = records.digests()
        of_all = cache(lambda: hash_of(sorted(digests.items())))
        find = {
            _RECORDS: lambda id: digests.get(id, ""),
            _RELATIONS: lambda id: _relations(catalogue, id),
            _NAMES: lambda name: catalogue.bearers().get(name, ""),
        }
        return cls({word: _Subject(of, of_all) for word, of in find.items()})

    def also(self, mappings: Mapping[str, Mapping[str, object]]) -> Answers:
        """Return answers that know other mappings of plain data, too, by the words for them."""
        more = {word: _subject(mapping) for word, mapping in mappings.items()}
        return Answers({**self._subjects, **more})

    def hash_of(self, questions: Questions) -> str:
        """Return a hash of the answers to these questions, in their order."""
        answers: list[str] = []
        for word, keys in questions.items():
            if word == _ALL:
                answers += [self._subjects[each].of_all() for each in keys]
            else:
                answers += map(self._subjects[word].of, keys)
        return hash_of_text("\n".join(answers))


def _relations(catalogue: Catalogue, id: str) -> str:
    found = catalogue.inverse.get(id)
    return json.dumps(found) if found else ""


def _subject(mapping: Mapping[str, object]) -> _Subject:
    of = cache(lambda key: hash_of(mapping[key]) if key in mapping else "")
    return _Subject(of, cache(lambda: hash_of(sorted(mapping.items()))))
