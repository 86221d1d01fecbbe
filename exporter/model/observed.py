"""A view of a catalogue that notes which questions are asked of it, and the answers to them.

What is written of a record depends on the record itself and on what the code that writes it asks
the catalogue: other records, the relations that they state, the agents that bear a name. If all
answers are the same in another run, so is the result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from exporter.model.catalogue import Catalogue
from exporter.model.records import Records, hash_of_text
from exporter.model.work import Work

T = TypeVar("T")

_RECORD, _RELATIONS, _NAME, _ALL = "record", "relations", "name", "all"
"""A question is one of these words, and an id or a name after a space: `record mao-zedong`."""


class Observer:
    """A view of a catalogue, `catalogue`, that notes what is asked of it.

    Its works are made anew for each record that is written: those of the catalogue may know the
    answers to questions that were asked for another record.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._questions: set[str] = set()
        self._works: dict[str, Work] = {}
        self._original = catalogue
        self.catalogue = replace(
            catalogue,
            works=self._observed(catalogue.works, self._work, _RECORD),
            agents=self._observed(catalogue.agents, catalogue.agents.__getitem__, _RECORD),
            authorities=self._observed(
                catalogue.authorities, catalogue.authorities.__getitem__, _RECORD
            ),
            inverse=self._observed(catalogue.inverse, catalogue.inverse.__getitem__, _RELATIONS),
            bearers=self._bearers,
        )

    def asked(self) -> list[str]:
        """Return what was asked since the last call, and forget it with the works that know it.

        The works and the catalogue refer to each other: if they were left to the garbage collector,
        its search for them would take a tenth of an export.
        """
        asked = sorted(self._questions)
        self._questions.clear()
        self._works.clear()
        return asked

    def _observed(
        self, mapping: Mapping[str, object], find: Callable[[str], T], word: str
    ) -> Mapping[str, T]:
        return _Observed(mapping, find, word, self._questions)

    def _work(self, id: str) -> Work:
        if id not in self._works:
            made = self._original.works[id]
            self._works[id] = Work(id, made.kind, made.type, made.node, self.catalogue)
        return self._works[id]

    def _bearers(self) -> Mapping[str, str]:
        known = self._original.bearers()
        return self._observed(known, known.__getitem__, _NAME)


class _Observed(Mapping[str, T]):
    """A mapping that notes the keys for which it is asked; `find` returns the value of a key."""

    def __init__(
        self,
        mapping: Mapping[str, object],
        find: Callable[[str], T],
        word: str,
        questions: set[str],
    ) -> None:
        self._mapping, self._find = mapping, find
        self._word, self._questions = word, questions

    def __getitem__(self, key: str) -> T:
        self._questions.add(f"{self._word} {key}")
        return self._find(key)

    def __contains__(self, key: object) -> bool:
        self._questions.add(f"{self._word} {key}")
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._questions.add(_ALL)
        return iter(self._mapping)

    def __len__(self) -> int:
        self._questions.add(_ALL)
        return len(self._mapping)


class Answers:
    """The answers of a catalogue to such questions, as hashes and words.

    `records` are those from which the catalogue was linked, all of them without errors.
    """

    def __init__(self, catalogue: Catalogue, records: Records) -> None:
        self._catalogue = catalogue
        self._records = records
        self._known: dict[str, str] = {}

    def hash_of(self, questions: Iterable[str]) -> str:
        """Return a hash of the answers to these questions, in their order."""
        known = self._known
        answers = []
        for question in questions:
            answer = known.get(question)
            if answer is None:
                answer = known[question] = self._answer(question)
            answers.append(answer)
        return hash_of_text("\n".join(answers))

    def _answer(self, question: str) -> str:
        word, _, name = question.partition(" ")
        if word == _RECORD:
            return self._hash_of_record(name)
        if word == _RELATIONS:
            relations = self._catalogue.inverse.get(name)
            return json.dumps(relations) if relations else ""
        if word == _NAME:
            return self._catalogue.bearers().get(name, "")
        return hash_of_text(
            "\n".join(f"{id} {self._hash_of_record(id)}" for id in sorted(self._records))
        )

    def _hash_of_record(self, id: str) -> str:
        return self._records.digest(id) if id in self._records else ""
