"""list, find, show and stats, and the filters that other commands share."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from exporter.model.records import Records
from exporter.query.card import in_words
from exporter.query.names import RecordLabels
from exporter.records.loader import read_packaged_schemas
from tests.conftest import exporter
from tests.support.git_folders import commit_all

AGENT = """\
id: {id}
kind: person
name:
{names}
"""
WORK = """\
id: {id}
kind: {kind}
language: {language}
title: {title}
contributors:
  - {{agent: {agent}, role: author}}
issued: {issued}
{more}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a catalogue of two authors and three works."""
    records = tmp_path / "records"
    for folder in ("people", "books", "articles"):
        (records / folder).mkdir(parents=True)
    names = (
        "  ja: {family: 夏目, given: 漱石}\n  ja-Hira: {family: なつめ, given: そうせき}\n"
        "  en: {family: Natsume, given: Sōseki}"
    )
    (records / "people" / "soseki.yaml").write_text(AGENT.format(id="soseki", names=names))
    names = "  en: {family: Woolf, given: Virginia}"
    (records / "people" / "woolf.yaml").write_text(AGENT.format(id="woolf", names=names))
    works = [
        ("kokoro", "book", "ja", "こころ", "soseki", "1914", "former_ids: [heart]"),
        ("waves", "book", "en", "The Waves", "woolf", "1931-10-08", "publisher: hogarth"),
        (
            "modern-fiction",
            "article",
            "en-GB",
            '"=Fiction"',
            "woolf",
            "192X",
            "type: article-journal\nkeywords: [novel]",
        ),
    ]
    for id, kind, language, title, agent, issued, more in works:
        text = WORK.format(
            id=id, kind=kind, language=language, title=title, agent=agent, issued=issued, more=more
        )
        (records / f"{kind}s" / f"{id}.yaml").write_text(text.replace("publisher: hogarth\n", ""))
    return tmp_path


def listed(library: Path, *options: str) -> list[str]:
    ran = exporter("list", "--format", "ids", *options, cwd=library)
    assert ran.code == 0, ran.err
    return ran.out.split()


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], ["kokoro", "modern-fiction", "soseki", "waves", "woolf"]),
        (["--kind", "book"], ["kokoro", "waves"]),
        (["--language", "en"], ["modern-fiction", "waves"]),
        (["--in-language", "ja"], ["kokoro"]),
        (["--where", "issued>=1931"], ["waves"]),
        (["--where", "issued>1931"], []),
        (["--where", "issued<=1931"], ["kokoro", "modern-fiction", "waves"]),
        (["--where", "issued<1920"], ["kokoro"]),
        (["--where", "issued=1931"], ["waves"]),
        (["--where", "issued!=1931", "--kind", "book"], ["kokoro"]),
        (["--where", "title~WAVE"], ["waves"]),
        (["--where", "contributors.agent=woolf"], ["modern-fiction", "waves"]),
        (["--where", "former_ids"], ["kokoro"]),
        (["--where", "!former_ids", "--kind", "book"], ["waves"]),
        (["--where", "name.family=natsume"], ["soseki"]),
        (["--subject", "Novel"], ["modern-fiction"]),
        (["--type", "book"], ["kokoro", "waves"]),
        (["--kind", "book", "--sort", "date"], ["kokoro", "waves"]),
    ],
)
def test_filters(library: Path, options: list[str], ids: list[str]) -> None:
    assert listed(library, *options) == ids


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--where", "isued>1931"], "did you mean “issued”?"),
        (["--where", "author~woolf"], "did you mean “contributors”?"),
        (["--where", "zz=3"], "“exporter explain KIND” lists the fields of a kind"),
        (["--columns", "zz"], "“exporter explain KIND” lists the fields of a kind"),
        (["--where", "> 3"], "is not a condition"),
        (["--where", "issued> "], "“issued> ” names no value"),
        (["--where", "issued>=20x0"], "“20x0” is not a date"),
        (["--kind", "bok"], "did you mean “book”?"),
        (["--type", "letter"], "did you mean “personal_communication”?"),
        (["--type", "bok"], "did you mean “book”?"),
        (["--type", "zz"], "“exporter explain type” lists the types"),
        (["--language", "Japanese"], "did you mean “ja”?"),
        (["--in-language", "jp"], "did you mean “ja”?"),
        (["--columns", ""], "--columns names no column"),
        (["--columns", "titel"], "did you mean “title”?"),
    ],
)
def test_wrong_filters_are_explained(library: Path, options: list[str], message: str) -> None:
    ran = exporter("list", *options, cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_spreadsheet_gets_no_formula(library: Path) -> None:
    ran = exporter(
        "list", "--format", "csv", "--columns", "id,title,issued", "--kind", "article", cwd=library
    )
    rows = list(csv.reader(ran.out.splitlines()))
    assert rows == [["id", "title", "issued"], ["modern-fiction", "'=Fiction", "192X"]]


def test_json(library: Path) -> None:
    ran = exporter(
        "list", "--format", "json", "--columns", "id,date", "--kind", "book", cwd=library
    )
    assert json.loads(ran.out) == [
        {"id": "kokoro", "date": "1914"},
        {"id": "waves", "date": "1931-10-08"},
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("なつめ", ["soseki", "kokoro"]),
        ("ナツメ", ["soseki", "kokoro"]),
        ("natsume soseki", ["soseki", "kokoro"]),
        ("Souseki", ["soseki", "kokoro"]),
        ("夏目漱石", ["soseki", "kokoro"]),
        ("ＷＡＶＥＳ", ["waves"]),
        ("virginia waves", ["waves"]),
        ("heart", ["kokoro"]),
        ("kokoro", ["kokoro"]),
    ],
)
def test_find_in_any_script(library: Path, text: str, ids: list[str]) -> None:
    ran = exporter("find", "--format", "ids", *text.split(), cwd=library)
    assert ran.out.split() == ids


@pytest.mark.parametrize("text", ["", " ", "[", "– …"])
def test_find_needs_something_to_look_for(library: Path, text: str) -> None:
    ran = exporter("find", text, cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert f"there is nothing to look for in “{text}”" in ran.err


def test_find_nothing(library: Path) -> None:
    ran = exporter("find", "zebra", cwd=library)
    assert (ran.code, ran.out, ran.err) == (1, "", "nothing found for “zebra”\n")


def test_show_a_card_with_its_uses(library: Path) -> None:
    ran = exporter("show", "soseki", "heart", cwd=library)
    assert ran.code == 0, ran.err
    person, work = ran.out.split("\n\n")
    assert person.startswith("夏目漱石\nperson soseki, records/people/soseki.yaml\n")
    assert person.endswith("  Used by 1:\n    こころ (kokoro): contributors")
    assert "夏目漱石 (soseki), author" in work


def test_a_family_that_is_a_subject_is_no_name_of_a_person() -> None:
    labels = RecordLabels(Records([]), read_packaged_schemas())
    for family in ("Smith family", {"en": "Smith family"}):
        said = in_words({"topic": "Tea", "family": family}, None, labels)
        assert said.startswith("topic: Tea, family: ")
        assert said.endswith("Smith family")
    assert in_words({"family": "Smith", "given": "Jane"}, None, labels) == "Smith, Jane"


def test_show_an_unknown_record(library: Path) -> None:
    ran = exporter("show", "kokor", cwd=library)
    assert ran.code == 2
    assert "did you mean “kokoro”?" in ran.err


def test_stats(library: Path) -> None:
    found = json.loads(exporter("stats", "--json", cwd=library).out)
    assert found["kinds"] == {"article": 1, "book": 2, "person": 2}
    assert found["languages"] == {"en-GB": 1, "ja": 1, "en": 1}
    assert found["decades"] == {"1910s": 1, "1920s": 1, "1930s": 1}
    assert found["filled"]["book"]["former_ids"] == 1
    table = [line.split()[:3] for line in exporter("stats", cwd=library).out.splitlines()]
    assert ["book", "2", "40%"] in table


def test_other_commands_filter_alike(library: Path) -> None:
    exported = exporter("export", "--format", "csl-json", "--where", "issued>=1931", cwd=library)
    assert exported.code == 0, exported.err
    assert [item["id"] for item in json.loads(exported.out)] == ["waves"]
    by_old_id = exporter("export", "--format", "csl-json", "heart", cwd=library)
    assert [item["id"] for item in json.loads(by_old_id.out)] == ["kokoro"]
    (library / "records" / "books" / "waves.yaml").write_text("id: waves\nkind: book\n")
    assert exporter("validate", "--kind", "article", cwd=library).code == 0
    assert exporter("validate", "--kind", "book", cwd=library).code == 1


def test_since(library: Path) -> None:
    commit_all(library)
    assert listed(library, "--since", "HEAD") == []
    book = library / "records" / "books" / "waves.yaml"
    book.write_text(book.read_text().replace("The Waves", "Waves"))
    assert listed(library, "--since", "HEAD") == ["waves"]
