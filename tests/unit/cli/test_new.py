"""new: a record with everything that its kind requires, and records of its makers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, exporter

BOOK = """\
# yaml-language-server: $schema=../../schemas/book.schema.json
id: natsume-1914-kokoro
kind: book
language: ja
title: Kokoro
contributors:
  - {agent: soseki-natsume, role: author}
issued: 1914
identifiers: {isbn: "978-4-10-101013-7"}
"""
PERSON = """\
# yaml-language-server: $schema=../../schemas/person.schema.json
id: soseki-natsume
kind: person
name:
  en: {family: Natsume, given: Sōseki}
"""
KOKORO = (
    *("new", "book", "--title", "Kokoro", "--author", "Natsume, Sōseki", "--language", "ja"),
    *("--issued", "1914", "--isbn", "9784101010137"),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    assert exporter("init", cwd=tmp_path).code == 0
    return tmp_path


def read(library: Path, name: str) -> str:
    return (library / "records" / name).read_text("utf-8")


def test_a_book_and_its_author(library: Path) -> None:
    ran = exporter(*KOKORO, cwd=library)
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        "records/books/natsume-1914-kokoro.yaml",
        "records/people/soseki-natsume.yaml",
    ]
    assert read(library, "books/natsume-1914-kokoro.yaml") == BOOK
    assert read(library, "people/soseki-natsume.yaml") == PERSON
    assert exporter("validate", cwd=library).err.startswith("2 records checked, nothing found.\n")


@pytest.mark.parametrize("name", ["Natsume, Sōseki", "Sōseki Natsume", "soseki-natsume"])
def test_an_author_who_has_a_record_is_found(library: Path, name: str) -> None:
    exporter(*KOKORO, cwd=library)
    ran = exporter("new", "book", "--title", "The Gate", "--author", name, cwd=library)
    assert ran.code == 0, ran.err
    said = "" if name == "soseki-natsume" else f"{name}: soseki-natsume, who has a record\n"
    assert ran.err == said
    assert ran.out == "records/books/natsume-gate.yaml\n"
    assert "agent: soseki-natsume, role: author" in read(library, "books/natsume-gate.yaml")


def test_what_is_probably_wrong_is_told_at_once(library: Path) -> None:
    exporter(*KOKORO, cwd=library)
    again = exporter(*KOKORO, "--diff", cwd=library)
    assert again.code == 0
    assert "probable-duplicate: “natsume-1914-kokoro” is probably the same as" in again.err
    ran = exporter("new", "person", "--name", "Mori,  Ōgai", cwd=library)
    assert (ran.code, ran.err) == (0, "")  # that nobody refers to it yet is no mistake


def test_like_another_record(library: Path) -> None:
    exporter(*KOKORO, cwd=library)
    words = ("--like", "natsume-1914-kokoro", "--title", "Sanshirō", "--issued", "1908")
    ran = exporter("new", "book", *words, cwd=library)
    assert ran.code == 0, ran.err
    text = BOOK.replace("1914-kokoro", "1908-sanshiro").replace("Kokoro", "Sanshirō")
    text = text.replace("issued: 1914", "issued: 1908").partition("identifiers")[0]
    assert read(library, "books/natsume-1908-sanshiro.yaml") == text


REFERENCES = """\
@article{smith2020,
  author = {Smith, Jane and Doe, John}, title = {A study}, journal = {Tests}, year = 2020,
  doi = {10.1000/182}, shelf = {B 12}, file = {x.pdf},
}
@book{Knuth:1984,
  author = {Donald E. Knuth}, title = {The TeXbook}, year = 1984, isbn = {0-201-13447-0},
}
"""
RIS = "TY  - JOUR\nTI  - Hello\nAU  - Smith, Jane\nPY  - 2001\nER  - \n"


@pytest.fixture
def references(library: Path) -> Path:
    (library / "refs.bib").write_text(REFERENCES, "utf-8")
    return library


def test_from_an_entry_of_a_file(references: Path) -> None:
    words = ("new", "article", "--from", "refs.bib", "--entry", "smith2020", "--language", "en")
    ran = exporter(*words, cwd=references)
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "records/articles/smith-2020-study.yaml",
            "records/people/jane-smith.yaml",
            "records/people/john-doe.yaml",
        ],
    )
    assert ran.err.splitlines() == [
        "refs.bib:3: noted: shelf = B 12: there is no field for this; it is kept in a note for "
        "the staff",
        "refs.bib:3: not carried: file = x.pdf: it is a file on another computer",
    ]
    text = read(references, "articles/smith-2020-study.yaml")
    assert "language: en\n" in text
    assert "container_title: Tests\n" in text
    assert "former_ids: [smith2020]\n" in text
    again = exporter(*words, cwd=references)
    assert again.code == 2
    assert "already in the catalogue as “smith-2020-study”: the same DOI" in again.err


def from_stdin(library: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "exporter", "-C", library, "new", "article", "--from", "-"]
    return subprocess.run(
        [*command, *words], input=RIS, capture_output=True, text=True, check=True, cwd=ROOT
    )


def test_remarks_name_stdin(library: Path) -> None:
    ran = from_stdin(library, "--type", "article-magazine", "--language", "en")
    assert "-:" not in ran.stderr
    command = [sys.executable, "-m", "exporter", "-C", library, "import", "-"]
    ran = subprocess.run(command, input="x", capture_output=True, text=True, check=False, cwd=ROOT)
    assert "the content of stdin shows no format" in ran.stderr


def test_from_stdin_with_another_type_and_title(library: Path) -> None:
    words = ("--type", "article-magazine", "--title", "Good day", "--language", "en")
    from_stdin(library, *words)
    text = read(library, "articles/smith-2001-good.yaml")
    assert "type: article-magazine\n" in text
    assert "title: Good day\n" in text
    assert "agent: jane-smith" in text


def test_a_person_from_a_register(library: Path) -> None:
    register = ROOT / "tests" / "unit" / "importers" / "samples" / "register.xml"
    words = ("--from", register, "--entry", "pmb2121", "--set", "gender=male")
    ran = exporter("new", "person", *words, cwd=library)
    assert ran.code == 0, ran.err
    assert "not carried: reference = person-13: it is another entry" in ran.err
    text = read(library, "people/arthur-schnitzler.yaml")
    assert "born: {date: 1862-05-15, place: Wien}\n" in text
    assert "gender: male\n" in text
    assert "former_ids: [pmb2121]\n" in text
    assert exporter("validate", cwd=library).code == 0


def test_a_name_that_may_be_another_is_told(references: Path) -> None:
    exporter("new", "article", "--from", "refs.bib", "--entry", "smith2020", cwd=references)
    ran = from_stdin(references)
    assert "doubtful: Smith, Jane may be “jane-smith”" in ran.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["book", "--from", "refs.bib"], "choose one with --entry KEY: smith2020, Knuth:1984"),
        (["book", "--from", "refs.bib", "--entry", "Knuth1984"], "did you mean “Knuth:1984”?"),
        (["person", "--from", "refs.bib", "--entry", "smith2020"], "a record of kind article"),
        (["book", "--from", "nothing.bib"], "cannot read nothing.bib"),
        (["book", "--from", "exporter.toml"], "shows no format"),
        (["book", "--entry", "smith2020"], "--entry needs --from"),
        (["book", "--from", "refs.bib", "--like", "x"], "cannot be used together"),
    ],
)
def test_a_file_that_does_not_give_one_entry(
    references: Path, words: list[str], message: str
) -> None:
    ran = exporter("new", *words, cwd=references)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not list((references / "records").rglob("*.yaml"))


def test_any_field_and_any_kind(library: Path) -> None:
    words = ("--name", "Woolf, Virginia", "--set", "born.date=1882", "--set", "gender=female")
    ran = exporter("new", "person", *words, cwd=library)
    assert ran.code == 0, ran.err
    text = read(library, "people/virginia-woolf.yaml")
    assert "name:\n  en: {family: Woolf, given: Virginia}\n" in text
    assert "born: {date: 1882}\n" in text


def test_lists_and_groups_in_lists(library: Path) -> None:
    words = ("--title", "Tea", "--set", "keywords=tea", "--set", "keywords=Japan, arts", "--set")
    words += ("holdings.repository=A library", "--set", "holdings.shelfmark=B=12", "--set")
    words += (
        "url=https://a.example/",
        "--set",
        "url=https://b.example/",
        "--set",
        "series.title=C",
    )
    words += ("--publisher", "D", "--set", "publisher=E", "--set", "part_of.title=F")
    ran = exporter("new", "book", *words, cwd=library)
    assert ran.code == 0, ran.err
    found = yaml.safe_load(read(library, "books/tea.yaml"))
    assert found["keywords"] == ["tea", "Japan, arts"]
    assert found["holdings"] == [{"repository": {"name": "A library"}, "shelfmark": "B=12"}]
    assert found["url"] == ["https://a.example/", "https://b.example/"]
    assert found["series"] == [{"title": "C"}]
    assert found["publisher"] == [{"name": "D"}, {"name": "E"}]
    assert found["part_of"] == {"title": "F"}
    assert exporter("validate", cwd=library).code == 0


def test_what_is_set_counts_instead_of_what_another_record_says(library: Path) -> None:
    before = ("--set", "keywords=tea", "--publisher", "D", "--set", "part_of.title=F")
    exporter("new", "book", "--title", "Tea", "--id", "tea", *before, cwd=library)
    words = ("--set", "keywords=milk", "--publisher", "E", "--set", "part_of.volume=1")
    ran = exporter("new", "book", "--like", "tea", "--title", "Milk", *words, cwd=library)
    assert ran.code == 0, ran.err
    found = yaml.safe_load(read(library, "books/milk.yaml"))
    assert found["keywords"] == ["milk"]
    assert found["publisher"] == {"name": "E"}
    assert found["part_of"] == {"title": "F", "volume": "1"}


def test_somebody_in_any_role(library: Path) -> None:
    words = ("--title", "Metropolis", "--contributor", "film director=Lang, Fritz")
    ran = exporter("new", "film", *words, "--author", "Harbou, Thea von", cwd=library)
    assert ran.code == 0, ran.err
    text = read(library, "films/harbou-metropolis.yaml")
    assert "  - {agent: fritz-lang, role: film director}\n" in text
    assert "family: Lang, given: Fritz" in read(library, "people/fritz-lang.yaml")


def test_a_name_in_han_characters_gets_no_guessed_id(library: Path) -> None:
    ran = exporter("new", "person", "--name", "夏目, 漱石", cwd=library)
    assert ran.out == "records/people/person.yaml\n"
    rename = "exporter rename person NEW (the next time: --id NEW)"
    assert ran.err == f"choose an id that says more: {rename}\n"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("--name", "森, 鷗外", "--language", "ja"), "name:\n  ja: {family: 森, given: 鷗外}\n"),
        (("--name", "森鷗外", "--language", "ja"), "name: {ja: 森鷗外}\n"),
        (("--name", "森鷗外"), "name: {und-Hani: 森鷗外}\n"),
        (("--name", "Mori Ōgai", "--language", "en"), "name: Mori Ōgai\n"),
    ],
)
def test_a_name_in_another_script_has_its_language(
    library: Path, words: tuple[str, ...], name: str
) -> None:
    ran = exporter("new", "person", *words, "--id", "mori-ogai", cwd=library)
    assert ran.code == 0, ran.err
    assert name in (library / ran.out.strip()).read_text("utf-8")
    found = json.loads(exporter("validate", "--format", "json", cwd=library).out)["findings"]
    assert {each["name"] for each in found if "mori" in each["path"]} <= {"orphaned-record"}


def test_a_publisher_who_has_no_record_is_named(library: Path) -> None:
    exporter("new", "organization", "--name", "Penguin Books", cwd=library)
    for title, publisher, written in (
        ("Emma", "Penguin Books", "publisher: penguin-books\n"),
        ("Persuasion", "Ace Books", "publisher: {name: Ace Books}\n"),
        ("雁", "講談社", "publisher:\n+  name: {ja: 講談社}\n"),
    ):
        words = ("--title", title, "--language", "ja", "--id", "x", "--publisher", publisher)
        ran = exporter("new", "book", *words, "--diff", cwd=library)
        assert (ran.code, ran.err) == (0, "")
        assert f"+{written}" in ran.out


def test_a_new_agent_with_the_name_of_another_is_doubtful(library: Path) -> None:
    for id in ("penguin", "penguin-2"):
        ran = exporter("new", "organization", "--name", "Penguin Books", "--id", id, cwd=library)
        assert ran.code == 0
    doubt = (
        "doubtful: Penguin Books may be “penguin”; no second fact says so, so “penguin-2” is new\n"
        "if they are one: exporter merge penguin-2 into penguin\n"
    )
    assert ran.err == doubt


def test_a_name_in_one_piece_is_told(library: Path) -> None:
    """Citation styles print it as it stands, which may be meant so."""
    told = []
    for name in ("Virginia Woolf", "Woolf, Virginia", "Plato"):
        ran = exporter("new", "book", "--title", "Emma", "--author", name, "--diff", cwd=library)
        assert ran.code == 0
        told.append("is not divided" in ran.err)
    assert told == [True, False, False]


def test_the_types_of_a_kind_are_named(library: Path) -> None:
    words = ("--title", "Emma", "--language", "en", "--type", "essay")
    ran = exporter("new", "article", *words, cwd=library)
    assert "the terms are article; article-journal; article-magazine" in ran.err


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("V. Woolf", "Woolf, Virginia"),
        ("Woolf, V. A.", "Woolf, Virginia"),
        ("Virginia Woolf", "Woolf, V."),
        ("Woolf, Virginia Adeline", "Woolf, V."),
        ("Gogh, V.", "Vincent Gogh"),
        ("Woolf, Leonard", ""),
        ("W. Woolf", ""),
        ("Woolf", ""),
    ],
)
def test_a_name_with_initials_may_be_that_of_another(library: Path, name: str, known: str) -> None:
    for other in ("Woolf, Virginia", "Woolf, V.", "Vincent Gogh"):
        if other == known or not known:
            exporter("new", "person", "--name", other, "--id", "known", cwd=library)
    for words in (["person", "--name", name], ["book", "--title", "Emma", "--author", name]):
        ran = exporter("new", *words, "--id", "x", "--language", "en", "--diff", cwd=library)
        assert ran.code == 0
        assert (f"doubtful: {name} may be “known”" in ran.err) == bool(known), ran.err


def test_a_publisher_by_an_id_that_nobody_has_is_an_error(library: Path) -> None:
    ran = exporter("new", "book", "--title", "Emma", "--publisher", "penguin", cwd=library)
    assert (ran.code, ran.out) == (1, "")
    assert "or write {name: …} if none is wanted" in ran.err


def test_diff_writes_nothing(library: Path) -> None:
    ran = exporter(*KOKORO, "--diff", cwd=library)
    assert ran.code == 0
    assert "+id: natsume-1914-kokoro\n" in ran.out
    assert "+id: soseki-natsume\n" in ran.out
    assert not list((library / "records").rglob("*.yaml"))


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["bok", "--title", "x"], 2, "did you mean “book”?"),
        (["letter", "--title", "x"], 2, "“manuscript”, with the type “personal_communication”?"),
        (["book"], 2, "a record of kind book needs a title"),
        (["article", "--title", "x"], 2, "add --type with one of article, article-journal"),
        (["book", "--title", "x", "--set", "pagse=3"], 2, "did you mean “pages”?"),
        (["book", "--title", "x", "--set", "pages"], 2, "write --set FIELD=VALUE"),
        (["book", "--title", "x", "--set", "contributors=Me"], 2, "--contributor ROLE=NAME"),
        (["film", "--title", "x", "--contributor", "Me"], 2, "write --contributor ROLE=NAME"),
        (["film", "--title", "x", "--contributor", "maker=Me"], 1, "is not a term for “role”"),
        (["book", "--title", "x", *(2 * ("--set", "subtitle=y"))], 2, "“subtitle” is given twice"),
        (["book", "--title", "x", "--set", "holdings=y"], 2, "set holdings.repository or"),
        (["book", "--title", "x", "--set", "holdings.shelfmrk=y"], 2, "did you mean “shelfmark”?"),
        (["book", "--title", "x", "--set", "title.ja=茶"], 2, "cannot be used together"),
        (["person", "--name", "x", "--set", "born=1775"], 2, "set born.date or born.place"),
        (["person", "--name", "x", "--set", "name.ja=茶"], 2, "--set name.en=…"),
        (["book", "--title", "x", "--like", "y"], 2, "there is no record “y”"),
        (["book", "--title", "x", "--id", "X"], 1, "Nothing was written"),
        (["book", "--title", "x", "--isbn", "978"], 1, "this ISBN has 3 digits"),
        (["book", "--title", "x", "--issued", "Mai 1949"], 1, "Nothing was written"),
    ],
)
def test_what_is_wrong_is_explained(
    library: Path, words: list[str], code: int, message: str
) -> None:
    ran = exporter("new", *words, cwd=library)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err
    assert not list((library / "records").rglob("*.yaml"))


@pytest.mark.parametrize(
    ("year", "written"),
    [("1815", "1815"), ("0800", '"0800"'), ("0000", '"0000"'), ("1815?", "1815?")],
)
def test_a_year_is_a_number_if_it_can_be_one(library: Path, year: str, written: str) -> None:
    ran = exporter("new", "book", "--title", "Tea", "--issued", year, "--diff", cwd=library)
    assert f"+issued: {written}\n" in ran.out


def test_a_name_that_two_bear_is_no_guess(library: Path) -> None:
    for id in ("smith-1", "smith-2"):
        exporter("new", "person", "--name", "Smith, John", "--id", id, cwd=library)
    ran = exporter("new", "book", "--title", "x", "--author", "John Smith", cwd=library)
    assert ran.code == 2
    assert "“John Smith” can be smith-1 or smith-2" in ran.err


def test_without_a_kind_the_kinds_are_listed(library: Path) -> None:
    ran = exporter("new", cwd=library)
    assert ran.code == 2
    assert ran.err.startswith("exporter: the kind of the record is missing\n")
    assert "the kinds are article, book, concept" in ran.err
