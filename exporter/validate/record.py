"""Validates records one by one: against their schema, then with the checks of one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from exporter.records.document import Document, Pointer, leaves
from exporter.records.finding import Fault, Finding, Severity
from exporter.records.schema import BASE, SUFFIX, Schemas
from exporter.records.settings import DEFAULT_LANGUAGE
from exporter.validate.checked_record import CheckedRecord, may_find
from exporter.validate.checks import check_named, checks_with
from exporter.validate.index import (
    Extract,
    IndexEntry,
    index_entry,
    name_of,
    unknown_entry,
)
from exporter.validate.text_fields import TextFields
from exporter.validate.violation import Violation, said

if TYPE_CHECKING:
    import jsonschema


def severity(finding: Finding) -> Severity:
    """Return the severity of a finding, which is that of its check."""
    found: Severity = check_named(finding.name).SEVERITY
    return found


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are errors."""
    return [each for each in findings if severity(each) is Severity.ERROR]


def hidden_by(broken: Iterable[Finding]) -> Callable[[Finding], bool]:
    """Return what says whether a finding gives way to those that tell of a broken rule of a schema.

    A value gets no second one. But no error gives way to less: who looks for errors only, as an
    export does, would find it.
    """
    faulty: dict[tuple[Path, Pointer], Severity] = {}
    for each in broken:
        if faulty.get((each.path, each.pointer)) is not Severity.ERROR:
            faulty[each.path, each.pointer] = severity(each)

    def is_hidden(finding: Finding) -> bool:
        found = faulty.get((finding.path, finding.pointer))
        if found is None or found is Severity.ERROR:
            return found is not None
        return severity(finding) is not Severity.ERROR

    return is_hidden


class RecordResult(NamedTuple):
    """The index entry of one record, and what is wrong with the record by itself."""

    entry: IndexEntry
    findings: Sequence[Finding]


Check = Callable[..., Iterable[Finding]]
"""A function of a check, of whatever it looks at."""


class _Useful(NamedTuple):
    """The functions of the checks that may find something in a record."""

    on_record: frozenset[Check]
    extracts: Mapping[str, Extract]


class RecordValidator:
    """Validates one record at a time. The validators of all kinds are made once.

    With `errors_only`, checks that report no errors do not run.
    """

    def __init__(
        self, schemas: Schemas, language: str = DEFAULT_LANGUAGE, *, errors_only: bool = False
    ) -> None:
        self.schemas = schemas
        self.language = language
        self._errors_only = errors_only
        self._compiled = CompiledValidators(schemas, errors_only=errors_only)
        self._on_kind = _functions("on_kind")
        self._on_record = _functions("on_record", errors_only=errors_only)
        self._on_text_fields = _functions("on_text_fields", errors_only=errors_only)
        self._on_text = _functions("on_text", errors_only=errors_only)
        self._useful = lru_cache(maxsize=1_000)(self._find_useful)  # many have the same keys
        self._extracts: dict[str, Extract] = {}
        for check in checks_with("on_catalogue", errors_only=errors_only).values():
            for function in getattr(check, "EXTRACTS", ()):
                self._extracts[name_of(function)] = function

    @cached_property
    def _validators(self) -> Mapping[str, Any]:
        """The validators that say what is wrong, by kind."""
        # imported late: jsonschema loads slowly, and is needed only for records with findings
        from exporter.records.schema_validator import build_validators

        return build_validators(
            self.schemas,
            lambda word, value: not _fits(word, value, errors_only=False),
        )

    def validate(self, document: Document) -> RecordResult:
        """Validate one record by itself: its kind, its schema, then all other checks."""
        return self.validate_all([document])[0]

    def validate_all(self, documents: Sequence[Document]) -> list[RecordResult]:
        """Validate records, each by itself.

        A processor repeats one step faster than it changes between steps: so each step is done for
        all of them before the next.
        """
        doubts = [self._doubts(each) for each in documents]
        of_known_kind = [each for each, found in zip(documents, doubts, strict=True) if not found]
        broken = [self._violations(each) for each in of_known_kind]
        records = [CheckedRecord(each, self.schemas, self.language) for each in of_known_kind]
        others = self._beyond_schema(records)
        entries = [index_entry(each, self._useful(each.document.keys).extracts) for each in records]
        results = map(_result, of_known_kind, entries, broken, others)
        return [
            RecordResult(unknown_entry(each.path), found) if found else next(results)
            for each, found in zip(documents, doubts, strict=True)
        ]

    def _doubts(self, document: Document) -> list[Finding]:
        """Return what is wrong with the kind of a record, without which nothing else is known."""
        found: list[Finding] = []
        for check in self._on_kind:
            found.extend(check(document, self.schemas))
        return found

    def _find_useful(self, keys: frozenset[str] | None) -> _Useful:
        if keys is None:
            return _Useful(frozenset(self._on_record), self._extracts)
        checks = frozenset(each for each in self._on_record if may_find(each, keys))
        extracts = {name: each for name, each in self._extracts.items() if may_find(each, keys)}
        return _Useful(checks, extracts)

    def _beyond_schema(self, records: Sequence[CheckedRecord]) -> list[list[Finding]]:
        """Return what the checks report on each record that look at more than its schema."""
        found: list[list[Finding]] = [[] for _ in records]
        useful = [self._useful(each.document.keys).on_record for each in records]
        for check in self._on_record:
            for record, checks, those in zip(records, useful, found, strict=True):
                if check in checks:
                    those.extend(check(record))
        if self._on_text_fields:
            text_fields = [TextFields(each) for each in records]
            for check in self._on_text_fields:
                for each, those in zip(text_fields, found, strict=True):
                    those.extend(check(each))
        for check in self._on_text:
            for record, those in zip(records, found, strict=True):
                those.extend(check(record.document))
        return found

    def _violations(self, document: Document) -> list[Finding]:
        """Return a finding for each broken rule of the schema, from the check for its keyword.

        Of several checks that report on one key or value, the first counts: what a rule says of the
        value itself comes before what a rule says of the list or group that holds it. What is in a
        field with an unknown name is not judged.
        """
        compiled = self._compiled.get(document.kind)
        if compiled and compiled.is_valid(document.data) and not _has_decimals(document):
            return []
        violations = []
        for error in self._validators[document.kind].iter_errors(document.data):
            violations.append(self._violation(error, document))
        found = []
        for violation in violations:
            for finding in _explain(violation):
                found.append((len(finding.pointer) - len(violation.pointer), finding))
        if not found:
            others = [each for violation in violations for each in _explain_other(violation)]
            return _one_check_for_each_place(others)
        found.sort(key=lambda pair: pair[0])
        return _one_check_for_each_place([finding for _, finding in found])

    def _violation(self, error: jsonschema.ValidationError, document: Document) -> Violation:
        pointer = tuple(error.absolute_path)
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        part: Literal["key", "value"] = "value"
        if "propertyNames" in error.absolute_schema_path:
            pointer, part = (*pointer, str(error.instance)), "key"
        return Violation(
            document,
            self.schemas,
            str(error.validator),
            error.validator_value,
            error.instance,
            pointer,
            schema,
            part,
        )


def _result(
    document: Document, entry: IndexEntry, broken: list[Finding], others: list[Finding]
) -> RecordResult:
    if not broken:
        return RecordResult(entry, others)
    strings = [value for _, value in leaves(document.data) if isinstance(value, str)]
    entry = entry._replace(strings=tuple(dict.fromkeys(strings)))
    is_hidden = hidden_by(broken)
    return RecordResult(entry, broken + [each for each in others if not is_hidden(each)])


def _functions(name: str, *, errors_only: bool = False) -> list[Check]:
    """Return the function of this name of each check that has one."""
    return [getattr(each, name) for each in checks_with(name, errors_only=errors_only).values()]


def _one_check_for_each_place(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings of the first check at each key or value, but for those below unknown names."""
    unknown = {each.pointer for each in findings if each.part == "key"}
    first: dict[tuple[Pointer, str], str] = {}
    kept: dict[tuple[Pointer, str, str], Finding] = {}
    for each in findings:
        above = {each.pointer[:length] for length in range(len(each.pointer) + 1)}
        if each.part == "value" and above & unknown:
            continue
        if first.setdefault((each.pointer, each.part), each.name) == each.name:
            kept.setdefault((each.pointer, each.part, each.message), each)
    return list(kept.values())


def _explain(violation: Violation) -> Iterator[Finding]:
    """Yield what the checks report that know the keyword of a broken rule."""
    if violation.value in violation.untagged[1:]:
        return  # reported with the first of them
    if violation.keyword != "format":
        for check in _checks_by_keyword().get(violation.keyword, ()):
            yield from check.on_violation(violation)
        return
    found = format_fault(str(violation.expected), violation.value)
    if not found:
        return
    name, fault = found
    message = fault.message.replace(f"“{violation.value}”", said(violation.value))  # truncated
    if violation.meant:
        yield violation.finding(name, message, violation.meant)
    else:
        yield violation.finding(name, message, fault.hint, fault.replacement, certain=fault.certain)


def _explain_other(violation: Violation) -> Iterator[Finding]:
    """Yield the finding for a rule of a catalogue's own schema that no check knows."""
    for check in checks_with("on_other_violation").values():
        yield from check.on_other_violation(violation)


class CompiledValidators:
    """Compiled validators by kind, each made when it is first asked for.

    There are none if their library is not installed. They are a hundred times as fast, but say
    only whether a record is valid; one that is not is validated again with jsonschema. They accept
    1.0 as an integer, so that their yes does not count for records with decimal numbers.
    """

    def __init__(self, schemas: Schemas, *, errors_only: bool) -> None:
        self._schemas = schemas
        self._errors_only = errors_only
        self._made: dict[str, Any] = {}

    def get(self, kind: str) -> Any:
        """Return the validator of a kind; None if there is none."""
        if kind not in self._made:
            self._made[kind] = self._compile(kind)
        return self._made[kind]

    def _compile(self, kind: str) -> Any:
        if not self._registry or kind not in self._schemas.kinds:
            return None
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator(
            {"$ref": BASE + kind + SUFFIX},
            registry=self._registry,
            formats=_format_functions(errors_only=self._errors_only),
            validate_formats=True,
        )

    @cached_property
    def _registry(self) -> Any:
        try:
            import jsonschema_rs
        except ImportError:
            return None

        def refuse(uri: str) -> Any:
            raise LookupError(uri)  # the library would download it

        files: list[tuple[str, Any]] = []
        for name, file in self._schemas.files.items():
            files.append((BASE + name, dict(file)))
        return jsonschema_rs.Registry(files, retriever=refuse)


@cache
def _format_functions(*, errors_only: bool) -> dict[str, Callable[[str], bool]]:
    """Return the function that judges a value, by the `format` of a schema."""
    return {
        word: lru_cache(10_000)(partial(_fits, word, errors_only=errors_only))
        for word in _checks_by_format(errors_only=errors_only)
    }


def _has_decimals(document: Document) -> bool:
    if document.whole_numbers:
        return False
    return any(isinstance(value, float) for _, value in leaves(document.data))


def _fits(word: str, value: str, *, errors_only: bool) -> bool:
    return format_fault(word, value, errors_only=errors_only) is None


@cache
def _checks_by_keyword() -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {}
    for check in checks_with("on_violation").values():
        for keyword in check.KEYWORDS:
            table.setdefault(keyword, []).append(check)
    return table


@cache
def _checks_by_format(
    *, errors_only: bool
) -> dict[str, list[tuple[str, Callable[[Any], Fault | None]]]]:
    """Return, by the `format` of a schema, the function that validates a value, and its check."""
    table: dict[str, list[tuple[str, Callable[[Any], Fault | None]]]] = {}
    for name, check in checks_with("on_value", errors_only=errors_only).items():
        for word in formats_of(check):
            function = check.on_value
            if not isinstance(check.FORMAT, str):
                function = partial(check.on_value, format=word)
            table.setdefault(word, []).append((name, function))
    return table


def formats_of(check: Any) -> tuple[str, ...]:
    """Return the formats of the values that a check judges."""
    return (check.FORMAT,) if isinstance(check.FORMAT, str) else tuple(check.FORMAT)


def format_fault(word: str, value: Any, *, errors_only: bool = False) -> tuple[str, Fault] | None:
    """Return what is wrong with a value of a `format`, with the name of the check, or None.

    With `errors_only`, checks that report no errors are not asked.
    """
    for name, judge in _checks_by_format(errors_only=errors_only).get(word, ()):
        fault = judge(value)
        if fault:
            return name, fault
    return None
