"""Markdown, as pandoc and GitHub read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exporter.cite.output.writer import OutputEntry, Writer
from exporter.markdown import escape_beginning, escape_inline

_STYLED = {
    ("style", "italic"): ("*", "*"),
    ("style", "oblique"): ("*", "*"),
    ("weight", "bold"): ("**", "**"),
    ("variant", "small-caps"): ("[", "]{.smallcaps}"),
    ("decoration", "underline"): ("[", "]{.underline}"),
    ("position", "sup"): ("^", "^"),
    ("position", "sub"): ("~", "~"),
}
_INTERRUPTED = {("style", "normal"): "\x0f", ("weight", "normal"): "\x0e"}
"""Marks around text that is not emphasized within emphasis: the emphasis ends before it and begins
anew behind it."""
_INTERRUPTION = {
    "style": re.compile("\x0f([^\x0f]*)\x0f"),
    "weight": re.compile("\x0e([^\x0e]*)\x0e"),
}
_NOT_IN_ADDRESS = re.compile(r"[()<>*_`$~^|\[\]\\]")
_OUTER_SPACES = re.compile(r"\A(\s*)(.*?)(\s*)\Z", re.DOTALL)


class MarkdownWriter(Writer):
    """Writes Markdown: a paragraph for each entry."""

    STYLED = _STYLED

    def escape(self, text: str) -> str:
        """Return text in which nothing is markup of the format."""
        return escape_inline(text)

    def styled(self, name: str, value: str, text: str) -> str:
        """Return written text with a property set to a value."""
        sign = _INTERRUPTED.get((name, value))
        if sign:
            return f"{sign}{text}{sign}"
        before, after = self.STYLED.get((name, value), ("", ""))
        if name not in _INTERRUPTION:
            return _enclosed(
                text.replace(" ", "\\ ") if name == "position" else text, before, after
            )
        parts = _INTERRUPTION[name].split(text)
        for index in range(0, len(parts), 2):
            parts[index] = _enclosed(parts[index], before, after)
        return "".join(parts)

    def write(self, marked: str) -> str:
        """Return a marked text as the format writes it."""
        return super().write(marked).translate({0x0E: None, 0x0F: None})

    def link(self, address: str, text: str) -> str:
        """Return written text that leads to an address."""
        target = _NOT_IN_ADDRESS.sub(r"\\\g<0>", address)
        return f"[{text}]({target})"

    def document(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield a bibliography piece by piece."""
        between = ""
        for entry in entries:
            line = self.line(entry.text)
            line = f"## {line}" if entry.is_heading else escape_beginning(line)
            yield f"{between}{line}\n"
            between = "\n"

    def lines(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield citations piece by piece."""
        return self.document(entries)


def _enclosed(text: str, before: str, after: str) -> str:
    """Return text between two signs, which stand inside the spaces at its ends."""
    match = _OUTER_SPACES.fullmatch(text)
    if match is None or not match[2]:
        return text
    return f"{match[1]}{before}{match[2]}{after}{match[3]}"
