"""Markdown as pandoc reads it: text in which nothing is a command."""

from __future__ import annotations

import re

_COMMANDS = re.compile(
    r"""[\\`*_~^$\[\]<>|@&"'{}]"""  # emphasis, code, mathematics, links, citations, entities, quotation marks
    r"|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\."  # what becomes a dash or an ellipsis
    r"|^[#+:=%(!-]|:(?=:)|(?<=:):"  # what begins a heading, a list, a definition or a box
)
"""What pandoc understands inside a paragraph and at its beginning (Pandoc User's Guide, Pandoc's Markdown)."""

_NUMBER = re.compile(r"^([0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+)([.)])")
"""The number before an item of a list."""

_SHORT = (
    "aet aetat al Apr Aug bk Bros c Capt cf ch chap chs Co col Corp cp d Dec Dr e.g ed eds esp f fasc Feb ff fig fl "
    "fol fols Fr Gen Gov Hon i.e ill Inc incl Jan Jr Jul Jun Ltd M.A M.D Mar Mr Mrs Ms n n.b nn No Nov Oct p Ph.D "
    "pp Pres Prof pt q.v Rep Rev s.v s.vv saec sec Sen Sep Sept Sgt Sr St univ viz vol vs"
)
_ABBREVIATION = re.compile(rf"(?<!\S)({'|'.join(map(re.escape, _SHORT.split()))})\.(?= )")
"""Short words after which pandoc puts a no-break space (`pandoc --print-default-data-file=abbreviations`)."""


def escape(text: str) -> str:
    r"""Give a text on one line, a backslash before what would be Markdown: `*a*` becomes `\*a\*`."""
    written = _COMMANDS.sub(r"\\\g<0>", text.strip(" "))
    return _ABBREVIATION.sub(r"\1\\.", _NUMBER.sub(r"\1\\\2", written))
