"""Dates, read from the attributes of TEI."""

from __future__ import annotations

from typing import Any

from exporter.export.tei.dates import CALENDARS, calendar_id, is_year, stated
from exporter.export.tei.encoder import date_words
from exporter.export.tei.marks import Mark
from exporter.importers.tei.problems import Problems
from exporter.importers.tei.texts import Texts, has_mark
from exporter.importers.xml import Element

_CALENDARS = {f"#{calendar_id(word)}": word for word in CALENDARS}
_DATING = tuple(
    name + suffix
    for name in ("when", "notBefore", "notAfter", "from", "to")
    for suffix in ("", "-iso", "-custom")
)
DATE_ATTRIBUTES = frozenset({*_DATING, "datingMethod", "cert", "calendar"})
"""The attributes of a date."""


class Dates:
    """Reads dates."""

    def __init__(self, problems: Problems, texts: Texts) -> None:
        self._problems = problems
        self._texts = texts

    def in_attribute(self, node: Element, at: str) -> Any:
        """Return the date that the attributes `when`, `from` or `to` of an element state.

        It is the EDTF, or what the attribute says if that is all. What else TEI says of it follows
        from that; if it does not, the document was changed by half.
        """
        edtf = node.get(f"{at}-custom")
        plain = node.get(at, "") or node.get(f"{at}-iso", "")
        written: str | int = edtf or plain
        if not edtf and is_year(plain):
            written = int(plain)
        if written == "":
            self._problems.add(node, f"this {node.tag} states no date in @{at}")
            return written
        wanted = dict(stated(written, at).attributes)
        names = _DATING if at == "when" else (at, f"{at}-iso", f"{at}-custom")
        if any(node.get(name) != wanted.get(name) for name in names):
            self._problems.add(
                node, f"the attributes of this {node.tag} do not say the same date: {written}"
            )
        return written

    def date(self, node: Element, tag: str) -> Any:
        """Return a date; a group if it also has its printed form or a calendar.

        `tag` is the language of a printed date.
        """
        written = self.in_attribute(node, "when")
        self._check_words(node, written)
        found: dict[str, Any] = {"date": written}
        printed = list(node.iterchildren("orig"))
        if printed:
            found["printed"] = self._texts.forms(printed, tag)
        calendar = node.get("calendar")
        if calendar:
            found["calendar"] = _CALENDARS.get(calendar, calendar)
        if len(found) == 1 and not has_mark(node, Mark.GROUP):
            return written
        return found

    def _check_words(self, node: Element, written: str | int) -> None:
        """Check that the words of a date say the same as its attributes."""
        words = [node.text or ""]
        for child in node:
            if child.tag not in {"precision", "certainty", "orig"}:
                self._problems.add_unknown(child)
            if child.tag != "orig":
                words.append(child.tail or "")
        expected = date_words(written)
        if "".join(words).strip() not in {expected, f"{expected} (", ""}:
            self._problems.add(
                node, f"the words of this date do not say the same as its attributes: {written}"
            )


def is_date(node: Element) -> bool:
    """Return whether an element states a date, and not only that none is known."""
    return any(name in node.attrib for name in _DATING)
