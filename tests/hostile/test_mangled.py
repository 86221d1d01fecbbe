"""Right catalogues made wrong at random: checks and reports say so at a place, in plain words, and
never crash.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from exporter.records.document import Document, leaves
from exporter.records.finding import Finding
from exporter.records.loader import parse_document
from exporter.records.settings import Limits, Settings
from exporter.records.yaml.emitter import emit
from exporter.validate import reporters
from exporter.validate.pipeline import validate_documents
from exporter.validate.result import ValidationResult
from tests.hostile.test_attacks import ATTACKS
from tests.readers.test_generated import fixed, judge
from tests.support.generated_catalogues import Data, catalogues, schemas
from tests.unit.validate.test_checks import JARGON

pytestmark = pytest.mark.long

OTHERS: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        7,
        10**30,
        1.5,
        float("inf"),
        float("nan"),
        "",
        " ",
        [],
        {},
        [[]],
        {"": ""},
        [None],
        {"en": {}},
    ),
    *(
        {"en": None},
        {"no": ["x"]},
        [{"agent": 1}],
        {"family": 1},
        "a" * 300,
        "null",
        "2021-08-27",
        "978-0-00-000000-2",
    ),
)
"""Values of any other kind than is wanted."""
ODD_DATES = (
    "2021-02-30",
    "20XX-XX",
    "1/2/3",
    "..",
    "/",
    "Y1",
    "-0000",
    "[..]",
    "{}",
    "2021-13",
    "９９９９",
    "2021-",
    "1984?-",
)
NAMES = (
    "",
    "titel",
    "id",
    "kind",
    "*",
    "1",
    "en",
    "title.en",
    "a b",
    "x" * 200,
    "\u0130",
    "__proto__",
    "$ref",
)


def step(draw: st.DrawFn, records: list[Data]) -> None:
    """Do one wrong thing to one of the records."""
    data = draw(st.sampled_from(records))
    way = draw(
        st.sampled_from(
            [way[:end] for way, _ in leaves(data) for end in range(1, len(way) + 1)] or [()]
        )
    )
    inner: Any = data
    for each in way[:-1]:
        inner = inner[each]
    slip = draw(st.sampled_from(["value", "name", "reference", "gone", "attack", "date"]))
    if not way or slip == "gone":
        records.remove(data)
    elif slip == "name" and isinstance(inner, dict):
        inner[draw(st.sampled_from(NAMES))] = inner.pop(way[-1])
    else:
        ids = [str(each.get("id")) for each in records]
        choices = {"reference": [*ids, "nobody"], "attack": [*ATTACKS.values()], "date": ODD_DATES}
        inner[way[-1]] = copy.deepcopy(draw(st.sampled_from(choices.get(slip, OTHERS))))


@st.composite
def mangled(draw: st.DrawFn) -> list[tuple[Path, str]]:
    """Draw the files of a catalogue to which some wrong things were done."""
    records = draw(catalogues())
    folders = {data["id"]: schemas().catalogued(data["kind"])["folder"] for data in records}
    there = [(Path("records", folders[data["id"]], f"{data['id']}.yaml"), data) for data in records]
    for _ in range(draw(st.integers(1, 5))):
        if records:
            step(draw, records)
    return [(path, emit(data)) for path, data in there if any(data is each for each in records)]


def verdict_on(files: list[tuple[Path, str]]) -> ValidationResult:
    found = [parse_document(text.encode(), path, Limits()) for path, text in files]
    documents = [each for each in found if isinstance(each, Document)]
    return validate_documents(
        documents, [each for each in found if isinstance(each, Finding)], judge(), Settings()
    )


@pytest.mark.parametrize("start", range(2))
def test_what_is_wrong_is_said_in_plain_words_at_a_place(start: int) -> None:
    seen: set[str] = set()

    @seed(start)
    @settings(fixed, max_examples=100)
    @given(mangled())
    def validate_catalogue(files: list[tuple[Path, str]]) -> None:
        verdict = verdict_on(files)
        lines = {path: text.split("\n") for path, text in files}
        for each in verdict.findings:
            assert each.path in lines
            assert each.position
            assert 1 <= each.position.line <= len(lines[each.path])
            assert 1 <= each.position.column <= len(lines[each.path][each.position.line - 1]) + 1
            assert each.message.strip()
            quoted = {word for _, text in files for word in text.split()}
            said = " ".join(
                word
                for word in f"{each.message} {each.hint}".split()
                if word.strip("“”,.") not in quoted
            )
            assert not JARGON.search(said), said
            assert all(note.path in lines and note.position for note in each.notes)
        seen.update(each.name for each in verdict.findings)
        report = verdict.report()
        for name in reporters.names():
            assert isinstance("".join(reporters.reporter_named(name).render(report)), str)

    validate_catalogue()
    assert len(seen) > 15, seen
