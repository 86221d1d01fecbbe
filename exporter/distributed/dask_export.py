"""The steps of an export on a Dask cluster; the output is that of one machine.

1. The workers read the shards and validate each record by itself.
2. This process validates all records together: references, duplicates and so on.
3. Each worker gets all records, in pieces, and links them for itself: a format may look at any of
   them. It keeps them in a file. The workers write the works, some at a time, in the order of their
   ids.
4. This process puts what they return into one document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from exporter import __version__
from exporter.distributed.cluster import Cluster
from exporter.distributed.shards import Shard, find_shards, place_of
from exporter.errors import UsageError
from exporter.export.context import ExportContext, Step
from exporter.export.registry import Format
from exporter.export.render import Written, written
from exporter.model.catalogue import Catalogue, LazySequence
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.model.work import Work
from exporter.packed_text import packed, unpacked
from exporter.parallel import chunked, collect_rarely
from exporter.records.document import Document
from exporter.records.files import find_files
from exporter.records.finding import Finding
from exporter.records.loader import read_document
from exporter.records.schema import Schemas
from exporter.records.settings import Limits, Settings
from exporter.terminal import display_path
from exporter.validate.chunk import records_as_text, records_from_text
from exporter.validate.config import read_config
from exporter.validate.index import Index, IndexEntry
from exporter.validate.pipeline import (
    Progress,
    finish,
    merge_findings,
    validate_chunk,
    validate_together,
)
from exporter.validate.record import RecordValidator, errors
from exporter.validate.result import DisplayLocation, ValidationResult, display_location
from exporter.validate.stored_entries import Columns, StoredEntries, columns_apart

if TYPE_CHECKING:
    from distributed import Future

_MOST_TASKS = 2_000
"""How many tasks a step has at most: the scheduler takes about a millisecond for each."""
_MOST_PIECES = 64
"""In how many pieces the records of the whole catalogue come to a worker at most. Each task needs
all of them, and the scheduler notes that for each task and piece."""


class Files(NamedTuple):
    """Some record files of a catalogue, in a folder that all workers see."""

    root: Path
    paths: Sequence[str]

    @property
    def name(self) -> str:
        """The first and the last of them."""
        return f"{display_path(Path(self.paths[0]))} … {display_path(Path(self.paths[-1]))}"

    def documents(self, limits: Limits) -> Iterator[Document | Finding]:
        """Read the records; a Finding stands for one that cannot be read."""
        return (read_document(Path(path), self.root, limits) for path in self.paths)


Parts = Sequence[Shard | Files]
"""A catalogue as the workers read it: each of them takes some at a time."""


class Job(NamedTuple):
    """What all tasks of a run need."""

    version: str
    schemas: str
    settings: Settings


@dataclass
class Engine:
    """Validates a catalogue on a cluster, and then writes works of it."""

    cluster: Cluster
    job: Job = field(init=False)
    pieces: list[Future[Any]] = field(init=False)
    result: ValidationResult = field(init=False)

    def validate_catalogue(
        self, root: Path, parts: Parts, on_progress: Progress
    ) -> ValidationResult:
        """Find the errors in the records of these parts.

        Schemas and settings are those of the catalogue. Raises UsageError if a shard cannot be
        read.
        """
        schemas, settings, _ = read_config(root)  # no check of errors needs retractions
        self.job = Job(__version__, json.dumps(schemas.files), settings)
        validated = self.cluster.map(_validate_part, parts, job=self.cluster.share(self.job))
        groups = chunked(validated, _MOST_PIECES, least=1)
        self.pieces = self.cluster.map(_records_of, groups)
        entries = StoredEntries()
        count = 0
        findings: list[Finding] = []
        records = Records()
        chunks = self.cluster.results(validated, [part.name for part in parts])
        for done, chunk in enumerate(chunks, start=1):
            entries.add(chunk.entries, chunk.columns)
            count += len(chunk.entries)
            findings += chunk.findings
            records.extend(records_from_text(unpacked(chunk.records)))
            on_progress(done, len(parts), f"{_noun(parts)} checked")
        reader = _Reader(parts, root, settings.limits)
        index = Index(schemas, entries, reader.document, settings.catalogue.language)
        together = validate_together(index, errors_only=True)
        place = partial(finish, document=reader.document, settings=settings)
        merged = merge_findings(errors(findings), together, place)
        self.result = ValidationResult(
            merged,
            schemas,
            reader.document,
            reader.text,
            count,
            records,
            reader.location,
            settings,
        )
        return self.result

    def write(
        self, format: Format, works: Sequence[Work], context: ExportContext
    ) -> Iterator[Written]:
        """Write works of the validated catalogue, some at a time, in order (`render.Writer`)."""
        ids = works.ids if isinstance(works, LazySequence) else [work.id for work in works]
        write = partial(_write_works, format_module=format.__name__)
        return self._map(write, ids, context, "the works")

    def each(
        self,
        name: str,  # noqa: ARG002 - for results that are kept
        step: Step,
        records: LazySequence[Any],
        context: ExportContext,
    ) -> Iterator[Any]:
        """Yield what a step returns for each record, in order (`context.Results`)."""
        for results in self._map(
            partial(_run_step, step=step), records.ids, context, "the records"
        ):
            yield from results

    def _map(
        self,
        function: Callable[..., _Made],
        ids: Sequence[str],
        context: ExportContext,
        noun: str,
    ) -> Iterator[Any]:
        """Yield what `function(ids, linked=…, pieces=…, context=…)` made, in order."""
        without_catalogue = context.afresh(catalogue=Catalogue({}, {}, {}), results=None)
        chunks = chunked(ids, _MOST_TASKS)
        futures = self.cluster.map(
            function,
            chunks,
            linked=self._linked,
            pieces=self.pieces,
            context=self.cluster.share(without_catalogue),
        )
        names = [f"{noun} {some[0]} … {some[-1]}" for some in chunks]
        return (made.value for made in self.cluster.results(futures, names))

    @cached_property
    def _linked(self) -> Future[Any]:
        return self.cluster.share(_Linked(self.job, self.result.files_with_errors))


def find_parts(root: Path, patterns: Sequence[str]) -> Parts:
    """Return the shards of the patterns; if there are none, the catalogue in parts.

    No cluster is needed for that. Raises UsageError if there are no such shards.
    """
    if patterns:
        return find_shards(patterns)
    return [Files(root, paths) for paths in chunked(find_files(root), _MOST_TASKS)]


def _noun(parts: Parts) -> str:
    return "shards" if any(isinstance(each, Shard) for each in parts) else "parts"


class _Reader:
    """Reads records again, for the few that have findings or losses to show."""

    def __init__(self, parts: Parts, root: Path, limits: Limits) -> None:
        self._parts, self._root, self._limits = parts, root, limits
        self._documents = cache(self._read_shard)

    def _read_shard(self, number: int) -> dict[Path, Document]:
        documents = self._parts[number].documents(self._limits)
        return {each.path: each for each in documents if isinstance(each, Document)}

    def document(self, path: Path) -> Document | None:
        """Return a record; None if it cannot be read."""
        if place := place_of(path):
            return self._documents(place[0]).get(path)
        document = read_document(path, self._root, self._limits)
        return document if isinstance(document, Document) else None

    def text(self, path: Path) -> str:
        """Return the text of a record; empty if it cannot be read."""
        document = self.document(path)
        return document.text if document else ""

    def location(self, path: Path) -> DisplayLocation:
        """Return where users find a record."""
        if place := place_of(path):
            shard, line = place
            return DisplayLocation(self._parts[shard].name, line - 1)
        return display_location(path)


@lru_cache(maxsize=1)
def _validator(schemas: str, language: str) -> RecordValidator:
    collect_rarely()
    return RecordValidator(Schemas(json.loads(schemas)), language, errors_only=True)


class _Validated(NamedTuple):
    """What a worker found in a part. The records are packed, as they are for other workers, too."""

    entries: list[IndexEntry]
    columns: Columns
    findings: list[Finding]
    records: bytes


def _validate_part(part: Shard | Files, job: Job) -> _Validated:
    """Validate the records of a part, each by itself. This runs on a worker."""
    if job.version != __version__:
        raise UsageError(
            f"the workers have exporter {__version__}, this is {job.version}",
            "install the same version on both",
        )
    validator = _validator(job.schemas, job.settings.catalogue.language)
    documents = part.documents(job.settings.limits)
    chunk = validate_chunk(documents, validator, job.settings, keep_data=True)
    entries, columns = columns_apart(chunk.entries)
    return _Validated(entries, columns, chunk.findings, packed(records_as_text(chunk.records)))


def _records_of(parts: Sequence[_Validated]) -> list[bytes]:
    """Return the packed records of some parts. This runs on a worker."""
    return [part.records for part in parts]


_linking = Lock()


@dataclass
class _Linked:
    """The whole catalogue; each worker puts it together when it first needs it."""

    job: Job
    wrong: frozenset[str]

    def __post_init__(self) -> None:
        self._catalogue: Catalogue | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_catalogue": None}

    def catalogue(self, pieces: Iterable[Iterable[bytes]]) -> Catalogue:
        """Return the catalogue without the records that have errors."""
        with _linking:  # a worker may have several threads
            if self._catalogue is None:
                records = Records()
                for some in pieces:
                    for part in some:
                        records.extend(records_from_text(unpacked(part)))
                self._catalogue, _ = link(
                    records.without(self.wrong),
                    Schemas(json.loads(self.job.schemas)),
                    self.job.settings.catalogue,
                    complete=not self.wrong,
                )
            return self._catalogue


class _Made(NamedTuple):
    """A value as a whole: Dask sends each item of a list by itself."""

    value: Any


def _write_works(
    ids: Sequence[str],
    linked: _Linked,
    pieces: Sequence[Sequence[bytes]],
    context: ExportContext,
    format_module: str,
) -> _Made:
    """Write some works. This runs on a worker."""
    format = cast("Format", import_module(format_module))
    whole = replace(context, catalogue=linked.catalogue(pieces))
    return _Made(written(format, LazySequence(whole.catalogue.works, ids), whole))


def _run_step(
    ids: Sequence[str],
    linked: _Linked,
    pieces: Sequence[Sequence[bytes]],
    context: ExportContext,
    step: Step,
) -> _Made:
    """Return what a step returns for some records. This runs on a worker."""
    whole = replace(context, catalogue=linked.catalogue(pieces))
    return _Made([step(whole.catalogue.record(id), whole) for id in ids])
