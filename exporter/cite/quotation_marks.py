"""Quotation marks: those of the locale, and those that a value of an item contains.

Straight quotation marks in a value, and those that are the locale's, become marks, so that they are
written in the locale's form and alternate between outer and inner ones with their depth. An
apostrophe becomes `’`. Any other quotation mark is left as it is, and so are all quotation marks
within a quotation in the inner ones of the locale (`‘The “Sermons”’`). Source: CSL 1.0.2, Terms
(quotes); the practice of citeproc-js.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from exporter.cite.markup import CLOSE_QUOTE, END, OPEN_QUOTE, OPENING

_OPENS_AFTER = re.compile(rf"[\s(\[{{/—–\-“‘„‚«‹\"'{OPENING}{OPEN_QUOTE}]")
_YEAR = re.compile(r"[0-9]{1,2}(?![0-9])")
"""What stands behind the apostrophe of a year without its century."""
_NO_BREAK = "\u00a0\u202f"
"""The spaces that French has within its quotation marks, which are part of them."""
_CLOSES_BEFORE = re.compile(rf"[\s)\]}}/—–\-”’“‘»›.,;:!?…\"'{END}]")


@dataclass(frozen=True)
class QuotationMarks:
    """The outer and the inner quotation marks of a locale."""

    open: str = "“"
    close: str = "”"
    open_inner: str = "‘"
    close_inner: str = "’"

    def written(self, depth: int, *, closing: bool) -> str:
        """Return the sign for a quotation at a depth, 0 for the outermost."""
        if depth % 2:
            return self.close_inner if closing else self.open_inner
        return self.close if closing else self.open

    def marked(self, value: str) -> str:
        """Return a value with marks in place of the quotation marks that have a partner."""
        if not self._signs.search(value):
            return value
        return _Quotations(value, self).marked()

    @cached_property
    def _outer(self) -> dict[str, str]:
        """The signs that open a quotation anywhere, each with the one that closes it."""
        pairs = {'"': '"', "'": "'"}
        opening, closing = self.open.strip(), self.close.strip()
        if len(opening) == len(closing) == 1 and opening != closing:
            pairs[opening] = closing
        return pairs

    @cached_property
    def _inner(self) -> dict[str, str]:
        """The signs that open a quotation within another one of the locale."""
        one_sign_each = len(self.open_inner) == len(self.close_inner) == 1
        if one_sign_each and self.open.strip() in self._outer:
            return {**self._outer, self.open_inner: self.close_inner}
        return self._outer

    @cached_property
    def _signs(self) -> re.Pattern[str]:
        signs = re.escape("".join(sorted({*self._inner, *self._inner.values()})))
        return re.compile(f"[{signs}](?:(?<=«)[{_NO_BREAK}])?|[{_NO_BREAK}]»")


class _Quotations:
    """Finds the quotations in one value."""

    def __init__(self, value: str, quotes: QuotationMarks) -> None:
        self.value = value
        self.quotes = quotes
        self.parts: list[str] = []
        self.kept: list[str] = []  # the parts without marks
        # the part that opens, the sign that closes it, and whether both are kept as they are
        self.unclosed: list[tuple[int, str, bool]] = []

    def marked(self) -> str:
        position = 0
        for match in self.quotes._signs.finditer(self.value):
            sign = match[0].strip()
            parts = [self.value[position : match.start()], "’" if sign == "'" else match[0]]
            self.parts += parts
            self.kept += parts
            position = match.end()
            before = self.value[match.start() - 1 : match.start()]
            after = self.value[position : position + 1]
            rest = self.value[position : position + 3]
            if not _is_apostrophe(sign, before, rest) and not self._close(sign, before, after):
                self._open(sign, before, after)
        return "".join(self.parts) + self.value[position:]

    def _close(self, sign: str, before: str, after: str) -> bool:
        """Close the innermost quotation that the last sign can close, if there is one."""
        if not before or before.isspace() or (after and not _CLOSES_BEFORE.match(after)):
            return False
        here = len(self.parts) - 1
        for index in range(len(self.unclosed) - 1, -1, -1):
            opened_at, closing, is_kept = self.unclosed[index]
            if closing == sign and (opened_at < here - 2 or self.parts[here - 1]):
                self.parts[opened_at], self.parts[here] = OPEN_QUOTE, CLOSE_QUOTE
                if is_kept:
                    self.parts[opened_at:] = self.kept[opened_at:]
                del self.unclosed[index:]
                return True
        return False

    def _open(self, sign: str, before: str, after: str) -> None:
        pairs = self.quotes._inner
        is_kept = not self.unclosed and sign not in self.quotes._outer
        if sign not in pairs or not after or after.isspace():
            return
        if not before or _OPENS_AFTER.match(before):
            self.unclosed.append((len(self.parts) - 1, pairs[sign], is_kept))


def _is_apostrophe(sign: str, before: str, rest: str) -> bool:
    """Return whether a sign stands within a word, or for the century of a year (`'09`)."""
    if before.isalnum() and rest[:1].isalnum():
        return True
    return sign == "'" and not before.isalnum() and _YEAR.match(rest) is not None
