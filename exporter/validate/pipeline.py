"""The steps from the files of a catalogue to its findings.

The files are read and each record is validated by itself, on all cores; then all are validated
together. Findings get their lines and columns, and those that the catalogue or the record does not
want are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache as cache_result
from functools import lru_cache, partial
from pathlib import Path

from exporter.cache import MIN_RECORDS, Cache
from exporter.model.records import Records, record_of
from exporter.parallel import chunked, map_chunks
from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, by_file
from exporter.records.positions import add_positions, in_order
from exporter.records.settings import Settings
from exporter.validate.cached_run import CachedRun, ValidateContents
from exporter.validate.checks import check_named, checks_with
from exporter.validate.chunk import ChunkResult
from exporter.validate.config import Config, read_config
from exporter.validate.index import Entries, Index, unknown_entry
from exporter.validate.known_findings import KnownFindings, Place
from exporter.validate.record import RecordResult, RecordValidator, errors, hidden_by
from exporter.validate.result import ValidationResult
from exporter.validate.source import Contents, Source, records_on_disk
from exporter.validate.stored_entries import StoredEntries, columns_apart
from exporter.validate.suppression import without_suppressed

Progress = Callable[[int, int, str], None]
"""Called now and then with the number of things done, the number of all, and what they are."""

Validate = Callable[[Progress], ValidationResult]
"""Validates a catalogue."""


def ignore_progress(done: int, total: int, what: str) -> None:
    """Tell nobody about the progress."""


def validate_catalogue(
    root: Path,
    source: Source | None = None,
    *,
    for_export: bool = False,
    with_ids: bool = False,
    on_progress: Progress = ignore_progress,
    cache: Cache | None = None,
) -> ValidationResult:
    """Validate all records of the catalogue at `root`, as on disk or as a `source` has them.

    `for_export` looks for errors only, and keeps the data of the records in the result. With a
    `cache`, what was found in an earlier run is not looked for again; `with_ids` adds to the source
    the ids of contents that the cache knows. Raises UsageError if a folder cannot be read, or a
    schema or a setting cannot be used.
    """
    config = read_config(root)
    source = source or records_on_disk(root, config.settings.limits)
    run = None
    if cache and len(source.files) >= MIN_RECORDS:
        run = CachedRun(cache, root, config, source, for_export=for_export)
        if with_ids:
            run.find_ids()
    keep_data = for_export or run is not None
    prepare = cache_result(
        partial(_prepare, source, config, errors_only=for_export, keep_data=keep_data)
    )
    findings = run.findings() if run else None
    records = Records()
    if run and findings is not None:
        records.extend(run.records(prepare) if for_export else ())
    else:
        chunks = run.chunks(prepare) if run else validate_each(source, prepare())
        entries = StoredEntries(run.entries(prepare) if run else ())
        alone: list[Finding] = []
        done = 0
        for chunk in chunks:
            entries.add(chunk.entries, chunk.columns)
            # the reader may report others, and a run that looked for everything has others
            alone += errors(chunk.findings) if for_export else chunk.findings
            records.extend(chunk.records)
            done += chunk.size
            on_progress(done, len(source.files), "records checked")
        read = run.document if run else source.document
        language = config.settings.catalogue.language
        index = Index(config.schemas, entries, read, language, config.retractions)
        place = partial(finish, document=read, settings=config.settings)
        known = run.known_together() if run else None
        findings = all_findings(alone, index, place, known, errors_only=for_export)
        if run:
            run.keep(findings)
    return ValidationResult(
        findings,
        config.schemas,
        source.document,
        source.text,
        len(source.files),
        records,
        settings=config.settings,
    )


def _prepare(
    source: Source, config: Config, *, errors_only: bool, keep_data: bool
) -> ValidateContents:
    """Return the function that validates some records, each by itself."""
    language = config.settings.catalogue.language
    validator = RecordValidator(config.schemas, language, errors_only=errors_only)

    def validate(contents: Contents) -> ChunkResult:
        found = (source.parse(path, content) for path, content in contents)
        return validate_chunk(found, validator, config.settings, keep_data=keep_data)

    return validate


def validate_each(source: Source, validate: ValidateContents) -> Iterator[ChunkResult]:
    """Yield what `validate` returns for the records in chunks, in order, on all cores.

    The columns of the entries are apart.
    """
    source.load(source.files)

    def validate_files(files: Sequence[str]) -> ChunkResult:
        chunk = validate(source.contents(files))
        entries, columns = columns_apart(chunk.entries)
        return chunk._replace(entries=entries, columns=columns)

    return map_chunks(validate_files, chunked(source.files))


def validate_chunk(
    found: Iterable[Document | Finding],
    validator: RecordValidator,
    settings: Settings,
    *,
    keep_data: bool,
) -> ChunkResult:
    """Validate some records, each by itself; a Finding stands for a file that cannot be read."""
    chunk = ChunkResult([], [], [])
    for batch in _batches(found):
        documents = [each for each in batch if isinstance(each, Document)]
        results = iter(validator.validate_all(documents))
        for each in batch:
            if isinstance(each, Finding):
                result = RecordResult(unknown_entry(each.path), [each])
                document = None
            else:
                result = next(results)
                document = each
            chunk.entries.append(result.entry)
            if result.findings:
                chunk.findings.extend(finish(result.findings, {each.path: document}.get, settings))
            if keep_data and document:
                chunk.records.append(record_of(document))
    return chunk._replace(size=len(chunk.entries))


_CHARACTERS = 200_000
"""How many characters the records have that go from step to step together: some hundred records."""


def _batches(found: Iterable[Document | Finding]) -> Iterator[list[Document | Finding]]:
    """Yield records some at a time: they are read and parsed before the first is validated."""
    batch: list[Document | Finding] = []
    size = 0
    for each in found:
        batch.append(each)
        size += len(each.text) if isinstance(each, Document) else 0
        if size > _CHARACTERS:
            yield batch
            batch, size = [], 0
    yield batch


def validate_documents(
    documents: Sequence[Document],
    unread: Sequence[Finding],
    validator: RecordValidator,
    settings: Settings,
) -> ValidationResult:
    """Validate records that were read already; `unread` are the findings of files that cannot be."""
    by_path = {document.path: document for document in documents}
    chunk = validate_chunk([*unread, *documents], validator, settings, keep_data=False)
    index = Index(validator.schemas, Entries(chunk.entries), by_path.get, validator.language)
    place = partial(finish, document=by_path.get, settings=settings)
    findings = all_findings(chunk.findings, index, place)

    def text(path: Path) -> str:
        return by_path[path].text if path in by_path else ""

    count = len(documents) + len(unread)
    return ValidationResult(
        findings, validator.schemas, by_path.get, text, count, settings=settings
    )


def all_findings(
    alone: Sequence[Finding],
    index: Index,
    place: Place,
    known: KnownFindings | None = None,
    *,
    errors_only: bool = False,
) -> list[Finding]:
    """Return what each record shows by itself, and what all show together.

    What is `known` of that from earlier runs is not looked for again. `place` finishes the
    findings of all together.
    """
    together = validate_together(index, known, errors_only=errors_only)
    if known:
        place = partial(known.placed, place=place)
    return merge_findings(alone, together, place)


def validate_together(
    index: Index, known: KnownFindings | None = None, *, errors_only: bool = False
) -> list[Finding]:
    """Return what the records of a catalogue show together, as far as it is not `known`."""
    found: list[Finding] = []
    for name, check in checks_with("on_catalogue", errors_only=errors_only).items():
        found.extend(known.of_check(name, check, index) if known else index.findings_of(check))
    return found


def merge_findings(
    findings: Sequence[Finding], together: Iterable[Finding], place: Place
) -> list[Finding]:
    """Add what the records show together, which `place` has to finish, to what is wrong with each.

    Return all in the order of their positions. A value that breaks a rule of its schema gets no
    second finding (`hidden_by`). But a check of the whole catalogue knows which record a malformed
    id means, or that a text is an id: if the check of the schema is `REFINABLE`, its finding takes
    that hint.
    """
    is_hidden = hidden_by(each for each in findings if _breaks_schema(each))
    better: dict[tuple[Path, Pointer], Finding] = {}
    others = []
    for each in together:
        if not is_hidden(each):
            others.append(each)
        elif each.replacement is not None or getattr(check_named(each.name), "REFINABLE", False):
            better[each.path, each.pointer] = each
    merged = []
    for each in findings:
        other = better.get((each.path, each.pointer))
        if other and getattr(check_named(each.name), "REFINABLE", False):
            each = replace(each, hint=other.hint, replacement=other.replacement)
        merged.append(each)
    return in_order([*merged, *place(others)])


def _breaks_schema(finding: Finding) -> bool:
    check = check_named(finding.name)
    return hasattr(check, "on_violation") or hasattr(check, "on_value")


def finish(
    findings: Sequence[Finding], document: Callable[[Path], Document | None], settings: Settings
) -> list[Finding]:
    """Add positions to findings, and leave out those that the catalogue or the record suppresses.

    `document` returns the record of a file, or None if it cannot be read.
    """
    if not findings:
        return []
    read_once = lru_cache(maxsize=100)(document)
    finished: list[Finding] = []
    for those in by_file(_capped(findings)).values():  # so that each file is read once
        placed = add_positions(those, read_once)
        finished += without_suppressed(placed, read_once, settings)
    return in_order(finished)


_MOST = 10_000
"""How many findings of one check are listed for one record."""


def _capped(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return at most `_MOST` findings of one check for one record.

    The last says how many more there are.
    """
    if len(findings) <= _MOST:
        return findings
    total = Counter((each.path, each.name) for each in findings)
    listed: dict[tuple[Path, str], list[Finding]] = defaultdict(list)
    for each in findings:
        those = listed[each.path, each.name]
        if len(those) < _MOST:
            those.append(each)
    for which, those in listed.items():
        more = total[which] - len(those)
        if more:
            message = f"{those[-1].message}; {more:,} more in this record are not listed"
            those[-1] = replace(those[-1], message=message)
    return [each for those in listed.values() for each in those]
