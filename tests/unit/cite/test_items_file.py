"""`exporter cite --items`: works of a CSL-JSON file, without a catalogue."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, exporter
from tests.support.commands import EXPORTER

WORKS: list[dict[str, Any]] = [
    {
        "id": "kokoro",
        "citation-key": "natsume1914",
        "type": "book",
        "title": "Kokoro",
        "author": [{"family": "Natsume", "given": "Sōseki"}],
        "issued": {"date-parts": [[1914]]},
        "keyword": "Primary; novel",
        "language": "ja",
    },
    {
        "id": "sanshiro",
        "type": "book",
        "title": "Sanshirō",
        "author": [{"family": "Natsume", "given": "Sōseki"}],
        "issued": {"date-parts": [[1908]]},
        "keyword": "Primary",
        "language": "ja-JP",
    },
    {
        "id": "doe",
        "type": "article-journal",
        "title": "On <i>Kokoro</i>",
        "container-title": "JAMA",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2001]]},
        "page": "96-117",
        "language": "en",
    },
]


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.json"
    path.write_text(json.dumps(WORKS), "utf-8")
    return path


def cite(items: Path, *words: str, code: int = 0) -> Ran:
    ran = exporter("-C", items.parent, "cite", "--items", items, "--style", *words)
    assert ran.code == code, ran.err
    return ran


FORMS = {
    "text": "Doe, J. (2001). On Kokoro. JAMA, 96–117.\n",
    "html": '  <div class="csl-entry">Doe, J. (2001). On <i>Kokoro</i>. <i>JAMA</i>, 96–117.</div>\n',
    "markdown": "Doe, J. (2001). On *Kokoro*. *JAMA*, 96–117.\n",
    "latex": "Doe, J. (2001). On \\textit{Kokoro}. \\textit{JAMA}, 96–117.\\par\n",
    "rtf": "Doe, J. (2001). On {\\i Kokoro}. {\\i JAMA}, 96\\u8211\\'3f117.\\par}\n",
    "json": '"html": "Doe, J. (2001). On <i>Kokoro</i>. <i>JAMA</i>, 96–117."',
}


@pytest.mark.parametrize("form", FORMS)
def test_a_bibliography_in_every_form(form: str, items: Path) -> None:
    out = cite(items, "apa", "--as", form).out
    assert FORMS[form] in out
    assert out.index("Sanshir") < out.rindex("Kokoro")


def test_the_file_may_be_stdin(items: Path) -> None:
    words = ("cite", "--items", "-", "--style", "apa", "--mode", "citation")
    ran = subprocess.run(
        [*EXPORTER, *words],
        input=items.read_text("utf-8"),
        capture_output=True,
        check=True,
        text=True,
    )
    assert ran.stdout == "(Doe, 2001; Natsume, 1908, 1914)\n"


@pytest.mark.parametrize(
    ("cites", "style", "expected"),
    [
        ("kokoro, p. 12; see doe", "mla", "(Natsume 12; see Doe)"),
        ("see @natsume1914, chap. 3", "mla", "(see Natsume, ch. 3)"),
        ("-@kokoro", "apa", "(1914)"),
        ("kokoro [esp. the end]", "apa", "(Natsume, 1914 [esp. the end])"),
    ],
)
def test_a_citation(cites: str, style: str, expected: str, items: Path) -> None:
    assert cite(items, style, "--citation", cites).out == f"{expected}\n"


def test_the_citations_of_a_document(items: Path, tmp_path: Path) -> None:
    clusters = [
        {"citationItems": [{"id": "doe", "locator": "99"}], "properties": {"noteIndex": 1}},
        {"citationItems": [{"id": "doe", "locator": "99"}], "properties": {"noteIndex": 2}},
        {"citationItems": [{"id": "kokoro", "prefix": "see "}], "properties": {"noteIndex": 3}},
    ]
    path = tmp_path / "clusters.json"
    path.write_text(json.dumps(clusters), "utf-8")
    ran = cite(items, "chicago-notes-bibliography", "--clusters", str(path))
    assert ran.out.splitlines() == [
        "Jane Doe, “On Kokoro,” JAMA, 2001, 99.",
        "Doe, “On Kokoro,” 99.",
        "see Sōseki Natsume, Kokoro (1914).",
    ]


@pytest.mark.parametrize(
    ("clusters", "years"),
    [
        ([{"citationItems": [{"id": "kokoro"}]}, {"citationItems": [{"id": "doe"}]}], "2001 1914"),
        ([[{"citationItems": [{"id": "kokoro"}]}, [], []]], "1914"),
        ([[{"id": "kokoro"}]], "2001 1908 1914"),
    ],
)
def test_the_bibliography_of_a_document(
    clusters: list[Any], years: str, items: Path, tmp_path: Path
) -> None:
    path = tmp_path / "clusters.json"
    path.write_text(json.dumps(clusters), "utf-8")
    ran = cite(items, "apa", "--clusters", str(path), "--mode", "bibliography")
    assert re.findall(r"\((\d{4})\)", ran.out) == years.split()


def headings(out: str) -> list[str]:
    """Return the lines of headings, each with the number of entries below it."""
    found = []
    for part in out.removeprefix("## ").split("\n## "):
        lines = [line for line in part.splitlines() if line]
        found.append(f"{lines[0]} {len(lines) - 1}")
    return found


SOURCES_FIRST = ["--section", "Sources: subject=primary", "--section", "Literature"]
REST_FIRST = ["--section", "Literature", "--section", "Novels: keyword=novel"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--section-by", "subject"], ["Primary 2", "Other works 1"]),
        (["--section-by", "language"], ["English 1", "Japanese 2"]),
        (["--section-by", "type"], ["Books 2", "Journal article 1"]),
        (SOURCES_FIRST, ["Sources 2", "Literature 1"]),
        (REST_FIRST, ["Novels 1", "Literature 2"]),
        (["--section", "Novels: keyword=novel"], ["Novels 1", "Other works 2"]),
    ],
)
def test_the_sections_of_a_bibliography(
    options: list[str], expected: list[str], items: Path
) -> None:
    pytest.importorskip("icu")
    assert headings(cite(items, "mla", "--as", "markdown", *options).out) == expected


def test_a_bibliography_in_another_order(items: Path) -> None:
    lines = cite(items, "mla", "--sort", "-issued").out.splitlines()
    assert [line[-5:-1] for line in lines] == ["–117", "1914", "1908"]


BAD_FILES = {
    "unfinished": ('[{"id": "a"},\n', "items.json:2:1: this is not JSON"),
    "no list": ('{"a": 1}', "items.json: this is not a list of items"),
    "no object": ('[{"id": "a"},\n  5]', "items.json:2:3: an item must be an object"),
    "the same id": ('[{"id": "a"},\n  {"id": "a"}]', "items.json:2:3: two items have the id “a”"),
    "an author": ('[{"id": "a", "author": "Doe"}]', "1:2: author of “a” must be a list of names"),
    "a name": ('[{"id": "a", "editor": [{"name": "Doe"}]}]', "editor of “a” must be a list of"),
    "a date": ('[{"id": "a", "issued": 5}]', "1:2: issued of “a” must be a date"),
    "a year": (
        '[{"id": "a", "issued": {"date-parts": [["MCM"]]}}]',
        "1:2: issued of “a” must be a date",
    ),
    "a long number": (f'[{{"id": "a", "volume": {"9" * 5_000}}}]', "a number has too many digits"),
    "a text": ('[{"id": "a", "title": {"en": "T"}}]', "title of “a” must be text or a number"),
    "an id": ('[{"id": ["a"]}]', "1:2: the id of an item must be text or a number"),
    "half a character": ('[{"id": "a", "title": "\\ud800"}]', "\\ud800 is half of a character"),
    "of Zotero": ('{"items": [\n{"id": "a"}, {"id": "a"}]}', "items.json:2:14: two items have"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_csl_json_is_said_at_its_line(name: str, items: Path) -> None:
    text, message = BAD_FILES[name]
    items.write_text(text, "utf-8")
    ran = cite(items, "apa", code=2)
    assert message in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (["--citation", "see nope, p. 3"], "there is no work “nope”", "name the id"),
        (["--citation", "kokor, p. 3"], "there is no work “kokor”", "did you mean “kokoro”?"),
        (["--citation", " ; "], "the citation names no work", "write for example"),
        (["kokor"], "there is no work “kokor”", "did you mean “kokoro”?"),
        (["--sort", "isued"], "“isued” is not a variable of CSL", "did you mean “issued”?"),
        (["--section-by", "sujet"], "“sujet” is not a variable of CSL", "for example"),
        (["--section", "Novels: keyword="], "does not say which works", "write it like this"),
        (["--mode", "citation", "--citation", "doe"], "exclude each other", "use one of them"),
        (["--citation", "doe", "--section-by", "type"], "--citation has no sections", "leave out"),
        (["see doe, p. 3"], "“see doe, p. 3” is a citation", "put --citation before it"),
        (["--kind", "book"], "--kind is for a catalogue", "leave out --kind"),
    ],
)
def test_what_is_asked_for_wrongly_is_answered(
    options: list[str], message: str, hint: str, items: Path
) -> None:
    ran = cite(items, "apa", *options, code=2)
    assert message in ran.err
    assert hint in ran.err


@pytest.mark.parametrize(
    "text",
    [
        "5",
        '[[{"locator": "5"}]]',
        '[{"citationItems": []}, [{"id": "doe"}]]',
        '[[{"id": "nope"}]]',
        '[[{"id": "doe", "locator": {"page": 5}}]]',
        '[[{"id": "doe", "locator": "5", "label": ["page"]}]]',
        '[[{"id": "doe", "locator": "5", "label": "leaf"}]]',
        '[[{"id": "doe", "position": [0]}]]',
        '[{"citationItems": [{"id": "doe", "prefix": []}]}]',
        "[[}",
    ],
)
def test_citations_of_another_form_are_refused(text: str, items: Path, tmp_path: Path) -> None:
    path = tmp_path / "clusters.json"
    path.write_text(text, "utf-8")
    assert cite(items, "apa", "--clusters", str(path), code=2).out == ""


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '[[{"id": "doe", "locator": "3", "lable": "chapter"}]]',
            "citation 1: there is no “lable”",
            "did you mean “label”?",
        ),
        (
            '[{"citationItems": [{"id": "doe"}], "properties": {"noteindex": 3}}]',
            "citation 1: there is no “noteindex”",
            "did you mean “noteIndex”?",
        ),
        ("[[}", "this is not JSON", "a citation is a list of cites"),
    ],
)
def test_a_misspelled_member_of_a_citation_is_named(
    text: str, message: str, hint: str, items: Path, tmp_path: Path
) -> None:
    path = tmp_path / "clusters.json"
    path.write_text(text, "utf-8")
    ran = cite(items, "apa", "--clusters", str(path), code=2)
    assert (message in ran.err, hint in ran.err) == (True, True)


def test_what_zotero_adds_to_a_citation_is_passed_over(items: Path, tmp_path: Path) -> None:
    cites = [{"id": "doe", "uris": ["http://zotero.org/1"], "itemData": {}, "infix": ""}]
    cluster = {"citationID": "a", "citationItems": cites, "schema": "https://github.com"}
    cluster["properties"] = {"noteIndex": 0, "formattedCitation": "", "plainCitation": ""}
    path = tmp_path / "clusters.json"
    path.write_text(json.dumps([cluster]), "utf-8")
    assert cite(items, "apa", "--clusters", str(path)).out


def test_a_citation_that_prints_nothing_is_named(items: Path) -> None:
    items.write_text(json.dumps([{"id": "a", "type": "book"}]), "utf-8")
    style = items.parent / "s.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation></style>',
        "utf-8",
    )
    ran = cite(items, str(style), "--mode", "citation")
    assert ran.err == "The style prints nothing for citation 1.\n"


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("harvard", "harvard-cite-them-right"),
        ("chicago", "chicago-author-date"),
        ("abnt", "associacao-brasileira-de-normas-tecnicas"),
        ("gost", "gost-r-7-0-5-2008"),
        ("sist", "sist02"),
    ],
)
def test_part_of_the_name_of_a_style_is_answered_by_styles(
    name: str, suggested: str, items: Path
) -> None:
    err = cite(items, name, code=2).err
    assert f"there is no style “{name}”" in err
    assert suggested in err


@pytest.mark.parametrize(
    ("name", "present"),
    [
        ("vancouver", "nlm-citation-sequence"),
        ("chicago-fullnote-bibliography", "chicago-notes-bibliography"),
        ("harvard1", "harvard-cite-them-right"),
    ],
)
def test_former_names_of_styles_are_known(name: str, present: str, items: Path) -> None:
    assert cite(items, name).out == cite(items, present).out


def test_a_name_that_no_file_can_have_is_no_style(items: Path) -> None:
    assert "there is no style “aaa" in cite(items, "a" * 5_000, code=2).err


def test_a_style_may_ask_for_more_names_than_python_counts(items: Path, tmp_path: Path) -> None:
    """A number of more than 4,300 digits is none that Python reads (sys.get_int_max_str_digits())."""
    style = tmp_path / "all.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info>'
        "<title>All</title><id>all</id><updated>2020-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation><bibliography><layout>'
        f'<names variable="author"><name et-al-min="{"9" * 6_000}" et-al-use-first="1"/></names>'
        '<text variable="title"/></layout></bibliography></style>',
        "utf-8",
    )
    assert cite(items, str(style)).out
