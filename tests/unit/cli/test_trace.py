"""trace: from a line of a delivery to the statements behind it, and back."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from exporter.export.registry import names
from exporter.model.records import Record, Records
from exporter.records.document import Document, Pointer, leaves, value_at
from exporter.records.loader import read_schemas
from exporter.records.settings import UNLIMITED, CatalogueSettings
from exporter.records.yaml import load
from exporter.review.changes import CatalogueState
from exporter.review.other_value import is_code, is_text
from exporter.review.trace import RecordedValue, Tracer
from tests.conftest import ROOT, exporter
from tests.support import every_field
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


def test_a_reference_to_the_only_record_of_its_kind_nearby(library: Path) -> None:
    """Another body of the catalogue takes its place, one that nothing here names."""
    write_records(
        library,
        {
            "organizations/press.yaml": "id: press\nkind: organization\nname: Tea Press\n",
            "organizations/other.yaml": "id: other\nkind: organization\nname: Other\n",
            "books/printed.yaml": "id: printed\nkind: book\nlanguage: en\ntitle: Printed\n"
            "publisher: press\n",
        },
    )
    delivery = library / "delivery.bib"
    assert exporter("export", "--format", "bibtex", "-o", delivery, cwd=library).code == 0
    lines = delivery.read_text("utf-8").splitlines()
    number = next(at for at, line in enumerate(lines, 1) if "publisher = " in line)
    out = exporter("trace", f"delivery.bib:{number}", cwd=library).out
    assert "records/books/printed.yaml:5:12: publisher: press" in out
    assert "records/organizations/press.yaml:3:7: name: Tea Press" in out


def test_the_lines_are_those_of_a_delivery_that_leaves_works_out(library: Path) -> None:
    """DataCite does not accept the other works, and they take no lines."""
    write_records(library, {"books/ready.yaml": READY})
    delivery = library / "delivery.xml"
    words = ("export", "--format", "datacite", "--keep-going", "-o", delivery)
    assert exporter(*words, cwd=library).code == 0
    ran = exporter("trace", "records/books/ready.yaml:4", "--format", "datacite", cwd=library)
    (line,) = ran.out.splitlines()
    place, text = line.split(": ", 1)
    number = int(place.removeprefix("datacite:"))
    assert delivery.read_text("utf-8").splitlines()[number - 1] == text
    assert "Ready" in text


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


READY = """\
id: ready
kind: book
language: en
title: Ready
contributors: [{agent: soseki, role: author}]
publisher: {name: Tea Press}
issued: 1957
identifiers: {doi: 10.5555/ready}
"""
"""A book that DataCite accepts."""


WORK_KINDS = [
    kind for kind in every_field.schemas().kinds if every_field.schemas().noun(kind) == "work"
]
TEXT_FORMATS = [name for name in names() if name != "marc"]
"""The formats that have lines."""
SHARE = 10
"""Of how many values one is traced from the record to the delivery."""


@cache
def with_neighbours(id: str) -> Records:
    """Return a record in which every field is filled, with those that it names and those they name."""
    schemas, full = every_field.schemas(), every_field.records()
    wanted = {id}
    for _ in range(2):
        for each in list(wanted):
            named = schemas.references(full[each]["kind"], full[each])
            wanted.update(target for _, target, _ in named if target in full)
    chosen = {each: full[each] if each == id else every_field.minimal(each) for each in full}
    return Records(every_field.documents({each: chosen[each] for each in full if each in wanted}))


@pytest.mark.long
@pytest.mark.parametrize(("turn", "format"), list(enumerate(FORMATS)))
def test_a_value_that_shows_is_found_behind_its_lines(turn: int, format: str) -> None:
    """Each format has its turn with another kind and other values of it."""
    id = f"plain-{WORK_KINDS[turn * 3 % len(WORK_KINDS)]}"
    records = with_neighbours(id)
    state = CatalogueState(records, every_field.schemas())
    tracer = Tracer(state, format, CatalogueSettings())
    record, document = records.record(id), tracer.document()
    _, effects = tracer.behind_record(id, id)
    of_entry = {each.pointer for behind in effects.values() for each in behind}
    assert len(of_entry) > 100
    shown = 0
    for pointer, value in list(leaves(record.data))[turn::SHARE]:
        lines = tracer.destinations([RecordedValue(record, pointer, value)])
        shown += bool(lines)
        if not lines:
            assert pointer not in of_entry
        elif pointer not in of_entry:  # it shows beside the entry: in a list of agents, a header
            number, _ = lines[0]
            behind = tracer.origins(document, number) or []
            assert pointer in {each.pointer for each in behind if each.record.id == id}
    assert shown > 10


MARK = "5454{:04d}4545"
"""What stands behind a text, to see where it goes."""


def texts_and_codes(record: Record) -> tuple[list[RecordedValue], list[RecordedValue]]:
    """Return the values of a record that can be any text, and those of a certain form."""
    texts, codes = [], []
    for pointer, value in leaves(record.data):
        field = every_field.schemas().field(record.kind, pointer)
        if is_text(value, field):
            texts.append(RecordedValue(record, pointer, value))
        elif is_code(value, field) and pointer != ("id",):
            codes.append(RecordedValue(record, pointer, value))
    return texts, codes


def marked(records: Records, statements: Sequence[RecordedValue]) -> Records:
    """Return records in which some statements of one of them have marks behind them."""
    full = {id: copy.deepcopy(dict(records.record(id).data)) for id in records}
    for place, (record, pointer, value) in enumerate(statements):
        group = value_at(full[record.id], pointer[:-1])
        group[pointer[-1]] = f"{value}{MARK.format(place)}"
    return Records(every_field.documents(full))


def tracer_of(records: Records, format: str) -> Tracer:
    return Tracer(CatalogueState(records, every_field.schemas()), format, CatalogueSettings())


@pytest.mark.long
@pytest.mark.parametrize(("turn", "format"), list(enumerate(TEXT_FORMATS)))
def test_every_text_of_every_kind_is_found_behind_the_lines_where_it_stands(
    turn: int, format: str
) -> None:
    """Where it stands is seen in the document of a work in which each text has a mark of its own.

    Numbers and other codes are looked up in every fourth kind, in each format in others.
    """
    for place, kind in enumerate(WORK_KINDS):
        id = f"plain-{kind}"
        records = with_neighbours(id)
        texts, codes = texts_and_codes(records.record(id))
        assert (len(texts) > 200, len(codes) > 40) == (True, True)
        for statements in (texts, codes) if (place + turn) % 4 == 0 else (texts,):
            lines, effects = tracer_of(records, format).behind(id, statements)
            shown, _ = tracer_of(marked(records, statements), format).behind(id, [])
            where: dict[int, set[Pointer]] = {}
            for number, line in enumerate(shown):
                found = re.findall(MARK.replace("{:04d}", r"(\d{4})"), line)
                where[number] = {statements[int(place)].pointer for place in found}
            behind = {number: {each.pointer for each in those} for number, those in effects.items()}
            if statements is texts and len(lines) == len(shown):
                assert behind == {number: those for number, those in where.items() if those}
            assert set().union(*where.values()) <= set().union(*behind.values())


def test_items_of_lists_are_counted_from_1(library: Path) -> None:
    assert any(
        ": contributors.2.agent: edwin" in each for each in traced(library, "ris", "McClellan")
    )
