"""Spells a scalar of a YAML document with another value, keeping as much of its text as possible.

A YAML library that keeps comments would not do: ruamel.yaml keeps every byte of 339 of 457 records
that people wrote (not spaces in brackets, folds, escapes, CRLF), so for the others there would be
this code anyway. Whoever edits a document must load it again, because not every value can be
spelled in every style.

Source: YAML 1.2.2, 5.7 (escapes), 7.3 (flow scalars and line folding), 8.1 (block scalars).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from exporter.records.settings import UNLIMITED
from exporter.records.yaml.composer import load
from exporter.records.yaml.errors import YamlError
from exporter.records.yaml.source_map import BLOCK_STYLES

_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s|#[^\r\n]*)*)*")
_BREAK = r"(?:\r\n?|\n)"
_FOLD = rf"[ \t]*+{_BREAK}(?:[ \t]*+{_BREAK})*[ \t]*+"
_SPACES = r"[ \t]++"
_HEX_ESCAPE = r"x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}"
_UNITS = {
    "": re.compile(rf"{_FOLD}|{_SPACES}|.", re.DOTALL),
    "'": re.compile(rf"{_FOLD}|{_SPACES}|''|.", re.DOTALL),
    '"': re.compile(rf"\\(?:{_HEX_ESCAPE}|{_BREAK}[ \t]*|.)|{_FOLD}|{_SPACES}|.", re.DOTALL),
}
"""By style, what spells one character, a fold, or some spaces in a flow scalar."""
_ESCAPES = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_BLOCK_HEADER = re.compile(rf"([|>])([^\s#]*)([^\r\n]*(?:{_BREAK}|\Z))")
_LINE = re.compile(rf"[^\r\n]*{_BREAK}|[^\r\n]+\Z")
_MAX_STEPS = 500_000
"""How many steps a comparison may take, about a second.

Texts that need more are respelled whole.
"""


class _Unit(NamedTuple):
    """A piece of the text of a scalar, and what it means: a character, a fold, or nothing."""

    text: str
    meaning: str


def rewrite_scalar(text: str, style: str, value: object, new: str) -> str | None:
    """Return the text of a scalar with the value `new` instead of `value`.

    `text` is that of the scalar, with its anchor and tag; `style` is PyYAML's. Returns None if the
    scalar is spelled in a way that this module does not understand.
    """
    properties = _PROPERTIES.match(text)
    start = properties.end() if properties else 0
    before, body = text[:start], text[start:]
    if not isinstance(value, str):
        return before + _double_quoted(new)
    if style in BLOCK_STYLES:
        if new == new.rstrip("\n"):
            body, value = _strip_final_breaks(body, value)
        units = _block_units(body, style, value)
    else:
        units = _flow_units(body, style)
    if "".join(unit.meaning for unit in units) != value:
        return None
    rewritten = _replace(units, style, value, new)
    if style == "" and not _is_plain_text(rewritten, new):
        rewritten = _double_quoted(new)
    return before + rewritten


def _double_quoted(value: str) -> str:
    return '"' + _escape(value, '"') + '"'


def _escape(value: str, style: str) -> str:
    if style == '"':
        return re.sub(r'["\\]', r"\\\g<0>", value)
    return value.replace("'", "''") if style == "'" else value


def _is_plain_text(text: str, value: str) -> bool:
    try:
        return bool(load(f"x: {text}\n", UNLIMITED) == {"x": value})
    except YamlError:
        return False


def _flow_units(body: str, style: str) -> list[_Unit]:
    inner = body[1:-1] if style else body
    units = [_Unit(style, "")]
    for text in _UNITS[style].findall(inner):
        if text.isspace() and not re.search(_BREAK, text):
            units.extend(_Unit(space, space) for space in text)
        else:
            units.append(_Unit(text, _flow_meaning(text, style)))
    return [*units, _Unit(style, "")]


def _flow_meaning(text: str, style: str) -> str:
    breaks = len(re.findall(_BREAK, text))
    if style == '"' and text[0] == "\\":
        if breaks:
            return ""
        return chr(int(text[2:], 16)) if text[1] in "xuU" else _ESCAPES.get(text[1], text[1])
    if breaks:
        return "\n" * (breaks - 1) or " "
    return text[0]


def _strip_final_breaks(body: str, value: str) -> tuple[str, str]:
    """Return a block scalar with the indicator `-`, and its value, if it ends in line breaks."""
    header = _BLOCK_HEADER.match(body)
    stripped = value.rstrip("\n")
    if header is None or stripped == value:
        return body, value
    indent = header[2].strip("+-")
    return f"{header[1]}{indent}-{header[3]}{body[header.end() :]}", stripped


def _block_units(body: str, style: str, value: str) -> list[_Unit]:
    """Take a block scalar apart; what is between two lines means what `value` has there."""
    header = _BLOCK_HEADER.match(body)
    start = header.end() if header else 0
    units = [_Unit(body[:start], "")]
    lines = _LINE.findall(body, start)
    first = next((line for line in lines if line.strip()), "")
    indent = _indentation(first) - _indentation(value.lstrip("\n"))
    between, done = "", 0
    for line in lines:
        content = line.rstrip("\r\n")
        if len(content) <= indent and not content.strip(" "):
            between += line
            continue
        breaks = len(value[done:]) - len(value[done:].lstrip("\n"))
        meaning = "\n" * breaks
        if not meaning and done and style == ">":
            meaning = " "
        units.append(_Unit(between + content[:indent], meaning))
        units.extend(_Unit(character, character) for character in content[indent:])
        done += len(meaning) + len(content) - indent
        between = line[len(content) :]
    return [*units, _Unit(between, value[done:])]


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _replace(units: list[_Unit], style: str, value: str, new: str) -> str:
    """Return the text of the units with `new` spelled only where it differs from `value`."""
    texts: list[str] = []  # of each character
    before, after = "", ""
    for unit in units:
        if unit.meaning:
            texts += [after + unit.text, *[""] * (len(unit.meaning) - 1)]
            after = ""
        elif texts:
            after += unit.text
        else:
            before += unit.text
    result = [before]
    for same, start, end, new_start, new_end in _compare(value, new):
        if same:
            result.extend(texts[start:end])
        else:
            result.append(_escape(new[new_start:new_end], style))
    return "".join([*result, after])


def _compare(old: str, new: str) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield the equal and the different parts of two texts, with the offsets in both.

    Words are compared first, since comparing all characters would take quadratic time.
    """
    words, new_words = _split(old), _split(new)
    offset, new_offset = 0, 0
    for tag, start, end, new_start, new_end in _opcodes(words, new_words, autojunk=True):
        part, new_part = "".join(words[start:end]), "".join(new_words[new_start:new_end])
        if tag == "equal":
            yield True, offset, offset + len(part), new_offset, new_offset + len(new_part)
        else:
            for inner_tag, a, b, c, d in _opcodes(part, new_part, autojunk=False):
                yield inner_tag == "equal", offset + a, offset + b, new_offset + c, new_offset + d
        offset += len(part)
        new_offset += len(new_part)


def _split(text: str) -> list[str]:
    return re.findall(r"\S*\s|\S+", text)


def _opcodes(
    old: Sequence[str], new: Sequence[str], *, autojunk: bool
) -> list[tuple[str, int, int, int, int]]:
    """Return the opcodes of difflib, or a single replacement if they would take long to find."""
    matcher: Any = SequenceMatcher(None, old, new, autojunk)
    steps = sum(count * len(matcher.b2j.get(each, ())) for each, count in Counter(old).items())
    if steps > _MAX_STEPS:
        return [("replace", 0, len(old), 0, len(new))]
    return list(matcher.get_opcodes())
