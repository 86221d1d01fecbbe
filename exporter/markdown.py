"""Text in Markdown, with nothing in it that CommonMark, GitHub or pandoc could read as markup."""

from __future__ import annotations

import re

_INLINE = re.compile(
    r"""[\\`*_~^$\[\]<>|@"'{}#]"""  # emphasis, code, mathematics, links, citations, headings
    r"|&(?=#?\w+;)"  # entities
    r"|--+|\.\.+|::+"  # what becomes a dash, an ellipsis, a div
    r"|:(?=\w+:)"  # an emoji
)
"""What is markup inside a paragraph (Pandoc User's Guide, Pandoc's Markdown; GitHub Flavored
Markdown)."""

_BEGINNING = re.compile(r"^(?:[+:=%!-]|\((?=\w{1,9}\)\s))")
"""What is markup at the beginning of a line: a list, a definition, a title block, an image."""
_LIST_NUMBER = re.compile(r"^(\\?\(?)([0-9]{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+)([.)])(?=\s|$)")
"""The number before an item of a list."""

_SHORT = (
    "aet aetat al Apr Aug bk Bros c Capt cf ch chap chs Co col Corp cp d Dec Dr e.g ed eds esp "
    "f fasc Feb ff fig fl fol fols Fr Gen Gov Hon i.e ill Inc incl Jan Jr Jul Jun Ltd M.A M.D "
    "Mar Mr Mrs Ms n n.b nn No Nov Oct p Ph.D pp Pres Prof pt q.v Rep Rev s.v s.vv saec sec Sen "
    "Sep Sept Sgt Sr St univ viz vol vs"
)
_ABBREVIATION = re.compile(rf"(^|\s)({'|'.join(map(re.escape, _SHORT.split()))})\.(?= )")
"""Short words after which pandoc puts a no-break space (`pandoc
--print-default-data-file=abbreviations`)."""


def escape(text: str) -> str:
    r"""Return a text for a line of its own, with a backslash before what would be markup."""
    return escape_beginning(_ABBREVIATION.sub(r"\1\2\\.", escape_inline(text.strip(" "))))


def escape_inline(text: str) -> str:
    """Return a text for the inside of a line, a backslash before what would be markup there."""
    return _INLINE.sub(lambda match: "".join(f"\\{each}" for each in match[0]), text)


def escape_beginning(line: str) -> str:
    """Return a line with a backslash before what would be markup because it begins the line."""
    line = _BEGINNING.sub(r"\\\g<0>", line)
    return _LIST_NUMBER.sub(r"\1\2\\\3", line)
