"""The timeline of the list of dates: its periods, and the page with its bars and its table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from exporter.site.timeline import make_timeline
from exporter.site.word_tables import read_words
from exporter.site.words import SiteWords
from tests.support.small_catalogues import write_records
from tests.unit.site.test_site import SETTINGS, make

ENGLISH = SiteWords("en", read_words(Path(), ()))
JAPANESE = SiteWords("ja", read_words(Path(), ()))


@pytest.mark.parametrize(
    ("years", "title", "shown"),
    [
        ([1901, 1901, 1904, 1903], "Works by year", ["1901 2", "1902 0", "1903 1", "1904 1"]),
        ([1850, 1939, 1941], "Works by decade", ["1850s 1", "1930s 1", "1940s 1"]),
        (
            [1101, 1999, 2000],
            "Works by century",
            ["12th century 1", "20th century 1", "21st century 1"],
        ),
        (
            [-199, -195, -99, 0, 1, 99, 1500],
            "Works by century",
            ["2nd century B.C. 2", "1st century B.C. 2", "1st century 2", "2nd century 0"],
        ),
        ([-5, 1, 3], "Works by year", ["6 B.C. 1", "1 1", "3 1"]),
    ],
)
def test_each_work_is_in_one_period(years: list[int], title: str, shown: list[str]) -> None:
    links = {year: f"#{year}" for year in years}
    timeline = make_timeline(years, links, ENGLISH)
    assert timeline is not None
    assert timeline.title == title
    found = [f"{each.words} {each.number}" for each in timeline.periods]
    assert [each for each in found if each in shown] == shown
    assert sum(each.number for each in timeline.periods) == len(years)
    assert max(each.height for each in timeline.periods) == 100
    for each in timeline.periods:
        assert bool(each.href) == bool(each.number)
    assert timeline.periods[0].href == f"#{min(years)}"


@pytest.mark.parametrize("years", [[], [1906], [1906, 1907, 1906], [-9000, 1, 2000]])
def test_too_few_years_and_too_many_have_none(years: list[int]) -> None:
    assert make_timeline(years, dict.fromkeys(years, ""), ENGLISH) is None


def test_periods_are_said_in_the_language_of_the_page() -> None:
    timeline = make_timeline([1850, 1930, 1945], dict.fromkeys([1850, 1930, 1945], ""), JAPANESE)
    assert timeline is not None
    assert timeline.periods[0].words == "1850年代"


def test_bars_and_table_say_the_same(tmp_path: Path) -> None:
    years = [1901, 1901, 1901, 1902, 1905]
    books = {}
    for number, year in enumerate(years):
        text = (
            f"id: book-{number}\nkind: book\nlanguage: en\ntitle: Book {number}\nissued: {year}\n"
        )
        books[f"books/book-{number}.yaml"] = text
    folder = write_records(tmp_path, books)
    (folder / "exporter.toml").write_text(SETTINGS, "utf-8")
    assert make(folder).code == 0
    page = html.parse(folder / "public" / "dates.html").getroot()
    rows = page.xpath("//figure[@class='timeline']//tbody/tr")
    told = {row.find("th").text_content(): int(row.find("td").text_content()) for row in rows}
    assert told == {str(year): number for year, number in Counter(years).items()}
    heights = [float(bar.get("height")) for bar in page.xpath("//figure//svg/rect")]
    assert heights == [pytest.approx(100 * number / 3, abs=0.1) for number in told.values()]
    for row in rows:
        [link] = row.xpath(".//a/@href")
        [heading] = page.xpath(f"//h2[@id='{link[1:]}']")
        assert heading.text_content() == row.find("th").text_content()
    titles = html.parse(folder / "public" / "titles.html").getroot()
    assert titles.xpath("//figure") == []
