"""Names, identifiers and dates as TEI states them. Source: TEI P5, chapter 13; att.datable."""

from __future__ import annotations

import re

from exporter.importers.authority_numbers import number_of
from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import NamedAgent, NameForm
from exporter.importers.names import person_name
from exporter.importers.text import edtf, line, without_html
from exporter.importers.tree import SourceNode

_PERSONS = ("persName", "name")
_BODIES = ("orgName",)
_PARTS = ("forename", "surname", "nameLink", "genName", "addName", "roleName")
_INVERTED = re.compile(r"(?!.* (?:and|und|et) )[^,;&/()]+, [^,;&/()]+")
"""One name with the family name first, as most lists of works have it."""
_SCHEMES = {
    "pnd": "gnd",
    "lccn": "lcnaf",
    "loc": "lcnaf",
    "lc": "lcnaf",
    "naf": "lcnaf",
    "wd": "wikidata",
    "geonameid": "geonames",
}
"""Other words in `idno/@type` for schemes."""


def identify_agent(builder: EntryBuilder, identifiers: dict[str, str], node: SourceNode) -> None:
    """Add an `idno` or a pointing attribute to identifiers, or leave it over."""
    kind, text = typed_number(node)
    found = agent_identifier(builder, kind, text)
    if found:
        identifiers.setdefault(*found)
    elif text:
        builder.leave(
            node.name, text, f"“{kind or text}” is not a scheme of identifiers", node.line
        )


def typed_number(node: SourceNode) -> tuple[str, str]:
    """Return the type and the text of an `idno` or a pointing attribute, and mark both read."""
    kind, subtype = node.take("@type"), node.take("@subtype")
    return subtype if kind.lower() in {"url", "uri", ""} and subtype else kind, line(node.read())


def agent_identifier(builder: EntryBuilder, kind: str, text: str) -> tuple[str, str] | None:
    """Return the scheme and number that an `idno` with a type states; None if they are not known."""
    found = number_of(text)
    if found and _is_scheme(builder, found[0]):
        return found
    word = kind.lower().replace("-", "").replace("_", "")
    scheme = _SCHEMES.get(word, word)
    is_known = text and scheme != "local" and _is_scheme(builder, scheme)
    return (scheme, text) if is_known else None


def _is_scheme(builder: EntryBuilder, scheme: str) -> bool:
    kinds = ("person", "place")
    return any(builder.schemas.field(kind, ("identifiers", scheme)) for kind in kinds)


def stated_name(node: SourceNode, builder: EntryBuilder) -> NamedAgent | None:
    """Return the person or body in `author`, `editor` or `respStmt`."""
    inner = node.first(*_PERSONS, *_BODIES)
    source = node if inner is None else inner
    kind = "organization" if source.name in _BODIES or source.peek("@type") == "org" else "person"
    form = name_form(source)
    if kind == "organization" and isinstance(form, dict):
        form = " ".join(form.values())
    elif kind == "person" and isinstance(form, str) and _INVERTED.fullmatch(form):
        form = person_name(form)
    identifiers: dict[str, str] = {}
    for each in (node, source):
        for pointer in each.all("@ref", "@sameAs", "@corresp"):
            if pointer.text.startswith("http"):
                identify_agent(builder, identifiers, pointer)
        for number in each.all("idno"):
            identify_agent(builder, identifiers, number)
    for each in (node, source):
        each.take("@type")
    return NamedAgent(kind, [("", form)], dict(identifiers)) if form else None


def name_form(node: SourceNode) -> NameForm:
    """Return the name in an element: its parts, if it has any, or its text."""
    parts: dict[str, list[str]] = {}
    for name in _PARTS:
        for each in node.all(name):
            each.take("@type"), each.take("@full"), each.take("@sort")
            text = line(without_html(each.read()))
            if text:
                parts.setdefault(name, []).append(text)
    for each in node.all("persName", "name", "orgName"):  # a name inside a name
        text = line(without_html(each.read()))
        if text:
            parts.setdefault("forename", []).append(text)
    words = line(without_html(node.read()))
    if not parts:
        return words
    joined = {name: " ".join(texts) for name, texts in parts.items()}
    form = {
        "family": joined.get("surname", ""),
        "given": joined.get("forename", ""),
        "non_dropping_particle": joined.get("nameLink", ""),
        "numeration": joined.get("genName", ""),
        "title": ", ".join(filter(None, (joined.get("roleName", ""), joined.get("addName", "")))),
    }
    form = {part: text for part, text in form.items() if text}
    if "family" not in form:
        return " ".join(filter(None, (words, *form.values())))
    return form if len(form) > 1 else form["family"]


def stated_date(node: SourceNode) -> str:
    """Return the EDTF date of the attributes of an element, or of its text; empty without any.

    Where the text states a year or a month only, the first day in it, or the middle of the year, is how
    a database wrote that. So is a beginning without an end that the text states as a date of its own.
    """
    point = _attribute(node, "when")
    stated = edtf(line(node.text))
    if _is_written_for(point, stated):
        point = stated
    first = _attribute(node, "from") or _attribute(node, "notBefore")
    last = _attribute(node, "to") or _attribute(node, "notAfter")
    is_range = bool(_peek(node, "from") or _peek(node, "to"))
    unsure = "?" if node.take("@cert") in {"low", "medium", "unknown"} else ""
    if is_range and not last and _is_written_for(first, stated):
        point = stated
    if point:
        return edtf(point + unsure)
    if first and last:
        return edtf(f"{first}/{last}") if is_range else edtf(f"[{first}..{last}]")
    if first or last:
        return edtf(f"{first or '..'}/{last or '..'}")
    return ""


def _is_written_for(date: str, stated: str) -> bool:
    """Return whether a date of a day is how a database writes the less exact one of a text."""
    is_inside = bool(stated) and date.startswith(stated)
    return is_inside and date[len(stated) :] in {"", "-01", "-01-01", "-07-01"}


def _attribute(node: SourceNode, name: str) -> str:
    for suffix in ("", "-iso", "-custom"):
        child = node.first(f"@{name}{suffix}")
        if child is not None:
            return line(child.read()).partition("T")[0]
    return ""


def _peek(node: SourceNode, name: str) -> bool:
    return any(each.name.startswith(f"@{name}") for each in node.children)
