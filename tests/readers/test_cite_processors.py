"""Citations as citeproc-js and pandoc set them: the whole catalogue and the small one, each difference explained.

The differences stand in docs/citations.md. Each row is looked for in what the processor and the exporter print, so that
none can go stale; and with those put right, every reference is the same, character by character.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from citeproc import LOCALES_PATH
from lxml import html

from exporter.cite.bibliography import Bibliography
from exporter.cite.forms import FORMS
from exporter.cite.reference import reference
from exporter.cite.style import read_style
from exporter.cite.styles import style_file
from tests.conftest import ROOT, exporter, missing, program, run

pytestmark = pytest.mark.long

CATALOGUES = {"real": ROOT, "small": ROOT / "tests" / "golden" / "catalogue"}
STYLES = ("apa", "chicago-author-date", "mla", "sist02", "chicago-notes-bibliography", "ieee")
LOCALES = ("en-US", "ja-JP")
CASES = [(style, locale, name) for style in STYLES for locale in LOCALES for name in CATALOGUES]
Said = tuple[list[str], list[str]]
"""The references and the citations, in order."""


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The CSL-JSON of each catalogue."""
    folder = tmp_path_factory.mktemp("items")
    for name, catalogue in CATALOGUES.items():
        ran = exporter(
            "-C", catalogue, "export", "--format", "csl-json", "-o", folder / f"{name}.json"
        )
        assert ran.code == 0, ran.err
    return {name: folder / f"{name}.json" for name in CATALOGUES}


@cache
def term(style: str, locale: str, items: Path) -> Said:
    read = read_style(style_file(style), locale)
    made = Bibliography(read, [reference(item) for item in json.loads(items.read_text("utf-8"))])
    lists = (made.listed(), made.cited())
    entries, citations = (
        [FORMS["text"].written(text, read.quotes) for _, text in each if text] for each in lists
    )
    return entries, citations


@pytest.fixture(scope="module")
def citeproc_js(items: dict[str, Path]) -> dict[tuple[str, str, str], Said]:
    node = program("node", "nodejs")
    if subprocess.run(
        [node, "-e", "require('citeproc')"], capture_output=True, check=False
    ).returncode:
        missing("citeproc-js", "npm install citeproc, and name its node_modules in NODE_PATH")
    asked = [
        {
            "style": str(style_file(style)),
            "locale": locale,
            "locales": LOCALES_PATH,
            "items": str(items[name]),
        }
        for style, locale, name in CASES
    ]
    script = ROOT / "tests" / "citations" / "citeproc.js"
    done = subprocess.run(
        [node, script], input=json.dumps(asked).encode(), capture_output=True, check=True
    )
    return {
        case: (each["entries"], each["citations"])
        for case, each in zip(CASES, json.loads(done.stdout), strict=True)
    }


def without_joiners(lines: list[str]) -> list[str]:
    """Leave out the characters that keep text from being read as markup: the exporter reads none."""
    return [line.replace("\u2060", "") for line in lines]


@pytest.mark.parametrize(("style", "locale", "name"), CASES)
def test_citeproc_js(
    style: str,
    locale: str,
    name: str,
    items: dict[str, Path],
    citeproc_js: dict[tuple[str, str, str], Said],
) -> None:
    entries, citations = term(style, locale, items[name])
    target, their_citations = citeproc_js[style, locale, name]
    put_right = [
        re.sub(r"(Willem(?: van)?|V\. W\.), Jr\. ?(?=and|&|と)", r"\1, Jr., ", line).replace(
            ":  ", ": "
        )
        for line in target
    ]
    assert entries == without_joiners(put_right)
    assert citations == [line.replace(":  ", ": ") for line in without_joiners(their_citations)]


@cache
def pandoc() -> str:
    try:
        import pypandoc
    except ImportError:
        missing("pandoc 3", "pip install pypandoc-binary")
    return str(Path(pypandoc.__file__).parent / "files" / "pandoc")


@cache
def pandoc_entries(style: str, locale: str, items: Path) -> list[str]:
    asked = (
        "-f",
        "csljson",
        "-t",
        "html",
        "--wrap=none",
        "--citeproc",
        "--csl",
        style_file(style),
        "-M",
        f"lang={locale}",
    )
    ran = run(pandoc(), *asked, items)
    assert ran.code == 0, ran.err
    return without_joiners(
        [
            re.sub(r"\s+", " ", entry.text_content()).strip()
            for entry in html.fromstring(ran.out).find_class("csl-entry")
        ]
    )


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
"""What pandoc prints, and what it is put right to; the last four in Japanese only."""


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", STYLES[:4])
def test_pandoc(style: str, locale: str, name: str, items: dict[str, Path]) -> None:
    entries, _ = term(style, locale, items[name])
    differences = dict(list(PANDOC.items())[: 9 if locale == "ja-JP" else 5])

    def right(line: str) -> str:
        for target, here in differences.items():
            if not (target.startswith("of_the") and style == "apa"):
                line = re.sub(target, here, line)
        return unordered(line)

    target = [right(line) for line in pandoc_entries(style, locale, items[name])]
    assert sorted(filter(None, map(unordered, entries))) == sorted(filter(None, target))


def unordered(line: str) -> str:
    """Give a reference without what goes by its place (letters, numbers, a dash for the author); none of the broadcast
    with a host, whom pandoc does not print."""
    line = re.sub(r"^(———|遠藤誉|Endo, Homare)\.", "", line)
    line = re.sub(r"^\(\d+\) |-[a-z](?=[.)])", "", line)
    return "" if "Noon News" in line else line


def rows() -> Iterator[tuple[str, str, str]]:
    for line in (ROOT / "docs" / "citations.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] in {"citeproc-js", "pandoc"} and "`" in cells[1]:
            yield from (
                (cells[0], *pair)
                for pair in zip(*(re.findall(r"`(.+?)`", cell) for cell in cells[1:3]), strict=True)
            )


@pytest.mark.parametrize(("processor", "there", "here"), list(rows()))
def test_each_difference_of_the_page_is_one(
    processor: str, there: str, here: str, items: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    printed = "".join("\n".join(term(*case[:2], items[case[2]])[0]) for case in CASES)
    if processor == "pandoc":
        cases = [case for case in CASES if case[0] in STYLES[:3]]
        other = "".join("\n".join(pandoc_entries(*case[:2], items[case[2]])) for case in cases)
    else:
        said = request.getfixturevalue("citeproc_js")
        other = "".join("\n".join(entries) for entries, _ in said.values())
    assert there in other
    assert here in printed
