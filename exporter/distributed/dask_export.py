"""The steps of an export on a Dask cluster; the output is that of one machine.

1. The workers read the shards and validate each record by itself.
2. This process validates all records together: references, duplicates and so on.
3. The workers put the records together, and each links them for itself. They write the works, some
   at a time, in the order of their ids.
4. This process puts what they return into one document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property, lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from uuid import uuid4

from exporter import __version__
from exporter.distributed.cluster import Cluster
from exporter.distributed.shards import Shard, find_shards, place_of
from exporter.errors import UsageError
from exporter.export.context import ExportContext, Step
from exporter.export.registry import Format
from exporter.export.render import Written, written
from exporter.model.catalogue import Catalogue, LazySequence
from exporter.model.linker import link
from exporter.model.records import Record, Records
from exporter.model.work import Work
from exporter.parallel import chunked
from exporter.records.document import Document
from exporter.records.files import find_files
from exporter.records.finding import Finding
from exporter.records.loader import read_document
from exporter.records.schema import Schemas
from exporter.records.settings import Limits, Settings
from exporter.terminal import display_path
from exporter.validate.chunk import ChunkResult
from exporter.validate.config import read_config
from exporter.validate.index import Entries, Index, IndexEntry
from exporter.validate.pipeline import (
    Progress,
    finish,
    merge_findings,
    validate_chunk,
    validate_together,
)
from exporter.validate.record import RecordValidator, errors
from exporter.validate.result import DisplayLocation, ValidationResult, display_location

if TYPE_CHECKING:
    from dask.bag import Bag, Item

T = TypeVar("T")


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


class Job(NamedTuple):
    """What all tasks of a run need. A task of another run is another task, as `run` is unique."""

    run: str
    version: str
    schemas: str
    settings: Settings


@dataclass
class Engine:
    """Validates a catalogue on a cluster, and then writes works of it."""

    cluster: Cluster
    job: Job = field(init=False)
    validated: Bag = field(init=False)
    result: ValidationResult = field(init=False)

    def validate_catalogue(
        self, root: Path, patterns: Sequence[str], on_progress: Progress
    ) -> ValidationResult:
        """Find the errors in the shards of the patterns, or in the catalogue if there are none.

        Schemas and settings are those of the catalogue. Raises UsageError if a shard cannot be
        read.
        """
        parts = _parts(root, patterns)  # before Dask, since it reports what is not installed
        from dask.bag import from_sequence
        from dask.delayed import delayed

        schemas, settings, _ = read_config(root)  # no check of errors needs retractions
        self.job = Job(uuid4().hex, __version__, json.dumps(schemas.files), settings)
        bag = from_sequence(parts, partition_size=1).map(
            _validate_part, delayed(self.job, traverse=False)
        )
        self.validated = self.cluster.persist(bag)
        entries: list[IndexEntry] = []
        findings: list[Finding] = []
        records = Records()
        chunks = self.cluster.results(self.validated, [part.name for part in parts])
        for done, chunk in enumerate(chunks, start=1):
            entries += chunk.entries
            findings += chunk.findings
            records.extend(chunk.records)
            on_progress(done, len(parts), "shards checked" if patterns else "parts checked")
        reader = _Reader(parts, root, settings.limits)
        index = Index(schemas, Entries(entries), reader.document, settings.catalogue.language)
        together = validate_together(index, errors_only=True)
        place = partial(finish, document=reader.document, settings=settings)
        merged = merge_findings(errors(findings), together, place)
        self.result = ValidationResult(
            merged,
            schemas,
            reader.document,
            reader.text,
            len(entries),
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
        function: Callable[..., T],
        ids: Sequence[str],
        context: ExportContext,
        noun: str,
    ) -> Iterator[T]:
        """Yield `function(ids, linked=…, context=…)` for some ids at a time, in order."""
        from dask.bag import from_sequence
        from dask.delayed import delayed

        without_catalogue = context.afresh(catalogue=Catalogue({}, {}, {}), results=None)
        chunks = chunked(ids)
        bag = from_sequence(chunks, partition_size=1).map(
            function, linked=self._linked, context=delayed(without_catalogue, traverse=False)
        )
        return self.cluster.results(bag, [f"{noun} {some[0]} … {some[-1]}" for some in chunks])

    @cached_property
    def _linked(self) -> Item:
        """The records of the whole catalogue, put together once; each worker links them."""
        together: Item = self.validated.reduction(
            _records_of,
            partial(_Linked, job=self.job, wrong=self.result.files_with_errors),
            split_every=False,
        )
        return self.cluster.persist(together)


def _parts(root: Path, patterns: Sequence[str]) -> Sequence[Shard | Files]:
    if patterns:
        return find_shards(patterns)
    return [Files(root, paths) for paths in chunked(find_files(root))]


class _Reader:
    """Reads records again, for the few that have findings or losses to show."""

    def __init__(self, parts: Sequence[Shard | Files], root: Path, limits: Limits) -> None:
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
    return RecordValidator(Schemas(json.loads(schemas)), language, errors_only=True)


def _validate_part(part: Shard | Files, job: Job) -> ChunkResult:
    """Validate the records of a part, each by itself. This runs on a worker."""
    if job.version != __version__:
        raise UsageError(
            f"the workers have exporter {__version__}, this is {job.version}",
            "install the same version on both",
        )
    validator = _validator(job.schemas, job.settings.catalogue.language)
    documents = part.documents(job.settings.limits)
    return validate_chunk(documents, validator, job.settings, keep_data=True)


def _records_of(chunks: Iterable[ChunkResult]) -> list[Record]:
    return [record for chunk in chunks for record in chunk.records]


@dataclass
class _Linked:
    """The records of the whole catalogue; a worker links them when it first needs them."""

    records: Iterable[list[Record]]
    job: Job
    wrong: frozenset[str]

    def __post_init__(self) -> None:
        self.records = list(self.records)  # dask.bag passes an iterator

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue without the records that have errors."""
        records = Records()
        for some in self.records:
            records.extend(some)
        catalogue, _ = link(
            records.without(self.wrong),
            Schemas(json.loads(self.job.schemas)),
            self.job.settings.catalogue,
            complete=not self.wrong,
        )
        return catalogue


def _write_works(
    ids: Sequence[str], linked: _Linked, context: ExportContext, format_module: str
) -> Written:
    """Write some works. This runs on a worker."""
    format = cast("Format", import_module(format_module))
    works = LazySequence(linked.catalogue.works, ids)
    return written(format, works, replace(context, catalogue=linked.catalogue))


def _run_step(ids: Sequence[str], linked: _Linked, context: ExportContext, step: Step) -> list[Any]:
    """Return what a step returns for some records. This runs on a worker."""
    whole = replace(context, catalogue=linked.catalogue)
    return [step(whole.catalogue.record(id), whole) for id in ids]
