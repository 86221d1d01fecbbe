"""Markup in a text: italics, bold, superscripts, subscripts, small capitals, fixed case.

A record marks them as CSL-JSON does (CSL 1.0.2, Appendix "HTML-like tags"): `<i>`, `<b>`, `<sup>`,
`<sub>`, `<span style="font-variant:small-caps;">` (in records also `<sc>`), `<span
class="nocase">`. A text in which the tags do not match is plain: what stands between the brackets
is then words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Style = Literal["italic", "bold", "superscript", "subscript", "small-caps", "nocase"]

_TAGS: dict[str, Style] = {
    "<i>": "italic",
    "<b>": "bold",
    "<sup>": "superscript",
    "<sub>": "subscript",
    "<sc>": "small-caps",
    '<span style="font-variant:small-caps;">': "small-caps",
    '<span style="font-variant: small-caps;">': "small-caps",
    '<span class="nocase">': "nocase",
}
_CLOSING = {"<i>": "</i>", "<b>": "</b>", "<sup>": "</sup>", "<sub>": "</sub>", "<sc>": "</sc>"}
_TOKEN = re.compile("|".join(map(re.escape, [*_TAGS, *_CLOSING.values(), "</span>"])))


class Span(NamedTuple):
    """Some words with their styles, the outermost first."""

    text: str
    styles: tuple[Style, ...] = ()


@lru_cache(1_000)
def spans(text: str) -> tuple[Span, ...]:
    """Return the words of a text with their styles.

    One plain span if its tags do not match each other.
    """
    if "<" not in text:
        return (Span(text),)
    found: list[Span] = []
    open_tags: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        _append(found, text[end : match.start()], open_tags)
        end = match.end()
        token = match.group()
        if token in _TAGS:
            open_tags.append(token)
        elif open_tags and token == _CLOSING.get(open_tags[-1], "</span>"):
            open_tags.pop()
        else:
            return (Span(text),)
    if open_tags:
        return (Span(text),)
    _append(found, text[end:], open_tags)
    return tuple(found) or (Span(text),)


def _append(found: list[Span], words: str, open_tags: list[str]) -> None:
    if words:
        found.append(Span(words, tuple(_TAGS[tag] for tag in open_tags)))


class MarkedUp(NamedTuple):
    """Words inside a tag, and tags inside it; `tag` is the opening tag as the record spells it."""

    tag: str
    content: tuple[str | MarkedUp, ...]


def nested(text: str) -> tuple[str | MarkedUp, ...]:
    """Return the words of a text with its tags around them; the text alone if it has no markup."""
    if not is_marked(text):
        return (text,)
    opened: list[tuple[str, list[str | MarkedUp]]] = [("", [])]
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() > end:
            opened[-1][1].append(text[end : match.start()])
        end = match.end()
        if match.group() in _TAGS:
            opened.append((match.group(), []))
        else:
            tag, content = opened.pop()
            opened[-1][1].append(MarkedUp(tag, tuple(content)))
    if end < len(text):
        opened[-1][1].append(text[end:])
    return tuple(opened[0][1])


def mark_up(tag: str, words: str) -> str:
    """Return words inside a tag: `<i>` and `E. coli` are `<i>E. coli</i>`."""
    return f"{tag}{words}{_CLOSING.get(tag, '</span>')}"


def is_marked(text: str) -> bool:
    """Return whether a text has marked-up words."""
    return "<" in text and any(each.styles for each in spans(text))


def strip(text: str) -> str:
    """Return a text without its markup."""
    return "".join(each.text for each in spans(text)) if "<" in text else text


def as_csl(text: str) -> str:
    """Return a text with its markup in the spelling of CSL-JSON, which has no `<sc>`."""
    if not is_marked(text):
        return text
    return text.replace("<sc>", '<span style="font-variant:small-caps;">').replace(
        "</sc>", "</span>"
    )
