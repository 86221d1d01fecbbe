"""Text in the letter case that a style asks for.

citeproc-py sets capitals in an English title only where the work says that it is English, only after a colon, and joins
the words anew with single spaces.
"""

from __future__ import annotations

import re

from exporter.cite.marks import QUOTE, UNQUOTE

_STOP = frozenset(
    """
    a according across afore after against ahead along alongside amid amidst among amongst an and anenst apropos
    apud around as aside astride at athwart atop barring before behind below beneath beside besides between beyond
    but by circa despite down during et except for forenenst from given in inside into lest like modulo near next
    nor notwithstanding of off on onto or out over per plus pro qua sans since so than the through thru throughout
    thruout till to toward towards under underneath until unto up upon versus vs. v. vs v via vis-à-vis when with
    within without yet
    """.split()  # noqa: SIM905 - one reads a list of words more easily
)
"""Words that stay small within an English title (CSL 1.0.2, Title Case Conversion; the list of citeproc-js)."""

_FIRST_WORD = re.compile(r"^([\W_]*)(\w+)")
_WORD = re.compile(r"(?<![\w#@<>&%$/.'’])[^\W_][\w'’.]*")
_BEGINS = re.compile(rf"(?:^|[:?!.—]|[:?!.]{UNQUOTE})[\s“‘({QUOTE}\x01-\x07]*$")


def cased(text: str, case: str, *, english: bool) -> str:
    """Give a text in the letter case that the style asks for. Source: CSL 1.0.2, Text-case."""
    if case == "lowercase":
        return text.lower()
    if case == "uppercase":
        return text.upper()
    if case == "capitalize-first":
        return _FIRST_WORD.sub(lambda match: match[1] + _capitalised(match[2]), text, count=1)
    if case == "capitalize-all":
        return _WORD.sub(lambda match: _capitalised(match[0]), text)
    if case == "title" and english:
        return _title(text)
    if case == "sentence" and english:
        return text[:1].upper() + (text[1:].lower() if text.isupper() else text[1:])
    return text


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:] if word.islower() else word


def _title(text: str) -> str:
    words = list(_WORD.finditer(text))

    def one(match: re.Match[str]) -> str:
        word = match[0]
        begins = _BEGINS.search(text[: match.start()]) is not None
        ends = match.start() == words[-1].start()
        return word if word in _STOP and not (begins or ends) else _capitalised(word)

    return _WORD.sub(one, text)
