"""The dialect of JSON Schema in which a catalogue writes its schemas: `dialect.json`.

It is JSON Schema (2020-12) with our own keywords, and without references by address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exporter.records.document import value_at

_SHOWN = 60
"""How many characters of a value are printed."""


def find_invalid_value(schema: Mapping[str, Any]) -> str:
    """Return where a schema breaks a rule of the dialect, and what is wrong there; else empty."""
    validator, attribute = meta_schema()
    error = next(iter(validator.iter_errors(schema)), None)
    if error is None:
        return ""
    path = tuple(getattr(error, attribute))
    value = json.dumps(value_at(schema, path), ensure_ascii=False)
    problem = f"JSON Schema does not allow {value[:_SHOWN]} here"
    for word in path[-2:]:
        description = _description(word)
        if description:
            problem = f"“{word}” {description}"
    return f"{'/'.join(map(str, path))}: {problem}"


@cache
def meta_schema() -> tuple[Any, str]:
    """Return the compiled meta-schema, and the attribute of its errors that has the path."""
    try:
        import jsonschema_rs
    except ImportError:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(_read()), "absolute_path"
    return jsonschema_rs.Draft202012Validator(_read()), "instance_path"


def _description(word: str | int) -> str:
    """Return what completes the sentence that begins with a keyword of ours."""
    dialect = _read()
    rule = dialect["properties"].get(word, {})
    if "$ref" in rule:
        rule = dialect["$defs"][rule["$ref"].rpartition("/")[2]]
    description: str = rule.get("description", "")
    return description


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("dialect.json").read_bytes())
    return found
