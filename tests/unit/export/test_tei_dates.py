"""Dates in TEI: what its attributes can state, and the EDTF itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exporter.export.date_words import duration_in_words
from exporter.export.tei.dates import stated
from exporter.records.document import leaves
from tests.support.tei_documents import (
    Data,
    assert_valid,
    parsed,
    read_back,
    records,
    schemas,
    text,
    written,
)
from tests.support.tei_schematron import complaints

DATES: dict[str | int, dict[str, str]] = {
    1941: {"when": "1941"},
    "1941": {"when": "1941", "when-custom": "1941"},
    "2021-08-27": {"when": "2021-08-27"},
    "2021-08": {"when": "2021-08"},
    "2021-08?": {"when": "2021-08", "cert": "low", "when-custom": "2021-08?"},
    "1906~": {"when": "1906", "when-custom": "1906~", "precision": "@when"},
    "1906%": {"when": "1906", "cert": "low", "when-custom": "1906%", "precision": "@when"},
    "199X": {"notBefore": "1990", "notAfter": "1999", "when-custom": "199X"},
    "19XX~": {
        "notBefore": "1900",
        "notAfter": "1999",
        "when-custom": "19XX~",
        "precision": "@notBefore | @notAfter",
    },
    "2004-XX": {"when": "2004", "when-custom": "2004-XX"},
    "2004-06-XX": {"when": "2004-06", "when-custom": "2004-06-XX"},
    "XXXX-03-03": {"when": "--03-03", "when-custom": "XXXX-03-03"},
    "XXXX-03": {"when": "--03", "when-custom": "XXXX-03"},
    "XXXX-12": {"when": "--12", "when-custom": "XXXX-12"},
    "XXXX-22": {"when-custom": "XXXX-22"},
    "XXXX-XX-03": {"when": "---03", "when-custom": "XXXX-XX-03"},
    "XXXX-XX-XX": {"when-custom": "XXXX-XX-XX"},
    "2001/2006": {"from": "2001", "to": "2006", "when-custom": "2001/2006"},
    "2004-06~/2006?": {
        "from": "2004-06",
        "to": "2006",
        "when-custom": "2004-06~/2006?",
        "cert": "low",
        "precision": "@from",
    },
    "1995/..": {"from": "1995", "when-custom": "1995/.."},
    "1995/": {"from": "1995", "when-custom": "1995/"},
    "../2021-08-27": {"to": "2021-08-27", "when-custom": "../2021-08-27"},
    "199X/2004": {"notBefore": "1990", "to": "2004", "when-custom": "199X/2004"},
    "2021-22": {"when": "2021", "when-custom": "2021-22"},
    "[1995,1996]": {"notBefore": "1995", "notAfter": "1996", "when-custom": "[1995,1996]"},
    "[1700..1710]": {"notBefore": "1700", "notAfter": "1710", "when-custom": "[1700..1710]"},
    "{1995,1997}": {"notBefore": "1995", "notAfter": "1997", "when-custom": "{1995,1997}"},
    "2021-08-27T10:00:00Z": {"when": "2021-08-27", "when-custom": "2021-08-27T10:00:00Z"},
    0: {"when-iso": "0000"},
    "0000": {"when-iso": "0000", "when-custom": "0000"},
    "0001": {"when": "0001", "when-custom": "0001"},
    "-0044": {"when-iso": "-0044", "when-custom": "-0044"},
    "-0043-03-15": {"when-iso": "-0043-03-15", "when-custom": "-0043-03-15"},
    "-0050~": {"when-iso": "-0050", "when-custom": "-0050~", "precision": "@when-iso"},
    "Y10000": {"when-custom": "Y10000"},
    "Y17000000002": {"when-custom": "Y17000000002"},
}
"""For each date, the attributes in which TEI states it, and what `precision` is about."""


@pytest.mark.parametrize("date", DATES)
def test_a_date_says_what_tei_can_say_and_keeps_the_edtf(date: str | int) -> None:
    found = stated(date)
    marks = {mark["tag"]: mark["match"] for mark in found.marks}
    attributes = {name: value for name, value in found.attributes.items() if name != "datingMethod"}
    assert {**attributes, **marks} == DATES[date]
    has_method = found.attributes.get("datingMethod") == "#EDTF"
    assert ("when-custom" in found.attributes) == has_method


def test_the_ends_of_a_span_are_doubted_one_by_one() -> None:
    assert stated("2001?", "from").attributes == {
        "from": "2001",
        "from-custom": "2001?",
        "datingMethod": "#EDTF",
    }
    assert [mark["tag"] for mark in stated("2006%", "to").marks] == ["precision", "certainty"]
    assert stated("199X", "to").attributes == {"to-custom": "199X", "datingMethod": "#EDTF"}


def with_date_everywhere(date: str | int) -> dict[str, Data]:
    """Return the small catalogue with one date in all fields that hold a date."""
    found = {}
    for id, data in records("small").items():
        for way, _ in list(leaves(data)):
            field = schemas().field(data["kind"], way)
            if field and field.keyword("format") == "edtf":
                inner: Any = data
                for step in way[:-1]:
                    inner = inner[step]
                inner[way[-1]] = date
        found[id] = data
    found["yoko-sato"]["events"][0]["date"] = date
    return found


def test_every_date_at_every_place_is_valid_and_comes_back(tmp_path: Path) -> None:
    paths = []
    for number, date in enumerate(DATES):
        expected = with_date_everywhere(date)
        document = written(expected.values())
        assert read_back(document) == expected
        assert complaints(document) == []
        paths.append(tmp_path / f"{number}.xml")
        paths[-1].write_bytes(document)
    assert_valid(*paths)


WORDS = {
    1941: "1941",
    "1906~": "approximately 1906",
    "[1995,1996]": "1995 or 1996",
    "-0043-03-15": "15 March 44 B.C.",
    "XXXX": "unknown",
}


@pytest.mark.parametrize("date", WORDS)
def test_a_date_has_words_for_the_reader(date: str | int) -> None:
    book: Data = {
        "id": "tea",
        "kind": "book",
        "language": "en",
        "title": "Tea",
        "issued": date,
        "created": date,
    }
    tree = parsed(written([book]))
    assert [text(each) for each in tree.xpath("//imprint/date")] == [WORDS[date]]
    [note] = tree.xpath("//note[@type='created']")
    assert text(note) == f"Date of creation: {WORDS[date]}"


DATE_FIELDS = ("issued", "created", "copyright_date", "accessed")


@pytest.mark.parametrize("first", range(len(DATE_FIELDS)))
def test_an_imprint_has_one_date(first: int) -> None:
    """The Stylesheets of the TEI Consortium sort works by it, and stop at a second one."""
    host = {"title": "Essays", "issued": 1950}
    dates = {name: 1999 + place for place, name in enumerate(DATE_FIELDS[first:])}
    imprints = [{"function": "manufacture", "date": 2005}]
    book: Data = {"id": "tea", "kind": "book", "language": "en", "title": "Tea"}
    book |= {**dates, "imprints": imprints, "part_of": host}
    document = written([book])
    assert read_back(document) == {"tea": book}
    assert len(parsed(document).xpath("//monogr/imprint/date")) == 1
    assert complaints(document) == []


DURATIONS = {
    "PT53M": "53 minutes",
    "PT1H1M1S": "1 hour 1 minute 1 second",
    "P2DT0.5S": "2 days 0.5 seconds",
    "PT": "PT",
    "an hour": "an hour",
}


@pytest.mark.parametrize("written_duration", DURATIONS)
def test_a_duration_has_words_for_the_reader(written_duration: str) -> None:
    assert duration_in_words(written_duration) == DURATIONS[written_duration]


def test_the_header_explains_the_calendars_that_occur_and_no_other() -> None:
    book: Data = {"id": "tea", "kind": "book", "language": "en", "title": "Tea"}
    book["issued"] = {"date": 1700, "calendar": "julian"}
    calendars = parsed(written([book])).xpath("//calendarDesc/calendar/@xml:id")
    assert calendars == ["EDTF", "JULIAN"]
