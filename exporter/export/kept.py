"""Results for single records, kept in the cache until something that they depend on changes.

For some records whose ids follow each other, the cache has the questions that were asked of the
catalogue for each, with a hash of the answers, and under a key made of these hashes the results. So
the edit of a record changes its own result and those for which it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from exporter.cache import Cache, chunks_by_name, hash_of
from exporter.export.context import ExportContext, Step
from exporter.model.catalogue import LazySequence
from exporter.model.observed import Answers, Observer
from exporter.parallel import map_chunks


class _Trace(NamedTuple):
    """What was asked of the catalogue for one record, and a hash of the answers."""

    questions: list[str]
    answers: str


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
        format_names = context.crosswalk.names
        seed = hash_of(self.seed, name, format_names, context.languages, context.authorities)
        chunks = chunks_by_name(records.ids)
        traces = [self._traces(name, hash_of(seed, ids), ids) for ids in chunks]
        changed = [self._changed(ids, known) for ids, known in zip(chunks, traces, strict=True)]

        compute = partial(_computed, step, context)
        computed = map_chunks(compute, [ids for ids in changed if ids])
        for ids, known, new in zip(chunks, traces, changed, strict=True):
            key = hash_of(seed, ids)
            kept = self._results(name, key, known) if len(new) < len(ids) else {}
            results = dict(zip(ids, kept, strict=True)) if kept else {}
            made = next(computed) if new else []
            if not kept and len(new) < len(ids):
                new, made = ids, compute(ids)  # another process has deleted the results
            if new:
                trace = dict(zip(ids, known, strict=True)) if known else {}
                for id, (questions, result) in zip(new, made, strict=True):
                    trace[id] = _Trace(questions, self.answers.hash_of(questions))
                    results[id] = result
                known = [trace[id] for id in ids]
                self.cache.put(name, key, known)
                self.cache.put(name, _key_of_results(key, known), [results[id] for id in ids])
            yield from (results[id] for id in ids)

    def _traces(self, name: str, key: str, ids: Sequence[str]) -> list[_Trace]:
        """Return the trace of each of these records; nothing if they are not known."""
        known = self.cache.get(name, key)
        return [_Trace(*each) for each in known] if known and len(known) == len(ids) else []

    def _changed(self, ids: Sequence[str], known: Sequence[_Trace]) -> Sequence[str]:
        """Return the ids of the records whose results are not known, or may be others now."""
        if not known:
            return ids
        return [
            id
            for id, trace in zip(ids, known, strict=True)
            if self.answers.hash_of(trace.questions) != trace.answers
        ]

    def _results(self, name: str, key: str, known: Sequence[_Trace]) -> Any:
        return self.cache.get(name, _key_of_results(key, known))


def _key_of_results(key: str, traces: Sequence[_Trace]) -> str:
    """Return the key of the results for some records.

    The hashes are enough: the same answers lead to the same questions.
    """
    return hash_of(key, [trace.answers for trace in traces])


def _computed(
    step: Step, context: ExportContext, ids: Sequence[str]
) -> list[tuple[list[str], Any]]:
    """Return, for each record, what is asked of the catalogue for the result of a step, and the result."""
    observer = Observer(context.catalogue)
    own = context.afresh(catalogue=observer.catalogue, results=None)
    found = []
    for id in ids:
        result = step(own.catalogue.record(id), own)
        found.append((observer.asked(), result))
    return found
