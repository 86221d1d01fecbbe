"""Results for single records, kept in the cache until something that they depend on changes.

For some records whose ids follow each other, the cache has the questions that were asked of the
catalogue, with a hash of the answers: for all of them together, and for each. The results are under
a key made of the hashes for each. So the edit of a record changes its own result and those for
which it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from exporter.cache import Cache, chunks_by_name, hash_of
from exporter.export.context import ExportContext, Step
from exporter.model.catalogue import LazySequence
from exporter.model.observed import Answers, Observer, Questions, all_questions
from exporter.parallel import map_chunks

_DAYS = "days of entry"
"""The word for questions for `ExportContext.days_of_entry`."""

MakeStep = Callable[[Observer], Step]
"""Returns a step that asks nothing but the context and what the observer observes."""


class _Trace(NamedTuple):
    """What was asked of the catalogue for one record, and a hash of the answers."""

    questions: Questions
    answers: str


class _Chunk(NamedTuple):
    """Records whose results are kept together. `changed` are those whose results are not known.

    `key_of_results` is None if no result is known. There are no `traces` if none has changed.
    """

    ids: Sequence[str]
    key: str
    changed: Sequence[str]
    traces: Sequence[_Trace] = ()
    key_of_results: str | None = None


@dataclass(frozen=True)
class KeptResults:
    """The results of an earlier export, for one with the same tool, schemas and settings (`seed`).

    `answers` are those of the catalogue that is exported now.
    """

    cache: Cache
    seed: str
    answers: Answers

    def each(
        self, name: str, step: Step, records: LazySequence[Any], context: ExportContext
    ) -> Iterator[Any]:
        """Yield what a step returns for each record, in order. `name` is unique to the step."""
        return self.each_observed(name, lambda _: step, records.ids, context)

    def depending_on(
        self, mappings: Mapping[str, Mapping[str, object]], *others: object
    ) -> KeptResults:
        """Return the results of steps that depend on more.

        They ask `mappings`, which they have observed under these words. `others` are plain data.
        """
        return replace(self, seed=hash_of(self.seed, *others), answers=self.answers.also(mappings))

    def each_observed(
        self, name: str, make_step: MakeStep, ids: Sequence[str], context: ExportContext
    ) -> Iterator[Any]:
        """Yield what a step returns for the records with these ids, in order.

        `name` is unique to the step.
        """
        answers = self.answers.also({_DAYS: context.days_of_entry})
        return replace(self, answers=answers)._each(name, make_step, ids, context)

    def _each(
        self, name: str, make_step: MakeStep, ids: Sequence[str], context: ExportContext
    ) -> Iterator[Any]:
        format_names = context.crosswalk.names
        seed = hash_of(self.seed, name, format_names, context.languages, context.authorities)
        chunks = [self._chunk(name, seed, some) for some in chunks_by_name(ids)]
        compute = partial(_computed, make_step, context)
        computed = map_chunks(compute, [chunk.changed for chunk in chunks if chunk.changed])
        for chunk in chunks:
            ids, changed = chunk.ids, chunk.changed
            kept = self.cache.get(name, chunk.key_of_results)
            made = next(computed) if changed else []
            if kept is None and len(changed) < len(ids):
                changed, made = ids, compute(ids)  # another process has deleted the results
            results = dict(zip(ids, kept or [], strict=False))
            if changed:
                traces = dict(zip(ids, chunk.traces, strict=False))
                for id, (questions, result) in zip(changed, made, strict=True):
                    traces[id] = _Trace(questions, self.answers.hash_of(questions))
                    results[id] = result
                self._keep(name, chunk.key, [traces[id] for id in ids], [results[id] for id in ids])
            yield from (results[id] for id in ids)

    def _chunk(self, name: str, seed: str, ids: Sequence[str]) -> _Chunk:
        """Return what is known of the results for these records."""
        key = hash_of(seed, ids)
        known = self.cache.get(name, key)
        if not known:
            return _Chunk(ids, key, ids)
        questions, answers, key_of_results = known
        if self.answers.hash_of(questions) == answers:
            self.cache.use(name, _key_of_traces(key))
            return _Chunk(ids, key, [], key_of_results=key_of_results)
        found = self.cache.get(name, _key_of_traces(key)) or []
        traces = [_Trace(*each) for each in found]
        if len(traces) != len(ids):
            return _Chunk(ids, key, ids)
        changed = []
        for id, trace in zip(ids, traces, strict=True):
            if self.answers.hash_of(trace.questions) != trace.answers:
                changed.append(id)
        return _Chunk(ids, key, changed, traces, _key_of_results(key, traces))

    def _keep(self, name: str, key: str, traces: Sequence[_Trace], results: Sequence[Any]) -> None:
        questions = all_questions(trace.questions for trace in traces)
        key_of_results = _key_of_results(key, traces)
        self.cache.put(name, key, [questions, self.answers.hash_of(questions), key_of_results])
        self.cache.put(name, _key_of_traces(key), traces)
        self.cache.put(name, key_of_results, results)


def _key_of_traces(key: str) -> str:
    return hash_of(key, "each")


def _key_of_results(key: str, traces: Sequence[_Trace]) -> str:
    """Return the key of the results for some records.

    The hashes are enough: the same answers lead to the same questions.
    """
    return hash_of(key, [trace.answers for trace in traces])


def _computed(
    make_step: MakeStep, context: ExportContext, ids: Sequence[str]
) -> list[tuple[Questions, Any]]:
    """Return, for each record, what is asked for the result of a step, and the result."""
    observer = Observer(context.catalogue)
    days = observer.observed(context.days_of_entry, _DAYS)
    own = context.afresh(catalogue=observer.catalogue, days_of_entry=days, results=None)
    step = make_step(observer)
    found = []
    for id in ids:
        result = step(own.catalogue.record(id), own)
        found.append((observer.asked(), result))
    return found
