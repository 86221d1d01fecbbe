r"""LaTeX in a BibTeX database: text without commands, so that every reader gets each character back.

`bibtex` and `biber` count braces without looking at backslashes (bibtex.web, scan_balanced_braces). So a brace of the
text cannot stand as `\{` alone: it brings an invisible partner along, `{\{\vphantom{\}}}`. Of the forms that are
balanced, `\textbraceleft`, `\lbrace` and `\symbol` vanish in pandoc or need math; this one is printed right by LaTeX
and read right by pandoc and Zotero. The braces of a command stand behind it: of `{\textbackslash}a` in a name `biber`
takes `}` for the initial. `< > | "` stay as they are: pandoc drops `\textbar` and `\textquotedbl`, and
pybtex knows no `\textless`.
"""

from __future__ import annotations

import re

CHARACTERS = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"{\{\vphantom{\}}}",
        "}": r"{\vphantom{\{}\}}",
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


def escape(text: str) -> str:
    r"""Give a text as TeX is to read it, on one line: `R&D {` becomes `R\&D {\{\vphantom{\}}}`."""
    if PLAIN.fullmatch(text):
        return text
    return LIGATURES.sub(r"\g<0>{}", SPACES.sub(" ", text).translate(CHARACTERS))


BREAKING = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def verbatim(address: str) -> str:
    r"""Give a web address or a DOI, which `biber` and `\url` read without TeX's commands: nothing is escaped in it.

    Only what would end or break the field is percent-encoded (RFC 3986, 2.1).
    Source: biblatex manual 2.2.1, fields of type uri and verbatim.
    """
    return SPACES.sub(" ", address).translate(BREAKING)
