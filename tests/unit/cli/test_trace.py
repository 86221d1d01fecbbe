"""trace: from a line of a delivery to the statements behind it, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.model.records import Records
from exporter.records.document import Document, leaves
from exporter.records.loader import read_schemas
from exporter.records.settings import UNLIMITED, CatalogueSettings
from exporter.records.yaml import load
from exporter.review.changes import CatalogueState
from exporter.review.trace import RecordedValue, Tracer
from tests.conftest import ROOT, exporter
from tests.support.small_catalogues import write_records

RECORDS = {
    "people/soseki.yaml": """\
id: soseki
kind: person
name:
  en: {family: Natsume, given: Sōseki}
""",
    "people/edwin.yaml": "id: edwin\nkind: person\nname: {en: {family: McClellan, given: Edwin}}\n",
    "books/kokoro.yaml": """\
id: kokoro
kind: book
language: en
title: Kokoro
contributors:
  - {agent: soseki, role: author}
  - {agent: edwin, role: translator}
issued: 1957
extent: 248 pages
found:
  - {in: sanshiro, at: page 3, title: Kokoro}
inferred:
  issued: The preface is dated 1957.
""",
    "books/sanshiro.yaml": """\
id: sanshiro
kind: book
language: ja
title: Sanshirō
contributors: [{agent: soseki, role: author}]
issued: 1908
""",
}
FORMATS = ("bibtex", "csl-json", "dc", "marcxml", "mods", "ris", "tei")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


def traced(library: Path, format: str, words: str) -> list[str]:
    """Return what is said of the first line of a delivery that has these words."""
    delivery = exporter("export", "--format", format, cwd=library).out
    file = library / "delivery.txt"
    file.write_text(delivery)
    lines = delivery.splitlines()
    number = next(at for at, line in enumerate(lines, start=1) if words in line)
    ran = exporter("trace", f"delivery.txt:{number}", "--format", format, cwd=library)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()


@pytest.mark.parametrize("format", FORMATS)
def test_a_title(library: Path, format: str) -> None:
    found = traced(library, format, "Kokoro")
    assert "records/books/kokoro.yaml:4:8: title: Kokoro" in found
    place = found.index("records/books/kokoro.yaml:4:8: title: Kokoro")
    assert found[place + 1] == ("    printed in sanshiro, page 3: records/books/kokoro.yaml:11:39")


@pytest.mark.parametrize("format", FORMATS)
def test_a_statement_of_another_record(library: Path, format: str) -> None:
    found = traced(library, format, "McClellan")
    assert any(line.startswith("records/people/edwin.yaml:3:") for line in found)
    assert not any("soseki.yaml" in line for line in found)


def test_a_conclusion_is_named(library: Path) -> None:
    assert traced(library, "bibtex", "1957") == [
        "records/books/kokoro.yaml:8:9: issued: 1957",
        "    concluded: records/books/kokoro.yaml:13:11",
    ]


def test_the_format_is_seen_from_the_suffix(library: Path) -> None:
    exporter("export", "--format", "bibtex", "-o", "out.bib", cwd=library)
    number = (library / "out.bib").read_text().splitlines().index("  title = {Kokoro},") + 1
    ran = exporter("trace", f"out.bib:{number}", cwd=library)
    assert "title: Kokoro" in ran.out


def test_from_a_record_to_a_delivery(library: Path) -> None:
    ran = exporter("trace", "records/people/soseki.yaml:4", "--format", "bibtex", cwd=library)
    delivery = exporter("export", "--format", "bibtex", cwd=library).out.splitlines()
    found = [line.split(": ", 1) for line in ran.out.splitlines()]
    assert [text for _, text in found] == ["  author = {Natsume, Sōseki},"] * 2
    for place, text in found:
        assert delivery[int(place.removeprefix("bibtex:")) - 1] == text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nothing.bib:1"], 2, "cannot be read"),
        (["records"], 2, "is not FILE:LINE"),
        (["records/books/kokoro.yaml:4"], 2, "add --format FORMAT"),
        (["records/books/kokoro.yaml:400", "--format", "tei"], 2, "no line 400"),
        (["other.bib:1"], 1, "nothing in the catalogue leads to this line"),
    ],
)
def test_what_cannot_be_traced(library: Path, words: list[str], code: int, message: str) -> None:
    (library / "other.bib").write_text("@book{other,\n}\n")
    ran = exporter("trace", *words, cwd=library)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err


@pytest.mark.parametrize("format", FORMATS)
def test_both_ways_agree(format: str) -> None:
    """The lines that a statement leads to have the statement behind them."""
    documents = [
        Document(Path(name), load(text, UNLIMITED), text) for name, text in RECORDS.items()
    ]
    records = Records(documents)
    tracer = Tracer(CatalogueState(records, read_schemas(ROOT)), format, CatalogueSettings())
    checked = 0
    for id in ("kokoro", "edwin"):
        record = records.record(id)
        for pointer, value in leaves(record.data):
            lines = tracer.destinations([RecordedValue(record, pointer, value)])
            if not lines:
                continue
            behind = [
                each
                for number, _ in lines
                for each in tracer.origins(tracer.document(), number) or ()
            ]
            assert pointer in {each.pointer for each in behind if each.record.id == id}
            checked += 1
    assert checked >= 5
