"""Turns the entries of files into new records of a catalogue, and accounts for every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from exporter.cache import Cache
from exporter.importers.agents import Agents
from exporter.importers.duplicates import Duplicate, Duplicates
from exporter.importers.entry import Broken, Entry, Leftover
from exporter.importers.gate import Gate, take_out
from exporter.importers.ids import Ids
from exporter.importers.links import linked
from exporter.importers.named import NamedDuplicates, named_agent, with_names
from exporter.importers.plan import Existing, as_document, with_plain_years
from exporter.importers.references import has_reference, resolved
from exporter.importers.source_traces import keep_keys, keep_other_keys, keep_unknown_fields
from exporter.records.document import former_ids, is_id, leaves
from exporter.records.files import require_inside
from exporter.records.schema import Schemas
from exporter.records.settings import Settings
from exporter.validate.planned import validate_planned
from exporter.validate.record import errors


class Options(NamedTuple):
    """What the user chose."""

    unknown: Literal["note", "report"] = "note"
    on_duplicate: Literal["skip", "report", "new"] = "skip"
    replace: bool = False


class Remark(NamedTuple):
    """Something to tell the user about a place in a file.

    `sort` is `broken` (not read), `lost` (a value not carried), `noted` (kept in a note only),
    `frame` (not carried, since it says nothing of the work), `duplicate` or `doubt`.
    """

    sort: str
    file: str
    line: int
    message: str


@dataclass(slots=True)
class Tally:
    """What became of the entries and the values of the files."""

    seen: int = 0
    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    duplicates: int = 0
    broken: int = 0
    values: int = 0
    lost: int = 0
    noted: int = 0
    frame: int = 0


@dataclass(slots=True)
class _Candidate:
    """A work that is to be written, with the place from which it came."""

    file: str
    line: int
    data: dict[str, Any]


class Incoming:
    """An import into the catalogue at `root`: add the entries of all files, then call `finish`.

    `new` and `differing` are then the texts of the files to write, by path.
    """

    def __init__(
        self,
        root: Path,
        schemas: Schemas,
        settings: Settings,
        options: Options,
        existing: Existing,
    ) -> None:
        """Prepare the import. Raises UsageError if the records are a link that leads out of `root`."""
        require_inside(root / "records", root)
        self.root, self.schemas, self.options = root, schemas, options
        self.remarks: list[Remark] = []
        self.tally = Tally()
        self.new: dict[Path, str] = {}
        self.differing: dict[Path, str] = {}
        self._works: dict[str, _Candidate] = {}
        self._existing = existing.all
        self._claimed = set(self._existing)
        for each in self._existing.values():
            self._claimed.update(former_ids(each.data))
        records = [each.data for each in existing.readable.values()]
        language = settings.catalogue.language
        self._ids = Ids(self._claimed, settings.importing.id)
        self._agents = Agents(records, self._ids, language)
        self._duplicates = Duplicates(records)
        self._named = NamedDuplicates(records)
        self._named_waiting: list[_Candidate] = []
        self._linking: list[_Candidate] = []
        """For works that name other entries, the fields that do so."""
        self._gate = Gate(schemas, language)

    def add(self, file: str, entries: Iterable[Entry | Broken]) -> None:
        """Add the entries of one file. An entry that others are part of comes before them."""
        waiting: list[Entry] = []
        by_key: dict[str, str] = {}
        met: Counter[tuple[str, ...]] = Counter()
        told = len(self.remarks)
        seen = self.tally.seen
        for entry in entries:
            if isinstance(entry, Broken):
                self._report_broken(file, entry)
            elif self.schemas.noun(entry.data["kind"]) != "work":
                self._add_named(file, entry, by_key)
            elif entry.part_of:
                waiting.append(entry)
            else:
                self._add_entry(file, entry, by_key, met)
        if not waiting and (self.tally.seen, len(self.remarks)) == (seen, told):
            self.remarks.append(Remark("noted", file, 1, "there is no entry in this file"))
        while waiting:
            ready = [each for each in waiting if each.part_of in by_key] or waiting
            chosen = set(map(id, ready))
            waiting = [each for each in waiting if id(each) not in chosen]
            for entry in ready:
                if entry.part_of in by_key:
                    entry.data["part_of"] = by_key[entry.part_of]
                self._add_entry(file, entry, by_key, met)
        self._resolve_references(file, by_key)

    def _report_broken(self, file: str, broken: Broken) -> None:
        if broken.whole:
            self.tally.seen += 1
            self.tally.broken += 1
        sort = "noted" if broken.harmless else "broken"
        self.remarks.append(Remark(sort, file, broken.line, broken.message))

    def _add_entry(
        self, file: str, entry: Entry, by_key: dict[str, str], met: Counter[tuple[str, ...]]
    ) -> None:
        self.tally.seen += 1
        self.tally.values += entry.seen
        if self.options.unknown == "note":
            keep_unknown_fields(entry)
        keep_other_keys(entry)
        duplicate = self._duplicates.find(entry.data, met if entry.place else None)
        if duplicate and self.options.on_duplicate != "new":
            for key in (entry.key, entry.place):
                by_key.setdefault(key, duplicate.id)
            self._meet_duplicate(file, entry, duplicate)
            return
        id = self._ids.for_work(entry.data, entry.key)
        self._claimed.add(id)
        self._keep_keys(entry, id)
        for key in (entry.key, entry.place, *entry.aliases):
            by_key.setdefault(key, id)
        self._accept(file, entry, id)

    def _add_named(self, file: str, entry: Entry, by_key: dict[str, str]) -> None:
        """Make the record of an entry that is not a work, without its references to others."""
        self.tally.seen += 1
        self.tally.values += entry.seen
        if self.options.unknown == "note":
            keep_unknown_fields(entry)
        keep_other_keys(entry)
        agent = named_agent(entry.data)
        data = with_names(entry.data, self._agents.record_name)
        duplicate = self._named.find(data, entry.key)
        keys = [entry.key, agent.display, *entry.aliases]
        if duplicate and (self.options.on_duplicate != "new" or duplicate.id in self._works):
            for key in filter(None, keys):
                by_key.setdefault(key, duplicate.id)
            if not (self.options.replace and duplicate.id in self._existing):
                self._report_duplicate(file, entry, duplicate)
                return
        entry.data = data
        id = duplicate.id if duplicate else self._agents.adopt(agent, entry.line, file)
        if duplicate is None or self.options.on_duplicate == "new":
            self._keep_keys(entry, id)
        for key in filter(None, keys):
            by_key.setdefault(key, id)
        self._report_leftovers(file, entry.leftovers)
        data = {"id": id, **entry.data}
        self._named_waiting.append(_Candidate(file, entry.line, data))
        self._named.add(data)
        if self.schemas.noun(data["kind"]) == "agent":
            self._agents.learn(data)

    def _keep_keys(self, entry: Entry, id: str) -> None:
        for former in keep_keys(entry, id, self._claimed):
            self._claimed.add(former)
            self._ids.reserve(former)

    def _resolve_references(self, file: str, by_key: Mapping[str, str]) -> None:
        """Put the ids of other entries of the file into the records that name them."""
        for each in self._named_waiting:
            data = self._resolved(each, by_key)
            valid = self._gate.cleaned(self._path(data), data, self._reporter(file, each.line))
            if valid is None:
                self._reject(file, each.line, "no valid record can be made of this entry")
            else:
                self._works[data["id"]] = _Candidate(file, each.line, valid)
        for each in self._linking:
            work = self._works.get(each.data["id"])
            if work:
                work.data.update(self._resolved(each, by_key))
                self._gate.cleaned(
                    self._path(work.data), work.data, self._reporter(file, each.line)
                )
        self._named_waiting.clear()
        self._linking.clear()
        self._link_related(file, by_key)

    def _link_related(self, file: str, by_key: Mapping[str, str]) -> None:
        """Put ids in the place of what entries say of other entries of the file."""

        def find(number: str) -> Mapping[str, Any] | None:
            work = self._works.get(by_key.get(number, ""))
            return work.data if work else None

        for id in dict.fromkeys(by_key.values()):
            work = self._works.get(id)
            found = linked(work.data, find) if work else {}
            if work and found != work.data:
                work.data = found
                report = self._reporter(file, work.line)
                self._gate.cleaned(self._path(work.data), work.data, report)

    def _resolved(self, candidate: _Candidate, by_key: Mapping[str, str]) -> dict[str, Any]:
        report = self._reporter(candidate.file, candidate.line)

        def tell(key: str) -> None:
            report("reference", key, "the file has no entry with this key or name")

        found: dict[str, Any] = resolved(candidate.data, lambda key: by_key.get(key, ""), tell)
        return found

    def _accept(self, file: str, entry: Entry, id: str) -> None:
        """Make the record of an entry."""
        known = self._existing.get(id)
        within = _references(known.data) if known else frozenset()
        data = {"id": id, **self._agents.resolve(entry, file, within)}
        linking = {name: value for name, value in data.items() if has_reference(value)}
        if linking:
            self._linking.append(_Candidate(file, entry.line, {"id": id, **linking}))
            data = {name: value for name, value in data.items() if name not in linking}
        valid = self._gate.cleaned(self._path(data), data, self._reporter(file, entry.line))
        self._report_leftovers(file, entry.leftovers)
        if valid is None:
            self._reject(file, entry.line, "no valid record can be made of this entry")
            return
        self._works[id] = _Candidate(file, entry.line, valid)
        self._duplicates.names.update(self._agents.new_names())
        self._duplicates.add(valid)

    def _reject(self, file: str, line: int, message: str) -> None:
        self.tally.broken += 1
        self.remarks.append(Remark("broken", file, line, message))

    def _meet_duplicate(self, file: str, entry: Entry, duplicate: Duplicate) -> None:
        if self.options.replace and duplicate.id in self._existing:
            self._accept(file, entry, duplicate.id)
        else:
            self._report_duplicate(file, entry, duplicate)

    def _report_duplicate(self, file: str, entry: Entry, duplicate: Duplicate) -> None:
        self.tally.duplicates += 1
        name = entry.key or "this entry"
        message = f"{name} is already in the catalogue as “{duplicate.id}”: {duplicate.reason}"
        self.remarks.append(Remark("duplicate", file, entry.line, message))

    def _reporter(self, file: str, line: int) -> Any:
        def report(name: str, value: str, reason: str) -> None:
            self._report_leftovers(file, [Leftover(line, name, value, reason)])

        return report

    def _report_leftovers(self, file: str, leftovers: Iterable[Leftover]) -> None:
        for each in leftovers:
            self.tally.lost += each.sort == "lost"
            self.tally.noted += each.sort == "noted"
            self.tally.frame += each.sort == "frame"
            self.remarks.append(Remark(each.sort, file, each.line, each.message))

    def finish(self, cache: Cache | None = None) -> None:
        """Make the files of the new records, valid together with those of the catalogue."""
        self._make_files()
        for _ in range(5):
            changed = {path: text.encode() for path, text in {**self.new, **self.differing}.items()}
            if not changed:
                break
            _, result = validate_planned(self.root, changed, cache, errors_only=True)
            found = [each for each in errors(result.findings) if each.path in changed]
            if not any(self._repair(each) for each in found):
                for path in {each.path for each in found}:
                    self._drop(path)
                break
            self._make_files()
        self._count()
        for file, doubt in self._agents.doubts:
            if doubt.id in self._agents.made:
                self.remarks.append(Remark("doubt", file, doubt.line, doubt.message))

    def _count(self) -> None:
        for id in self._works:
            if id not in self._existing:
                self.tally.new += 1
            elif self._existing[id].path in self.differing:
                self.tally.replaced += 1
            else:
                self.tally.unchanged += 1

    def _repair(self, finding: Any) -> bool:
        candidate = self._works.get(finding.path.stem)
        data = candidate.data if candidate else self._agents.made.get(finding.path.stem)
        if data is None:
            return False
        file, line = (candidate.file, candidate.line) if candidate else ("", 1)
        return take_out(data, finding, self._reporter(file, line))

    def _drop(self, path: Path) -> None:
        self.new.pop(path, None)
        self.differing.pop(path, None)
        candidate = self._works.pop(path.stem, None)
        if candidate:
            message = "no record that is valid in this catalogue can be made of this entry"
            self._reject(candidate.file, candidate.line, message)

    def _make_files(self) -> None:
        self.new.clear()
        self.differing.clear()
        used: set[str] = set()
        for candidate in self._works.values():
            used |= _references(candidate.data)
            self._make_file(candidate.data)
        for id in list(self._agents.made):
            data = self._agents.made[id]
            report = self._reporter("", 1)
            valid = self._gate.cleaned(self._path(data), data, report) if id in used else None
            if valid is None:
                del self._agents.made[id]
            else:
                self._make_file(valid)

    def _make_file(self, data: Mapping[str, Any]) -> None:
        before = self._existing.get(data["id"])
        document = as_document(
            with_plain_years(data, self.schemas),
            self.root,
            self.schemas,
            before.path if before else None,
        )
        if before is None:
            self.new[document.path] = document.text
        elif before.data != document.data:
            self.differing[document.path] = document.text

    def _path(self, data: Mapping[str, Any]) -> Path:
        folder = self.schemas.catalogued(data["kind"])["folder"]
        return self.root / "records" / folder / f"{data['id']}.yaml"

    @property
    def agents_made(self) -> Counter[str]:
        """The number of new agents, by kind."""
        return Counter(str(each["kind"]) for each in self._agents.made.values())


def _references(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the texts of a record that may be ids of agents."""
    texts = (value for _, value in leaves(data) if isinstance(value, str))
    return frozenset(text for text in texts if is_id(text))
