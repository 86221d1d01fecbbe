"""diff: what a change means, by statements and by deliveries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exporter.review.changes import word_changes
from tests.conftest import Ran, exporter
from tests.support.git_folders import commit_all
from tests.support.small_catalogues import write_records

RECORDS = {
    "people/soseki.yaml": "id: soseki\nkind: person\nname: {en: {family: Natsume, given: Sōseki}}\n",
    "people/edwin.yaml": "id: edwin\nkind: person\nname: {en: {family: McClellan, given: Edwin}}\n",
    "people/kondo.yaml": "id: kondo\nkind: person\nname: {en: {family: Kondo, given: Ineko}}\n",
    "books/kokoro.yaml": """\
id: kokoro
kind: book
language: en
title: Kokoro
contributors:
  - {agent: soseki, role: author}
  - {agent: edwin, role: translator}
issued: 1957
notes: [First note.]
found:
  - {in: sanshiro, title: Kokoro}
""",
    "books/sanshiro.yaml": """\
id: sanshiro
kind: book
language: ja
title: Sanshirō
contributors: [{agent: soseki, role: author}]
issued: 1908
extent: 312 pages
""",
}


class Library:
    """A catalogue in git, with one commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_records(folder, RECORDS)
        self.commit()

    def write(self, name: str, text: str) -> None:
        write_records(self.folder, {name: text})

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / "records" / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def commit(self) -> None:
        commit_all(self.folder)

    def diff(self, *words: str) -> Ran:
        return exporter("diff", *words, cwd=self.folder)

    def lines(self, *words: str) -> list[str]:
        """Return the lines about the records."""
        ran = self.diff(*words)
        assert ran.code == 0, ran.err
        return ran.out.partition("\n\n")[0].splitlines()

    def data(self, *words: str) -> Any:
        ran = self.diff("--format", "json", *words)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


BOOK = "books/kokoro.yaml"


def test_nothing_has_changed(library: Library) -> None:
    assert library.diff().out == "nothing has changed\n"


def test_layout_and_the_order_of_fields_mean_nothing(library: Library) -> None:
    library.edit(BOOK, "title: Kokoro\n", "")
    library.edit(BOOK, "issued: 1957\n", 'issued: "1957"\n# a comment\ntitle: "Kokoro"\n')
    assert library.data()["records"] == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: Kokoro\n", "title: Kokoro, a novel\n", "title changed: Kokoro{+, a novel+}"),
        (
            "  - {agent: edwin",
            "  - {agent: kondo, role: editor}\n  - {agent: edwin",
            "contributors added: Ineko Kondo (kondo), editor",
        ),
        (
            "  - {agent: edwin, role: translator}\n",
            "",
            "contributors removed: Edwin McClellan (edwin), translator",
        ),
        ("role: translator", "role: editor", "contributors, role changed: translator → editor"),
        (
            "  - {agent: soseki, role: author}\n  - {agent: edwin, role: translator}\n",
            "  - {agent: edwin, role: translator}\n  - {agent: soseki, role: author}\n",
            "contributors in another order: Edwin McClellan (edwin), translator; "
            "Sōseki Natsume (soseki), author",
        ),
        ("found:\n  - {in: sanshiro, title: Kokoro}\n", "", "evidence removed: "),
        ("kind: book", "kind: thesis", "kind changed: book → thesis"),
        ("issued: 1957", "issued: 1957\npages: 3-5", "pages added: 3-5"),
    ],
)
def test_one_change_is_one_line(library: Library, old: str, new: str, line: str) -> None:
    library.edit(BOOK, old, new)
    heading, *changes = library.lines()
    assert heading.startswith("kokoro (")
    assert [change.strip()[: len(line)] for change in changes] == [line]


def test_records_that_come_go_move_and_merge(library: Library) -> None:
    library.write("people/new.yaml", "id: new\nkind: person\nname: New\n")
    for words in (
        ["rename", "kokoro", "heart"],
        ["merge", "--prefer", "soseki", "kondo", "soseki"],
    ):
        assert exporter(*words, cwd=library.folder).code == 0
    (library.folder / "records" / "books" / "sanshiro.yaml").rename(
        library.folder / "records" / "books" / "youth.yaml"
    )
    library.edit("books/youth.yaml", "id: sanshiro", "id: youth")
    library.edit("books/heart.yaml", "in: sanshiro", "in: youth")
    assert library.lines() == [
        "heart (book, “Kokoro”): renamed, was kokoro",
        "kondo (person, “Ineko Kondo”): merged into soseki",
        "new (person, “New”): added",
        "youth (book, “Sanshirō”): renamed, was sanshiro",
    ]


def test_deliveries_tell_what_is_lost_now(library: Library) -> None:
    library.edit(BOOK, "notes: [First note.]", "notes: {staff: [Damaged.]}")
    found = library.data("--deliver", "csl-json")["deliveries"]
    assert found[0]["works"] == ["kokoro"]
    assert library.diff("--deliver", "csl-json", "--fail-on", "loss").code == 1
    library.edit(BOOK, "notes: {staff: [Damaged.]}", "notes: [Second note.]")
    assert library.diff("--deliver", "csl-json", "--fail-on", "loss").code == 0


def test_what_cannot_be_read_does_not_pass_for_unchanged(library: Library) -> None:
    library.edit(BOOK, "notes: [First note.]", "notes: [First")
    assert library.diff().code == 0
    for what in ("loss", "evidence"):
        ran = library.diff("--fail-on", what)
        assert (ran.code, "not compared: " in ran.err) == (1, True)


def test_what_has_errors_now_is_lost_to_deliveries(library: Library) -> None:
    words = ("--deliver", "csl-json", "--fail-on", "loss")
    library.write("books/new.yaml", "id: new\nkind: book\nlanguage: en\ntitel: New\n")
    assert library.diff(*words).code == 0  # nothing was delivered of it before
    library.edit(BOOK, "notes: [First note.]", "notse: [First note.]")
    ran = library.diff(*words)
    assert (ran.code, f"not in deliveries: records/{BOOK} has errors" in ran.err) == (1, True)
    assert ran.err.count("not in deliveries") == 1
    assert library.diff("--deliver", "csl-json").code == 0
    commit_all(library.folder)
    assert library.diff(*words).code == 0  # neither now nor before


def test_what_a_format_cannot_hold_of_new_records_is_counted(library: Library) -> None:
    """It cannot be avoided, and must not hide what is lost of other records."""
    for id in ("new", "newer"):
        library.write(
            f"books/{id}.yaml",
            f"id: {id}\nkind: book\nlanguage: en\ntitle: New\nnotes: {{staff: [Torn., Damp.]}}\n",
        )
    words = ("--deliver", "csl-json", "--fail-on", "loss")
    ran = library.diff(*words)
    assert ran.code == 0
    told = (
        "csl-json: 2 works change: new, newer\ncsl-json: of new records: notes (2 records) lost\n"
    )
    assert told in ran.out
    [found] = library.data("--deliver", "csl-json")["deliveries"]
    assert (found["lost"], len(found["lost_of_added"])) == ([], 2)
    library.edit(BOOK, "notes: [First note.]", "notes: {staff: [Damaged.]}")
    assert "csl-json: newly lost: kokoro/notes" in library.diff(*words).out


def test_deliveries_tell_another_citation_key_and_sort_place(library: Library) -> None:
    for name in ("Botchan", "Light and Dark", "The Gate"):
        id = name.split()[-1].lower()
        library.write(f"books/{id}.yaml", f"id: {id}\nkind: book\nlanguage: en\ntitle: {name}\n")
    library.commit()
    library.edit(BOOK, "title: Kokoro\ncon", "title: Zen\ncon")
    (library.folder / "records" / "books" / "gate.yaml").rename(
        library.folder / "records" / "books" / "mon.yaml"
    )
    library.edit("books/mon.yaml", "id: gate", "id: mon")
    found = library.data("--deliver", "bibtex")
    assert found["renamed"] == [{"before": "gate", "after": "mon"}]
    assert found["moved"] == [{"id": "kokoro", "before": "botchan", "after": "sanshiro"}]
    text = library.diff("--deliver", "bibtex").out
    assert "citation key and file: gate is now mon\n" in text
    assert "sort place: kokoro stood after botchan, and now stands after sanshiro\n" in text
    library.edit("books/botchan.yaml", "Botchan", "Botchan!")
    assert [each["id"] for each in library.data("--deliver", "bibtex")["moved"]] == ["kokoro"]


def test_between_revisions_and_for_some_records(library: Library) -> None:
    library.edit(BOOK, "1957", "1958")
    library.edit("books/sanshiro.yaml", "1908", "1909")
    library.commit()
    assert library.diff().out == "nothing has changed\n"
    assert len(library.data("HEAD~1..HEAD")["records"]) == 2
    assert [each["id"] for each in library.data("HEAD~1", "kokoro")["records"]] == ["kokoro"]
    assert library.lines("HEAD~1", "sanshiro")[1:] == ["  issued changed: 1908 → 1909"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nobody"], "“nobody” is neither a revision nor a record"),
        (["main...HEAD"], "write main..HEAD"),
        (["HEAD..nobody"], "there is no revision “nobody”"),
        (["--deliver", "bibtx"], "did you mean “bibtex”?"),
    ],
)
def test_wrong_use(library: Library, words: list[str], message: str) -> None:
    ran = library.diff(*words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_one_work_changes_and_two_works_change(library: Library) -> None:
    library.edit(BOOK, "issued: 1957", "issued: 1958")
    assert "\nbibtex: 1 work changes: kokoro\n" in library.diff().out
    library.edit("books/sanshiro.yaml", "issued: 1908", "issued: 1909")
    assert "\nbibtex: 2 works change: kokoro, sanshiro\n" in library.diff().out


def test_markdown_of_a_stranger_is_only_text(library: Library) -> None:
    library.edit(BOOK, "title: Kokoro", 'title: "[x](http://e.org) <img src=x> @you **b**"')
    text = library.diff("--format", "markdown").out
    assert r"\[x\](http" in text
    assert r"\<img src=x\>" in text
    assert "**b**" not in text
    assert r"\@you" in text


def test_word_changes_put_the_text_together_again() -> None:
    before, after = "The waves of 1931, 波", "The grey waves of 1932, 海"
    pieces = word_changes(before, after)
    assert "".join(each.text for each in pieces if each.sort != "added") == before
    assert "".join(each.text for each in pieces if each.sort != "removed") == after
