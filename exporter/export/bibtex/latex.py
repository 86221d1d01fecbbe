r"""LaTeX in a BibTeX database: characters as every reader gives them back, and marked-up words as commands.

`bibtex` and `biber` count braces without looking at backslashes (bibtex.web, scan_balanced_braces). Braces of the
text that balance each other are `\{` and `\}`, which all readers know. A lone one brings an invisible partner along,
`{\{\vphantom{\}}}`: of the forms that are balanced, `\textbraceleft`, `\lbrace` and `\symbol` vanish in pandoc or
need math; this one is printed right by LaTeX. The braces of a command stand behind it: of `{\textbackslash}a` in a
name `biber` takes `}` for the initial. `< > | "` stay as they are: pandoc drops `\textbar` and `\textquotedbl`, and
pybtex knows no `\textless`.
"""

from __future__ import annotations

import re

from exporter.model.markup import Style, is_marked, spans

_OPEN, _CLOSE = "\x01", "\x02"
"""Braces that balance each other, before they are escaped: controls, which no record can hold (YAML 1.2, 5.1)."""

CHARACTERS = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"{\{\vphantom{\}}}",
        "}": r"{\vphantom{\{}\}}",
        _OPEN: r"\{",
        _CLOSE: r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
        "\u00a0": "~",
    }
)
"""The ten characters that are commands to TeX (The TeXbook, chapter 7), and the no-break space."""

LIGATURES = re.compile(r"-(?=-)|`(?=`)|'(?=')|,(?=,|\Z)|<(?=<)|>(?=>)|[?!](?=`)")
"""Pairs that TeX fonts draw as one other sign: a dash, a quotation mark, ¿ and ¡ (The TeXbook, chapter 2; T1).

A comma at the end may get another behind it, where several texts stand in one field."""

PLAIN = re.compile(r"(?:[^\W_]+[ .:;()/+]?)*+")
"""Texts of which each character stands for itself, as most do; a look at them is quicker than three."""

SPACES = re.compile(r"[ \t\r\n\f\v]+")

_COMMANDS: dict[Style, str] = {
    "italic": r"\emph",
    "bold": r"\textbf",
    "superscript": r"\textsuperscript",
    "subscript": r"\textsubscript",
    "small-caps": r"\textsc",
    "nocase": "",
}


def escape(text: str) -> str:
    r"""Return a text as TeX is to read it, on one line: `R&D {x}` becomes `R\&D \{x\}`."""
    if PLAIN.fullmatch(text):
        return text
    text = balanced(SPACES.sub(" ", text))
    return LIGATURES.sub(r"\g<0>{}", text.translate(CHARACTERS))


def balanced(text: str) -> str:
    """Return a text in which braces that balance each other are marked for `escape`."""
    if "{" not in text or "}" not in text:
        return text
    characters = list(text)
    waiting: list[int] = []
    for place, character in enumerate(text):
        if character == "{":
            waiting.append(place)
        elif character == "}" and waiting:
            characters[waiting.pop()], characters[place] = _OPEN, _CLOSE
    return "".join(characters)


def latex(text: str) -> str:
    r"""Return a text with its marked-up words as commands: `\emph{E. coli}`."""
    if not is_marked(text):
        return escape(text)
    return "".join(marked(escape(span.text), span.styles) for span in spans(text))


def marked(written: str, styles: tuple[Style, ...]) -> str:
    r"""Return LaTeX inside the commands of some styles, the outermost first; `nocase` is a pair of braces."""
    for style in reversed(styles):
        written = f"{_COMMANDS[style]}{{{written}}}"
    return written


BREAKING = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def verbatim(address: str) -> str:
    r"""Return a web address or a DOI, which `biber` and `\url` read without TeX's commands: nothing is escaped in it.

    Only what would end or break the field is percent-encoded (RFC 3986, 2.1).
    Source: biblatex manual 2.2.1, fields of type uri and verbatim.
    """
    return SPACES.sub(" ", address).translate(BREAKING)
