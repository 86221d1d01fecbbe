"""Names of persons and bodies as most sources write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporter.importers.entry import NamedAgent, NameForm
from exporter.importers.text import line, without_html

_FULLER = re.compile(r"(.*\S) \(([^\W\d_][^()]*)\)")
"""Given names with their fuller form behind them: `A. M. (Austin Morris)` (MARC 21, X00 $q)."""


def agent(
    kind: str, whole: str, family: str = "", given: str = "", **parts: str
) -> NamedAgent | None:
    """Return an agent with its name in parts if it has a family or a given name, or else whole."""
    form: dict[str, str] = {"family": line(family), "given": line(given)}
    fuller = _FULLER.fullmatch(form["given"])
    if kind == "person" and fuller and fuller[2][0].upper() == fuller[1][0].upper():
        form |= {"given": fuller[1], "fuller_form": fuller[2]}
    form.update({part: line(text) for part, text in parts.items()})
    form = {part: text for part, text in form.items() if text}
    if kind == "person" and line(whole) and form and not form.keys() & {"family", "given"}:
        form = {"given": line(whole), **form}  # `Marcus Aurelius, Emperor of Rome` (MARC 21, X00)
        return NamedAgent(kind, [("", form)])
    name: NameForm = line(whole)
    if kind == "person" and "family" in form and len(form) > 1:
        name = form
    elif not name:
        name = form.get("family") or form.get("given", "")
    return NamedAgent(kind, [("", name)]) if name else None


def body_named(name: str) -> NamedAgent:
    """Return a body with a name in plain text."""
    return NamedAgent("organization", [("", name)])


def bodies(names: Iterable[str]) -> list[NamedAgent]:
    """Return the bodies that a source names; a name may be empty, or have tags."""
    texts = [line(without_html(name)) for name in names]
    return [body_named(text) for text in texts if text]


def inverted(name: str) -> tuple[str, str]:
    """Return family and given name of “Family, Given”; both empty for a name in another order."""
    family, comma, given = name.partition(",")
    return (family.strip(), given.strip()) if comma and given.strip() else ("", "")


def person_name(written: str) -> NameForm:
    """Return a name: “Last, First, Suffix” in its parts, another one as it is."""
    parts = [part.strip() for part in line(written).split(",")]
    if len(parts) == 1 or not parts[1]:
        return parts[0]
    form = {"family": parts[0], "given": parts[1]}
    if len(parts) > 2 and parts[2]:
        form["suffix"] = ", ".join(part for part in parts[2:] if part)
    return {part: text for part, text in form.items() if text}
