"""Dates in words for readers: no EDTF stands before a patron."""

from __future__ import annotations

import pytest

from exporter.export.date_words import in_words
from exporter.model.date import parse_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1906", "1906"),
        ("1906~", "approximately 1906"),
        ("1906?", "1906?"),
        ("1906%", "approximately 1906?"),
        ("2021-08", "August 2021"),
        ("2001/2006", "2001–2006"),
        ("1995/..", "1995–"),
        ("../1995", "until 1995"),
        ("199X", "1990s"),
        ("-01XX", "2nd century B.C."),
        ("-00XX", "1st century B.C."),  # 100 B.C. to 1 B.C.
        ("-000X", "between 10 B.C. and 1 B.C."),
        ("-1XXX", "2nd millennium B.C."),
        ("00XX", "1st century"),
        ("-0044", "45 B.C."),  # EDTF counts a year 0
        ("XXXX-03-03", "3 March"),
        ("XXXX-03", "March"),
        ("1995-22", "summer 1995"),
        ("[1995,1996]", "1995 or 1996"),
        ("[0975..1025]", "between 975 and 1025"),
    ],
)
def test_a_date_in_words(written: str, expected: str) -> None:
    assert in_words(parse_date(written)) == expected
