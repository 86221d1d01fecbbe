"""What is wrong with a schema itself, so that no record can be judged by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exporter.records.schema import SUFFIX

_TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"}
_GROUPS = ("properties", "$defs", "patternProperties", "dependentSchemas")
_LISTS = ("anyOf", "allOf", "oneOf", "prefixItems")
_ONE = (
    "items",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "contains",
    "contentSchema",
)
_COUNTS = (
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "minProperties",
    "maxProperties",
    "minContains",
)
_SHAPES: dict[str, Any] = {
    **dict.fromkeys((*_GROUPS, "catalogued", "dependentRequired"), Mapping),
    **dict.fromkeys((*_LISTS, "required", "enum", "examples", "refersTo", "alsoCalled"), list),
    **dict.fromkeys(_ONE, (Mapping, bool)),
    **dict.fromkeys(("$ref", "pattern", "format", "title", "description", "$comment"), str),
    **dict.fromkeys(("contentEncoding", "contentMediaType"), str),
    **dict.fromkeys((*_COUNTS, "maxContains"), int),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), (int, float)
    ),
    **dict.fromkeys(("uniqueItems", "textual", "deprecated", "readOnly", "writeOnly"), bool),
    "type": (str, list),
}
"""Of what sort the value of each keyword is that the schemas use (JSON Schema 2020-12)."""
_ELSEWHERE = (
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "$vocabulary",
)
"""Keywords that give a subschema another address, or lead to one by it. Here it is the file, and the way in it."""
_REFERENCE = re.compile(r"[^#/]*(#(/[^/~%]+)*)?")
_NAME = re.compile(r"[$\w][\w .:/-]*")
"""What the names of fields and kinds are like, which are printed as they are: in a terminal, a log, a spreadsheet."""
_FOLDER = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DEEP, _STEPS, _MANY = 50, 100, 20_000
"""How deep a schema may be nested, how far its references may lead, and how many fields they may come to."""


def find_schema_error(files: Mapping[str, Any]) -> tuple[str, str]:
    """Give the first schema that is none, by file name, and what is wrong with it; empty where nothing is.

    Only what would keep a record from being judged: for all that a schema can be, the meta-schema is there.
    """
    for name, file in files.items():
        if not isinstance(file, Mapping):
            return name, "it is no group of keywords"
        if _deep(file):
            return name, f"it is nested more than {_DEEP} deep"
        for way, schema in _subschemas(file, ()):
            if wrong := _fault(schema, name, files):
                return name, f"{'/'.join(way) or 'at the top'}: {wrong}"
    sizes: dict[int, int] = {}
    for name, file in files.items():
        if wrong := _kind_fault(file, name) or _endless(file, name, files, sizes, []):
            return name, wrong
    return "", ""


def _kind_fault(file: Mapping[str, Any], name: str) -> str:
    kind = file.get("properties", {}).get("kind", {}).get("const", "")
    if not isinstance(kind, str):
        return "properties/kind: a kind is a word"
    if kind and not _NAME.fullmatch(kind):
        return f"a kind cannot have the name “{kind[:60]}”: take letters, digits, _ and -"
    if kind and kind + SUFFIX != name:
        return f"a schema of the kind “{kind[:60]}” stands in a file that is named after it"
    said = file.get("catalogued", {})
    if not all(isinstance(word, str) for word in said.values()) or said.get("as", "work") not in {
        "work",
        "agent",
    }:
        return (
            "“catalogued” says as what (work, agent), in which folder, and with which type of CSL"
        )
    if not _FOLDER.fullmatch(said.get("folder", "books")):
        return f"“folder” is that of the records of a kind, within records: not “{said['folder'][:60]}”"
    return ""


def _deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEP):
        inner = ((each.values() if isinstance(each, Mapping) else each) for each in level)
        level = [value for values in inner for value in values if isinstance(value, Mapping | list)]
    return bool(level)


def _endless(
    schema: Any, name: str, files: Mapping[str, Any], sizes: dict[int, int], within: list[int]
) -> str:
    """Say whether a subschema contains itself, or stands for more fields than a record can have.

    `sizes` are those of the subschemas that were looked at already, `within` those around it.
    """
    if id(schema) in sizes or not isinstance(schema, Mapping):
        return ""
    if id(schema) in within:
        return "a subschema contains itself by way of “$ref”, so that its fields have no end"
    if len(within) > _STEPS:
        return f"its references lead more than {_STEPS} steps on"
    inner = [(each, name) for way, each in _subschemas(schema, (), 1) if way]
    if "$ref" in schema:
        inner.append(_target(schema["$ref"], name, files))
    within.append(id(schema))
    for each, file in inner:
        if wrong := _endless(each, file, files, sizes, within):
            return wrong
    within.pop()
    sizes[id(schema)] = 1 + sum(sizes.get(id(each), 0) for each, _ in inner)
    return "it comes to too many fields" if sizes[id(schema)] > _MANY else ""


def _subschemas(
    schema: Any, way: tuple[str, ...], levels: int = _DEEP
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give a schema and those within it, as many levels down, each with the way to it."""
    yield way, schema
    if not isinstance(schema, Mapping) or not levels:
        return
    for word in _GROUPS:
        inner = schema.get(word)
        for name, each in inner.items() if isinstance(inner, Mapping) else ():
            yield from _subschemas(each, (*way, word, name), levels - 1)
    for word in _LISTS:
        inner = schema.get(word)
        for place, each in enumerate(inner) if isinstance(inner, list) else ():
            yield from _subschemas(each, (*way, word, str(place)), levels - 1)
    for word in _ONE:
        if isinstance(schema.get(word), Mapping):
            yield from _subschemas(schema[word], (*way, word), levels - 1)


def _fault(schema: Any, name: str, files: Mapping[str, Any]) -> str:
    if not isinstance(schema, Mapping):
        return "" if isinstance(schema, bool) else "here stands no schema"
    for word, shape in _SHAPES.items():
        if word in schema and not (isinstance(schema[word], shape) and _sort(schema[word], shape)):
            return f"“{word}” has a value of another sort than it takes"
    for word in ("required", "refersTo", "type"):
        if isinstance(words := schema.get(word, []), list) and not all(
            isinstance(each, str) for each in words
        ):
            return f"“{word}” is no list of words"
    for word in (*_LISTS, "enum"):
        if not schema.get(word, True):
            return f"“{word}” holds nothing"
    for word in _GROUPS:
        if any(isinstance(each, bool) for each in schema.get(word, {}).values()):
            return f"{word}: where everything is allowed, write {{}}, not true"
    return (
        _name_fault(schema)
        or _value_fault(schema)
        or _pattern_fault(schema)
        or _reference_fault(schema, name, files)
    )


def _name_fault(schema: Mapping[str, Any]) -> str:
    strange = next(
        (name for name in schema.get("properties", ()) if not _NAME.fullmatch(name)), None
    )
    return (
        ""
        if strange is None
        else f"a field cannot have the name “{strange[:60]}”: take letters, digits, _ and -"
    )


def _sort(value: Any, shape: Any) -> bool:
    return (
        not isinstance(value, bool) or shape is bool or shape == (Mapping, bool)
    )  # to Python, true is a number


def _value_fault(schema: Mapping[str, Any]) -> str:
    types = schema.get("type", [])
    if unknown := {types} - _TYPES if isinstance(types, str) else set(map(str, types)) - _TYPES:
        return f"there is no type “{min(unknown)}”"
    if less := [
        word for word in (*_COUNTS, "multipleOf") if schema.get(word, 1) < (word == "multipleOf")
    ]:
        return f"“{less[0]}” is less than it can be"
    if any(
        not isinstance(words, list) or not all(isinstance(each, str) for each in words)
        for words in schema.get("dependentRequired", {}).values()
    ):
        return "“dependentRequired” is no group of lists of words"
    return ""


def _pattern_fault(schema: Mapping[str, Any]) -> str:
    from exporter.records.pattern import (
        pattern_fault,
    )  # here, since most catalogues have no schemas of their own

    for pattern in (schema.get("pattern", ""), *schema.get("patternProperties", ())):
        if wrong := pattern_fault(pattern):
            return f"the pattern “{pattern[:60]}” cannot be used: {wrong}"
    return ""


def _reference_fault(schema: Mapping[str, Any], name: str, files: Mapping[str, Any]) -> str:
    if schema.get("$schema", _DRAFT) != _DRAFT:
        return f"“$schema” is another than {_DRAFT}"
    if found := [word for word in _ELSEWHERE if word in schema]:
        return f"“{found[0]}” is not followed here; name a subschema by its file and the way to it, with “$ref”"
    if "$ref" in schema and not isinstance(_target(schema["$ref"], name, files)[0], Mapping):
        return f"“{schema['$ref'][:200]}” leads nowhere: name a subschema of this folder, FILE#/$defs/NAME"
    return ""


def _target(reference: str, name: str, files: Mapping[str, Any]) -> tuple[Any, str]:
    """Give the subschema to which a reference leads, if there is one, and the file in which it stands."""
    file, _, way = reference.partition("#")
    target: Any = files.get(file or name) if _REFERENCE.fullmatch(reference) else None
    for step in way.split("/")[1:]:
        target = target.get(step) if isinstance(target, Mapping) else None
    return target, file or name
