"""The step from Documents to Findings: the schema of each record, then every check in checks/."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from exporter.records.document import Document, Pointer, leaves
from exporter.records.finding import Finding, Severity
from exporter.records.schema import BASE, SUFFIX, Schemas
from exporter.validate.checks import checks, hooks
from exporter.validate.index import Entry, Index, entry_of, unknown_entry
from exporter.validate.text_fields import TextFinder
from exporter.validate.violation import Violation, said

if TYPE_CHECKING:
    import jsonschema


def severity(finding: Finding) -> Severity:
    """Give the weight of a finding, which belongs to its check."""
    weight: Severity = checks()[finding.name].SEVERITY
    return weight


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Give those that are errors."""
    return [each for each in findings if severity(each) is Severity.ERROR]


def check(
    documents: Iterable[Document],
    schemas: Schemas,
    unread: Iterable[Path] = (),
    judge: RecordValidator | None = None,
) -> list[Finding]:
    """Check each record for itself, then all of them together. The findings have no line and column yet.

    `unread` are the files that could not be read: no record is blamed for referring to one of them. Who checks one
    catalogue again and again brings a `judge`, who has made the validators already.
    """
    judge = judge or RecordValidator(schemas)
    judged = [judge.judged(document) for document in documents]
    index = Index(schemas, [*map(unknown_entry, unread), *(each.entry for each in judged)])
    return together([finding for each in judged for finding in each.findings], compared(index))


def compared(index: Index, *, errors_only: bool = False) -> list[Finding]:
    """Give what all records show together."""
    modules = hooks("on_catalogue", errors_only=errors_only).values()
    return [each for module in modules for each in module.on_catalogue(index)]


def together(findings: Sequence[Finding], more: Iterable[Finding]) -> list[Finding]:
    """Add what all records show together to the findings of each.

    A value that breaks a rule of its schema gets no second finding here. But a check of the whole catalogue knows which
    record a malformed id means: if the check of the schema asks for it (`REFINABLE`), its finding takes that hint.
    """
    broken = {(each.path, each.pointer) for each in findings if each.name in _rules()}
    better: dict[tuple[Path, Pointer], Finding] = {}
    others = []
    for each in more:
        if (each.path, each.pointer) not in broken:
            others.append(each)
        elif each.replacement is not None:
            better[each.path, each.pointer] = each
    told = []
    for each in findings:
        other = better.get((each.path, each.pointer))
        if other and getattr(checks()[each.name], "REFINABLE", False):
            each = replace(each, hint=other.hint, replacement=other.replacement)
        told.append(each)
    return told + others


@cache
def _rules() -> frozenset[str]:
    """Name the checks that put a broken rule of a schema into words."""
    return frozenset((*hooks("on_violation"), *hooks("on_value")))


class RecordResult(NamedTuple):
    """What one record is to the others, and what is wrong with it by itself."""

    entry: Entry
    findings: Sequence[Finding]


class RecordValidator:
    """Checks one record at a time, with the validators of all kinds made once.

    One that looks for errors only lets all checks rest that find none.
    """

    def __init__(self, schemas: Schemas, *, errors_only: bool = False) -> None:
        self.schemas = schemas
        self.compiled = _compiled(schemas)
        self._hooks = functools.partial(hooks, errors_only=errors_only)

    @cached_property
    def texts(self) -> TextFinder:
        """What finds the texts of records."""
        return TextFinder(self.schemas)

    @cached_property
    def validators(self) -> Mapping[str, Any]:
        """The validators that can say why, by kind."""
        from exporter.records.schema_validator import (
            build_validators,
        )  # here, since its library takes long to import

        return build_validators(self.schemas, lambda word, value: bool(_judged(word, value)[1]))

    def judged(self, document: Document) -> RecordResult:
        """Check one record for itself: what it is, the rules of its schema, then all that goes beyond them."""
        if doubts := list(self.doubts(document)):
            return RecordResult(unknown_entry(document.path), doubts)
        broken = list(self.violations(document))
        faulty = {each.pointer for each in broken}
        others = [each for each in self.others(document) if each.pointer not in faulty]
        entry = self.entry(document)
        if broken:
            strays = (value for _, value in leaves(document.data) if isinstance(value, str))
            entry = entry._replace(strays=tuple(dict.fromkeys(strays)))
        return RecordResult(entry, broken + others)

    def entry(self, document: Document) -> Entry:
        """Make the entry of a record, with the keys of all checks."""
        entry = entry_of(document, self.schemas)
        keys = {
            name: found
            for name, module in self._hooks("keys").items()
            if (found := tuple(module.keys(entry)))
        }
        return entry._replace(keys=keys)

    def doubts(self, document: Document) -> Iterator[Finding]:
        """Say why it is not certain what the record is; then nothing else is judged."""
        for module in hooks("on_kind").values():
            yield from module.on_kind(document, self.schemas)

    def violations(self, document: Document) -> Iterator[Finding]:
        """Let each broken rule be told by the check that knows its keyword: one finding for each fault.

        At one place there is one fault, though several fields can be missing there; and what stands under a wrong
        name is not judged.
        """
        compiled = self.compiled.get(document.kind)
        if compiled and compiled.is_valid(document.data) and not _has_decimals(document):
            return
        errors = list(self.validators[document.kind].iter_errors(document.data))
        told = [found for error in errors for found in self._told(error, document)]
        if errors and not told:  # by rules of a catalogue's own schema, which no check knows
            told = [_untold(self._violation(error, document), self.schemas) for error in errors]
        misnamed = {each.pointer for each in told if each.part == "key"}
        faults: dict[tuple[Pointer, str, str], Finding] = {}
        for each in sorted(told, key=lambda each: each.name == "repeated-value"):
            above = {each.pointer[:length] for length in range(len(each.pointer) + 1)}
            if each.part == "key" or not above & misnamed:
                what = each.message if each.name == "missing-field" else ""
                faults.setdefault((each.pointer, each.part, what), each)
        yield from faults.values()

    def others(self, document: Document) -> Iterator[Finding]:
        """Give what the checks of one record find that go beyond its schema."""
        for module in self._hooks("on_record").values():
            yield from module.on_record(document, self.schemas)
        if of_texts := self._hooks("on_text_fields").values():
            text_fields = self.texts.find(document)
            for module in of_texts:
                yield from module.on_text_fields(text_fields)
        for module in self._hooks("on_text").values():
            yield from module.on_text(document)

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

    def _told(self, error: jsonschema.ValidationError, document: Document) -> Iterator[Finding]:
        violation = self._violation(error, document)
        if violation.value in violation.untagged[1:]:
            return  # told with the first of them
        if error.validator == "format":
            name, fault = _judged(str(error.validator_value), error.instance)
            message = fault.message.replace(
                f"“{error.instance}”", said(error.instance)
            )  # a long value cut short
            if violation.meant:
                yield violation.finding(name, message, violation.meant)
            else:
                yield violation.finding(
                    name, message, fault.hint, fault.replacement, certain=fault.certain
                )
            return
        for module in _by_keyword().get(str(error.validator), ()):
            yield from module.on_violation(violation)


def _untold(violation: Violation, schemas: Schemas) -> Finding:
    field = schemas.field(violation.document.kind, violation.pointer) if violation.pointer else None
    said = str(
        violation.schema.get("description") or (field and field.keyword("description")) or ""
    )
    hint = said or f"compare it with the schema of the kind {violation.document.kind}"
    return violation.finding(
        "malformed-value", f"{violation.label} is not as the schema wants it", hint
    )


def _compiled(schemas: Schemas) -> Mapping[str, Any]:
    """Give compiled validators, which say yes a hundred times as fast; none where their library is not installed.

    What they say no to is judged once more by the validators that can say why. They know nothing of `_integer`, so
    their yes counts only for records without a decimal number.
    """
    try:
        import jsonschema_rs
    except ImportError:
        return {}

    def refuse(uri: str) -> Any:
        raise LookupError(uri)  # the library would fetch it

    formats: dict[str, Callable[[str], bool]] = {
        word: functools.lru_cache(10_000)(functools.partial(_fits, word)) for word in _by_format()
    }
    files: list[tuple[str, Any]] = [
        (BASE + name, dict(file)) for name, file in schemas.files.items()
    ]
    registry = jsonschema_rs.Registry(files, retriever=refuse)
    return {
        kind: jsonschema_rs.Draft202012Validator(
            {"$ref": BASE + kind + SUFFIX},
            registry=registry,
            formats=formats,
            validate_formats=True,
        )
        for kind in schemas.kinds
    }


def _has_decimals(document: Document) -> bool:
    return not document.whole_numbers and any(
        isinstance(value, float) for _, value in leaves(document.data)
    )


def _fits(word: str, value: str) -> bool:
    return not _judged(word, value)[1]


@cache
def _by_keyword() -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {}
    for module in hooks("on_violation").values():
        for keyword in module.KEYWORDS:
            table.setdefault(keyword, []).append(module)
    return table


@cache
def _by_format() -> dict[str, list[tuple[str, Any]]]:
    table: dict[str, list[tuple[str, Any]]] = {}
    for name, module in hooks("on_value").items():
        table.setdefault(module.FORMAT, []).append((name, module))
    return table


def _judged(word: str, value: Any) -> tuple[str, Any]:
    judged = ((name, module.on_value(value)) for name, module in _by_format().get(word, ()))
    return next(((name, fault) for name, fault in judged if fault), ("", None))
