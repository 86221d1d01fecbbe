"""The first fault of a style by the schema of CSL, in the words of whoever writes styles.

libxml2 says whether a style is valid, but often not where it is wrong: of a misspelled variable it
reports that `info` has no ISSN. Here a style that it has refused is read against the same schema
element by element, with what may still come at each place. Source: RELAX NG (ISO/IEC 19757-2); the
derivatives of J. Clark, An algorithm for RELAX NG validation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import Any, NamedTuple

from exporter.suggest import did_you_mean

Pattern = tuple[Any, ...]
"""A pattern of RELAX NG: the name of its element in a schema, and its parts."""

_NOTHING: Pattern = ("notAllowed",)
_EMPTY: Pattern = ("empty",)
_TEXT: Pattern = ("text",)
_RELAX_NG = "{http://relaxng.org/ns/structure/1.0}"
_MOST_NAMED = 12
"""How many names or values a hint lists."""
_DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
_DATA = {
    "anyURI": (r"\S*", "an address, such as http://example.org/my-style"),
    "boolean": (r"true|false|1|0", "“true” or “false”"),
    "dateTime": (_DATE_TIME, "a date with a time, such as 2024-01-31T12:00:00+00:00"),
    "integer": (r"[+-]?\d+", "a whole number"),
    "language": (r"[A-Za-z]{1,8}(-[A-Za-z\d]{1,8})*", "a language, such as en-US"),
    "NMTOKEN": (r"[\w.:-]+", "a name without spaces"),
    "nonNegativeInteger": (r"\+?\d+", "a whole number"),
    "string": (r"[\s\S]*", "text"),
}
"""The types of XML Schema in the schema of CSL: what they look like, in general and in words."""


class Fault(NamedTuple):
    """What is wrong, at an element or at one of its attributes."""

    node: Any
    attribute: str
    message: str
    hint: str


class Schema:
    """A schema of RELAX NG. `root` is its `grammar`."""

    def __init__(self, root: Any) -> None:
        self._defined = {node.get("name"): node for node in root.iter(f"{_RELAX_NG}define")}
        self._contents: dict[Any, Pattern] = {}
        self._start = self._all("group", root.find(f".//{_RELAX_NG}start"))
        self._elements = [self._read(node) for node in root.iter(f"{_RELAX_NG}element")]

    def first_fault(self, root: Any) -> Fault | None:
        """Return the first fault of a document; None where none is found."""
        contents = [self._content(each) for each in _elements(self._start) if each[1] == root.tag]
        return self._fault(root, _any(contents))

    def _read(self, node: Any) -> Pattern:
        """Return the pattern that an element of the schema stands for."""
        kind = node.tag.removeprefix(_RELAX_NG)
        if kind in {"element", "attribute"}:
            name = node.find(f"{_RELAX_NG}name")
            full_name = f"{{{name.get('ns')}}}{name.text}" if name.get("ns") else name.text
            if kind == "element":
                return "element", full_name, node
            content = self._all("group", node)
            return "attribute", full_name, _TEXT if content == _EMPTY else content
        if kind == "ref":
            return self._all("group", self._defined[node.get("name")])
        if kind in {"value", "data"}:
            named = node.find(f"{_RELAX_NG}param[@name='pattern']")
            return (
                kind,
                node.text if kind == "value" else node.get("type"),
                (None if named is None else named.text),
            )
        if kind in {"optional", "zeroOrMore", "oneOrMore", "list"}:
            content = self._all("group", node)
            if kind in {"oneOrMore", "zeroOrMore"}:
                content = ("oneOrMore", content)
            if kind == "list":
                return kind, content
            return _choice(content, _EMPTY) if kind != "oneOrMore" else content
        if kind in {"choice", "group", "interleave"}:
            return self._all(kind, node)
        return (kind,)

    def _all(self, kind: str, node: Any) -> Pattern:
        """Return the pattern of what an element of the schema holds; names are no part of it."""
        read = [
            self._read(child)
            for child in node
            if isinstance(child.tag, str)
            and child.tag.startswith(_RELAX_NG)
            and child.tag not in {f"{_RELAX_NG}name", f"{_RELAX_NG}param"}
        ]
        if kind == "choice":
            return _any(read)
        return reduce(lambda first, second: _both(kind, first, second), read, _EMPTY)

    def _content(self, element: Pattern) -> Pattern:
        """Return the pattern of what stands within an element; read late, for they are nested."""
        node = element[2]
        if node not in self._contents:
            self._contents[node] = self._all("group", node)
        return self._contents[node]

    def _fault(self, node: Any, whole: Pattern) -> Fault | None:
        """Return the first fault of an element of which the content has to be that of a pattern."""
        left = whole
        for name, value in node.attrib.items():
            before, left = left, _without_attribute(left, name, value)
            if left == _NOTHING:
                return self._at_attribute(node, name, whole, before)
        before, left = left, _without_attributes(left)
        if left == _NOTHING:
            needed = _listed(map(_short, _needed(before, "attribute")), "or")
            return Fault(node, "", f"“{_short(node.tag)}” needs an attribute", f"add {needed}")
        return self._within(node, whole, left) if len(node) else self._of_text(node, whole, left)

    def _within(self, node: Any, whole: Pattern, left: Pattern) -> Fault | None:
        """Return the first fault of what stands within an element."""
        text = node.text or ""
        for child in node:
            text += child.tail or ""
            if not isinstance(child.tag, str):
                continue
            meant = [each for each in _elements(left) if each[1] == child.tag]
            if not meant:
                return self._at_child(node, child, whole, left)
            fault = self._fault(child, _any(map(self._content, meant)))
            if fault:
                return fault
            left = _without_element(left, child.tag)
        if text.strip():
            hint = 'text of a style is written <text value="…"/>'
            return Fault(node, "", f"there is text in “{_short(node.tag)}”", hint)
        return _incomplete(node, left)

    def _of_text(self, node: Any, whole: Pattern, left: Pattern) -> Fault | None:
        """Return the fault of an element in which no other element stands."""
        text = node.text or ""
        if _is_complete(_without_text(left, text)) or (not text.strip() and _is_complete(left)):
            return None
        data = [_DATA[each[1]][1] for each in _parts(left, "data")]
        if data:
            return Fault(node, "", f"“{_short(node.tag)}” has another content", f"write {data[0]}")
        return self._within(node, whole, left)

    def _at_attribute(self, node: Any, name: str, whole: Pattern, left: Pattern) -> Fault:
        """Return the fault of an attribute that cannot stand where it stands, or not with its value."""
        element, attribute = _short(node.tag), _short(name)
        known = {each[1]: each for each in _parts(whole, "attribute")}
        if name not in known:
            names = sorted(map(_short, known))
            hint = did_you_mean(attribute, names) or f"it may have {_listed(names)}"
            return Fault(node, name, f"“{element}” has no attribute “{attribute}”", hint)
        contents = [each[2] for each in _parts(left, "attribute") if each[1] == name]
        refused = self._refused(node.get(name), contents)
        if refused is None:
            others = _listed(_short(each) for each in node.attrib if each != name)
            message = f"“{attribute}” of “{element}” does not go with its other attributes"
            return Fault(node, name, message, f"take it out, or change {others}")
        if not contents:
            contents = [each[2] for each in _parts(whole, "attribute") if each[1] == name]
        message = f"“{refused}” is not a value of {attribute} in “{element}”"
        return Fault(node, name, message, self._right_values(refused, name, contents))

    def _refused(self, value: str, contents: list[Pattern]) -> str | None:
        """Return the part of a value that is not allowed; None if nothing but its place is wrong."""
        if not contents:
            return None
        words = value.split() if any(_parts(each, "list") for each in contents) else [value]
        allowed = [_inner(each) for each in contents]
        return next((word for word in words if not any(_accepts(p, word) for p in allowed)), value)

    def _right_values(self, value: str, name: str, contents: list[Pattern]) -> str:
        """Return the hint for a value that is not allowed."""
        values = [each[1] for content in contents for each in _parts(content, "value")]
        if value not in values:
            owners = sorted({_short(each[1]) for each in self._elements if self._takes(each, name, value)})  # fmt: skip
            if name in {"variable", "term"} and owners:
                return f"“{value}” goes with {_listed(owners, 'or')}"
        near = did_you_mean(value, values)
        if near:
            return near
        data = [_DATA[each[1]][1] for content in contents for each in _parts(content, "data")]
        return f"write {_listed([*dict.fromkeys(values), *data], 'or')}"

    def _takes(self, element: Pattern, name: str, value: str) -> bool:
        """Return whether an element prints the value of an attribute, and does not only ask for it."""
        if _short(element[1]) in {"if", "else-if", "key"}:
            return False
        attributes = _parts(self._content(element), "attribute")
        return any(each[1] == name and _accepts(_inner(each[2]), value) for each in attributes)

    def _at_child(self, node: Any, child: Any, whole: Pattern, left: Pattern) -> Fault:
        """Return the fault of an element that cannot stand where it stands."""
        name, within = _short(child.tag), _short(node.tag)
        known = list(dict.fromkeys(_short(each[1]) for each in _parts(whole, "element")))
        if name in known:
            here = [_short(each[1]) for each in _elements(left)]
            hint = f"here may stand {_listed(here, 'or')}" if here else "nothing may follow here"
            return Fault(child, "", f"“{name}” cannot stand at this place in “{within}”", hint)
        if not any(_short(each[1]) == name for each in self._elements):
            hint = did_you_mean(name, known) or f"“{within}” may hold {_listed(known)}"
            return Fault(child, "", f"there is no element “{name}” in CSL", hint)
        hint = f"“{within}” may hold {_listed(known)}" if known else f"“{within}” holds no element"
        return Fault(child, "", f"“{name}” cannot stand in “{within}”", hint)


def _short(name: str) -> str:
    """Return a name as it is written in a style."""
    return re.sub(r"\{http://www\.w3\.org/XML/1998/namespace\}", "xml:", name).rpartition("}")[2]


def _listed(names: Iterable[str], word: str = "and") -> str:
    names = list(dict.fromkeys(names))
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and others"
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _choice(first: Pattern, second: Pattern) -> Pattern:
    if first in (_NOTHING, second):
        return second
    return first if second == _NOTHING else ("choice", first, second)


def _any(patterns: Iterable[Pattern]) -> Pattern:
    return reduce(_choice, patterns, _NOTHING)


def _both(kind: str, first: Pattern, second: Pattern) -> Pattern:
    """Return a group, or an interleave, of two patterns."""
    if _NOTHING in (first, second):
        return _NOTHING
    if first == _EMPTY:
        return second
    return first if second == _EMPTY else (kind, first, second)


def _parts(pattern: Pattern, kind: str) -> Iterator[Pattern]:
    """Yield the patterns of a kind within a pattern, not those within its elements."""
    if pattern[0] == kind:
        yield pattern
    for part in pattern[1:]:
        if isinstance(part, tuple):
            yield from _parts(part, kind)


def _inner(pattern: Pattern) -> Pattern:
    """Return the pattern of one word of an attribute."""
    lists = list(_parts(pattern, "list"))
    return lists[0][1] if lists else pattern


def _accepts(pattern: Pattern, text: str) -> bool:
    """Return whether a text is what a pattern without elements allows."""
    kind = pattern[0]
    if kind == "value":
        return bool(text.strip() == pattern[1])
    if kind == "data":
        return re.fullmatch(pattern[2] or _DATA[pattern[1]][0], text.strip()) is not None
    if kind == "list":
        words = text.split()
        return bool(words) and all(_accepts(pattern[1], word) for word in words)
    if kind in {"choice", "oneOrMore"}:
        return any(_accepts(each, text) for each in pattern[1:])
    return kind == "text" or (kind == "empty" and not text.strip())


def _is_complete(pattern: Pattern) -> bool:
    """Return whether nothing has to follow."""
    kind = pattern[0]
    if kind == "choice":
        return any(map(_is_complete, pattern[1:]))
    if kind in {"group", "interleave", "oneOrMore"}:
        return all(map(_is_complete, pattern[1:]))
    return kind in {"empty", "text"}


def _elements(pattern: Pattern) -> list[Pattern]:
    """Return the elements that may come first."""
    kind = pattern[0]
    if kind == "element":
        return [pattern]
    if kind == "group" and not _is_complete(_without_attributes(pattern[1])):
        return _elements(pattern[1])
    if kind in {"choice", "group", "interleave", "oneOrMore"}:
        return [each for part in pattern[1:] for each in _elements(part)]
    return []


def _derived(pattern: Pattern, one: Callable[[Pattern], Pattern], *, ordered: bool) -> Pattern:
    """Return what is left of a pattern when a thing has come, of which `one` says what it leaves.

    Attributes have no order.
    """
    kind = pattern[0]
    if kind == "choice":
        return _any(_derived(each, one, ordered=ordered) for each in pattern[1:])
    if kind == "oneOrMore":
        left = _derived(pattern[1], one, ordered=ordered)
        return _both("group", left, _choice(pattern, _EMPTY))
    if kind in {"group", "interleave"}:
        _, first, second = pattern
        of_first = _both(kind, _derived(first, one, ordered=ordered), second)
        of_second = _derived(second, one, ordered=ordered)
        if kind == "interleave" or not ordered:
            return _choice(of_first, _both(kind, first, of_second))
        return _choice(of_first, of_second) if _is_complete(first) else of_first
    return one(pattern)


def _without_attribute(pattern: Pattern, name: str, value: str) -> Pattern:
    def one(part: Pattern) -> Pattern:
        fits = part[0] == "attribute" and part[1] == name and _accepts(part[2], value)
        return _EMPTY if fits else _NOTHING

    return _derived(pattern, one, ordered=False)


def _without_element(pattern: Pattern, name: str) -> Pattern:
    def one(part: Pattern) -> Pattern:
        return _EMPTY if part[0] == "element" and part[1] == name else _NOTHING

    return _derived(pattern, one, ordered=True)


def _without_text(pattern: Pattern, text: str) -> Pattern:
    def one(part: Pattern) -> Pattern:
        if part[0] == "text":
            return part
        return _EMPTY if part[0] in {"value", "data"} and _accepts(part, text) else _NOTHING

    return _derived(pattern, one, ordered=True)


def _without_attributes(pattern: Pattern) -> Pattern:
    """Return what is left of a pattern when no attribute comes any more."""
    kind = pattern[0]
    if kind == "attribute":
        return _NOTHING
    if kind == "choice":
        return _any(map(_without_attributes, pattern[1:]))
    if kind in {"group", "interleave"}:
        return _both(kind, *map(_without_attributes, pattern[1:]))
    if kind == "oneOrMore":
        content = _without_attributes(pattern[1])
        return _NOTHING if content == _NOTHING else (kind, content)
    return pattern


def _incomplete(node: Any, left: Pattern) -> Fault | None:
    """Return the fault of an element in which something is missing."""
    if _is_complete(left):
        return None
    names = _listed(map(_short, _needed(left, "element")), "or")
    return Fault(node, "", f"“{_short(node.tag)}” is not complete", f"add {names}")


def _needed(pattern: Pattern, kind: str) -> list[str]:
    """Return the names of the attributes, or of the elements, of which one has to come."""
    left = _without_attributes(pattern) if kind == "attribute" else pattern
    if left != _NOTHING and (kind == "attribute" or _is_complete(left)):
        return []
    if pattern[0] == kind:
        return [pattern[1]]
    parts = [part for part in pattern[1:] if isinstance(part, tuple)]
    if kind == "element" and pattern[0] == "group" and not _is_complete(parts[0]):
        parts = parts[:1]
    return [name for part in parts for name in _needed(part, kind)]
