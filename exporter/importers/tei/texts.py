"""Texts, names and plain values, read from the content of elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from exporter.export.tei.marks import Mark
from exporter.export.tei.scope import Scope
from exporter.export.tei.text import RENDERING
from exporter.importers.tei.branches import branch_of
from exporter.importers.tei.problems import Problems
from exporter.importers.xml import XML_LANG, Element
from exporter.importers.xml_source import local_name
from exporter.model.markup import mark_up

_TAGS = {
    (tag, tuple(sorted(attributes.items()))): opening
    for opening, (tag, attributes) in RENDERING.items()
}
_INTEGER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
SIC = "sic"

IsData = Callable[[Element], bool]
"""Returns whether an element inside a text is the value of another field."""


def has_mark(node: Element, mark: Mark) -> bool:
    """Return whether an element has a mark."""
    return f"#{mark}" in node.get("ana", "").split()


def language_of(node: Element | None, default: str) -> str:
    """Return the language that an element states or inherits; `default` if there is none."""
    while node is not None:
        tag = node.get(XML_LANG)
        if tag:
            return tag
        node = node.getparent()
    return default


def _no_data(_: Element) -> bool:
    return False


class Texts:
    """Reads texts; `default` is the language of an element that inherits none."""

    def __init__(self, problems: Problems, names: Scope, default: str) -> None:
        self._problems = problems
        self._name_branch = branch_of(names)
        self._default = default

    def text(self, node: Element, is_data: IsData = _no_data, *, plain: bool = False) -> str:
        """Return the text of an element, with the tags of marked-up words.

        A `plain` value has no markup. Other elements in it are reported.
        """
        parts = [node.text or ""]
        is_before_data = True
        for child in node:
            if not is_data(child):
                parts.append(self._inline(child, is_data, plain=plain))
            elif is_before_data:
                parts[-1] = parts[-1].removesuffix(" ")
                is_before_data = False
            parts.append(child.tail or "")
        return "".join(parts)

    def _inline(self, node: Element, is_data: IsData, *, plain: bool) -> str:
        words = self.text(node, is_data, plain=plain)
        if node.tag == SIC:
            return words
        attributes = {name: value for name, value in node.attrib.items() if name != "n"}
        opening = _TAGS.get((str(node.tag), tuple(sorted(attributes.items()))))  # type: ignore[arg-type]
        if opening is None or plain:
            self._problems.add_unknown(node)
            return words
        return mark_up(opening, words)

    def forms(self, nodes: list[Element], tag: str, is_data: IsData = _no_data) -> Any:
        """Return one text: plain, or its forms by language.

        `tag` is the language of plain text at this place.
        """
        first = nodes[0]
        if len(nodes) == 1 and not has_mark(first, Mark.TAGGED):
            form = self.form(first, is_data)
            stated = first.get(XML_LANG)
            inherited = language_of(first.getparent(), self._default)
            is_plain = language_of(first, self._default) == tag and stated != inherited
            if is_plain and isinstance(form, str):
                return form
        found: dict[str, Any] = {}
        for node in nodes:
            language = language_of(node, self._default)
            if language in found:
                self._problems.add(node, f"a second {node.tag} in the language {language}")
            found[language] = self.form(node, is_data)
        return found

    def form(self, node: Element, is_data: IsData = _no_data) -> Any:
        """Return one form of a text, or of a name, which may be taken apart."""
        matches = [(child, self._name_branch.match(child)) for child in node]
        if not any(match for _, match in matches):
            return self.text(node, is_data)
        parts: dict[str, str] = {}
        for child, match in matches:
            name = match[1].fields[0].name if match else ""
            if is_data(child):
                continue
            if not name or name in parts:
                self._problems.add(child, f"{local_name(child)} is not part of a name here")
            else:
                parts[name] = self.text(child, plain=True)
        return parts

    def number(self, text: str) -> int | float | str:
        """Return the number that a text states; the text itself if it states none."""
        if _INTEGER.fullmatch(text):
            return int(text)
        try:
            return float(text)
        except ValueError:
            return text
