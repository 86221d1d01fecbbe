"""Plain data as YAML, as people write records: what is short stands on one line, long text is folded.

Source: YAML 1.2.2, 5.3 (indicators), 7.3.3 (plain style), 8.1 (block scalars). What any program could read as no text,
or as no text by YAML 1.1, stands in quotation marks.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import yaml

from exporter.records.document import Pointer

_WIDTH = 100
_BRIEF = 3
"""How many fields a group may have that stands on one line."""

_NOT_TEXT = yaml.SafeLoader.yaml_implicit_resolvers
"""What YAML 1.1 takes for a number, a date, a word with a meaning: patterns by the first character."""
_NUMBER = re.compile(
    r"[-+]?[.0-9]+(?:[eE][-+]?[0-9]*)?|0[ox][0-9a-fA-F_]*|[0-9_:.]+|[yYnN]", re.ASCII
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_QUOTED = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=~<\s]|\.\.|.*(?:: |:$|\s#|\s$)")
_NOT_INSIDE = re.compile(r"[,\[\]{}\n]")
_WORDS = re.compile(r"[^ \n]+(?: [^ \n]+)+")
_LINES = re.compile(r"\S(?:.*\S)?(?:\n+\S(?:.*\S)?)+")

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\xa0": "\\_"}
_OF_SCRIPTS = frozenset("\u3000\u200c\u200d")
"""The blank and the joiners that some scripts need; no other character without ink is written as it is."""


def emit(data: Mapping[str, Any], dates: Collection[Pointer] = ()) -> str:
    """Write a group of fields. At the ways in `dates`, a day needs no quotation marks."""
    return "".join(f"{line}\n" for line in _Writing(frozenset(dates)).group(data, (), 0))


class _Writing:
    def __init__(self, dates: frozenset[Pointer]) -> None:
        self._dates = dates

    def group(self, data: Mapping[str, Any], way: Pointer, indent: int) -> Iterator[str]:
        for key, value in data.items():
            yield from self._behind(f"{' ' * indent}{_text(key)}:", value, (*way, key), indent + 2)

    def _behind(self, start: str, value: Any, way: Pointer, indent: int) -> Iterator[str]:
        """Write a value behind its key or the hyphen of its list: on the same line, if there is room."""
        line = f"{start} {self._one_line(value, way)}"
        if isinstance(value, str):
            in_lines = _block(start, value, indent) if len(line) > _WIDTH or "\n" in value else []
            yield from in_lines or [line]
        elif (
            not isinstance(value, Mapping | list)
            or not value
            or (_is_brief(value) and len(line) <= _WIDTH)
        ):
            yield line
        elif isinstance(value, Mapping) and start.endswith("-"):
            first, *others = self.group(value, way, indent)
            yield from [f"{start} {first.lstrip()}", *others]
        elif isinstance(value, Mapping):
            yield from [start, *self.group(value, way, indent)]
        else:
            yield start
            for place, item in enumerate(value):
                yield from self._behind(f"{' ' * indent}-", item, (*way, place), indent + 2)

    def _one_line(self, value: Any, way: Pointer, inside: bool = False) -> str:
        if isinstance(value, Mapping):
            pairs = (
                f"{_text(key, True)}: {self._one_line(each, (*way, key), True)}"
                for key, each in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        if isinstance(value, list):
            return f"[{', '.join(self._one_line(each, (*way, place), True) for place, each in enumerate(value))}]"
        if isinstance(value, str):
            return value if way in self._dates and _DAY.fullmatch(value) else _text(value, inside)
        return "null" if value is None else str(value).lower()


def _is_brief(value: Any) -> bool:
    """Whether a group or a list may stand on one line: it holds no other, and no text that is easier to read alone."""
    inner = value.values() if isinstance(value, Mapping) else value
    if any(isinstance(each, Mapping | list) or _NOT_INSIDE.search(str(each)) for each in inner):
        return False
    return isinstance(value, list) or len(value) <= _BRIEF


def _text(text: str, inside: bool = False) -> str:
    """Write a text on one line, in quotation marks if it needs them; `inside` a list or a group it needs more."""
    if (
        text
        and _is_inked(text)
        and not _QUOTED.match(text)
        and not (inside and _NOT_INSIDE.search(text))
    ):
        meanings = (pattern for start in (text[0], None) for _, pattern in _NOT_TEXT.get(start, ()))
        if not _NUMBER.fullmatch(text) and not any(pattern.match(text) for pattern in meanings):
            return text
    return f'"{"".join(_ESCAPES.get(each) or (each if _is_inked(each) else _escape(each)) for each in text)}"'


def _is_inked(text: str) -> bool:
    return text.isprintable() or all(each.isprintable() or each in _OF_SCRIPTS for each in text)


def _escape(character: str) -> str:
    number = ord(character)
    return (
        f"\\x{number:02X}"
        if number <= 0xFF
        else f"\\u{number:04X}"
        if number <= 0xFFFF
        else f"\\U{number:08X}"
    )


def _block(start: str, text: str, indent: int) -> list[str]:
    """Write a text on lines of its own, folded or with its own line breaks; nothing where it cannot stand so."""
    pad = " " * indent
    if _WORDS.fullmatch(text) and _is_inked(text):
        lines = textwrap.wrap(
            text, max(_WIDTH - indent, _WIDTH // 2), break_long_words=False, break_on_hyphens=False
        )
        return [f"{start} >-", *(pad + line for line in lines)]
    if _LINES.fullmatch(text) and _is_inked(text.replace("\n", "")):
        return [f"{start} |-", *(pad + line if line else "" for line in text.split("\n"))]
    return []
