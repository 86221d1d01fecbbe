"""The validator that can say which rule of its schema a record breaks, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from exporter.records.schema import BASE, SUFFIX, Schemas


def build_validators(schemas: Schemas, refused: Callable[[str, str], bool]) -> Mapping[str, Any]:
    """Make the validator of each kind.

    `refused` tells whether the checks of a format find fault with a value, which is then told in their words.
    """

    def format(
        _validator: Any, word: str, instance: Any, _schema: Any
    ) -> Iterator[jsonschema.ValidationError]:
        if isinstance(instance, str) and refused(word, instance):
            yield jsonschema.ValidationError(word)

    def pattern(
        _validator: Any, pattern: str, instance: Any, schema: Any
    ) -> Iterator[jsonschema.ValidationError]:
        if (
            isinstance(instance, str)
            and not compile_pattern(pattern)(instance)
            and not refused(schema.get("format", ""), instance)
        ):
            yield jsonschema.ValidationError(pattern)

    validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {"format": format, "pattern": pattern},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _integer),
    )
    # without its own "$schema" a file is judged by our validator, not by the library's for that draft
    plain = {
        name: {word: rule for word, rule in file.items() if word != "$schema"}
        for name, file in schemas.files.items()
    }
    resources = [(BASE + name, DRAFT202012.create_resource(file)) for name, file in plain.items()]
    registry: Registry[Any] = Registry().with_resources(
        resources
    )  # and nothing else: no file, no network
    return {
        kind: validator({"$ref": BASE + kind + SUFFIX}, registry=registry, format_checker=None)
        for kind in schemas.kinds
    }


@cache
def compile_pattern(pattern: str) -> Callable[[str], Any]:
    """Give the search for a pattern of a schema, with the meaning that it has in every dialect."""
    # Python's $ also matches before a line break at the end, which no other dialect does
    return re.compile(re.sub(r"(?<!\\)((?:\\\\)*)\$\Z", r"\1\\Z", pattern)).search


def _integer(checker: object, value: object) -> bool:  # noqa: ARG001
    # JSON Schema calls 2021.0 an integer; who writes a decimal point in a date means something else
    return isinstance(value, int) and not isinstance(value, bool)
