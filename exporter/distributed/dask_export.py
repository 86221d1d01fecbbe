"""The steps of one machine, taken by a Dask cluster: what `exporter export --engine dask` does.

The bytes are those of one machine. The workers read the shards and judge each record by itself. Here the references of
all are joined with the ids of all. Then the workers link and write the works in the order of their ids, some at a time,
with the records that these name; what they give is the output already. So there is never more on its way than a few
parts for each worker.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar, cast

from exporter.distributed.cluster import Cluster
from exporter.distributed.shards import find_shards, place_of
from exporter.export.context import ExportContext
from exporter.export.registry import Format
from exporter.export.render import Written, written
from exporter.model.agent import Agent
from exporter.model.catalogue import Catalogue, LazySequence
from exporter.model.linker import link
from exporter.model.records import Record, Records
from exporter.model.work import Work
from exporter.parallel import chunked
from exporter.records.document import Document
from exporter.records.files import find_files
from exporter.records.finding import Finding
from exporter.records.loader import parse_document, read_document
from exporter.records.schema import Schemas
from exporter.records.settings import Limits, Settings
from exporter.validate.chunk import ChunkResult
from exporter.validate.config import read_config
from exporter.validate.conflict import publishers
from exporter.validate.index import Index, IndexEntry
from exporter.validate.pipeline import (
    Progress,
    merge_findings,
    validate_chunk,
    validate_together,
)
from exporter.validate.record import RecordValidator, errors
from exporter.validate.reporters import display_path
from exporter.validate.result import DisplayLocation, ValidationResult

T = TypeVar("T")


class Part(Protocol):
    """Some records of a catalogue: a shard, or files of one record each."""

    @property
    def name(self) -> str:
        """The part as people know it."""

    def documents(self, limits: Limits) -> Iterator[Document | Finding]:
        """Read the records; what keeps one from being read is a Finding."""


@dataclass(frozen=True, slots=True)
class Files:
    """Files of one record each, in a folder that all workers see."""

    root: Path
    files: Sequence[str]

    @property
    def name(self) -> str:
        """The first and the last of them."""
        return f"{display_path(Path(self.files[0]))} … {display_path(Path(self.files[-1]))}"

    def documents(self, limits: Limits) -> Iterator[Document | Finding]:
        """Read them."""
        return (read_document(Path(file), self.root, limits) for file in self.files)


@dataclass
class Engine:
    """Reads, checks and writes a catalogue on a cluster; it writes what it has examined."""

    cluster: Cluster
    verdict: ValidationResult = field(init=False)
    index: Index = field(init=False)

    def validate_catalogue(
        self, root: Path, patterns: Sequence[str], on_progress: Progress
    ) -> ValidationResult:
        """Read the records in shards, or else in the files of a catalogue, and find the errors in them.

        Schemas and settings are those of the catalogue. Raises UsageError for a shard that cannot be read.
        """
        schemas, settings = read_config(root)
        parts: Sequence[Part] = find_shards(patterns) if patterns else _files(root)
        records, texts = Records(), dict[str, str]()
        entries: list[IndexEntry] = []
        findings: list[Finding] = []
        judge = partial(_judged, files=json.dumps(schemas.files), settings=settings)
        found = self.cluster.spread(judge, ((part.name, part) for part in parts))
        for done, (some, those) in enumerate(found, start=1):
            records.extend(some.records)
            texts.update(those)
            entries += some.entries
            findings += some.findings
            on_progress(done, len(parts), "shards checked" if patterns else "parts checked")

        def text(path: Path) -> str:
            return texts.get(str(path), "")

        def document(path: Path) -> Document | None:
            found = text(path)
            read = parse_document(found.encode(), path, settings.limits) if found else None
            return read if isinstance(read, Document) else None

        def location(path: Path) -> DisplayLocation:
            found = place_of(path)
            return (
                DisplayLocation(parts[found[0]].name, found[1] - 1)
                if found
                else DisplayLocation(display_path(path))
            )

        self.index = Index(schemas, entries, document)
        together = errors(validate_together(self.index))
        merged = merge_findings(errors(findings), together, document, settings)
        self.verdict = ValidationResult(
            merged, schemas, document, text, len(entries), records, location
        )
        return self.verdict

    def write(
        self, format: Format, works: Sequence[Work], context: ExportContext
    ) -> Iterator[Written]:
        """Write works of what was examined as `render.written` does, some at a time, in order."""
        ids = works.ids if isinstance(works, LazySequence) else [work.id for work in works]
        those = chunked(ids)
        apart = replace(context, catalogue=Catalogue({}, {}, {}), losses=[])
        write = partial(
            _written,
            name=format.__name__,
            context=apart,
            files=json.dumps(self.verdict.schemas.files),
        )
        parts = (
            (f"the works {some[0]} … {some[-1]}", self._sent(some, context.catalogue))
            for some in those
        )
        for some, result in zip(those, self.cluster.spread(write, parts), strict=True):
            yield result or written(format, LazySequence(context.catalogue.works, some), context)

    def _sent(self, ids: Sequence[str], catalogue: Catalogue) -> _Sent:
        """Give the records of works, those that they name, and the makers of these."""
        named = self._named(ids)
        known = {*ids, *named, *(id for id in self._named(named) if id in catalogue.agents)}
        works, agents = known & catalogue.works.keys(), known & catalogue.agents.keys()
        if self._incomplete:  # of which records are made that say less than what was read
            return _Sent(
                ids,
                known,
                [],
                {id: catalogue.works[id] for id in works},
                {id: catalogue.agents[id] for id in agents},
            )
        linked = {id: catalogue.works[id] for id in works & self._disputed}
        return _Sent(
            ids, known, [*map(self.verdict.records.record, known - linked.keys())], linked, {}
        )

    def _named(self, ids: Iterable[str]) -> set[str]:
        entries = map(self.index.find, ids)
        return {target for entry in entries if entry for _, target, _ in entry.references}

    @cached_property
    def _incomplete(self) -> bool:
        return bool(self.verdict.files_with_errors)

    @cached_property
    def _disputed(self) -> frozenset[str]:
        """The works whose publisher stands only in mentions; who bears its name, the whole catalogue has to tell."""
        found = self.index.extracts(publishers)
        return frozenset(entry.id for entry, (ids, _) in found if not ids)


def _files(root: Path) -> list[Files]:
    files = find_files(root)
    return [Files(root, some) for some in chunked(files)]


def _judged(
    part: Part, files: str, settings: Settings
) -> tuple[ChunkResult, list[tuple[str, str]]]:
    """Read a part and check its records, each for itself. This runs on a worker."""
    texts: list[tuple[str, str]] = []

    def noted() -> Iterator[Document | Finding]:
        for found in part.documents(settings.limits):
            texts.append((str(found.path), found.text if isinstance(found, Document) else ""))
            yield found

    return validate_chunk(noted(), _judge(files), settings, keep_data=True), texts


@lru_cache(maxsize=1)
def _judge(files: str) -> RecordValidator:
    return RecordValidator(Schemas(json.loads(files)))


class _Sent(NamedTuple):
    """What a worker needs to write some works: records, or works and agents that are linked already.

    `known` are the ids of all of them; of others a worker cannot tell whether there is such a record.
    """

    ids: Sequence[str]
    known: Collection[str]
    records: Sequence[Record]
    works: Mapping[str, Work]
    agents: Mapping[str, Agent]


def _written(sent: _Sent, name: str, context: ExportContext, files: str) -> Written | None:
    """Write some works; None where the format asks for a record that was not sent along. This runs on a worker."""
    records = Records()
    records.extend(sent.records)
    linked, _ = link(records, _judge(files).schemas, complete=True)
    works = _Known(sent.known, sent.works, linked.works)
    catalogue = Catalogue(
        works,
        _Known(sent.known, sent.agents, linked.agents),
        linked.authorities,
        linked.settings,
    )
    try:
        some = [works[id] for id in sent.ids]
        return written(
            cast("Format", import_module(name)), some, replace(context, catalogue=catalogue)
        )
    except _Farther:
        return None


class _Farther(Exception):
    """A format asks for a record that was not sent along."""


class _Known(Mapping[str, T]):
    """The works or agents that were sent along."""

    def __init__(
        self, known: Collection[str], linked: Mapping[str, T], others: Mapping[str, T]
    ) -> None:
        self._known, self._linked, self._others = known, linked, others

    def __getitem__(self, id: str) -> T:
        if id and id not in self._known:
            raise _Farther
        return self._linked[id] if id in self._linked else self._others[id]

    def __iter__(self) -> Iterator[str]:
        raise _Farther

    def __len__(self) -> int:
        raise _Farther
