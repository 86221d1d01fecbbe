"""Compares works with what a target demands and recommends: what each lacks, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from exporter.model.records import Records
from exporter.parallel import map_in_order
from exporter.plural import counted
from exporter.query.condition import Condition
from exporter.records.document import Pointer
from exporter.records.finding import Position, Severity
from exporter.records.settings import CatalogueSettings
from exporter.records.yaml import SourceMap
from exporter.review.places import Places, RecordPlace, text_of, values
from exporter.review.requirements import Rule, Selector, Target, Terms
from exporter.terminal import display_path, escape_control_chars
from exporter.validate.report import Report, ReportedFinding, ReportedNote, RulePage

_START = Position(1, 1)
_SEVERITIES = {True: Severity.ERROR, False: Severity.WARNING}

_Where = tuple[str, Pointer]
_Shown = tuple[str, Position]


class Lack(NamedTuple):
    """What a work lacks, or says in a form that the target refuses.

    `pointer` leads to the value that falls short in the record `id`. `linked` is the record in
    which a missing value belongs, if that is another one. If `setting` is not empty, it is the
    setting of the catalogue that is missing.
    """

    rule: Rule
    id: str
    pointer: Pointer = ()
    linked: str = ""
    setting: str = ""


@dataclass(frozen=True)
class Readiness:
    """How far works are ready for a target. `lacking` has the lacks of each work, if any.

    `wrong` are the works that were not compared, because their records have errors.
    """

    target: Target
    lacking: Mapping[str, Sequence[Lack]]
    number: int
    wrong: Sequence[str] = ()
    unready: frozenset[str] = frozenset()

    @property
    def summary(self) -> str:
        """The closing line: how many works are ready, and how many are not."""
        number = self.number + len(self.wrong)
        ready = self.number - len(self.unready)
        verb = "is" if 1 in {ready, number} else "are"
        parts = [f"{ready:,} of {counted(number, 'work')} {verb} ready for {self.target.name}"]
        if self.unready:
            lack = "lacks" if len(self.unready) == 1 else "lack"
            parts.append(f"{len(self.unready):,} {lack} something mandatory")
        if self.wrong:
            have = "has" if len(self.wrong) == 1 else "have"
            parts.append(f"{len(self.wrong):,} {have} errors and cannot be delivered at all")
        return "; ".join(parts) + "."

    def counts(self, level: str) -> list[tuple[int, Rule]]:
        """Return how many works break each rule of a level, the most frequent first."""
        numbers: Counter[str] = Counter()
        for lacks in self.lacking.values():
            numbers.update({each.rule.name for each in lacks if each.rule.level == level})
        rules = [rule for rule in self.target.rules if rule.name in numbers]
        return sorted(((numbers[rule.name], rule) for rule in rules), key=lambda pair: -pair[0])


class Comparison:
    """Compares works with the rules of a target. Rules named in `off` are left out."""

    def __init__(
        self, target: Target, off: Iterable[str], settings: CatalogueSettings, places: Places
    ) -> None:
        self._rules = [rule for rule in target.rules if rule.name not in set(off)]
        self._target = target
        self._settings = settings
        self._places = places

    def of(self, ids: Sequence[str], wrong: Sequence[str] = ()) -> Readiness:
        """Return how far works are ready. Those in `wrong` have errors, and are not ready.

        All cores compare them.
        """
        lacking: dict[str, list[Lack]] = {}
        unready = set()
        for id, lacks in zip(ids, map_in_order(lambda id: list(self.lacks(id)), ids), strict=True):
            if lacks:
                lacking[id] = lacks
            if any(each.rule.is_mandatory for each in lacks):
                unready.add(id)
        return Readiness(self._target, lacking, len(ids), wrong, frozenset(unready))

    def lacks(self, id: str) -> Iterator[Lack]:
        """Yield what a work lacks, in the order of the rules."""
        work = self._places.of_record(id)
        for rule in self._rules:
            if self._meets(work, rule.when):
                for subject in self._subjects(work, rule):
                    yield from self._judge(subject, rule)

    def _subjects(self, work: RecordPlace, rule: Rule) -> Iterator[RecordPlace]:
        """Yield what a rule is about: the work, or some of the things that it names."""
        if rule.of is None:
            yield work
        else:
            yield from self._selected(work, rule.of)

    def _selected(self, place: RecordPlace, selector: Selector) -> Iterator[RecordPlace]:
        for found in self._places.at(place, selector.path):
            for item in self._places.items(found):
                if self._meets(item, selector.which):
                    yield item

    def _meets(self, place: RecordPlace, terms: Terms) -> bool:
        """Return whether one of the alternatives of each term holds."""
        found: dict[tuple[str, ...], list[RecordPlace]] = {}

        def holds(condition: Condition) -> bool:
            path = condition.path
            if path not in found:
                found[path] = list(self._values(place, Selector(path)))
            values = [each.value for each in found[path]]
            return condition.holds_for(values, found[path][0].field if values else None)

        def one_holds(alternatives: Sequence[Sequence[Condition]]) -> bool:
            return any(all(map(holds, conditions)) for conditions in alternatives)

        return all(map(one_holds, terms))

    def _values(self, place: RecordPlace, selector: Selector) -> Iterator[RecordPlace]:
        for each in self._selected(place, selector):
            yield from values(each)

    def _judge(self, subject: RecordPlace, rule: Rule) -> Iterator[Lack]:
        """Yield the lacks of a work, or of a thing that it names, by one rule."""
        filled = [each for each in rule.fields if self._is_filled(subject, each)]
        if rule.test is None:
            if not filled:
                yield self._lack(subject, rule)
            return
        if not filled:
            if rule.test.how != "each":
                yield self._lack(subject, rule)
            return
        considered = filled[:1] if rule.test.how == "first" else filled
        found = [each for group in considered for each in self._of_alternative(subject, group)]
        unfit = [each for each in found if not rule.test.pattern.fullmatch(text_of(each))]
        if rule.test.how != "each":
            unfit = unfit[:1] if len(unfit) == len(found) else []
        for value in unfit:
            yield Lack(rule, value.id, value.pointer)

    def _is_filled(self, subject: RecordPlace, alternative: Sequence[Selector]) -> bool:
        for selector in alternative:
            if selector.setting:
                if not getattr(self._settings, selector.setting):
                    return False
            elif next(self._values(subject, selector), None) is None:
                return False
        return True

    def _of_alternative(
        self, subject: RecordPlace, alternative: Sequence[Selector]
    ) -> Iterator[RecordPlace]:
        for selector in alternative:
            if selector.path:
                yield from self._values(subject, selector)

    def _lack(self, subject: RecordPlace, rule: Rule) -> Lack:
        """Return the lack of what is not there: at the group or reference that would lead to it."""
        selectors = [selector for group in rule.fields for selector in group]
        if all(selector.setting for selector in selectors):
            return Lack(rule, subject.id, setting=selectors[0].setting)
        around = self._nearest(subject, selectors[0].path)
        target = self._places.linked(around) if around.pointer else None
        return Lack(rule, around.id, around.pointer, target.id if target else "")

    def _nearest(self, subject: RecordPlace, path: Sequence[str]) -> RecordPlace:
        """Return the innermost place on a path that the record of the subject has."""
        for length in range(len(path) - 1, 0, -1):
            for place in self._places.at(subject, path[:length]):
                if place.id == subject.id:
                    return place
        return subject


class Reporter:
    """Shows lacks as findings, at their lines and columns.

    `text` reads the file of a record, and returns an empty text where it is gone. `settings_file`
    is the file with the settings of the catalogue, which need not exist.
    """

    def __init__(
        self,
        records: Records,
        text: Callable[[Path], str],
        settings_file: Path,
    ) -> None:
        self._records = records
        self._read = text
        self._settings_file = settings_file
        self._texts: dict[str, str] = {}

    def report(self, readiness: Readiness, *, recommended: bool, colour: bool = False) -> Report:
        """Return the report: what is mandatory, and with `recommended` what is recommended, too."""
        shown: list[Lack] = []
        for lacks in readiness.lacking.values():
            shown += [each for each in lacks if each.rule.is_mandatory or recommended]
        places = self._places(shown)
        found: dict[tuple[object, ...], ReportedFinding] = {}
        for lack in shown:
            finding = self._finding(lack, places)
            found.setdefault((finding.name, finding.path, finding.position), finding)
        findings = sorted(found.values(), key=_order)
        pages = {rule.name: _page(rule) for rule in readiness.target.rules}
        number = readiness.number + len(readiness.wrong)
        return Report(findings, self._text, number, colour, readiness.summary, pages)

    def _text(self, path: str) -> str:
        return self._texts.get(path, "")

    def _finding(self, lack: Lack, places: Mapping[_Where, _Shown]) -> ReportedFinding:
        path, position = places[lack.id, lack.pointer]
        if lack.setting:
            path, position = self._place_of_settings()
        notes: tuple[ReportedNote, ...] = ()
        if lack.linked:
            notes = (
                ReportedNote(*places[lack.linked, ()], "this is the record that would say it"),
            )
        return ReportedFinding(
            lack.rule.name,
            _SEVERITIES[lack.rule.is_mandatory],
            path,
            position,
            lack.pointer,
            escape_control_chars(lack.rule.message),
            escape_control_chars(_hint(lack)),
            notes,
        )

    def _place_of_settings(self) -> _Shown:
        """Return where the settings of the catalogue begin, or would begin."""
        path = display_path(self._settings_file)
        if path not in self._texts:
            exists = self._settings_file.is_file()
            self._texts[path] = self._settings_file.read_text("utf-8") if exists else ""
        for number, line in enumerate(self._texts[path].splitlines(), start=1):
            if line.strip() in {"[catalogue]", "[tool.exporter.catalogue]"}:
                return path, Position(number, 1, len(line.rstrip()))
        return path, _START

    def _places(self, lacks: Iterable[Lack]) -> dict[_Where, _Shown]:
        """Return the files and positions of lacks; each record is read once."""
        pointers: dict[str, set[Pointer]] = {}
        for lack in lacks:
            pointers.setdefault(lack.id, set()).add(lack.pointer)
            if lack.linked:
                pointers.setdefault(lack.linked, set()).add(())
        found: dict[_Where, _Shown] = {}
        for id, wanted in pointers.items():
            file = self._records.path(id)
            path = display_path(file)
            self._texts[path] = self._read(file)
            source_map = SourceMap(self._texts[path])
            for pointer in wanted:
                found[id, pointer] = path, source_map.nearest(pointer)
        return found


def _order(finding: ReportedFinding) -> tuple[str, int, int, str]:
    return finding.path, finding.position.line, finding.position.column, finding.name


def _hint(lack: Lack) -> str:
    """Return what to fill, if nothing is there, and where the target says so."""
    rule = lack.rule
    source = f"{rule.element}: {rule.source}"
    if rule.test and lack.pointer:
        return source
    alternatives = [" and ".join(map(str, group)) for group in rule.fields]
    return f"fill {' or '.join(alternatives)} ({source})"


def _page(rule: Rule) -> RulePage:
    text = f"{rule.message}.\n\nElement: {rule.element}. Source: {rule.source}."
    return RulePage(text, _SEVERITIES[rule.is_mandatory])
