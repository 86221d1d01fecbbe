"""YAML that can be read in one way only, by a reader ten times as fast as PyYAML: `ryaml`, where it is installed.

Both are made of the same parser (libyaml), so they differ only in what a scalar without quotation marks means, and in
what `yaml.py` refuses beyond that. A text in which either can matter is doubtful, and PyYAML decides: a test compares
both over every text that the tests have.
"""

from __future__ import annotations

import re
from functools import cache
from types import ModuleType
from typing import Any, Final

from exporter.records.settings import Limits

DOUBTFUL: Final = object()
"""In place of the data: this reader does not read the text."""

_NEVER = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
"""A tab, every line break but one, what no record may hold."""
_SIGNS = re.compile(
    rf"[{_NEVER}!%&*@`|\\](?:(?<=[{_NEVER}])|(?<!\\)(?<!\w.)(?<!\w .)|(?<=\\)(?![\"\\/_nt]))"
)
"""That; what a tag or an anchor begins with, unless it follows a word, as in `Simon & Schuster`; an escape that may
stand for what no record may hold."""
_END = r"(?=[ \n,\]}])"
_NUMBERS = re.compile(
    r"[-+.0-9](?:(?<=[\n\[{,].)|(?<=[\n\[{, :-] .))"
    rf"(?!(?<=[1-9])[0-9]{{0,14}}{_END}|(?<=0){_END}|(?<=[0-9])[0-9]{{3}}-[0-9X]{{2}}(?:-[0-9X]{{2}})?[?~]?{_END})"
    r"[0-9A-Za-z_.+:/?~%-]*+(?: *(?=[\n,\]}#])|(?<=:)(?= ))"
)
"""What is a number to one of the two, or the name of a field: all but plain years, counts and days."""
_NAMES = re.compile(
    r":(?<=[~lLeE \n{,\]}]:)(?=[\n ,\]}])"
    r"(?:(?<=[\n {,](?:[Nn]ull|NULL|[Tt]rue|TRUE):)|(?<=[\n {,](?:[Ff]alse|FALSE):)|(?<=[~ \n{,\]}]:))"
)
"""The end of a field's name that is no text."""
_BARE = re.compile(
    r"(?:\{|\},)(?:[^{}]*,)?[ \n]*+"
    r"(?:#|[-+.0-9][^,{}\[\]:#]*+[,}#]|(?:[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE|~)[ \n]*+[,}#])"
)
"""A name without a colon, in braces, that may be no text: `{0}`."""
_TOUCHING = re.compile(r"[\"'\]}?](?:(?<=[\n \[{,]\?)|(?<!\?)(?:#| *:))")
"""A comment that touches what stands before it, a name in quotation marks (`"a":1`), a question mark before a name."""
_DOUBTS = (_SIGNS, _NUMBERS, _NAMES, _BARE, _TOUCHING)

_DEPTH = 50
"""Levels of nesting that no text has that passes here: 12 columns hold 24 levels, and each bracket is one more."""
_BRACKETS = 25


@cache
def _reader() -> ModuleType | None:
    try:
        import ryaml
    except ImportError:
        return None
    return ryaml


def quick(text: str, limits: Limits) -> Any:
    """Give the data of a YAML document, as `yaml.load` does, or DOUBTFUL where this reader must not read it.

    No number that it reads is a decimal.
    """
    reader, framed = _reader(), f"\n{text}\n"
    if (
        reader is None
        or len(text) >= limits.values  # a value takes a character at least
        or limits.depth < _DEPTH
        or text.count("[") + text.count("{") > _BRACKETS
        or "\n            " in text
        or "- - " in text
        or any(doubt.search(framed) for doubt in _DOUBTS)
    ):
        return DOUBTFUL
    try:
        data = reader.loads(text)
    except Exception:  # noqa: BLE001 - whatever it does not take, PyYAML judges, in words for people
        return DOUBTFUL
    return data if isinstance(data, dict) else DOUBTFUL
