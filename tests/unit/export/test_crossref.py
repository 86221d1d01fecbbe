"""Deposits for Crossref: what is written, what is refused, and what our own importer reads of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from tests.conftest import Ran, exporter
from tests.support.crossref_schema import crossref_objections
from tests.support.elements import read_element

SETTINGS = """\
[catalogue]
title = "Books on tea"
institution = "Tea Library"
base_uri = "https://tea.example.org/"
email = "library@example.org"
"""
PUBLISHED = """\
publisher: {name: Tea Press}
place: Kyoto
issued: 1906-05
contributors:
  - {name: Okakura Kakuzō, role: author}
  - {name: Mori Rintarō, role: translator}
language: en
"""
WORKS = {
    "article": "kind: article\ntype: article-journal\ncontainer_title: Tea Review\nvolume: '3'\n"
    "issue: '2'\npages: 12-34\n",
    "book": "kind: book\nsubtitle: a history\nedition: 2nd ed.\n",
    "chapter": "kind: part\ntype: chapter\ncontainer_title: Tea Reader\npages: 3-7\n",
    "paper": "kind: part\ntype: paper-conference\ncontainer_title: Tea 1906\n"
    "event: {name: Congress of tea, place: Uji}\n",
    "thesis": "kind: thesis\ngranting_institution: {name: Tea University}\ndegree: PhD\n",
    "report": "kind: report\n",
    "standard": "kind: standard\nnumber: ISO 3103:2019\n",
    "dataset": "kind: dataset\n",
    "preprint": "kind: article\ntype: article\n",
}
"""A work of every type for which Crossref has an element."""
LONG_NAME = "Okakura " * 8 + "Kakuzō"
BODIES = ["journal", "book", "book", "conference", "dissertation", "report-paper", "standard"]
BODIES += ["database", "posted_content"]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / "exporter.toml").write_text(SETTINGS, "utf-8")
    return tmp_path


def add(library: Path, id: str, fields: str) -> None:
    """Add a record to a catalogue."""
    kind = yaml.safe_load(fields)["kind"]
    folder = library / "records" / {"thesis": "theses"}.get(kind, f"{kind}s")
    folder.mkdir(exist_ok=True)
    (folder / f"{id}.yaml").write_text(f"id: {id}\n{fields}", "utf-8")


def add_work(library: Path, id: str, fields: str = "") -> None:
    """Add a work that Crossref accepts, with a DOI and an ISSN of what it appeared in."""
    numbers = f"{{doi: 10.5555/{id}, issn: 0378-5955}}"
    if id not in {"article", "book"}:
        numbers = f"{{doi: 10.5555/{id}}}"
    add(library, id, f"{WORKS[id]}title: On {id}\n{PUBLISHED}identifiers: {numbers}\n{fields}")


def export(library: Path, *words: str) -> Ran:
    return exporter("-C", library, "export", "--format", "crossref", *words)


@pytest.mark.parametrize("id", WORKS)
def test_a_work_of_each_type_is_valid_and_comes_back(library: Path, id: str) -> None:
    add_work(library, id)
    ran = export(library)
    assert (ran.code, ran.err) == (0, "")
    assert crossref_objections(ran.out.encode()) == []
    back = imported(library, ran.out)
    assert back["title"] == f"On {id}"
    assert back["identifiers"]["doi"] == f"10.5555/{id}"
    assert [each["role"] for each in back["contributors"]] == ["author", "translator"]
    for name, value in yaml.safe_load(WORKS[id]).items():
        if name not in {"type", "granting_institution"}:
            assert back[name] == value
    if id != "dataset":  # a date of a database is not read
        assert back["issued"] == "1906-05"


def imported(library: Path, document: str) -> dict[str, Any]:
    """Return the only work that our importer reads in a document."""
    file = library / "deposit.xml"
    file.write_text(document, "utf-8")
    (library / "back" / "records").mkdir(parents=True)
    ran = exporter("-C", library / "back", "import", "--format", "crossref-xml", file)
    assert ran.code == 0, ran.err
    records = [
        yaml.safe_load(Path(library / "back" / each).read_text("utf-8")) for each in ran.out.split()
    ]
    (work,) = [each for each in records if "title" in each]
    return work


def test_works_of_several_sorts_stand_in_a_batch_each(library: Path) -> None:
    for id in WORKS:
        add_work(library, id)
    ran = export(library)
    assert crossref_objections(ran.out.encode()) == []
    root = etree.fromstring(ran.out.encode())
    bodies = [[etree.QName(each).localname for each in batch[1]] for batch in root]
    assert [body for batch in bodies for body in batch] == BODIES
    assert len(bodies) == len(set(BODIES))
    assert len(set(read_element("crossref", ran.out, "doi_batch_id"))) == len(bodies)
    alone = export(library, "article").out
    assert etree.QName(etree.fromstring(alone.encode())).localname == "doi_batch"


def test_the_head_names_the_library(library: Path) -> None:
    add_work(library, "book")
    out = export(library).out
    assert read_element("crossref", out, "head/timestamp") == ["20260101000000"]
    assert read_element("crossref", out, "depositor_name") == ["Tea Library"]
    assert read_element("crossref", out, "email_address") == ["library@example.org"]
    assert read_element("crossref", out, "registrant") == ["Tea Library"]


def test_the_doi_leads_to_the_record_or_where_it_says(library: Path) -> None:
    add_work(library, "book")
    add_work(library, "report", "url: 'https://example.org/a'\n")
    found = read_element("crossref", export(library).out, "resource")
    assert found == ["https://tea.example.org/book", "https://example.org/a"]


def test_a_catalogue_without_an_address_cannot_deposit(library: Path) -> None:
    add_work(library, "book")
    (library / "exporter.toml").write_text(SETTINGS.replace("email", "# email"), "utf-8")
    ran = export(library)
    assert (ran.code, ran.out) == (2, "")
    assert "Crossref demands the e-mail address of whoever deposits" in ran.err
    assert 'add email = "…" under [catalogue] in exporter.toml' in ran.err


@pytest.mark.parametrize("written", ["library", "a b@example.org", "a@b", "@example.org", ""])
def test_a_wrong_address_is_refused(library: Path, written: str) -> None:
    (library / "exporter.toml").write_text(f'[catalogue]\nemail = "{written}"\n', "utf-8")
    ran = export(library)
    assert ran.code == 2
    assert "email in [catalogue] must be" in ran.err


@pytest.mark.parametrize(
    ("fields", "message", "place"),
    [
        ("kind: photo\ntitle: A\n", "no element for a work of the type “graphic”", "2:7"),
        ("kind: book\ntitle: A\n", "Crossref demands a DOI", "1:1"),
        (
            f"kind: book\ntitle: A\nidentifiers: {{doi: 10.5555/{'a' * 201}}}\n",
            "Crossref does not accept the DOI “10.5555/aaa",
            "4:20",
        ),
        (
            "kind: book\ntitle: A\nissued: 1399\nidentifiers: {doi: 10.5555/1}\n",
            "Crossref demands a date with a year from 1400 to 2200",
            "4:9",
        ),
        ("kind: thesis\ntitle: A\n", "Crossref demands the author of a thesis", "1:1"),
        (
            "kind: standard\ntitle: A\nnumber: '7'\n",
            "Crossref demands the number of a standard",
            "4:9",
        ),
    ],
)
def test_what_crossref_refuses_is_told_at_its_place(
    library: Path, fields: str, message: str, place: str
) -> None:
    add(library, "a", fields)
    ran = export(library)
    assert (ran.code, ran.out) == (1, "")
    assert f"a.yaml:{place}: error: undeliverable-record: " in ran.err
    assert message in ran.err


def test_keep_going_leaves_out_what_crossref_refuses(library: Path) -> None:
    add_work(library, "book")
    add(library, "a", "kind: photo\ntitle: A\n")
    ran = export(library, "--keep-going")
    assert ran.code == 0
    assert "skipped: records/photos/a.yaml" in ran.err
    assert crossref_objections(ran.out.encode()) == []
    assert read_element("crossref", ran.out, "doi") == ["10.5555/book"]


def test_markup_becomes_face_elements(library: Path) -> None:
    markup = "abstract: |-\n  Of <i>Camellia</i>.\n\n  Of H<sub>2</sub>O.\n"
    add_work(library, "preprint", markup)
    file = library / "records" / "articles" / "preprint.yaml"
    file.write_text(
        file.read_text("utf-8").replace("On pre", "On <i>the</i> <sc>pre</sc>"), "utf-8"
    )
    out = export(library).out
    assert "<title>On <i>the</i> <scp>pre</scp>print</title>" in out
    assert "<jats:p>Of <jats:italic>Camellia</jats:italic>.</jats:p>" in out
    assert "<jats:p>Of H<jats:sub>2</jats:sub>O.</jats:p>" in out
    assert crossref_objections(out.encode()) == []


def test_a_name_that_crossref_refuses_is_that_of_an_organization(library: Path) -> None:
    add_work(library, "book")
    file = library / "records" / "books" / "book.yaml"
    file.write_text(file.read_text("utf-8").replace("Okakura Kakuzō", LONG_NAME), "utf-8")
    ran = export(library, "--losses", "-")
    assert read_element("crossref", ran.out, "organization") == [LONG_NAME]
    assert f"weakened: book/contributors/0: {LONG_NAME}: only as an organisation" in ran.err
    assert crossref_objections(ran.out.encode()) == []


@pytest.mark.parametrize(
    ("issued", "parts"),
    [
        ("1906", ["1906"]),
        ("1906-05-04", ["05", "04", "1906"]),
        ("1906-23", ["23", "1906"]),
        ("1906-34", ["32", "1906"]),
        ("1906?", ["1906"]),
        ("1906/1908", ["1906"]),
        ("1399/1906", ["1906"]),
    ],
)
def test_a_date_has_a_year_a_month_or_season_and_a_day(
    library: Path, issued: str, parts: list[str]
) -> None:
    add_work(library, "report")
    file = library / "records" / "reports" / "report.yaml"
    file.write_text(file.read_text("utf-8").replace("1906-05", f'"{issued}"'), "utf-8")
    ran = export(library, "--losses", "-")
    date = etree.fromstring(ran.out.encode()).find(".//{*}publication_date")
    assert [each.text for each in date] == parts
    assert ("report/issued" in ran.err) == any(mark in issued for mark in "?/")
    assert crossref_objections(ran.out.encode()) == []


def test_a_statement_without_a_place_is_listed(library: Path) -> None:
    add_work(library, "book", "genre: textbook\nkeywords: [tea]\n")
    ran = export(library, "--losses", "-")
    assert (
        "lost: book/genre: textbook: Crossref has no place for it in a work of this type" in ran.err
    )
    assert "lost: book/keywords/0: tea: there is no place for it" in ran.err
    assert "lost: book/title" not in ran.err
