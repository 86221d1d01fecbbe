"""Findings of the checks of the whole catalogue, known as long as what they are made of is the same.

A check of the whole catalogue sees the index entries, some columns of what was extracted from all
records, and a few records that it reads again. As long as all that it has read is the same, it
would report the same. The lines and columns of its findings in a file depend on that file, and on
the files that the findings mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any, Protocol

from exporter.cache import hash_of
from exporter.records.finding import Finding, by_file
from exporter.validate.chunk import Versions, findings_as_json, findings_from_json
from exporter.validate.index import Index

_VARIANTS = 4
"""How many results of a check are kept for the same entries: as now, as committed, on a branch."""

Place = Callable[[Sequence[Finding]], list[Finding]]
"""Adds positions to findings, and leaves out those that are suppressed."""


class Store(Protocol):
    """Keeps JSON values by group and key, as the cache does."""

    def get(self, group: str, key: str | None) -> Any:
        """Return the value of a key; None if there is none, or if the key is None."""

    def put(self, group: str, key: str | None, value: Any) -> None:
        """Keep the value of a key, unless the key is None."""


class KnownFindings:
    """What the checks of the whole catalogue have found before in the same entries and files.

    `seed` is a hash of all else that a check depends on: the tool, the schemas and the settings.
    `versions` are those of the entries of all records, in order. `content_id` returns what
    identifies the content of a file now, or None if nothing does. A run that looks for errors only
    has other findings to place, and does not forget those of a run that looks for everything.
    """

    def __init__(
        self,
        store: Store,
        seed: str,
        versions: Sequence[Versions],
        content_id: Callable[[str], str | None],
        *,
        errors_only: bool = False,
    ) -> None:
        self._store = store
        self._seed = seed
        self._key_of_placed = hash_of(seed, "errors" if errors_only else "findings")
        self._versions = versions
        self._content_id = content_id
        self._hashes: dict[str, str] = {}

    def of_check(self, name: str, check: ModuleType, index: Index) -> list[Finding]:
        """Return what a check reports, without positions."""
        group = f"together: {name}"  # of its own, since not every run asks every check
        key = hash_of(self._seed, name, self._column(""))
        known = self._store.get(group, key) or []
        for columns, files, found in known:
            if columns == self._columns_of(columns) and files == self._ids(files):
                return findings_from_json(found)
        findings = index.findings_of(check)
        columns, files = self._columns_of(index.read.columns), self._ids(index.read.files)
        if None not in files.values():
            new = (columns, files, findings_as_json(findings))
            self._store.put(group, key, [new, *known[: _VARIANTS - 1]])
        return findings

    def _columns_of(self, names: Iterable[str]) -> dict[str, str]:
        return {name: self._column(name) for name in names}

    def _column(self, name: str) -> str:
        """Return a hash of one column of all entries."""
        if name not in self._hashes:
            versions = [each.get(name) for each in self._versions]
            self._hashes[name] = hash_of(versions)
        return self._hashes[name]

    def _ids(self, files: Iterable[str]) -> dict[str, str | None]:
        return {file: self._content_id(file) for file in files}

    def placed(self, findings: Sequence[Finding], place: Place) -> list[Finding]:
        """Return what `place` makes of findings; it is called for those that are not known."""
        groups = by_file(findings)
        known = self._store.get("placed", self._key_of_placed) or {}
        kept: dict[str, Any] = {}
        placed: dict[str, list[Finding]] = {}
        for file, those in groups.items():
            key, found = known.get(file, (None, None))
            if key is not None and key == self._key_of_places(those):
                kept[file] = known[file]
                placed[file] = findings_from_json(found)
        unknown = [each for file in groups if file not in placed for each in groups[file]]
        newly_placed = by_file(place(unknown))
        for file in groups:
            if file not in placed:
                placed[file] = newly_placed.get(file, [])
                # the key is made after the files were read: they may have changed before
                kept[file] = (self._key_of_places(groups[file]), findings_as_json(placed[file]))
        if kept != known:
            self._store.put("placed", self._key_of_placed, kept)
        return [each for file in groups for each in placed[file]]

    def _key_of_places(self, findings: Sequence[Finding]) -> str | None:
        """Return the key of the positions of findings; None if a file has no known content."""
        paths = {each.path for each in findings}
        paths.update(note.path for each in findings for note in each.notes)
        ids = self._ids(sorted(map(str, paths)))
        return None if None in ids.values() else hash_of(findings_as_json(findings), ids)
