"""Names of persons and bodies, taken apart where the record does so (TEI P5 14.2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from exporter.export.tei.paths import Step
from exporter.export.tei.scope import Scope
from exporter.export.tei.text import content
from exporter.export.xml import Element, built
from exporter.model.agent import MIDDLE_DOT, Name, join_particle
from exporter.model.text import script_of

_FAMILY = ("dropping_particle", "non_dropping_particle", "family")
_GIVEN = ("given", "numeration")
_ELEMENTS = {"person": "persName", "organization": "orgName"}


def name_step(kind: str) -> Step:
    """Return the element for the name of an agent: persName, orgName, or name with its kind."""
    tag = _ELEMENTS.get(kind)
    return Step((tag,)) if tag else Step(("name",), (("type", kind),))


def name_content(form: str | Mapping[str, Any], tag: str, scope: Scope) -> list[Element | str]:
    """Return one form of a name as the content of an element, whose text is the printed name.

    `scope` has the rows for the parts of a name. They stand in the order of the language `tag`; a
    title and the fuller form follow.
    """
    if isinstance(form, str):
        return content(form)
    parts = {part: str(text) for part, text in form.items() if part in scope.paths}
    children: list[Element | str] = [""]
    for before, part in _in_order(Name(tag, **parts), tuple(parts)):
        if before:
            children.append(before)
        children.append(_part(part, parts[part], scope))
        if part == "fuller_form" and len(children) > 2:
            children.append(")")
    return children


@lru_cache(1_000)
def _in_order(name: Name, parts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the parts that a name has in the order of its language, each with what is before it.

    It is cached, because those who made one work have often made others.
    """
    order = (*_FAMILY, *_GIVEN) if name.family_first else (*_GIVEN, *_FAMILY)
    space = _space(name)
    found: list[tuple[str, str]] = []
    before = ""
    for part in (*order, "suffix", "title", "fuller_form"):
        if part in parts:
            found.append((_between(before, part, name, space) if before else "", part))
            before = part
    return tuple(found)


def _space(name: Name) -> str:
    """Return what separates the given name from the family name."""
    if name.is_foreign_in_japanese:
        return MIDDLE_DOT
    return "" if name.family_first and script_of(name.family) == "CJK" else " "


def _between(before: str, part: str, name: Name, space: str) -> str:
    """Return what is printed between two parts of a name; `space` separates given and family."""
    if part == "title":
        return ", "
    if part == "fuller_form":
        return " ("
    if (part in _GIVEN and before in _FAMILY) or (part in _FAMILY and before in _GIVEN):
        return space
    if before.endswith("particle") and not join_particle(getattr(name, before), "x").endswith(" x"):
        return ""
    return " "


def _part(part: str, text: str, scope: Scope) -> Element:
    step = scope.paths[part][0].steps[0]
    return built(step.tags[0], (text,), step.attributes())
