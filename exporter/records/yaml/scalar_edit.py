"""How one value of a YAML record is spelled, and how it is spelled anew so that everything else stays.

Source: YAML 1.2.2, 5.7 (escapes), 7.3 (flow scalars and their line folding), 8.1 (block scalars).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher

_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s|#[^\r\n]*)*)*")
_BREAK = r"(?:\r\n?|\n)"
_FOLD = rf"(?:(?<![ \t])[ \t]+)?{_BREAK}(?:[ \t]*+{_BREAK})*[ \t]*"
_PIECES = {
    "": re.compile(rf"{_FOLD}|.", re.DOTALL),
    "'": re.compile(rf"{_FOLD}|''|.", re.DOTALL),
    '"': re.compile(
        rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|{_BREAK}[ \t]*|.)|{_FOLD}|.",
        re.DOTALL,
    ),
}
_ESCAPES = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_HEADER = re.compile(rf"[|>]([^\s#]*)[^\r\n]*(?:{_BREAK}|\Z)")
_LINE = re.compile(rf"[^\r\n]*{_BREAK}|[^\r\n]+\Z")

_Cells = list[tuple[str, str]]
"""How each part of a value is spelled: the spelling, then the part. A part is one character, or a folded line."""


def rewrite_scalar(raw: str, style: str, value: str, mend: Callable[[str], str]) -> str | None:
    """Spell `mend(value)` as `raw` spells `value`: the same tag, quotes, line breaks and escapes.

    `style` is PyYAML's: one of `'`, `"`, `|`, `>`, or empty for a plain value. None where the spelling is not
    understood. Whoever asks has to read the result again: not every text can be spelled in every style.
    """
    properties = _PROPERTIES.match(raw)
    start = properties.end() if properties else 0
    before, body, after, mended = raw[:start], raw[start:], "", mend(value)
    if style in {"|", ">"} and (header := _HEADER.match(body)):
        tail = value[len(value.rstrip("\n")) :]
        if tail and mended == mended.rstrip(
            "\n"
        ):  # the line break at the end goes by the indicator -
            chomped = re.sub(r"^([|>])([^\s#+-]*)[+-]?([^\s#+-]*)", r"\1\2\3-", header[0])
            body, value = chomped + body[header.end() :], value.removesuffix(tail)
            header = _HEADER.match(body)
        cells = _block_cells(body, style, value, header.end() if header else 0)
    else:
        quote = body[0] if style else ""
        cells = _flow_cells(body[len(quote) : len(body) - len(quote)], style)
        before, after = before + quote, quote
    if "".join(part for _, part in cells) != value:
        return None
    return before + _spelled(cells, style, mended, mend) + after


def _flow_cells(inner: str, style: str) -> _Cells:
    return [(each, _meaning(each, style)) for each in _PIECES[style].findall(inner)]


def _meaning(spelling: str, style: str) -> str:
    breaks = len(re.findall(_BREAK, spelling))
    if style == '"' and spelling[0] == "\\":
        kind = spelling[1]
        return (
            ""
            if breaks
            else chr(int(spelling[2:], 16))
            if kind in "xuU"
            else _ESCAPES.get(kind, kind)
        )
    if breaks:
        return "\n" * (breaks - 1) or " "
    return spelling[0]


def _block_cells(body: str, style: str, value: str, start: int) -> _Cells:
    """Take a block scalar apart: what stands between its lines means what `value` has there."""
    cells: _Cells = [(body[:start], "")]
    lines = _LINE.findall(body, start)
    first = next((line for line in lines if line.strip()), "")
    indent = _depth(first) - _depth(value.lstrip("\n"))
    between, done = "", 0
    for line in lines:
        content = line.rstrip("\r\n")
        if len(content) <= indent and not content.strip(" "):
            between += line
            continue
        breaks = re.match(r"\n*", value[done:])
        meaning = (breaks[0] if breaks else "") or (" " if done and style == ">" else "")
        cells.append((between + content[:indent], meaning))
        cells.extend((character, character) for character in content[indent:])
        done += len(meaning) + len(content) - indent
        between = line[len(content) :]
    return [*cells, (between, value[done:])]


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _spelled(cells: _Cells, style: str, mended: str, mend: Callable[[str], str]) -> str:
    """Spell each line by itself, if that comes to the same: so a line keeps its length."""
    lines: list[_Cells] = [[]]
    for cell in cells:
        if re.search(_BREAK, cell[0]):
            lines += [[cell], []]
        else:
            lines[-1].append(cell)
    texts = ["".join(part for _, part in line) for line in lines]
    news = [mend(text) if number % 2 == 0 and text else text for number, text in enumerate(texts)]
    if "".join(news) != mended:
        lines, news = [cells], [mended]
    return "".join(_line(line, style, new) for line, new in zip(lines, news, strict=True))


def _line(cells: _Cells, style: str, mended: str) -> str:
    spellings: list[str] = [""]  # before the first character, then one for each
    for spelling, part in cells:
        spellings += [spelling, *[""] * (len(part) - 1)] if part else []
        if not part:
            spellings[-1] += spelling
    value = "".join(part for _, part in cells)
    done = [spellings[0]]
    for same, start, end, new_start, new_end in SequenceMatcher(None, value, mended).get_opcodes():
        done += (
            spellings[start + 1 : end + 1]
            if same == "equal"
            else [_quoted(mended[new_start:new_end], style)]
        )
    return "".join(done)


def _quoted(text: str, style: str) -> str:
    if style == '"':
        return re.sub(r'["\\]', r"\\\g<0>", text)
    return text.replace("'", "''") if style == "'" else text
