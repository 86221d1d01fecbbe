"""Finds what is wrong with a catalogue's own schemas, so that no records are checked with them.

Most of it is found by the meta-schema (`dialect`). What no meta-schema can say is found here:
endless references, names that a terminal obeys, folders outside the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from exporter.records.dialect import find_invalid_value
from exporter.records.schema import SUFFIX
from exporter.records.schema_patterns import find_name_pattern_error, find_pattern_error

_MAPS_OF_SCHEMAS = ("properties", "$defs", "patternProperties", "dependentSchemas")
_LISTS_OF_SCHEMAS = ("anyOf", "allOf", "oneOf", "prefixItems")
_SCHEMAS = (
    *("items", "additionalProperties", "unevaluatedProperties", "propertyNames", "not", "if"),
    *("then", "else", "unevaluatedItems", "contains", "contentSchema"),
)
_REFERENCE = re.compile(r"[^#/]*(#(/[^/~%]+)*)?")
_NAME = re.compile(r"[$\w][\w .:/-]*")
"""Names of fields and kinds are printed in terminals, logs and spreadsheets as they are."""
_FOLDER = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")
_MAX_DEPTH = 50
_MAX_REFERENCES = 100
"""How many references may follow one another."""
_MAX_FIELDS = 1_000_000
_SHOWN = 60
"""How many characters of a name are printed."""


class SchemaError(NamedTuple):
    """What is wrong with a schema file."""

    file: str
    message: str


def find_schema_error(files: Mapping[str, Any]) -> SchemaError | None:
    """Return the first error in the schemas, which are given by file name, or None."""
    for name, file in files.items():
        message = _find_error_in_file(file, name, files)
        if message:
            return SchemaError(name, message)
    sizes: dict[int, int] = {}
    for name, file in files.items():
        message = _find_kind_error(file, name) or _find_cycle(file, name, files, sizes, [])
        if message:
            return SchemaError(name, message)
    return None


def _find_error_in_file(file: Any, name: str, files: Mapping[str, Any]) -> str:
    if not isinstance(file, Mapping):
        return "it is not a group of keywords"
    if _is_deeper(file, _MAX_DEPTH):
        return f"it is nested more than {_MAX_DEPTH} levels deep"
    message = find_invalid_value(file)
    if message:
        return message
    for path, schema in _subschemas(file, ()):
        message = _find_unsupported(schema, name, files)
        if message:
            return f"{'/'.join(path) or 'at the top'}: {message}"
    return ""


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, Mapping | list):
        return False
    inner = value.values() if isinstance(value, Mapping) else value
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in inner)


def _subschemas(
    schema: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Yield a schema and all within it that are not true or false, with their paths."""
    if isinstance(schema, Mapping):
        yield path, schema
        for step, inner in _inner_schemas(schema):
            yield from _subschemas(inner, (*path, *step))


def _inner_schemas(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for word in _MAPS_OF_SCHEMAS:
        for name, inner in schema.get(word, {}).items():
            yield (word, name), inner
    for word in _LISTS_OF_SCHEMAS:
        for index, inner in enumerate(schema.get(word, ())):
            yield (word, str(index)), inner
    for word in _SCHEMAS:
        if word in schema:
            yield (word,), schema[word]


def _find_unsupported(schema: Mapping[str, Any], name: str, files: Mapping[str, Any]) -> str:
    """Return what this program does not support in a subschema, though JSON Schema allows it."""
    for field in schema.get("properties", ()):
        if not _NAME.fullmatch(field):
            return f"a field cannot have the name “{field[:_SHOWN]}”: use letters, digits, _ and -"
    return _find_pattern_error(schema) or _find_reference_error(schema, name, files)


def _find_pattern_error(schema: Mapping[str, Any]) -> str:
    patterns = dict.fromkeys(schema.get("patternProperties", ()), find_name_pattern_error)
    if "pattern" in schema:
        patterns[schema["pattern"]] = find_pattern_error
    for pattern, find_error in patterns.items():
        message = find_error(pattern)
        if message:
            return f"the pattern “{pattern[:_SHOWN]}” cannot be used: {message}"
    return ""


def _find_reference_error(schema: Mapping[str, Any], name: str, files: Mapping[str, Any]) -> str:
    reference = schema.get("$ref")
    if reference is not None and not isinstance(_resolve(reference, name, files)[0], Mapping):
        return f"“{reference[:200]}” leads nowhere: write FILE#/$defs/NAME, in this folder"
    return ""


def _resolve(reference: str, name: str, files: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the subschema that a reference leads to, or None, and the file that it is in."""
    file, _, path = reference.partition("#")
    target: Any = files.get(file or name) if _REFERENCE.fullmatch(reference) else None
    for step in path.split("/")[1:]:
        target = target.get(step) if isinstance(target, Mapping) else None
    return target, file or name


def _find_kind_error(file: Mapping[str, Any], name: str) -> str:
    kind = file.get("properties", {}).get("kind", {}).get("const", "")
    if not isinstance(kind, str):
        return "properties/kind: a kind is a word"
    if kind and not _NAME.fullmatch(kind):
        return f"a kind cannot have the name “{kind[:_SHOWN]}”: use letters, digits, _ and -"
    if kind and kind + SUFFIX != name:
        return f"the schema of the kind “{kind[:_SHOWN]}” must be in a file of that name"
    folder = file.get("catalogued", {}).get("folder", "books")
    if not _FOLDER.fullmatch(folder):
        return f"“folder” is that of the records of a kind, within records: not “{folder[:_SHOWN]}”"
    return ""


def _find_cycle(
    schema: Any, name: str, files: Mapping[str, Any], sizes: dict[int, int], around: list[int]
) -> str:
    """Return an error if a subschema contains itself or stands for too many fields.

    `sizes` are the numbers of fields of the subschemas that were visited already, by identity;
    `around` are the subschemas around this one.
    """
    if id(schema) in sizes or not isinstance(schema, Mapping):
        return ""
    if id(schema) in around:
        return "a subschema contains itself by way of “$ref”, so its fields have no end"
    if len(around) > _MAX_REFERENCES:
        return f"its references go on for more than {_MAX_REFERENCES} steps"
    inner = [(each, name) for _, each in _inner_schemas(schema)]
    if "$ref" in schema:
        inner.append(_resolve(schema["$ref"], name, files))
    around.append(id(schema))
    for each, file in inner:
        message = _find_cycle(each, file, files, sizes, around)
        if message:
            return message
    around.pop()
    sizes[id(schema)] = 1 + sum(sizes.get(id(each), 0) for each, _ in inner)
    return "it has too many fields" if sizes[id(schema)] > _MAX_FIELDS else ""
