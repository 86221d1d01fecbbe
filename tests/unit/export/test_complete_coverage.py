"""The tables of elements are complete: they name every element that the standard's own schema has."""

from __future__ import annotations

import json

from tests.support.coverage import elements
from tests.support.inputs import official


def listed(format: str) -> set[str]:
    """Return the elements of a format that have a row."""
    return {each.element for each in elements() if each.format == format}


def first_steps(format: str) -> set[str]:
    """Return the first names in the paths of the elements of a format, without the terms of lists."""
    return {each.partition(":")[0].split("/")[0] for each in listed(format)}


def test_every_type_and_variable_of_csl_has_a_row() -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    variables = schema["items"]["properties"]
    types = variables["type"]["enum"]
    assert types
    assert {f"type: {each}" for each in types} - listed("csl-json") == set()
    assert set(variables) ^ first_steps("csl-json") == set()


def test_every_part_of_a_name_in_csl_has_a_row() -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    parts = set(schema["definitions"]["name-variable"]["anyOf"][0]["properties"])
    settings = {"comma-suffix", "static-ordering", "parse-names"}
    assert settings < parts
    assert {f"author/{each}" for each in parts - settings} - listed("csl-json") == set()
