"""The pages of exporter site in Chromium: accessible by axe-core, valid, searched, and on a phone.

axe-core has the rules of WCAG 2.2 A and AA that a program can judge, contrast among them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import exporter
from tests.support.browser import check_html, in_browser, judged
from tests.support.inputs import ROOT
from tests.support.small_catalogues import write_records

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
DARK = "--blink-settings=preferredColorScheme=0"


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


def test_every_page_is_valid_html(public: Path, arabic: Path) -> None:
    check_html(*sorted(public.rglob("*.html")), *sorted(arabic.rglob("*.html")))


def test_the_judge_finds_what_is_wrong(arabic: Path, tmp_path: Path) -> None:
    page = (arabic / "index.html").read_text("utf-8")
    grey = page.replace("</head>", "<style>h1 { color: #ccc; inline-size: 60rem }</style></head>")
    (arabic / "wrong.html").write_text(grey, "utf-8")
    found = judged(arabic / "wrong.html", tmp_path, "--window-size=320,800")
    (arabic / "wrong.html").unlink()
    assert [rule for rule, _ in found["violations"]] == ["color-contrast"]
    assert found["width"][0] > found["width"][1]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(
    public: Path, arabic: Path, tmp_path: Path, colours: str
) -> None:
    options = [DARK] if colours == "dark" else []
    sorts: dict[str, Path] = {}
    for page in sorted(public.rglob("*.html")):
        sorts.setdefault(_sort(page, public), page)
    del sorts["404"]  # it has its style sheet on the web; that of a site without an address has not
    pages = [*sorts.values(), arabic / "404.html", arabic / "muqaddima" / "index.html"]
    assert len(pages) > 10
    for page in pages:
        assert judged(page, tmp_path, *options)["violations"] == [], page


def _sort(page: Path, folder: Path) -> str:
    """Return the sort of a page: the type of its record, or the list that it is."""
    import lxml.html

    name = page.relative_to(folder).as_posix()
    if "/" not in name:
        return name.split(".")[0]
    found = lxml.html.parse(page).xpath("string(//p[@class='type'])")
    return str(found).split(",")[0] or "moved"


def test_a_page_fits_a_width_of_320_pixels(public: Path, arabic: Path, tmp_path: Path) -> None:
    """That is 1280 pixels at 400 % (WCAG 2.2, 1.4.10)."""
    pages = [public / "index.html", public / "titles.html", *public.glob("*/index.html")]
    for page in (*pages[:6], arabic / "muqaddima" / "index.html"):
        needed, there = judged(page, tmp_path, "--window-size=320,800")["width"]
        assert needed <= there, page


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
    tmp_path: Path, query: str, found: str
) -> None:
    from urllib.parse import quote

    from tests.unit.site.test_site import library, site

    page = site(library(tmp_path)) / "search.html"
    shown = in_browser(f"{page.as_uri()}?q={quote(query)}", tmp_path / "user")
    links = shown.xpath("//ul[@id='results']//a/@href")
    status = shown.xpath("string(//*[@id='found'])")
    if found:
        assert f"{found}/index.html" in links
        assert "record" in status
    else:
        assert (links, status) == ([], "Nothing was found.")
