"""Citations of our catalogues as citeproc-js and pandoc print them.

The differences that docs/citations.md lists are looked for in what the processors print, so that
none can go stale; with those corrected, every reference of the catalogues is the same, character by
character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from exporter.cite.style_files import style_file
from tests.conftest import ROOT, exporter
from tests.support.citeproc_js import Job, Rendered, by_citeproc_js, by_us
from tests.support.pandoc import pandoc_entries

pytestmark = pytest.mark.long

CATALOGUES = {"real": ROOT, "small": ROOT / "tests" / "golden" / "catalogue"}
STYLES = ("apa", "chicago-author-date", "mla", "sist02", "chicago-notes-bibliography", "ieee")
LOCALES = ("en-US", "ja-JP")
CASES = [(style, locale, name) for style in STYLES for locale in LOCALES for name in CATALOGUES]


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The CSL-JSON of each catalogue."""
    folder = tmp_path_factory.mktemp("items")
    for name, catalogue in CATALOGUES.items():
        path = folder / f"{name}.json"
        ran = exporter("-C", catalogue, "export", "--format", "csl-json", "-o", path)
        assert ran.code == 0, ran.err
    return {name: folder / f"{name}.json" for name in CATALOGUES}


@cache
def ours(style: str, locale: str, items: Path) -> Rendered:
    return by_us(Job(style_file(style).path, items, locale))


@pytest.fixture(scope="module")
def citeproc_js(items: dict[str, Path]) -> dict[tuple[str, str, str], Rendered]:
    jobs = [Job(style_file(style).path, items[name], locale) for style, locale, name in CASES]
    results = by_citeproc_js(jobs)
    assert None not in results
    return {case: each for case, each in zip(CASES, results, strict=True) if each is not None}


CITEPROC_JS = {
    r"(Willem(?: van)?|V\. W\.), Jr\. ?(?=and|&|と)": r"\1, Jr., ",
}
"""What citeproc-js prints, and what it is corrected to."""


def corrected(line: str, differences: dict[str, str]) -> str:
    for theirs, here in differences.items():
        line = re.sub(theirs, here, line)
    return line


@pytest.mark.parametrize(("style", "locale", "name"), CASES)
def test_citeproc_js(
    style: str,
    locale: str,
    name: str,
    items: dict[str, Path],
    citeproc_js: dict[tuple[str, str, str], Rendered],
) -> None:
    here, there = ours(style, locale, items[name]), citeproc_js[style, locale, name]
    entries = {id: corrected(text, CITEPROC_JS) for id, text in there.entries.items()}
    assert {id: text for id, text in here.entries.items() if text} == entries
    assert [id for id, text in here.entries.items() if text] == list(entries)
    citations = {id: corrected(text, CITEPROC_JS) for id, text in there.citations.items()}
    assert here.citations == citations


PANDOC = {
    r"(?<=[\u4e00-\u9fff])\.,": ",",
    r", と ": ", と",
    "Cooperation Between": "Cooperation between",
    "of_the #Facts": "Of_the #facts",
    "<More>": "<more>",
    r"(?<=\. Aired)( 8月 27)?, on ": r"\1, において ",
    r"\[Graphic\]": "[視覚的]",
    r"vol\. 12, no\. 3": "巻 12, 号 3",
    r"pp\. ": "ページ ",
}
"""What pandoc prints, and what it is corrected to; the last four in Japanese only."""


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", STYLES[:4])
def test_pandoc(style: str, locale: str, name: str, items: dict[str, Path]) -> None:
    entries = ours(style, locale, items[name]).entries.values()
    differences = dict(list(PANDOC.items())[: 9 if locale == "ja-JP" else 5])
    if style == "apa":
        differences.pop("of_the #Facts")
    theirs = [
        without_place(corrected(line, differences))
        for line in pandoc_entries(style_file(style).path, items[name], locale).values()
    ]
    here = [without_place(line) for line in entries]
    assert sorted(filter(None, here)) == sorted(filter(None, theirs))


def without_place(line: str) -> str:
    """Return a reference without what depends on its place: letters, numbers, a dash for the
    author.

    Of the broadcast with a host it is empty, because pandoc does not print hosts.
    """
    line = re.sub(r"^(———|遠藤誉|Endo, Homare)\.", "", line)
    line = re.sub(r"^\(\d+\) |-[a-z](?=[.)])", "", line)
    return "" if "Noon News" in line else line


def rows() -> Iterator[tuple[str, str, str]]:
    for line in (ROOT / "docs" / "citations.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] in {"citeproc-js", "pandoc"} and "`" in cells[1]:
            pairs = zip(*(re.findall(r"`(.+?)`", cell) for cell in cells[1:3]), strict=True)
            yield from ((cells[0], *pair) for pair in pairs)


@pytest.mark.parametrize(("processor", "there", "here"), list(rows()))
def test_each_difference_of_the_page_is_one(
    processor: str, there: str, here: str, items: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    printed = "\n".join(
        text for case in CASES for text in ours(*case[:2], items[case[2]]).entries.values()
    )
    if processor == "pandoc":
        cases = [case for case in CASES if case[0] in STYLES[:3]]
        other = "\n".join(
            "\n".join(pandoc_entries(style_file(style).path, items[name], locale).values())
            for style, locale, name in cases
        )
    else:
        results = request.getfixturevalue("citeproc_js")
        other = "\n".join(text for each in results.values() for text in each.entries.values())
    assert there in other
    assert here in printed
