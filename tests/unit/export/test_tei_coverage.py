"""The table of TEI's elements is complete: it lists all that can stand in a description."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from lxml import etree

from tests.support.coverage import elements
from tests.support.inputs import official
from tests.support.tei_documents import Node

_RNG = "{http://relaxng.org/ns/structure/1.0}"

DESCRIPTIONS = (
    *("biblStruct", "analytic", "monogr", "imprint", "series", "relatedItem", "msIdentifier"),
    *("person", "org", "event", "place", "category", "fileDesc"),
)
"""The elements whose content describes a work, an agent, a place, a concept or the catalogue."""
_IN_ANY_TEXT = frozenset({"tei_model.global", "tei_macro.anyThing"})
"""The patterns of what editors and transcribers put into any text."""


def schema() -> Node:
    return etree.parse(official("tei_all.rng")).getroot()


def content(rng: Node, start: Node) -> set[str]:
    """Return the elements that a pattern of a RELAX NG schema allows."""
    defined: dict[str, list[Node]] = {}
    for each in rng.iter(f"{_RNG}define"):
        defined.setdefault(each.get("name", ""), []).append(each)
    seen: set[str] = set()

    def inside(pattern: Node) -> Iterator[str]:
        for each in pattern:
            name = each.get("name", "")
            if each.tag == f"{_RNG}element":
                yield name
            elif each.tag == f"{_RNG}ref" and name not in seen:
                seen.add(name)
                for definition in defined.get(name, ()):
                    yield from inside(definition)
            elif each.tag != f"{_RNG}ref":
                yield from inside(each)

    return set(inside(start))


@pytest.mark.parametrize("parent", DESCRIPTIONS)
def test_every_element_of_a_description_is_in_the_table(parent: str) -> None:
    rng = schema()
    [element] = [each for each in rng.iter(f"{_RNG}element") if each.get("name") == parent]
    everywhere: set[str] = set()
    for define in rng.iter(f"{_RNG}define"):
        if define.get("name") in _IN_ANY_TEXT:
            everywhere |= content(rng, define)
    allowed = content(rng, element) - (everywhere - {"note"})
    steps = [each.element.split("/") for each in elements() if each.format == "tei"]
    listed = set()
    for path in steps:
        names = [step.partition("[")[0] for step in path]
        listed.update(pairwise(names))
    assert allowed
    assert {name for name in allowed if (parent, name) not in listed} == set()
