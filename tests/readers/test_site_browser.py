"""The pages of exporter site in Chromium: accessible by axe-core, valid, searched, and on a phone.

axe-core has the rules of WCAG 2.2 A and AA that a program can judge, contrast among them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.conftest import exporter
from tests.support.browser import check_html, chromium, violations
from tests.support.inputs import ROOT
from tests.support.small_catalogues import write_records
from tests.unit.site.test_site import library, site

pytestmark = pytest.mark.long

ARABIC = {
    "books/muqaddima.yaml": """\
id: muqaddima
kind: book
language: ar
title: {ar: المقدمة, ar-Latn: al-Muqaddima}
contributors: [{agent: ibn-khaldun, role: author}]
issued: 1377
abstract: كتاب في التاريخ، انظر Rosenthal (1958) أيضًا.
subjects: [{topic: التاريخ}]
""",
    "people/ibn-khaldun.yaml": """\
id: ibn-khaldun
kind: person
name: {ar: {given: عبد الرحمن, family: ابن خلدون}}
born: {date: 1332-05-27}
""",
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the catalogue with all hard cases, in English and Japanese."""
    folder = tmp_path_factory.mktemp("site") / "catalogue"
    shutil.copytree(ROOT / "tests" / "golden" / "catalogue", folder)
    with (folder / "exporter.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[site]\nlanguages = ["en", "ja"]\n')
    base = "https://library.example.org/catalogue/"
    ran = exporter("site", "-o", "public", "--base-url", base, "--ignore-rights", cwd=folder)
    assert ran.code == 0, ran.err
    return folder / "public"


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a catalogue in Arabic, with few words of its own."""
    folder = write_records(tmp_path_factory.mktemp("arabic"), ARABIC)
    settings = '[catalogue]\ntitle = "الكتب"\nlanguage = "ar"\n[site]\nwords = ["words.tsv"]\n'
    (folder / "exporter.toml").write_text(settings, "utf-8")
    (folder / "words.tsv").write_text("en\tar\nHome\tالرئيسية\nAuthor\tالمؤلف\n", "utf-8")
    ran = exporter("site", "-o", "public", cwd=folder)
    assert ran.code == 0, ran.err
    return folder / "public"


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small catalogue of books about tea."""
    return site(library(tmp_path_factory.mktemp("tea")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def test_every_page_is_valid_html(public: Path, arabic: Path) -> None:
    check_html(*sorted(public.rglob("*.html")), *sorted(arabic.rglob("*.html")))


def require_good(page: Page, file: Path) -> None:
    """Have axe-core judge a page; it must fit its window, too."""
    page.goto(file.as_uri())
    assert violations(page) == [], file
    needed, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert needed <= there, file


@pytest.mark.parametrize("fault", ["color: #ccc", "inline-size: 60rem"])
def test_the_judge_finds_what_is_wrong(public: Path, browser: Browser, fault: str) -> None:
    page = (public / "index.html").read_text("utf-8")
    wrong = public / "wrong.html"
    wrong.write_text(page.replace("</head>", f"<style>h1 {{ {fault} }}</style></head>"), "utf-8")
    with pytest.raises(AssertionError):
        require_good(browser.new_page(viewport={"width": 320, "height": 800}), wrong)
    wrong.unlink()


@pytest.mark.parametrize(("colours", "width"), [("light", 1280), ("dark", 320)])
def test_no_page_breaks_a_rule_of_accessibility(
    public: Path, arabic: Path, browser: Browser, colours: Literal["light", "dark"], width: int
) -> None:
    """A width of 320 pixels is one of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
    sorts: dict[str, Path] = {}
    for file in sorted(public.rglob("*.html")):
        sorts.setdefault(_sort(file, public), file)
    del sorts["404"]  # it has its style sheet on the web; that of a site without an address has not
    names = ("404.html", "dates.html", "search.html", "muqaddima/index.html")
    files = [*sorts.values(), *(arabic / name for name in names)]
    assert len(files) > 20
    size: ViewportSize = {"width": width, "height": 800}
    page = browser.new_page(viewport=size, color_scheme=colours)
    for file in files:
        require_good(page, file)
    page.goto(f"{(public / 'search.html').as_uri()}?q=a")
    assert page.locator("#results li").count() > 5
    assert violations(page) == []


def _sort(page: Path, folder: Path) -> str:
    """Return the sort of a page: the type of its record, or the list that it is."""
    import lxml.html

    name = page.relative_to(folder).as_posix()
    if "/" not in name:
        return name.split(".")[0]
    found = lxml.html.parse(page).xpath("string(//p[@class='type'])")
    return str(found).split(",")[0] or "moved"


def test_a_page_is_used_by_the_keyboard(public: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((public / "titles.html").as_uri())
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    assert page.locator(":focus").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("岡倉", "tea"),
        ("倉覚", "tea"),
        ("ちゃのほ", "tea"),
        ("チャノホン", "tea"),
        ("cha no", "tea"),
        ("TEA book", "tea"),
        ("Kakuzo", "okakura"),
        ("ōKAKURA", "okakura"),
        ("no such thing", ""),
    ],
)
def test_the_search_finds_parts_readings_and_romanised_forms(
    tea: Path, browser: Browser, query: str, found: str
) -> None:
    page = browser.new_page()
    page.goto(f"{(tea / 'search.html').as_uri()}?q={quote(query)}")
    links = [each.get_attribute("href") for each in page.locator("#results a").all()]
    status = page.locator("#found").inner_text()
    if found:
        assert f"{found}/index.html" in links
        assert "record" in status
    else:
        assert (links, status) == ([], "Nothing was found.")
    assert page.locator("#browse-instead").is_visible() == (not found)
    page.close()


def test_results_say_dates_in_the_language_of_the_page(public: Path, browser: Browser) -> None:
    """Those that no browser can say, such as an approximate one, are in the data."""
    page = browser.new_page()
    for file, words in (("search.html", "30 March 1853"), ("search.ja.html", "1853年3月30日")):
        page.goto(f"{(public / file).as_uri()}?q=gogh")
        assert words in page.locator("#results").inner_text()
        assert page.evaluate("RECORDS.map((each) => each[4]).filter(Boolean).map(dateInWords)")
