"""What MARC 21 codes by position: the leader and field 008, and dates in words beside them.

What is not known is the fill character, what is not defined a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from exporter.export.notes import said
from exporter.model.date import Date, Point, parse_date
from exporter.model.vocabularies.languages import code

BOOKS, MUSIC = "|||||||||||||| ||", "|||||||||||||| | "
MAPS, VISUAL = "|||||| |  || | ||", "||| |     ||   ||"
COMPUTER_FILES, MIXED = "    ||  | |      ", "     |           "
CONTINUING = "|| |||||||||   ||"
"""008/18–34 as each form of material has it (008, Books … Mixed materials), where nothing is known."""

FORMS = {
    **dict.fromkeys("at", BOOKS),
    **dict.fromkeys("cdij", MUSIC),
    **dict.fromkeys("ef", MAPS),
    **dict.fromkeys("gkor", VISUAL),
    "m": COMPUTER_FILES,
    "p": MIXED,
}
"""The form of material by leader/06."""

SERIAL = "bis"
"""Leader/07 of what goes on appearing."""

EITHER = re.compile(r"\[([0-9]{4}),([0-9]{4})\]")
"""One of two years, in EDTF (ISO 8601-2, level 2)."""

UNKNOWN_DATE, UNKNOWN_DAY = "nuuuuuuuu", "000000"


def leader(type_and_level: str, encoding: str) -> str:
    """Give a leader: new, Unicode, without ISBD punctuation (05, 09, 18); lengths are zeros."""
    return f"00000n{type_and_level} a2200000{encoding}c 4500"


def bibliographic_008(
    type_and_level: str,
    date: Date | None,
    language: str,
    positions: Mapping[int, str],
    *,
    online: bool,
) -> str:
    """Give 008 of a bibliographic record; `positions` are values by the place where they begin.

    Source: 008, All materials: the day of entry is not known, nor the country (`xx `), the source is another (39 d).
    """
    kind, level = type_and_level[0], type_and_level[1]
    serial = kind == "a" and level in SERIAL
    form = CONTINUING if serial else FORMS[kind]
    coded = list(f"{UNKNOWN_DAY}{_dates(date, serial=serial)}xx {form}{language or '|||'} d")
    for place, value in positions.items():
        coded[place : place + len(value)] = value
    if online:
        coded[29 if form in (MAPS, VISUAL) else 23] = "o"
    return "".join(coded)


def authority_008(*, person: bool, traced: bool) -> str:
    """Give 008 of an authority record: an established heading, for main, added and subject entries.

    Source: 008 of the authority format: kind of record (09) a, rules (10) z (see 040), no series (12, 13, 16), tracings
    (29) consistent or none, a person who is told from others (32), fully established (33), another source (39).
    """
    undefined, references, differentiated = " " * 10, "a" if traced else "n", "a" if person else "n"
    return f"{UNKNOWN_DAY}n||az|nnaabn{undefined}|{references} a{differentiated}a     d"


def is_plain(tag: str) -> bool:
    """Tell whether the three letters of MARC's language codes say all that a tag says (`ja`, but not `zh-Hant`)."""
    return tag == "und" or (bool(code(tag)) and "-" not in tag)


def _dates(date: Date | None, *, serial: bool) -> str:
    """Give 008/06–14: the type of date, and two dates (008, All materials; unknown digits are u)."""
    if date and (years := EITHER.fullmatch(date.written)):
        return f"q{years[1]}{years[2]}"
    first, last = (date.start, date.end) if date else (None, None)
    if date is None or (first is None and last is None):
        return UNKNOWN_DATE
    if any(
        point and point.year is not None and not 0 <= point.year <= 9999 for point in (first, last)
    ):
        return "b        " if first and first.year is not None and first.year < 0 else UNKNOWN_DATE
    if date.interval or serial:
        ended = date.interval and last is not None
        until = _digits(last) if ended else "9999" if date.written.endswith("/..") else "uuuu"
        kind = ("d" if ended else "c" if until == "9999" else "u") if serial else "m"
        return f"{kind}{_digits(first)}{until}"
    if first is None or first.year is None:
        return UNKNOWN_DATE
    if date.exact and first.month:
        return f"e{_digits(first)}{first.month:02d}{f'{first.day:02d}' if first.day else '  '}"
    return f"s{_digits(first)}    "


def _digits(point: Point | None) -> str:
    """Give the four digits of a year, u for each that is not known: `199u`."""
    if point is None or point.year is None:
        return "uuuu"
    first, last = (
        f"{point.year:04d}",
        f"{point.year if point.last_year is None else point.last_year:04d}",
    )
    return "".join(one if one == other else "u" for one, other in zip(first, last, strict=True))


def in_words(date: Date) -> str:
    """Give a date for readers: `2021-08-28`, `[approximately 1906]`, `[between 1990 and 1999]`, `1995-`, `summer 1995`.

    Source: RDA 1.9.2 (approximate, probable dates and spans, in brackets); 264 $c; what has no words stays EDTF.
    """
    if date.exact:
        return date.written
    if (
        date.start
        and date.start.season
        and not (date.interval or date.approximate or date.uncertain)
    ):
        return said(date)
    if years := EITHER.fullmatch(date.written):
        return f"[{years[1]} or {years[2]}]"
    if date.interval and all(
        not part.strip(".") or parse_date(part).exact for part in date.written.split("/")
    ):
        return "-".join(part.strip(".") for part in date.written.split("/"))
    return date.written if date.written.startswith("[") else f"[{_guess(date)}]"


def _guess(date: Date) -> str:
    point = date.start
    if date.interval or point is None or point.year is None or point.year < 0:
        return date.written
    if point.last_year not in (None, point.year):
        words = f"between {point.year} and {point.last_year}"
    elif point.unspecified or not point.calendar or point.season:
        return date.written
    else:
        words = point.w3c() or str(point.year)
    return ("approximately " if date.approximate else "") + words + ("?" if date.uncertain else "")
