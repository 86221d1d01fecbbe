"""BibTeX: the syntax, LaTeX, names, and entries that depend on others."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.importers.bibtex import read
from exporter.importers.bibtex.latex import decode
from exporter.importers.bibtex.names import names
from exporter.importers.entry import Broken, Entry
from exporter.importers.registry import ImportContext
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter

HARD = Path(__file__).with_name("samples") / "hard.bib"
CONTEXT = ImportContext(read_schemas(ROOT))


def entries(content: bytes) -> tuple[dict[str, Entry], list[Broken]]:
    found = list(read(content, CONTEXT))
    works = {each.key: each for each in found if isinstance(each, Entry)}
    return works, [each for each in found if isinstance(each, Broken)]


@pytest.fixture(scope="module")
def hard() -> tuple[dict[str, Entry], list[Broken]]:
    return entries(HARD.read_bytes())


def test_a_hard_article(hard: Any) -> None:
    article = hard[0]["Smith:2020"]
    data = article.data
    assert data["title"] == (
        "The TeXbook on Études: <i>Wool</i> & H<sub>2</sub>O, \\unknowncmd{kept}"
    )
    assert data["container_title"] == "Journal of Fibres and Threads"
    assert (data["issued"], data["issue"], data["pages"]) == ("2020-05", "3", "11-19")
    assert data["identifiers"]["doi"] == "10.1000/182"
    assert data["keywords"] == ["wool", "silk"]
    agents = [each["agent"] for each in data["contributors"]]
    assert [each.kind for each in agents] == ["person", "organization", "person"]
    assert agents[2].forms[0][1] == {
        "family": "Beethoven",
        "given": "Ludwig",
        "non_dropping_particle": "van",
    }
    told = {(each.field, each.line) for each in article.leftovers}
    assert told == {("author", 5), ("title", 6), ("shelfcolour", 11), ("file", 12)}


def test_a_part_names_its_book_and_takes_its_date(hard: Any) -> None:
    child = hard[0]["child"]
    assert child.part_of == "Proc"
    assert child.data["issued"] == "2019-05"
    assert "publisher" not in child.data


def test_the_rest_of_an_entry_survives_a_missing_comma(hard: Any) -> None:
    data = hard[0]["nocomma"].data
    assert (data["title"], data["issued"]) == ("Missing Comma", "1999")


def test_an_entry_that_does_not_end_is_told_and_the_next_one_read(hard: Any) -> None:
    works, problems = hard
    assert "open" in works
    told = [each.message for each in problems if each.line == 24]
    assert any("braces or quotation marks do not match" in each for each in told)
    assert {"loopa", "loopb", "ext"} <= set(works)


def test_loops_are_told_and_cut(hard: Any) -> None:
    assert any("refer to each other" in each.message for each in hard[1])


def test_extended_names_xdata_and_wrong_numbers(hard: Any) -> None:
    data = hard[0]["ext"].data
    assert data["contributors"][0]["agent"].forms[0][1] == {
        "family": "Soulié",
        "given": "Jean",
        "non_dropping_particle": "de",
    }
    assert (data["place"], data["language"], data["issued"]) == ("Paris", "fr", "1985~")
    assert data["identifiers"]["isbn"] == {"invalid": "978-3-16-148410-1"}


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Gro{\ss}wendt", "Großwendt"),
        (r"Caf\'e \'{\i}le {\v S}\u{\i}", "Café íle Šĭ"),
        (r"\textalpha-particle {\noopsort{a}}x", "α-particle x"),
        (r"\href{https://x.org/a_b}{A} \url{https://x.org/%7E}", "A https://x.org/%7E"),
        (r"\emph{a} {\bf b} \textsc{c}", "<i>a</i> <b>b</b> <sc>c</sc>"),
        (r"A--B ``q''~R\&D 50\%", "A–B “q” R&D 50%"),
        (r"$x^2 \alpha_{i}$", "x<sup>2</sup> α<sub>i</sub>"),
        (r"\enquote{Wool}", "“Wool”"),
        (
            r"\mkbibacro{BWV} \mkbibordinal{3}, \autocap{w}ool\adddot\addspace\isdot Silk",
            "BWV 3, wool. Silk",
        ),
        (r"\textgreek{λόγος} \textlang{ru}{слово}", "λόγος слово"),
        (r"{\{\vphantom{\}}}a{\vphantom{\{}\}}", "{a}"),
    ],
)
def test_latex(latex: str, text: str) -> None:
    assert decode(latex) == (text, ())


def test_an_unknown_command_is_kept_and_named() -> None:
    assert decode(r"a \foo{b} c") == (r"a \foo{b} c", (r"\foo",))


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Knuth, Donald E.", {"family": "Knuth", "given": "Donald E."}),
        ("Donald E. Knuth", {"family": "Knuth", "given": "Donald E."}),
        (
            "King, Jr, Martin Luther",
            {"family": "King", "given": "Martin Luther", "suffix": "Jr"},
        ),
        (
            "Charles de la Vall{\\'e}e Poussin",
            {"family": "Vallée Poussin", "given": "Charles", "non_dropping_particle": "de la"},
        ),
        ("Plato", "Plato"),
        ("{World Bank}", "World Bank"),
    ],
)
def test_names(written: str, form: Any) -> None:
    assert [agent.forms[0][1] for agent in names(written)[0]] == [form]


@pytest.mark.parametrize(
    "content",
    [
        b"@book{a, title = {" * 20_000,
        b"@book{a" + b"{" * 300_000,
        b"@book{a, title = {" + b"\\'{" * 100_000,
        b"@string{a = {xx}}" + b"@string{a = a # a}" * 40 + b"@book{b, title = a}",
        b"@book{a, author = {" + b"and " * 100_000 + b"}}",
        b"@book{a, author = {{" + b"abc and " * 100_000 + b"}}}",
        b"\x00\xff" * 1_000,
        b"@book{x, title = {" + b"$" * 100_000 + b"}}",
    ],
    ids=[
        "unclosed",
        "braces",
        "accents",
        "growing strings",
        "and",
        "and in braces",
        "bytes",
        "dollars",
    ],
)
def test_hostile_files_end_soon(content: bytes) -> None:
    begin = time.process_time()
    list(read(content, CONTEXT))
    assert time.process_time() - begin < 20


RELATED = """\
@book{orig, title={Kokoro}, date={1914}, langid={japanese}}
@book{trans, title={The Heart}, date={1957}, langid={english}, related={orig},
  relatedtype={translationof}, relatedstring={Translated from}, origdate={1914}}
@book{r2, title={Reprint}, date={1990}, related={trans, nokey}, relatedtype={reprintof}}
@book{other, title={Strange}, date={2000}, related={orig}, relatedtype={weird},
  relatedoptions={skipbib}}
@book{none, title={None}, date={2001}, relatedtype={reprintof}}
@set{both, entryset={orig, trans}}
"""


def test_related_entries_and_sets(tmp_path: Path) -> None:
    """Source: biblatex manual 3.5, 3.14.5."""
    (tmp_path / "refs.bib").write_text(RELATED, "utf-8")
    ran = exporter("import", "-o", "new", "refs.bib", cwd=tmp_path)
    assert ran.code == 0, ran.err
    found = {}
    for path in tmp_path.glob("new/records/books/*.yaml"):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        found[data["title"]] = data
    heart = found["The Heart"]
    assert heart["translation_of"] == found["Kokoro"]["id"]
    assert heart["original_date"] == "1914"
    assert heart["notes"]["general"] == ["Translated from: orig"]
    assert heart["notes"]["staff"] == ["Cited together with others as both"]
    assert found["Reprint"]["reprint_of"] == [heart["id"]]
    assert found["Strange"]["related_works"] == found["Kokoro"]["id"]
    for told in (
        "refs.bib:4: not carried: reference = nokey: the file has no entry with this key or name",
        "refs.bib:5: noted: relatedtype = weird: this relation is not known",
        "refs.bib:6: not carried: relatedoptions = skipbib: it says how a style prints the entry",
        "refs.bib:7: not carried: relatedtype = reprintof: no entry is named in “related”",
        "refs.bib:8: noted: @set both is not a work; its members come in and name it in a note",
    ):
        assert told in ran.err
    assert exporter("-C", tmp_path / "new", "validate").code == 0


@pytest.mark.parametrize(
    ("written", "number", "fields"),
    [
        # the repositories to which biblatex makes links (manual 3.14.7), by its names for them
        ("{pmid: '123', arxiv: '1706.03762'}", "arxiv", ("1706.03762", "arxiv")),
        ("{oclc: '77', pmid: '123'}", "pmid", ("123", "pubmed")),
        ("{handle: 10568/1}", "handle", ("10568/1", "hdl")),
        ("{urn: 'urn:nbn:de:101:1-2', handle: 10568/1}", "handle", ("10568/1", "hdl")),
        ("{bibcode: 2002A&A...382..389S}", "bibcode", (r"2002A&A...382..389S", "bibcode")),
        # the number of a record in a catalogue is not a repository
        ("{oclc: '77', lccn: '2001000002', local: AB 1}", "", ()),
    ],
)
def test_the_number_in_a_repository_and_back(
    written: str, number: str, fields: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "records").mkdir()
    file = tmp_path / "records" / "tea.yaml"
    file.write_text(
        f"id: tea\nkind: book\nlanguage: en\ntitle: Tea\nidentifiers: {written}\n", "utf-8"
    )
    entry = exporter("-C", tmp_path, "export", "--format", "biblatex").out
    found = tuple(re.findall(r"  (?:eprint|eprinttype) = \{(.*)\},", entry))
    assert found == fields
    (tmp_path / "tea.bib").write_text(entry, "utf-8")
    ran = exporter("import", "-o", "new", "tea.bib", cwd=tmp_path)
    assert ran.code == 0, ran.err
    (back,) = tmp_path.glob("new/records/books/*.yaml")
    read = yaml.load(back.read_text("utf-8"), yaml.BaseLoader)
    stated = yaml.load(written, yaml.BaseLoader)
    assert read.get("identifiers", {}).get(number) == stated.get(number)


def test_what_belongs_to_a_field_that_is_missing_is_reported(tmp_path: Path) -> None:
    text = "@book{tea, title = {Tea}, editortype = {compiler}, authortype = {speaker}}\n"
    (tmp_path / "refs.bib").write_text(text, "utf-8")
    ran = exporter("import", "-o", "new", "refs.bib", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "editortype = compiler" in ran.err
    (path,) = (tmp_path / "new" / "records" / "books").iterdir()
    assert "speaker" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("{{war; peace}}", ["war; peace"]),
        ("{{war; peace}}, unique-id = {WOS:1}", ["war", "peace"]),
        ("{war; peace}", ["war", "peace"]),
        ("{{sun, moon}, tea}", ["sun, moon", "tea"]),
    ],
)
def test_what_stands_in_braces_is_one_keyword(field: str, expected: list[str]) -> None:
    """As this program writes it; only Web of Science has all keywords in braces."""
    found, _ = entries(f"@book{{k, title = {{Tea}}, keywords = {field}}}".encode())
    assert found["k"].data["keywords"] == expected


@pytest.mark.parametrize(
    ("date", "publishers"),
    [
        ("year = 2020", "Taylor and Francis"),  # BibTeX has no lists of bodies
        ("date = {2020}", "Taylor Francis"),
    ],
)
def test_publishers_are_a_list_in_biblatex_only(date: str, publishers: str) -> None:
    content = f"@book{{k, title = {{Tea}}, publisher = {{Taylor and Francis}}, {date}}}"
    found, _ = entries(content.encode())
    publisher = found["k"].data["publisher"]
    every = publisher if isinstance(publisher, list) else [publisher]
    assert " ".join(each.display for each in every) == publishers


def test_fields_of_scopus_and_inspire() -> None:
    content = b"""@article{k, title = {Tea}, author = {Roe, Ann and others}, collaboration = "for the ATLAS",
      art_number = {1722034}, author_keywords = {Leaf;  Water, hot}, document_type = {Article},
      abbrev_source_title = {J. Tea}, reportNumber = "CERN-EP-2017-040",
      SLACcitation = "%%CITATION = ARXIV:1704.03648;%%"}"""
    found, _ = entries(content)
    data = found["k"].data
    authors = [each["agent"].display for each in data["contributors"]]
    assert authors == ["Roe, Ann", "ATLAS Collaboration"]
    assert (data["article_number"], data["number"]) == ("1722034", "CERN-EP-2017-040")
    assert data["keywords"] == ["Leaf", "Water, hot"]
    assert data["notes"] == {"general": ["J. Tea"]}
    assert [each.field for each in found["k"].leftovers if not each.frame] == ["author"]


def test_a_volume_has_the_author_of_the_work_in_volumes() -> None:
    found, _ = entries(
        b"@book{v3, title = {Tragedies}, crossref = {all}, volume = 3}\n"
        b"@mvbook{all, title = {Works}, author = {Shakespeare, W.}, editor = {Roe, Ann}}"
    )
    contributors = found["v3"].data["contributors"]
    assert [(each["role"], each["agent"].display) for each in contributors] == [
        ("author", "Shakespeare, W."),
        ("editor", "Roe, Ann"),
    ]


def test_a_value_that_stands_in_a_field_of_another_entry() -> None:
    """Source: biblatex manual 3.14.6, the part of a list that `xdata` names."""
    found, broken = entries(
        b"@xdata{ppl-1, author = {Poe, Joan and Roe, Ann}, publisher = {xdata=press-publisher}}\n"
        b"@xdata{press, publisher = {Tea Press}}\n"
        b"@book{k, title = {T}, author = {xdata=ppl-1-author-2 and Doe, Jo}, note = {xdata=no-note},\n"
        b"publisher = {xdata = ppl-1-publisher}}"
    )
    data = found["k"].data
    assert [each["agent"].display for each in data["contributors"]] == ["Roe, Ann", "Doe, Jo"]
    assert (data["publisher"].display, "notes" in data) == ("Tea Press", False)
    assert [each.message for each in broken] == ["k names xdata=no-note, which is not in this file"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("origyear = {1900}", {"original_date": "1900"}),
        ("urlyear = 2010, urlmonth = mar, urlday = 4", {"accessed": "2010-03-04"}),
        ("eventyear = 2003, eventendyear = 2004", {"event": {"date": "2003/2004"}}),
        ("year = {[19--?]}", {"issued": "19XX?"}),
        ("year = {1998--1999}", {"issued": "1998/1999"}),
        ("year = 1999, number = 3, issue = {Summer}", {"issued": "1999-22", "number": "3"}),
        ("url = {www.example.org/a[1]}", {"url": "http://www.example.org/a%5B1%5D"}),
    ],
)
def test_dates_in_parts_and_addresses(fields: str, expected: dict[str, Any]) -> None:
    """Source: biblatex, blx-dm.def, date parts; biblatex manual 2.3.11."""
    found, _ = entries(f"@report{{k, title = {{T}}, {fields}}}".encode())
    data = found["k"].data
    assert {field: data.get(field) for field in expected} == expected
    assert found["k"].leftovers == []


def test_a_second_value_is_kept_in_a_note_for_the_staff(tmp_path: Path) -> None:
    """There is no other place for it, and it was lost."""
    (tmp_path / "x.bib").write_text(
        "@article{k, title = {T}, number = 3, issue = {Special}, year = 2000, year = 2001}", "utf-8"
    )
    ran = exporter("import", "-o", tmp_path / "c", tmp_path / "x.bib", "--strict")
    assert "year = 2001: the entry has this field twice; it is kept in a note" in ran.err
    record = yaml.safe_load((tmp_path / "c/records/articles/t-2000.yaml").read_text("utf-8"))
    assert record["notes"] == {"staff": ["year: 2001", "issue: Special"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('"family=Ford, Jr.", given=Ann', {"family": "Ford, Jr.", "given": "Ann"}),
        ('given=Ann, "family={Ford, and Sons}"', {"family": "Ford, and Sons", "given": "Ann"}),
        ("family=Plato", "Plato"),
    ],
)
def test_a_part_of_a_name_in_quotation_marks_holds_commas(name: str, expected: Any) -> None:
    """Source: biblatex manual 3.4."""
    found, _ = entries(f"@book{{k, title = {{T}}, author = {{{name}}}}}".encode())
    (author,) = found["k"].data["contributors"]
    assert author["agent"].forms == [("", expected)]
