"""A reason for a field that the record does not have.

A key of `inferred` names the field whose value no source prints: with dots for what is inside a
field, and with the number of an entry in a list, from 1 on, as in `contributors.2.role`. If the
field is renamed, moved or deleted, its reason has to follow.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
issued: 2021
inferred:
  isued: The page gives the day; the year is that of the events.
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
issued: 2021
inferred:
  issued: The page gives the day; the year is that of the events.
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from exporter.model.vocabularies.languages import fault
from exporter.records.document import Document, Pointer, value_at
from exporter.records.finding import Finding, Severity
from exporter.records.schema import Schemas
from exporter.suggest import Suggestion, nearest, suggestion
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.field_suggestions import meant_fields

SEVERITY = Severity.ERROR

_GUESSES = 100_000
"""With how many names of fields the keys of a record are compared, to guess what is meant."""


@needs("inferred")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Follow the path in each key of `inferred` into the record."""
    document, schemas = record.document, record.schemas
    inferred = document.data.get("inferred")
    if not isinstance(inferred, Mapping):
        return
    keys = [key for key in map(str, inferred) if "." in key or key not in document.data]
    if not keys:
        return

    @cache
    def paths() -> list[str]:
        return list(_paths({**document.data, "inferred": ()}))

    @cache
    def misspelled(pointer: Pointer) -> frozenset[str] | None:
        return _misspelled(value_at(document.data, pointer), document.kind, pointer, schemas)

    guesses = 0
    for key in keys:
        end, hint = _follow(document, key, schemas, misspelled)
        if not end:
            continue
        guesses += len(paths())
        found = Suggestion(hint)
        if not hint:
            found = _nearest_path(key, paths() if guesses < _GUESSES else ())
        yield Finding(
            "dangling-conclusion",
            document.path,
            f"the record has no field “{key}”: {end}",
            found.hint,
            ("inferred", key),
            "key",
            replacement=found.replacement,
        )


def _nearest_path(key: str, paths: Iterable[str]) -> Suggestion:
    """Return the path that a key most likely means, but none of what the key is inside of."""
    meant = nearest(key, [path for path in paths if not key.startswith(f"{path}.")])
    return suggestion(meant, "delete the reason, or add the field")


def _follow(
    document: Document,
    key: str,
    schemas: Schemas,
    misspelled: Callable[[Pointer], frozenset[str] | None],
) -> tuple[str, str]:
    """Return where the path in a key ends too early, and how to fix that if it is clear.

    Both are empty if it leads to a field, or to one with a finding of its own: a wrong name, or a
    value of the wrong type.
    """
    value: Any = document.data
    pointer: Pointer = ()
    language, name = value.get("language"), "the record"
    for step in key.split("."):
        field = schemas.field(document.kind, pointer) if pointer else None
        if field and _type_of(value) not in field.types:
            return "", ""
        if isinstance(value, list):
            if not _is_number_of_entry(step, value):
                entries = f"{len(value)} entr{'y' if len(value) == 1 else 'ies'}"
                hint = f"write a number from 1 to {len(value)} after {name}"
                return f"{name} has {entries}", hint
            place = int(step) - 1
            value, pointer, name = value[place], (*pointer, place), f"entry {step} of {name}"
        elif isinstance(value, Mapping):
            if step not in value:
                missing = misspelled(pointer)
                is_reported = missing is None or step in missing
                return ("", "") if is_reported else (f"{name} has no “{step}”", "")
            language = value.get("language", language)
            value, pointer, name = value[step], (*pointer, step), f"“{step}”"
        elif not isinstance(value, str) or step != language:  # plain text is in this language
            return f"{name} has no “{step}”", ""
    return "", ""


def _type_of(value: object) -> str:
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, Mapping) else "string"


def _is_number_of_entry(step: str, entries: list[Any]) -> bool:
    is_number = step.isascii() and step.isdigit() and len(step) < 7
    return is_number and 1 <= int(step) <= len(entries)


def _misspelled(
    value: Mapping[str, Any], kind: str, pointer: Pointer, schemas: Schemas
) -> frozenset[str] | None:
    """Return the fields that a group lacks and may have under a wrong name.

    The result is None for any language.
    """
    if schemas.within(kind, pointer):
        meant = meant_fields(schemas, kind, pointer, value).values()
        return frozenset(name for names in meant for name in names)
    return None if any(fault(name)[0] for name in value) else frozenset()


def _paths(value: Any, before: str = "") -> Iterator[str]:
    """Yield the path of each field of a record, as a key of `inferred` has it."""
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value, 1)
    for step, inner in pairs:
        yield f"{before}{step}"
        yield from _paths(inner, f"{before}{step}.")
