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

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.model.document import Document, Pointer
from exporter.model.finding import Finding, Severity
from exporter.model.misnomer import misnomers
from exporter.model.nearest import did_you_mean
from exporter.model.schema import Schemas
from exporter.vocabularies.languages import fault

SEVERITY = Severity.ERROR


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Follow each key of `inferred` into the record."""
    inferred = document.data.get("inferred")
    if not isinstance(inferred, Mapping):
        return
    for key in inferred:
        end, hint = _follow(document.data, str(key))
        if end and not _misspelt(document, str(key), schemas):
            message = f"the conclusion “{key}” leads nowhere: {end}"
            names = [
                name
                for name in _names(document.data)
                if name.split(".")[0] not in {"inferred", "found"} and not str(key).startswith(f"{name}.")
            ]
            hint = (
                hint
                or did_you_mean(str(key), names, likeness=0.85)
                or "delete the conclusion, or add the field that it explains"
            )
            yield Finding("dangling-conclusion", document.path, message, hint, ("inferred", str(key)), "key")


def _follow(data: Mapping[str, Any], key: str) -> tuple[str, str]:
    """Say where the way that a key describes ends before its end; empty where it leads to a field."""
    value: Any = data
    language, name = data.get("language"), "the record"
    for step in key.split("."):
        if isinstance(value, Mapping) and step in value:
            language = value.get("language", language)
            value, name = value[step], f"“{step}”"
        elif isinstance(value, list):
            if not (step.isascii() and step.isdigit() and len(step) < 7 and 1 <= int(step) <= len(value)):
                number = f"{len(value)} entr{'y' if len(value) == 1 else 'ies'}"
                return f"{name} has {number}", f"write a number from 1 to {len(value)} after {name}"
            value, name = value[int(step) - 1], f"entry {step} of {name}"
        elif not (isinstance(value, str) and step == language):  # plain text is in the language of the record
            return f"{name} has no “{step}”", ""
    return "", ""


def _misspelt(document: Document, key: str, schemas: Schemas) -> bool:
    """Tell whether the way ends at a field that is there under a wrong name or as another sort of value.

    Then that has its own finding.
    """
    value: Any = document.data
    pointer: Pointer = ()
    for step in key.split("."):
        field = schemas.field(document.kind, pointer) if pointer else None
        sorts = field.keyword("type", ()) if field else "object"
        if ("array" if isinstance(value, list) else "object" if isinstance(value, Mapping) else "string") not in sorts:
            return True
        if isinstance(value, list):
            number = int(step) if step.isascii() and step.isdigit() and len(step) < 7 else 0
            if not 0 < number <= len(value):
                return False
            value, pointer = value[number - 1], (*pointer, 0)
        elif isinstance(value, Mapping) and step in value:
            value, pointer = value[step], (*pointer, step)
        elif isinstance(value, Mapping):
            if schemas.within(document.kind, pointer):
                return any(step in names for names in misnomers(schemas, document.kind, pointer, value).values())
            return any(fault(name)[0] for name in value)
    return False


def _names(value: Any, way: str = "") -> Iterator[str]:
    """Name each field of a record as a conclusion names it."""
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value, 1) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield f"{way}{step}"
        yield from _names(inner, f"{way}{step}.")
