"""CSL-YAML as others read it: PyYAML, a YAML 1.2 reader and pandoc, each with the same facts as in CSL-JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from exporter.export.yaml_block import quoted
from exporter.markdown import escape
from tests.conftest import ROOT, exporter, program, run
from tests.support.pandoc import items_by_pandoc

Item = dict[str, Any]


@pytest.fixture(scope="module", params=["tests/golden/catalogue", "."], ids=["small", "real"])
def delivered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("csl")
    for name in ("json", "yaml"):
        ran = exporter(
            "-C", ROOT / request.param, "export", "-f", f"csl-{name}", "-o", folder / f"all.{name}"
        )
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    return folder


def unescaped(value: Any) -> Any:
    """Take the backslashes of Markdown away."""
    if isinstance(value, dict):
        return {key: unescaped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unescaped(inner) for inner in value]
    return re.sub(r"\\([!-/:-@[-`{-~])", r"\1", value) if isinstance(value, str) else value


@pytest.mark.parametrize(
    "load", [yaml.safe_load, YAML(typ="safe", pure=True).load], ids=["PyYAML, 1.1", "ruamel, 1.2"]
)
def test_both_versions_of_yaml_read_the_items_of_csl_json(delivered: Path, load: Any) -> None:
    text = (delivered / "all.yaml").read_text("utf-8")
    assert text.startswith("---\nreferences:\n")
    assert text.endswith("\n...\n")
    read = load(text.removeprefix("---\n").removesuffix("...\n"))
    items = json.loads((delivered / "all.json").read_text("utf-8"))
    assert unescaped(read) == {"references": items}
    assert [list(item) for item in read["references"]] == [list(item) for item in items]


def test_every_text_is_quoted(delivered: Path) -> None:
    """So it is text to any reader; what is not quoted is a number or `true`."""
    lines = (delivered / "all.yaml").read_text("utf-8").splitlines()[2:-1]
    assert lines
    for line in lines:
        value = re.fullmatch(r" *(?:- )*(?:[A-Za-z-]+:)?(?: (?:- )*)?(?P<value>.*)", line)
        assert value, line
        assert re.fullmatch(r'"(?:[^"\\]|\\.)*"|-?[0-9]+|true|', value["value"]), line


def cited(path: Path) -> Path:
    """Return a document that cites every reference of its own."""
    text = path.read_text("utf-8")
    made = path.with_suffix(".md")
    made.write_text(text.removesuffix("...\n") + 'nocite: "@*"\n...\n', "utf-8")
    return made


def test_pandoc_reads_what_it_reads_in_csl_json(delivered: Path) -> None:
    found = items_by_pandoc(cited(delivered / "all.yaml"), "markdown")
    assert folded(found) == folded(items_by_pandoc(delivered / "all.json", "csljson"))


def folded(items: dict[str, Item]) -> Any:
    """Return items without what pandoc makes of JSON: straight quotation marks become curly ones."""
    return json.loads(
        re.sub('[‘’“”]|\\\\"', "'", json.dumps(list(items.values()), ensure_ascii=False))
    )


def test_pandoc_sets_references_of_a_bibliography_in_yaml(delivered: Path) -> None:
    (delivered / "doc.md").write_text('---\nbibliography: all.yaml\nnocite: "@*"\n---\n', "utf-8")
    ran = run(
        program("pandoc", "pandoc"),
        "--citeproc",
        "doc.md",
        "-t",
        "plain",
        "--wrap=none",
        cwd=delivered,
    )
    assert (ran.code, ran.err) == (0, "")
    items = json.loads((delivered / "all.json").read_text("utf-8"))
    printed = re.sub("[‘’“”\"']", "'", ran.out).casefold()
    for item in items:
        title = re.sub("[‘’“”\"']", "'", item["title"]).casefold().replace("\u2060", "")
        assert title in printed, item["id"]


ATTACKS = [
    *(
        "a *b* c",
        "_d_ e_f",
        "`x`",
        "$5 and $6",
        "a ^2^ ~3~ ~~x~~",
        "[x](y)",
        "@foo see [@x]",
        "<b>x</b>",
        "\\alpha \\",
    ),
    *(
        "&amp; &lt; AT&T",
        "a -- b --- c ... d",
        "\"q\" 'r' it's",
        "# head",
        "- item",
        "+ item",
        "1. Foo",
        "1986) x",
    ),
    *(
        "A. Smith",
        "iv) x",
        "(1) x",
        "(@) x",
        "> quote",
        "| line",
        ": x",
        "::: box",
        "---",
        "***",
        "%",
        "!x",
        "=",
        "12",
    ),
    *(
        "![i](j)",
        "^[note]",
        "<https://x.y>",
        "https://x.y/a_b_c?d=e*f~g~",
        "{#id .c}",
        "`a`{=html}",
        "<!-- c -->",
    ),
    *(
        "Mr. Smith, Dr. X, 2nd ed. of vol. 3, e.g. p. 5",
        "no",
        "yes",
        "null",
        "~",
        "1995-11-13",
        "1e3",
        "0x1f",
        "12:30",
    ),
    *(
        "é. x",
        "茶 *の* 本",
        "a: b",
        "a #b",
        "- ",
        "\u200b",
        "\u2028",
        "\x85",
        "\ufeff",
        "\U0001f375",
    ),
]


def test_text_that_looks_like_markdown_or_yaml_stays_text(tmp_path: Path) -> None:
    items = [
        {"id": f"i{number}", "type": "book", "title": text, "note": text}
        for number, text in enumerate(ATTACKS)
    ]
    lines = [
        f'- id: "i{number}"\n  type: "book"\n  title: {quoted(escape(text))}\n  note: {quoted(escape(text))}\n'
        for number, text in enumerate(ATTACKS)
    ]
    path = tmp_path / "attacks.yaml"
    path.write_text(f"---\nreferences:\n{''.join(lines)}...\n", "utf-8")
    found = items_by_pandoc(cited(path), "markdown")
    shown = {item["id"]: (item.get("title", ""), item.get("note", "")) for item in found.values()}
    assert shown.keys() == {item["id"] for item in items}
    for item in items:
        text = item["title"].strip(" ")
        assert shown[item["id"]] == (text, text), text
        assert unescaped(escape(text)) == text


def test_no_works_are_an_empty_list(catalogue: Path) -> None:
    (catalogue / "records" / "articles" / "web-article.yaml").unlink()
    ran = exporter("-C", catalogue, "export", "-f", "csl-yaml", "--kind", "article", "--keep-going")
    assert yaml.safe_load(ran.out) == {"references": []}
