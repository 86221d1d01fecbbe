"""The tables of elements are true: an example with our fields is exported, and its value is in the element."""

from __future__ import annotations

from collections import Counter

import pytest

from exporter.export import registry as formats
from exporter.records.finding import Severity
from exporter.validate.record import RecordValidator, severity
from tests.support.coverage import (
    SETTINGS,
    Element,
    documents,
    elements,
    exported,
    is_field,
    tables,
    with_companions,
    without,
)
from tests.support.elements import read_element
from tests.support.every_field import schemas
from tests.support.findings import findings_in

COVERED = [each for each in elements() if each.fields]


def name(element: Element) -> str:
    return f"{element.format}-{element.part}-{element.element}"


def test_there_are_tables() -> None:
    assert tables()
    assert COVERED


@pytest.mark.parametrize("element", elements(), ids=name)
def test_an_element_has_fields_or_a_reason(element: Element) -> None:
    assert element.format in formats.names()
    assert element.part
    assert element.name
    assert element.fields or element.reason
    assert bool(element.fields) or not (element.example or element.value)
    assert [path for path in element.paths if not is_field(path)] == []
    assert set(element.settings) <= set(SETTINGS._fields)


def test_an_element_is_listed_once() -> None:
    listed = Counter((each.format, each.part, each.element, each.name) for each in elements())
    assert [element for element, times in listed.items() if times > 1] == []


@pytest.mark.parametrize("element", COVERED, ids=name)
def test_an_element_holds_the_value_of_our_fields(element: Element) -> None:
    records = element.records()
    found = read_element(element.format, exported(element.format, records), element.element)
    assert element.expected in found
    if element.paths:
        document = exported(element.format, without(records, element.paths))
        rest = read_element(element.format, document, element.element)
        assert rest.count(element.expected) < found.count(element.expected)


@pytest.mark.long
def test_the_examples_are_valid() -> None:
    validator = RecordValidator(schemas())
    for element in COVERED:
        shown = documents(with_companions(element.records()))
        findings = findings_in(shown, schemas(), validator=validator)
        errors = [each for each in findings if severity(each) is Severity.ERROR]
        assert errors == [], (name(element), errors)
