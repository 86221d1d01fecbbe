"""Marked text written as plain text, HTML, RTF or Markdown: characters escaped, marks turned into the form's own.

Nothing of a text is ever read as markup. A link leads to `http`, `https` or a DOI; any other address is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from exporter.cite import marks
from exporter.cite.marks import END, LINK, QUOTE, UNQUOTE

_TOKEN = re.compile(r"([\x00-\x08\x0b\x0c\x0e-\x1f])|([^\x00-\x08\x0b\x0c\x0e-\x1f]+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,}/\S+\Z")

Entry = tuple[str, str, str]
"""The id of a work and its language, both perhaps empty, and the text that is marked or written."""


@dataclass(frozen=True)
class Form:
    """One way to write marked text.

    `escaped` writes text; `around` has what stands before and after what a mark encloses; `linked` writes a link, given
    its address and its text as written. `framed` puts entries into one document.
    """

    escaped: Callable[[str], str]
    around: Mapping[str, tuple[str, str]]
    linked: Callable[[str, str], str]
    framed: Callable[[Iterable[Entry]], Iterator[str]]

    def document(
        self, entries: Iterable[Entry], quotes: tuple[str, str, str, str]
    ) -> Iterator[str]:
        """Write marked entries as one document, piece by piece."""
        return self.framed(
            (id, language, self.written(marked, quotes)) for id, language, marked in entries
        )

    def written(self, marked: str, quotes: tuple[str, str, str, str]) -> str:
        """Write a complete piece; `quotes` are the outer quotation marks and the inner."""
        stack: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        depth = 0
        for mark, text in _TOKEN.findall(marked):
            _, made, plain = stack[-1]
            if text:
                made.append(self.escaped(text))
                plain.append(text)
            elif mark in {QUOTE, UNQUOTE}:
                depth -= mark == UNQUOTE
                sign = quotes[(depth % 2) * 2 + (mark == UNQUOTE)]
                depth += mark == QUOTE
                made.append(self.escaped(sign))
                plain.append(sign)
            elif mark == END and len(stack) > 1:
                opened, made, plain = stack.pop()
                stack[-1][1].append(self._enclosed(opened, "".join(made), "".join(plain)))
                stack[-1][2].extend(plain)
            elif mark != END:
                stack.append((mark, [], []))
        return "".join(stack[0][1]).strip()

    def _enclosed(self, mark: str, made: str, plain: str) -> str:
        if mark == LINK:
            address = f"https://doi.org/{plain}" if _DOI.match(plain) else plain
            return self.linked(address, made) if _ADDRESS.match(address) else made
        before, after = self.around.get(mark, ("", ""))
        return f"{before}{made}{after}" if made else ""


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    for _, _, written in entries:
        yield f"{written}\n"


def _divisions(entries: Iterable[Entry]) -> Iterator[str]:
    yield '<div class="csl-bib-body">\n'
    for id, language, written in entries:
        named = f' id="ref-{escape(id)}"' if id else ""
        spoken = f' lang="{escape(language)}"' if language else ""
        yield f'<div class="csl-entry"{named}{spoken}>{written}</div>\n'
    yield "</div>\n"


def _paragraphs(entries: Iterable[Entry]) -> Iterator[str]:
    before = ""
    for _, _, written in entries:
        yield f"{before}{_BEGINS.sub(_escaped_beginning, written)}\n"
        before = "\n"


def _escaped_beginning(match: re.Match[str]) -> str:
    opening, word = match.groups(default="")
    return f"\\{opening}{word}\\" if opening else f"{word}\\"


def _rtf_document(entries: Iterable[Entry]) -> Iterator[str]:
    yield "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman Times New Roman;}}\n"
    for _, _, written in entries:
        yield f"{{\\pard\\fi-360\\li360\\sa120 {written}\\par}}\n"
    yield "}\n"


def _rtf(text: str) -> str:
    """Write text in RTF: what is not ASCII as UTF-16, each unit a signed number (Rich Text Format 1.9.1, Unicode)."""
    if text.isascii() and not re.search(r"[\\{}\t\n]", text):
        return text
    made = []
    for letter in text:
        if letter in "\\{}":
            made.append(f"\\{letter}")
        elif " " <= letter <= "~":
            made.append(letter)
        else:
            units = letter.encode("utf-16-le", "surrogatepass")
            for at in range(0, len(units), 2):
                number = int.from_bytes(units[at : at + 2], "little", signed=True)
                made.append(f"\\u{number}\\'3f")
    return "".join(made)


def _rtf_link(address: str, made: str) -> str:
    target = re.sub(r'[^!-~]|[\\{}"]', _percent, address)
    return f'{{\\field{{\\*\\fldinst HYPERLINK "{target}"}}{{\\fldrslt {made}}}}}'


def _markdown(text: str) -> str:
    """Write text in Markdown: what CommonMark, GitHub or pandoc could read as markup within a line is escaped."""
    text = re.sub(
        r"[\\`*_{}\[\]<>#|~^$@\"']|-(?=-)|&(?=#?\w+;)|\.(?=\.)|:(?=\w+:)", r"\\\g<0>", text
    )
    return re.sub(r"(?<=\.)\.", r"\\.", text)


_BEGINS = re.compile(r"^(?:(\(?)(\w{1,9})(?=[.)]\s)|(?=[-+=:%]))")
"""How a paragraph begins that would be a list, a heading, or the like."""


def _html(text: str) -> str:
    return escape(text)


def _html_link(address: str, made: str) -> str:
    return f'<a href="{escape(address)}">{made}</a>'


def _markdown_link(address: str, made: str) -> str:
    target = re.sub(r"[()<>*_`$~^|\[\]\\]", r"\\\g<0>", address)
    return f"[{made}]({target})"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


FORMS = {
    "text": Form(lambda text: text, {marks.MARGIN: ("", " ")}, lambda _, made: made, _lines),
    "html": Form(
        _html,
        {
            marks.ITALIC: ("<i>", "</i>"),
            marks.BOLD: ("<b>", "</b>"),
            marks.UNDERLINE: ('<span style="text-decoration:underline">', "</span>"),
            marks.SUPERSCRIPT: ("<sup>", "</sup>"),
            marks.SUBSCRIPT: ("<sub>", "</sub>"),
            marks.SMALL_CAPS: ('<span style="font-variant:small-caps">', "</span>"),
            marks.MARGIN: ('<div class="csl-left-margin">', "</div>"),
            marks.INLINE: ('<div class="csl-right-inline">', "</div>"),
            marks.BLOCK: ('<div class="csl-block">', "</div>"),
            marks.INDENT: ('<div class="csl-indent">', "</div>"),
        },
        _html_link,
        _divisions,
    ),
    "rtf": Form(
        _rtf,
        {
            marks.ITALIC: ("{\\i ", "}"),
            marks.BOLD: ("{\\b ", "}"),
            marks.UNDERLINE: ("{\\ul ", "}"),
            marks.SUPERSCRIPT: ("{\\super ", "}"),
            marks.SUBSCRIPT: ("{\\sub ", "}"),
            marks.SMALL_CAPS: ("{\\scaps ", "}"),
            marks.MARGIN: ("", "\\tab "),
            marks.BLOCK: ("\\line ", "\\line "),
            marks.INDENT: ("\\line\\tab ", "\\line "),
        },
        _rtf_link,
        _rtf_document,
    ),
    "markdown": Form(
        _markdown,
        {
            marks.ITALIC: ("*", "*"),
            marks.BOLD: ("**", "**"),
            marks.SUPERSCRIPT: ("^", "^"),
            marks.SUBSCRIPT: ("~", "~"),
            marks.SMALL_CAPS: ("[", "]{.smallcaps}"),
            marks.UNDERLINE: ("[", "]{.underline}"),
            marks.MARGIN: ("", " "),
        },
        _markdown_link,
        _paragraphs,
    ),
}
"""The forms by the word for `--as`."""
