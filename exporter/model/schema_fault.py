"""What is wrong with a schema itself, so that no record can be judged by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"}
_GROUPS = ("properties", "$defs")
_LISTS = ("anyOf", "allOf", "oneOf", "prefixItems")
_ONE = ("items", "additionalProperties", "unevaluatedProperties", "propertyNames", "not", "if", "then", "else")
_SHAPES: dict[str, Any] = {
    **dict.fromkeys((*_GROUPS, "catalogued"), Mapping),
    **dict.fromkeys((*_LISTS, "required", "enum", "examples", "refersTo"), list),
    **dict.fromkeys(_ONE, (Mapping, bool)),
    **dict.fromkeys(("$ref", "pattern", "format", "title", "description"), str),
    **dict.fromkeys(("minItems", "maxItems", "minLength", "maxLength", "minProperties"), int),
    "type": (str, list),
}
"""Of what sort the value of each keyword is that the schemas use (JSON Schema 2020-12)."""


def schema_fault(files: Mapping[str, Any]) -> tuple[str, str]:
    """Give the first schema that is none, by file name, and what is wrong with it; empty where nothing is.

    Only what would keep a record from being judged: for all that a schema can be, the meta-schema is there.
    """
    for name, file in files.items():
        if not isinstance(file, Mapping):
            return name, "it is no group of keywords"
        kind = file.get("properties", {}).get("kind") if isinstance(file.get("properties", {}), Mapping) else None
        if isinstance(kind, Mapping) and not isinstance(kind.get("const", ""), str):
            return name, "properties/kind: a kind is a word"
        for way, schema in _subschemas(file, ()):
            if wrong := _fault(schema, name, files):
                return name, f"{'/'.join(way) or 'at the top'}: {wrong}"
    return "", ""


def _subschemas(schema: Any, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield way, schema
    if not isinstance(schema, Mapping):
        return
    for word in _GROUPS:
        inner = schema.get(word)
        for name, each in inner.items() if isinstance(inner, Mapping) else ():
            yield from _subschemas(each, (*way, word, name))
    for word in _LISTS:
        inner = schema.get(word)
        for place, each in enumerate(inner) if isinstance(inner, list) else ():
            yield from _subschemas(each, (*way, word, str(place)))
    for word in _ONE:
        if isinstance(schema.get(word), Mapping):
            yield from _subschemas(schema[word], (*way, word))


def _fault(schema: Any, name: str, files: Mapping[str, Any]) -> str:
    if not isinstance(schema, Mapping):
        return "" if isinstance(schema, bool) else "here stands no schema"
    for word, shape in _SHAPES.items():
        if word in schema and not isinstance(schema[word], shape):
            return f"“{word}” has a value of another sort than it takes"
    types = schema.get("type", [])
    if unknown := {types} - _TYPES if isinstance(types, str) else set(map(str, types)) - _TYPES:
        return f"there is no type “{min(unknown)}”"
    try:
        re.compile(schema.get("pattern", ""))
    except re.error as error:
        return f"the pattern “{schema['pattern']}” is none: {error}"
    if "$ref" in schema and not _leads(schema["$ref"], name, files):
        return f"“{schema['$ref']}” leads nowhere"
    return ""


def _leads(reference: str, name: str, files: Mapping[str, Any]) -> bool:
    """Follow a reference to a subschema that is no reference itself; one that leads round in a circle leads nowhere."""
    seen: set[tuple[str, str]] = set()
    while (name, reference) not in seen:
        seen.add((name, reference))
        file, _, way = reference.partition("#")
        name = file or name
        target: Any = files.get(name)
        for step in way.strip("/").split("/") if way else ():
            target = target.get(step) if isinstance(target, Mapping) else None
        if not isinstance(target, Mapping) or "$ref" not in target:
            return isinstance(target, Mapping)
        reference = str(target["$ref"])
    return False
