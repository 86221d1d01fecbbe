"""exporter history, and --history of exporter export: a real git repository, the real commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from exporter.records.revisions import Revision, authors_of, revisions, sources_of
from tests.conftest import Ran, exporter, official, program, run
from tests.support.git_folders import commit_all, git
from tests.support.small_catalogues import write_records

BOOK = """\
id: tea
kind: book
language: en
title: The Book of Tea
contributors: [{agent: okakura, role: author}]
issued: 1906
"""
PERSON = "id: okakura\nkind: person\nname: {en: {family: Okakura, given: Kakuzo}}\n"
MAIN = "https://example.org/records/7"


class Library:
    """A catalogue in git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> Ran:
        return git(self.folder, *words)

    def commit(self, message: str, date: str, records: dict[str, str] | None = None) -> None:
        commit_all(write_records(self.folder, records or {}), message, date)

    def history(self, name: str = "books/tea.yaml") -> list[tuple[str, str, str, str]]:
        """Return the revisions of a record: sort, day, summary, former name."""
        found = revisions(self.folder).get(self.folder / "records" / name, ())
        return [(each.sort, each.day, each.summary, each.former) for each in found]

    def export(self, format: str, *words: str) -> str:
        ran = exporter("export", "--format", format, *words, cwd=self.folder)
        assert (ran.code, ran.err) == (0, ""), ran.err
        return ran.out


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    source = f"Import from the union catalogue\n\nSource: (DLC)06012345\nSource: {MAIN}\n"
    library.commit(
        source,
        "2024-01-01T10:00:00+02:00",
        {"books/tea-1906.yaml": BOOK.replace("id: tea", "id: tea-1906")},
    )
    (library.folder / "records/books/tea-1906.yaml").unlink()
    library.commit("Shorten the id", "2024-02-01T10:00:00+02:00", {"books/tea.yaml": BOOK})
    library.commit("Add the author", "2024-02-03T10:00:00Z", {"people/okakura.yaml": PERSON})
    message = "State the edition\n\nCo-authored-by: Bo Ek <bo@example.org>\n"
    text = f"{BOOK}edition: 2nd ed.\n"
    library.commit(message, "2024-03-01T23:30:45-05:00", {"books/tea.yaml": text})
    return library


def test_the_revisions_of_a_record_follow_its_renaming(library: Library) -> None:
    assert library.history() == [
        ("changed", "2024-03-01", "State the edition", ""),
        ("renamed", "2024-02-01", "Shorten the id", "tea-1906.yaml"),
        ("created", "2024-01-01", "Import from the union catalogue", ""),
    ]
    assert library.history("books/tea-1906.yaml") == []
    history = revisions(library.folder)[library.folder / "records/books/tea.yaml"]
    assert authors_of(history) == ("Ann Lee", "Bo Ek")
    assert sources_of(history) == ("(DLC)06012345", MAIN)


def test_a_new_record_with_an_old_name_has_its_own_history(library: Library) -> None:
    library.git("rm", "-q", "records/books/tea.yaml")
    library.commit("Delete", "2024-04-01T00:00:00Z")
    assert library.history() == []
    other = "id: tea\nkind: book\nlanguage: fr\ntitle: Le thé, ses vertus et son commerce\n"
    library.commit("Another book", "2024-05-01T00:00:00Z", {"books/tea.yaml": other})
    assert library.history() == [("created", "2024-05-01", "Another book", "")]


def test_two_records_that_exchange_their_names_keep_their_histories(library: Library) -> None:
    one, two = (library.folder / f"records/books/{name}.yaml" for name in ("one", "two"))
    for path, words in ((one, "alpha beta gamma"), (two, "delta epsilon zeta")):
        path.write_text("".join(f"{word}: {word * 9}\n" for word in words.split()), "utf-8")
        library.commit(f"Make {path.stem}", "2024-06-01T00:00:00Z")
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    library.commit("Exchange", "2024-07-01T00:00:00Z")
    # git takes both for changed, not for renamed, as long as both names exist
    assert [each[2] for each in library.history("books/one.yaml")] == ["Exchange", "Make one"]


def test_a_catalogue_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    library = Library(tmp_path)
    inner = tmp_path / "ü" / "library"
    write_records(inner, {"books/tea.yaml": BOOK})
    library.commit("Add", "2024-01-01T00:00:00Z")
    found = revisions(inner)
    assert [each.summary for each in found[inner / "records/books/tea.yaml"]] == ["Add"]


def test_hostile_names_and_messages_stay_on_one_line(library: Library) -> None:
    message = "One\x01two\x02three\x1b[31m <b>\n\nSource: a\x03b\n"
    text = f"{BOOK}edition: 3rd ed.\n"
    library.commit(message, "2024-08-01T00:00:00Z", {"books/tea.yaml": text})
    newest = revisions(library.folder)[library.folder / "records/books/tea.yaml"][0]
    assert newest.summary == "One two three [31m <b>"
    assert newest.sources == ("a", "b")
    assert "three [31m &lt;b&gt;" in library.export("tei", "--history")


def test_the_history_in_words(library: Library) -> None:
    ran = exporter("history", "tea", cwd=library.folder)
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.out.splitlines() if "commit" not in line]
    assert lines == [
        "tea:",
        "  2024-03-01 changed by Ann Lee, Bo Ek: State the edition",
        "  2024-02-01 renamed from tea-1906.yaml by Ann Lee: Shorten the id",
        "  2024-01-01 created by Ann Lee: Import from the union catalogue",
        "      source: (DLC)06012345",
        f"      source: {MAIN}",
    ]
    data = json.loads(exporter("history", "okakura", "--format", "json", cwd=library.folder).out)
    revision = Revision(**data["okakura"][0])
    assert (revision.sort, revision.date) == ("created", "2024-02-03T10:00:00+00:00")
    write_records(library.folder, {"books/new.yaml": BOOK.replace("id: tea", "id: new")})
    assert exporter("history", "new", cwd=library.folder).out == "new: not committed yet\n"


def test_marc(library: Library) -> None:
    (library.folder / "exporter.toml").write_text(
        '[catalogue]\norganization_code = "JP-ToX"\n', "utf-8"
    )
    root = etree.fromstring(
        library.export("marcxml", "--history", "--authorities", "with").encode()
    )
    slim = "{http://www.loc.gov/MARC21/slim}"
    fields = [
        {each.get("tag"): each.text for each in record.iter(f"{slim}controlfield")}
        for record in root.iter(f"{slim}record")
    ]
    assert (fields[0]["005"], fields[0]["008"][:6]) == ("20240301233045.0", "240101")
    assert (fields[1]["005"], fields[1]["008"][:6]) == ("20240203100000.0", "240203")
    first = next(root.iter(f"{slim}record"))
    source = first.find(f"{slim}datafield[@tag='040']")
    assert source is not None
    found = {each.get("code"): each.text for each in source}
    assert found == {"a": "DLC", "b": "eng", "c": "JP-ToX", "d": "JP-ToX"}


def test_mods(library: Library) -> None:
    text = library.export("mods", "--history")
    assert '<recordCreationDate encoding="w3cdtf">2024-01-01</recordCreationDate>' in text
    assert '<recordChangeDate encoding="w3cdtf">2024-03-01</recordChangeDate>' in text
    assert f"Catalogued by Ann Lee, Bo Ek. Source: (DLC)06012345; {MAIN}</recordOrigin>" in text
    (library.folder / "out.xml").write_text(text, "utf-8")
    schema = official("mods-3-8-mended.xsd")
    ran = run(
        program("xmllint", "libxml2-utils"),
        "--noout",
        "--nonet",
        "--schema",
        schema,
        "out.xml",
        cwd=library.folder,
    )
    assert ran.code == 0, ran.err


def test_tei(library: Library) -> None:
    text = library.export("tei", "--history")
    root = etree.fromstring(text.encode())
    tei = "{http://www.tei-c.org/ns/1.0}"
    changes = [
        (each.get("when"), each.get("target"), "".join(map(str, each.itertext())))
        for each in root.iter(f"{tei}change")
    ]
    assert changes == [
        ("2024-03-01", "#tea", "Ann Lee, Bo Ek: State the edition"),
        ("2024-02-03", "#okakura", "Ann Lee: Add the author"),
        ("2024-02-01", "#tea", "Ann Lee: Shorten the id"),
        (
            "2024-01-01",
            "#tea",
            f"Ann Lee: Import from the union catalogue (Source: (DLC)06012345; {MAIN})",
        ),
    ]
    delivery = library.folder / "out.xml"
    delivery.write_text(text, "utf-8")
    ran = run(program("jing", "jing"), official("tei_all.rng"), delivery)
    assert ran.code == 0, ran.out
    other = library.folder / "other"
    (other / "records").mkdir(parents=True)
    assert exporter("import", delivery, cwd=other).code == 0
    assert (other / "records/books/tea.yaml").is_file()


@pytest.mark.parametrize("format", ["dc", "dcterms"])
def test_dublin_core(library: Library, format: str) -> None:
    words = "Record made on 2024-01-01, last changed on 2024-03-01; source: (DLC)06012345; "
    assert f"{words}{MAIN}.</dc:description>" in library.export(format, "--history")


FORMATS = ("marc", "marc-json", "marcxml", "mods", "tei", "dc", "dcterms")


@pytest.mark.parametrize("format", FORMATS)
def test_only_on_request_and_the_same_in_every_clone(library: Library, format: str) -> None:
    plain, told = library.export(format), library.export(format, "--history")
    assert plain != told
    for name, value in (
        ("log.showSignature", "true"),
        ("diff.renames", "false"),
        ("i18n.logOutputEncoding", "latin1"),
    ):
        library.git("config", name, value)
    clone = Library(library.folder.parent / "clone")
    clone.git("pull", "-q", str(library.folder), "main")
    assert library.export(format, "--history") == told
    assert clone.export(format, "--history") == told
    assert clone.export(format) == plain


def test_without_a_history_it_is_left_out(library: Library, tmp_path: Path) -> None:
    folder = write_records(
        tmp_path / "plain",
        {"books/tea.yaml": BOOK, "people/o.yaml": PERSON.replace("okakura\n", "o\n", 1)},
    )
    text = BOOK.replace("okakura", "o")
    write_records(folder, {"books/tea.yaml": text})
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    plain = exporter("export", "--format", "mods", cwd=folder, env=env)
    ran = exporter("export", "--format", "mods", "--history", cwd=folder, env=env)
    assert (ran.code, ran.out) == (0, plain.out)
    assert "the history is left out" in ran.err
    assert exporter("history", "tea", cwd=folder, env=env).code == 2
    shallow = tmp_path / "shallow"
    library.git("clone", "-q", "--depth", "1", f"file://{library.folder}", str(shallow))
    ran = exporter("export", "--format", "mods", "--history", cwd=shallow)
    assert (ran.code, "recordCreationDate" in ran.out) == (0, False)
    assert "this clone has only the latest commits" in ran.err


def test_a_cluster_has_no_git(library: Library) -> None:
    ran = exporter(
        "export", "--format", "mods", "--history", "--engine", "dask", cwd=library.folder
    )
    assert (ran.code, ran.out) == (2, "")
    assert "--history is not for a cluster" in ran.err
