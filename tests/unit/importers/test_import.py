"""`exporter import` as a user runs it: what comes in, what is told, and what is left alone."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.importers.files import MAX_SIZE
from tests.conftest import ROOT, Ran, exporter

BOOK = (
    '@book{wool, author = {Smith, Jane Ann}, title = {Wool}, year = 2001, isbn = "3-16-148410-X"}\n'
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    root = tmp_path / "catalogue"
    (root / "records").mkdir(parents=True)
    return root


def run(root: Path, content: str | bytes, *options: str, name: str = "x.bib") -> Ran:
    """Import a file into the catalogue, which must be valid afterwards."""
    file = root.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    ran = exporter("-C", root, "import", *options, f"../{name}")
    checked = exporter("-C", root, "validate", "--format", "text")
    assert " error: " not in checked.out + checked.err
    return ran


def record(root: Path, path: str) -> Any:
    return yaml.safe_load((root / "records" / path).read_text("utf-8"))


def files(root: Path) -> dict[str, bytes]:
    found = (root / "records").rglob("*.yaml")
    return {path.relative_to(root / "records").as_posix(): path.read_bytes() for path in found}


def test_a_wrong_isbn_is_told_and_kept_as_invalid(catalogue: Path) -> None:
    ran = run(catalogue, "@book{a, title = {One},\n  isbn = {9783161484101}}")
    assert ran.code == 0
    assert ran.err.splitlines()[:3] == [
        "../x.bib:2: noted: isbn = 9783161484101: this ISBN is not valid: its last digit should be "
        "0, not 1; it is kept as an invalid number",
        "1 entry seen: 1 new",
        "2 values seen: 1 carried, 1 kept with a remark, 0 not carried",
    ]
    assert record(catalogue, "books/one.yaml")["identifiers"] == {
        "isbn": {"invalid": "9783161484101"}
    }


def test_new_records_of_agents_are_counted_in_words(catalogue: Path) -> None:
    two = "@book{a, title = {One}, author = {Smith, Jane and Ford, Bo}}"
    assert "new records of agents: 2 persons\n" in run(catalogue, two).err


def test_a_work_and_its_author_become_records(catalogue: Path) -> None:
    ran = run(catalogue, BOOK)
    assert ran.code == 0
    assert ran.out.split() == [
        "records/books/smith-2001-wool.yaml",
        "records/people/jane-ann-smith.yaml",
    ]
    book = record(catalogue, "books/smith-2001-wool.yaml")
    assert book["contributors"] == [{"agent": "jane-ann-smith", "role": "author"}]
    assert (book["issued"], book["former_ids"]) == (2001, ["wool"])
    person = record(catalogue, "people/jane-ann-smith.yaml")
    assert person["name"] == {"en": {"family": "Smith", "given": "Jane Ann"}}
    assert "1 entry seen: 1 new" in ran.err


def test_a_second_run_adds_nothing_and_changes_nothing(catalogue: Path) -> None:
    entries = BOOK + "@misc{nameless, title = {No Author}}\n@article{a, title={T}, journal={J}}\n"
    run(catalogue, entries)
    before = files(catalogue)
    ran = run(catalogue, entries)
    assert (ran.code, ran.out, files(catalogue)) == (0, "", before)
    assert "x.bib:1: duplicate: wool is already in the catalogue as “smith-2001-wool”" in ran.err
    assert "3 entries seen: 3 already in the catalogue" in ran.err


SWAPPED = (
    "@article{first, author = {Donaldson, Wayne}, title = {First}, journal = {Memory}}\n"
    "@article{swapped, author = {Wayne, Donaldson}, title = {Role}, journal = {Memory}}"
)
BY_NUMBER = """
cff-version: 1.2.0
references:
  - {type: article, title: One, authors: [
      {family-names: Roe, given-names: Jane, orcid: 'https://orcid.org/0000-0002-1825-0097'}]}
  - {type: article, title: Two, authors: [
      {family-names: Roe-Smith, given-names: J., orcid: 'https://orcid.org/0000-0002-1825-0097'}]}
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.bib", SWAPPED), ("x.cff", BY_NUMBER)],
    ids=["swapped", "number"],
)
def test_a_second_run_finds_works_whose_author_has_a_record_under_another_form(
    catalogue: Path, name: str, content: str
) -> None:
    """A contributor is found by more than the form of the name in the record; so is the work."""
    run(catalogue, content, name=name)
    assert len([each for each in files(catalogue) if "people/" in each]) == 1
    assert run(catalogue, content, name=name).out == ""


def test_the_same_work_under_other_names_is_found_by_its_number(catalogue: Path) -> None:
    run(catalogue, BOOK)
    same = "@book{other, title = {Wool: a history}, year = 2002, isbn = {9783161484100}}"
    ran = run(catalogue, same)
    assert "the same ISBN, 9783161484100" in ran.err
    assert len(files(catalogue)) == 2


@pytest.mark.parametrize(
    "guarded",
    [
        "@incollection{c, title = {Wool}, booktitle = {Wool}, isbn = {9783161484100}}",
        "@book{c, title = {Wool}, edition = {2nd}, isbn = {9783161484100}}",
        "@book{c, title = {Quite Another Work}, isbn = {9783161484100}}",
    ],
    ids=["chapter", "edition", "title"],
)
def test_a_number_alone_makes_no_duplicate(catalogue: Path, guarded: str) -> None:
    run(catalogue, BOOK.replace("year", "edition = {1st}, year"))
    assert "1 entry seen: 1 new" in run(catalogue, guarded).err


def test_duplicates_as_the_user_wants_them(catalogue: Path) -> None:
    run(catalogue, BOOK)
    assert run(catalogue, BOOK, "--on-duplicate", "report").code == 1
    ran = run(catalogue, BOOK, "--on-duplicate", "new")
    assert (ran.code, "records/books/smith-2001-wool-2.yaml" in ran.out) == (0, True)


def test_nothing_is_overwritten_without_replace(catalogue: Path) -> None:
    run(catalogue, BOOK)
    changed = BOOK.replace("year", "publisher = {Press}, year")
    before = files(catalogue)
    assert run(catalogue, changed).out == ""
    assert files(catalogue) == before
    ran = run(catalogue, changed, "--replace")
    assert ran.out.split() == ["records/books/smith-2001-wool.yaml"]
    assert record(catalogue, "books/smith-2001-wool.yaml")["publisher"]["name"] == "Press"
    assert "1 entry seen: 1 unchanged" in run(catalogue, changed, "--replace").err


def test_dry_run_and_diff_write_nothing(catalogue: Path) -> None:
    ran = run(catalogue, BOOK, "--dry-run")
    assert (ran.code, "smith-2001-wool.yaml" in ran.out, files(catalogue)) == (0, True, {})
    ran = run(catalogue, BOOK, "--diff")
    assert "+title: Wool" in ran.out
    assert files(catalogue) == {}


def test_strict_refuses_when_anything_is_left_out(catalogue: Path) -> None:
    entry = BOOK.replace("year", "file = {x.pdf}, year")
    ran = run(catalogue, entry, "--strict")
    assert (ran.code, files(catalogue)) == (1, {})
    assert "x.bib:1: not carried: file = x.pdf: it is a file on another computer" in ran.err
    assert run(catalogue, BOOK, "--strict").code == 0


def test_unknown_fields_are_kept_in_a_note_or_reported(catalogue: Path) -> None:
    entry = BOOK.replace("year", "shelfcolour = {green}, year")
    ran = run(catalogue, entry)
    notes = record(catalogue, "books/smith-2001-wool.yaml")["notes"]
    assert notes == {"staff": ["shelfcolour: green"]}
    assert "noted: shelfcolour = green: there is no field for this" in ran.err
    ran = run(catalogue, entry, "--on-duplicate", "new", "--unknown", "report")
    assert "not carried: shelfcolour = green" in ran.err
    assert "notes" not in record(catalogue, "books/smith-2001-wool-2.yaml")


def test_the_report_has_everything_as_a_table(catalogue: Path) -> None:
    run(catalogue, BOOK.replace("year", "file = {x.pdf}, year"), "--report", "lost.tsv")
    rows = (catalogue / "lost.tsv").read_text("utf-8").splitlines()
    assert rows[0].split("\t") == ["file", "line", "result", "message"]
    assert rows[1].split("\t")[1:3] == ["1", "not carried"]


def test_an_agent_is_found_by_name_and_a_second_fact(catalogue: Path) -> None:
    both = "@article{{{0}, title = {{{1}}}, author = {{Smith, Jane and Roe, Richard}}}}\n"
    run(catalogue, both.format("a", "One"))
    run(catalogue, both.format("b", "Two"))
    people = sorted(path for path in files(catalogue) if path.startswith("people"))
    assert people == ["people/jane-smith.yaml", "people/richard-roe.yaml"]


def test_a_name_alone_is_doubtful_and_its_candidates_are_told(catalogue: Path) -> None:
    run(catalogue, "@book{a, title = {One}, author = {Smith, Jane}}")
    ran = run(catalogue, "@book{b, title = {Two}, author = {Smith, Jane}}")
    assert "doubtful: Smith, Jane may be “jane-smith”" in ran.err
    assert "people/jane-smith-2.yaml" in files(catalogue)


def test_initials_of_one_in_the_catalogue_are_doubtful(catalogue: Path) -> None:
    run(catalogue, "@book{a, title = {One}, author = {Smith, Jane}}")
    ran = run(catalogue, "@book{b, title = {Two}, author = {Smith, J. and Roe, R. and Roe, Rob}}")
    doubts = [line for line in ran.err.splitlines() if "doubtful" in line]
    assert len(doubts) == 1
    assert "Smith, J. may be “jane-smith”" in doubts[0]


def test_names_with_initials_are_not_one_agent_without_a_second_fact(catalogue: Path) -> None:
    entry = "@book{{{0}, title = {{{1}}}, author = {{Smith, J.}}}}\n"
    run(catalogue, entry.format("a", "One") + entry.format("b", "Two"))
    people = sorted(path for path in files(catalogue) if path.startswith("people"))
    assert people == ["people/j-smith-2.yaml", "people/j-smith.yaml"]


def test_a_body_with_an_identifier_gets_a_record(catalogue: Path) -> None:
    resource = (
        '<resource xmlns="http://datacite.org/schema/kernel-4"><creators><creator>'
        "<creatorName>Smith, Jane</creatorName><affiliation affiliationIdentifier="
        '"https://ror.org/02956yf07" affiliationIdentifierScheme="ROR">Example University'
        "</affiliation></creator></creators><titles><title>Counts</title></titles></resource>"
    )
    run(catalogue, resource, name="x.xml")
    university = record(catalogue, "organizations/example-university.yaml")
    assert university["identifiers"] == {"ror": "02956yf07"}
    counts = record(catalogue, "reports/smith-counts.yaml")
    assert counts["contributors"][0]["affiliation"] == ["example-university"]


def test_open_dates_stay_open(catalogue: Path) -> None:
    run(catalogue, "@periodical{j, title = {Fibres}, date = {1945/..}}")
    assert record(catalogue, "serials/fibres-1945.yaml")["issued"] == "1945/.."


def test_ids_follow_the_pattern_of_the_catalogue(catalogue: Path) -> None:
    (catalogue / "exporter.toml").write_text('[import]\nid = "{kind}-{key}"\n')
    assert "records/books/book-wool.yaml" in run(catalogue, BOOK).out
    (catalogue / "exporter.toml").write_text('[import]\nid = "{colour}"\n')
    assert exporter("-C", catalogue, "import", "../x.bib").code == 2


def test_han_characters_are_never_romanised_and_kana_only_with_a_language(catalogue: Path) -> None:
    book = "@book{{{0}, author = {{{1}}}, title = {{{2}}}, {3} year = 1914}}\n"
    entries = book.format("k1", "夏目, 漱石", "心", "") + book.format(
        "k2", "なつめ, そうせき", "こころ", "language = {japanese},"
    )
    run(catalogue, entries)
    books = sorted(path for path in files(catalogue) if path.startswith("books"))
    assert books[0] == "books/1914.yaml" or books[0].startswith("books/k1")
    assert any("natsume" in path for path in books)


def test_what_would_be_an_error_is_left_out_and_told(catalogue: Path) -> None:
    entry = BOOK.replace("2001", "{2001-02-30}").replace("year", "urldate = {soon}, year")
    ran = run(catalogue, entry)
    assert "not carried: year = 2001-02-30: this date is not understood" in ran.err
    assert "not carried: urldate = soon" in ran.err


def test_folders_and_archives(catalogue: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.bib").write_text(BOOK)
    (folder / "notes.txt").write_text("nothing to import\n")
    ran = exporter("-C", catalogue, "import", folder)
    assert "notes.txt:1: error: the content shows no format that can be imported" in ran.err
    assert "1 entry seen: 1 new" in ran.err
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("b.bib", BOOK.replace("Wool", "Silk").replace("3-16-148410-X", ""))
        file.writestr("../../outside.bib", BOOK)
    (folder / "z.rdf").write_text('<RDF z="http://www.zotero.org/namespaces/export#"/>')
    ran = exporter("-C", catalogue, "import", folder)
    assert "z.rdf:1: error: the content is RDF of Zotero, which is not imported; in " in ran.err
    table = io.BytesIO()
    with zipfile.ZipFile(table, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("docProps/core.xml", "<dc:title>Books</dc:title>")
    ran = run(catalogue, table.getvalue(), name="x.xlsx")
    assert "x.xlsx:1: error: it is a document of Excel, Word, LibreOffice or the like; " in ran.err
    ran = run(catalogue, archive.getvalue(), name="x.zip")
    assert "x.zip/../../outside.bib:1: error: its path leads out of the archive" in ran.err
    assert "1 entry seen: 1 new" in ran.err
    assert not (tmp_path.parent / "outside.bib").exists()


def test_tei_is_imported_by_itself(catalogue: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.bib").write_text(BOOK)
    own = "<p>Each record is one biblStruct, person, org, event, place or category;</p>"
    (folder / "b.xml").write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{own}</TEI>')
    ran = exporter("-C", catalogue, "import", folder)
    assert "b.xml:1: error: TEI is not imported with other formats" in ran.err
    assert "1 entry seen: 1 new" in ran.err
    ran = exporter("-C", catalogue, "import", folder / "a.bib", folder / "b.xml")
    assert (ran.code, "TEI and other formats cannot be imported in one run" in ran.err) == (2, True)


def test_a_zip_bomb_is_refused(catalogue: Path) -> None:
    archive = io.BytesIO()
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("bomb.bib", "w", force_zip64=True) as member,
    ):
        for _ in range(MAX_SIZE // 1_000_000 + 2):
            member.write(bytes(1_000_000))
    ran = run(catalogue, archive.getvalue(), name="bomb.zip")
    assert (ran.code, files(catalogue)) == (1, {})
    assert "the files of the archive have more than 100 MB together" in ran.err


def test_an_encrypted_file_of_an_archive_is_named(catalogue: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.bib", BOOK)
    content = bytearray(archive.getvalue())
    content[6] |= 1  # APPNOTE.TXT, 4.4.4: bit 0 says that it is encrypted
    content[content.find(b"PK\x01\x02") + 8] |= 1
    ran = run(catalogue, bytes(content), name="x.zip")
    assert "x.zip/a.bib:1: error: it is encrypted; unpack the archive first\n" in ran.err


def test_what_is_wrong_with_a_file_of_an_archive_is_told_of_that_one(catalogue: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("./.", BOOK)
        file.writestr(".", BOOK)
        file.writestr("broken.bib", BOOK * 9, zipfile.ZIP_LZMA)
        file.writestr("right.bib", BOOK)
    content = bytearray(archive.getvalue())
    start = content.find(b"broken.bib") + len(b"broken.bib") + 12  # behind what LZMA is set to
    content[start : start + 9] = b"\xff" * 9
    ran = run(catalogue, bytes(content), name="x.zip")
    assert ran.err.count("x.zip:1: error: a file in the archive has no name; it is not read\n") == 2
    assert "x.zip/broken.bib:1: error: it cannot be unpacked: " in ran.err
    assert "1 entry seen: 1 new" in ran.err


def test_stdin_and_unknown_content(catalogue: Path) -> None:
    words = [sys.executable, "-m", "exporter", "-C", catalogue, "import", "-"]
    ran = subprocess.run(words, input=BOOK.encode(), capture_output=True, check=True, cwd=ROOT)
    assert b"smith-2001-wool" in ran.stdout
    unknown = run(catalogue, "plain words\n", name="x.txt")
    assert unknown.code == 2
    assert "x.txt shows no format that can be imported" in unknown.err
    empty = run(catalogue, "\n", name="x.bib")
    assert (empty.code, "x.bib:1: error: the file is empty" in empty.err) == (1, True)


def test_the_key_of_an_entry_that_is_the_id_of_another_one_leads_there(catalogue: Path) -> None:
    """Two files of one program often have the same keys; the first work may have its key as its id."""
    for place, title in enumerate(("1701", "1702")):
        (catalogue.parent / f"{place}.bib").write_text(
            f"@misc{{k1, title = {{{title}}}}}\n", "utf-8"
        )
    assert exporter("-C", catalogue, "import", "../0.bib", "../1.bib").code == 0
    assert record(catalogue, "reports/k1.yaml")["title"] == "1701"
    assert "former_ids" not in record(catalogue, "reports/k1-2.yaml")
