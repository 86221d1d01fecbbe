"""Validators that report which rule of its schema a record breaks, and where."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from exporter.records.schema import BASE, SUFFIX, Schemas
from exporter.records.schema_patterns import pattern_matcher


def build_validators(schemas: Schemas, refused: Callable[[str, str], bool]) -> Mapping[str, Any]:
    """Return the validator of each kind.

    `refused(format, value)` tells whether a check of that format reports the value. Such a value is
    reported once, by that check, even if it does not match its pattern either.
    """

    def format(
        _validator: Any, word: str, instance: Any, _schema: Any
    ) -> Iterator[jsonschema.ValidationError]:
        if isinstance(instance, str) and refused(word, instance):
            yield jsonschema.ValidationError(word)

    def pattern(
        _validator: Any, pattern: str, instance: Any, schema: Any
    ) -> Iterator[jsonschema.ValidationError]:
        if not isinstance(instance, str) or pattern_matcher(pattern)(instance):
            return
        if not refused(schema.get("format", ""), instance):
            yield jsonschema.ValidationError(pattern)

    validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {"format": format, "pattern": pattern, "uniqueItems": _unique_items},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
    )
    # with "$schema", a file would be validated by the library's own class for that draft
    files = {
        name: {word: rule for word, rule in file.items() if word != "$schema"}
        for name, file in schemas.files.items()
    }
    resources = [(BASE + name, DRAFT202012.create_resource(file)) for name, file in files.items()]
    # the registry has no other resources: nothing is read from files or the network
    registry: Registry[Any] = Registry().with_resources(resources)
    return {
        kind: validator({"$ref": BASE + kind + SUFFIX}, registry=registry, format_checker=None)
        for kind in schemas.kinds
    }


def _unique_items(
    _validator: Any, unique: bool, instance: Any, _schema: Any
) -> Iterator[jsonschema.ValidationError]:
    """Compare the items by their JSON: the library compares each group with each other one.

    1 and true are different JSON, but equal in Python.
    """
    if not unique or not isinstance(instance, list):
        return
    forms = {json.dumps(each, sort_keys=True) for each in instance}
    if len(forms) < len(instance):
        yield jsonschema.ValidationError("uniqueItems")


def _is_integer(checker: object, value: object) -> bool:  # noqa: ARG001
    # to JSON Schema 2021.0 is an integer, but in a date a decimal point is a mistake
    return isinstance(value, int) and not isinstance(value, bool)
