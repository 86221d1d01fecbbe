"""Dates: what is EDTF (ISO 8601-2:2019, levels 0 to 2) and what no calendar has.

What certainly comes before what.
"""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import pytest

from exporter.model.date import parse_date
from exporter.validate.checks.invalid_date import on_value

RIGHT = {
    "dates of the calendar": "1985 1985-04 1985-04-12 0000 -0001 -1985 9999-12-31 2000-02-29 2004-02-29 -2000-02-29",
    "times of day": "1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04 1985-04-12T23:20:30+04:30 "
    "1985-04-12T24:00:00 2016-12-31T23:59:60Z",
    "intervals": "1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005 2005/2006-02 "
    "-1990/-1985 2004-21/2004-02 2004-06-XX/2004-07-03",
    "intervals with an open or unknown end": "1985/ /1985 1985/.. ../1985 ../2021-08-27",
    "intervals before our era": "-1999/-1950 -19XX/-18XX -1950/-19XX -19XX/-1950",
    "intervals in doubt": "1984~/2004-06 1984?/2004% 2004-06-~01/2004-06-~20",
    "years of many digits": "Y170000002 Y-170000002 Y-17E7 Y17101E4S3 1950S2",
    "seasons and other parts of the year": "2001-21 2001-24 2001-25 2001-34 2001-41 2001-21?",
    "doubt": "1984? 2004-06~ 2004-06-11% 2004-06-~11 2004-?06 2004?-06-11 ?2004-06-~10 2004-06?-11 198X?",
    "unknown digits": "201X 20XX XXXX -XXXX XX85 1X85 1XXX-12 1XXX-XX 2004-XX 1985-04-XX 1985-XX-XX XXXX-12-XX "
    "XXXX-03-03 XXXX-02-29 156X-12-25 15XX-12-25 1984-1X 2001-0X 2001-X1 2001-1X-1X 2001-XX-31 1985-04-3X 2001-02-2X "
    "1941-01-3X 19XX-04-01 19XX-41",
    "the 29th of a February in one of several years": "19XX-02-29 190X-02-29 19X0-02-29 20XX-02-29 X000-02-29 "
    "XX04-02-29 1X00-02-29 -19XX-02-29 19XX-02-29/2001 [19XX-02-29,1904]",
    "sets": "[1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1667,1760-12] {1667,1668,1670..1672} {1960,1961-12} "
    "{..1984}",
}
WRONG = {
    "days that no month has": "1900-02-29 2100-02-29 2001-02-29 1985-04-31 2001-09-31 XXXX-02-30 XXXX-04-31 "
    "2001-02-29?/2002 1985-04-00 2001-02-3X 19XX-02-30 19X1-02-29 19X1-02-29/2001 XX01-02-29",
    "such days with a time, or in a set": "2021-02-30T10:00:00Z 1900-02-29T10:00:00 [1900-02-29..] {1900-02-29}",
    "months that no year has": "1985-00 2005-13 2001-20 2001-42 200X-13 2001-5X",
    "days of a season": "2001-21-05",
    "ends before the beginning": "2008/1964 2004-06/2004-05 2004-06-11/2004-06-10 2004~/2003 -1985/-1990 "
    "Y100000/Y99999 19XX/1850 [1670..1660] {1985..1980}",
    "neither beginning nor end": ".. / ../ /.. ../..",
    "too few or too many digits": "198 19 85 1985X X 10000 -0000 Y1985 1985-4 1985- 1985-04-",
    "other ways to write a date": "19850412 20040101 2021-W05 2021-123 1985/1986/1987 1985~? "
    "2001-21^southernHemisphere {} []",
    "times that no day has": "1985-04-12T25:00:00Z 1985-04-12T12:60:00 1985-04-12T23:20 1985-04-12T24:00:01",
    "digits of other scripts": "１９８５ ٢٠٠٤",
}
BLANK = ["", " 1985", "1985 ", "1985\n", "1985 /1986"]
LONG = ["{" + "2001," * 100 + "2002}"]


@pytest.mark.parametrize("written", [date for dates in RIGHT.values() for date in dates.split()])
def test_right_date(written: str) -> None:
    assert on_value.__wrapped__(written) is None
    assert str(parse_date(written)) == written
    assert parse_date(written).is_possible


@pytest.mark.parametrize(
    "written", [date for dates in WRONG.values() for date in dates.split()] + BLANK + LONG
)
def test_wrong_date(written: str) -> None:
    assert on_value.__wrapped__(written)


def test_the_library_says_nothing_where_the_product_goes() -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        for written in ("1984-1X?", "?1984-1X", "2004-06-~01", "[1984-1X]"):
            on_value.__wrapped__(written)
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1941", "1942"),
        ("1941-12-31", "1942"),
        ("1941", "1942-01-01"),
        ("1941-02", "1941-03-01"),
        ("193X", "1940"),
        ("18XX", "1900-05"),
        ("1941/1945", "1946"),
        ("../1941", "1942"),
        ("/1941", "1942/"),
        ("-0002", "-0001"),
        ("2001-21", "2003"),
        ("Y-20000", "2000"),
        ("{1941,1942}", "1990"),
        ("1985-04-12T23:20:30", "1990"),
    ],
)
def test_certainly_before(one: str, other: str) -> None:
    assert parse_date(one).precedes(parse_date(other))
    assert not parse_date(other).precedes(parse_date(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1941", "1941"),
        ("1941", "1941-06"),
        ("1941-06", "1941-06-30"),
        ("194X", "1945"),
        ("XXXX-03-03", "1941"),
        ("1941~", "1990"),
        ("1941?", "1990"),
        ("1900", "1990%"),
        ("1941/..", "1990"),
        ("1990", "../1995"),
        ("2001-24", "2002-02"),
        ("someday", "1990"),
    ],
)
def test_not_certainly_before(one: str, other: str) -> None:
    assert not parse_date(one).precedes(parse_date(other))


@pytest.mark.parametrize(
    "written", ["2021-13", "2021-02-30", "2021-02-30/2022", "{1990,2021-13}", "1990/1980"]
)
def test_no_calendar_has_it(written: str) -> None:
    assert not parse_date(written).is_possible
