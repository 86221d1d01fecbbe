"""A conclusion about a field that the record does not have.

A key of `inferred` names the field whose value no source prints: with dots for what lies inside a field, and the number
of an entry in a list, counted from 1, as in `contributors.2.role`. When the field is renamed, moved or deleted, the
reason for it goes along.

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

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from exporter.model.vocabularies.languages import fault
from exporter.records.document import Document, Pointer, value_at
from exporter.records.finding import Finding, Severity
from exporter.records.schema import Schemas
from exporter.suggest import Suggestion, nearest, suggestion
from exporter.validate.field_suggestions import misnomers

SEVERITY = Severity.ERROR

_GUESSES = 100_000
"""How many names of fields a record's conclusions are compared with, to guess what is meant."""


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Follow each key of `inferred` into the record."""
    inferred = document.data.get("inferred")
    if not isinstance(inferred, Mapping):
        return
    names = list(_names({**document.data, "inferred": ()}))

    @cache
    def misspelt(pointer: Pointer) -> frozenset[str] | None:
        return _misspelt(value_at(document.data, pointer), document.kind, pointer, schemas)

    guesses = 0
    for key in map(str, inferred):
        end, hint = _follow(document, key, schemas, misspelt)
        if end:
            message = f"the conclusion “{key}” leads nowhere: {end}"
            guesses += len(names)
            others = (
                [name for name in names if not key.startswith(f"{name}.")]
                if guesses < _GUESSES
                else []
            )
            found = Suggestion(hint)
            if not hint:
                found = suggestion(
                    nearest(key, others, likeness=0.85),
                    "delete the conclusion, or add the field that it explains",
                )
            yield Finding(
                "dangling-conclusion",
                document.path,
                message,
                found.hint,
                ("inferred", key),
                "key",
                replacement=found.replacement,
            )


def _follow(
    document: Document,
    key: str,
    schemas: Schemas,
    misspelt: Callable[[Pointer], frozenset[str] | None],
) -> tuple[str, str]:
    """Say where the way that a key describes ends before its end, and how to mend that where it is plain.

    Empty where it leads to a field, or to one with a finding of its own: under a wrong name, or another sort of value.
    """
    value: Any = document.data
    pointer: Pointer = ()
    language, name = value.get("language"), "the record"
    for step in key.split("."):
        field = schemas.field(document.kind, pointer) if pointer else None
        sorts = field.keyword("type", ()) if field else "object"
        if (
            "array"
            if isinstance(value, list)
            else "object"
            if isinstance(value, Mapping)
            else "string"
        ) not in sorts:
            return "", ""
        if isinstance(value, list):
            if not (
                step.isascii() and step.isdigit() and len(step) < 7 and 1 <= int(step) <= len(value)
            ):
                entries = f"{len(value)} entr{'y' if len(value) == 1 else 'ies'}"
                return (
                    f"{name} has {entries}",
                    f"write a number from 1 to {len(value)} after {name}",
                )
            number = int(step) - 1
            value, pointer, name = value[number], (*pointer, number), f"entry {step} of {name}"
        elif isinstance(value, Mapping) and step in value:
            language = value.get("language", language)
            value, pointer, name = value[step], (*pointer, step), f"“{step}”"
        elif isinstance(value, Mapping) and ((lost := misspelt(pointer)) is None or step in lost):
            return "", ""
        elif not (
            isinstance(value, str) and step == language
        ):  # plain text is in the language of the record
            return f"{name} has no “{step}”", ""
    return "", ""


def _misspelt(
    value: Mapping[str, Any], kind: str, pointer: Pointer, schemas: Schemas
) -> frozenset[str] | None:
    """Give what a group lacks and may have under a wrong name: fields, or, of languages, any (None)."""
    if schemas.within(kind, pointer):
        return frozenset(
            step for names in misnomers(schemas, kind, pointer, value).values() for step in names
        )
    return None if any(fault(name)[0] for name in value) else frozenset()


def _names(value: Any, way: str = "") -> Iterator[str]:
    """Name each field of a record as a conclusion names it."""
    pairs = (
        value.items()
        if isinstance(value, Mapping)
        else enumerate(value, 1)
        if isinstance(value, list)
        else ()
    )
    for step, inner in pairs:
        yield f"{way}{step}"
        yield from _names(inner, f"{way}{step}.")
