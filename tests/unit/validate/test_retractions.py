"""The table of retracted and corrected works that a catalogue keeps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporter.errors import UsageError
from exporter.records.retractions import FILE, Retraction, read_retractions
from tests.conftest import Ran, exporter
from tests.support.small_catalogues import write_records

PAPER = """\
id: paper
kind: article
type: article-journal
language: en
title: On tea
identifiers: {doi: 10.5555/ABC}
"""
CITING = """\
id: citing
kind: article
type: article-journal
language: en
title: On the paper on tea
references: [paper]
"""
TABLE = "doi,date,nature,notice\n10.5555/abc,2024-05-31,Retraction,10.5555/notice\n"
FINDING = "retracted-work: the work was retracted on 2024-05-31 (10.5555/notice)"


def validated(folder: Path, table: str, paper: str = PAPER, **records: str) -> Ran:
    texts = {"articles/paper.yaml": paper, "articles/citing.yaml": CITING}
    write_records(folder, texts | {f"articles/{id}.yaml": text for id, text in records.items()})
    (folder / FILE).write_text(table, "utf-8")
    return exporter("validate", cwd=folder)


def test_a_retracted_work_is_reported_with_the_works_that_cite_it(tmp_path: Path) -> None:
    ran = validated(tmp_path, TABLE)
    assert ran.code == 0
    assert f"records/articles/paper.yaml:6:14: warning: {FINDING}" in ran.out + ran.err
    assert "“citing” cites it" in ran.out + ran.err


NOTICE = """\
id: notice
kind: article
type: article-journal
language: en
title: Retraction of On tea
retracts: paper
"""


@pytest.mark.parametrize(
    ("table", "paper", "records"),
    [
        (TABLE, PAPER + "withdrawn: 2024-05-31\n", {}),
        (
            TABLE,
            PAPER + "retracted_by: notice\n",
            {"notice": NOTICE.replace("retracts: paper\n", "")},
        ),
        (TABLE, PAPER, {"notice": NOTICE}),
        (TABLE, PAPER.replace("ABC", "abd"), {}),
        (TABLE + "10.5555/abc,2025-01-01,Reinstatement,\n", PAPER, {}),
    ],
)
def test_what_says_so_or_was_reinstated_is_not_reported(
    tmp_path: Path, table: str, paper: str, records: dict[str, str]
) -> None:
    ran = validated(tmp_path, table, paper, **records)
    assert "retracted-work" not in ran.out + ran.err


def test_the_newest_notice_counts(tmp_path: Path) -> None:
    ran = validated(tmp_path, f"{TABLE}10.5555/abc,2020-01-01,Correction,\n")
    assert FINDING in ran.out + ran.err


def test_the_file_of_retraction_watch_is_read_as_it_is(tmp_path: Path) -> None:
    header = (
        "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Notes\n"
    )
    rows = '1,"Tea, ""green""",5/31/2024 0:00,10.5555/n,10.5555/ABC,Correction,\n'
    rows += "2,Coffee,1/2/2024 0:00,unavailable,unavailable,Retraction,\n"
    (tmp_path / FILE).write_text(f"\ufeff{header}{rows}", "utf-8")
    assert read_retractions(tmp_path) == {
        "10.5555/abc": [Retraction("2024-05-31", "was corrected", "10.5555/n")]
    }


def test_there_need_not_be_a_table(tmp_path: Path) -> None:
    assert read_retractions(tmp_path) == {}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "retractions.csv:1: there is no column “doi”"),
        ("doi,nature\n", "retractions.csv:1: there is no column “date”"),
        ("doi,date\n10.1/a,2024\n", "retractions.csv:2: “2024” is not a day"),
        ("doi,date\n10.1/a,2024-01-01\n10.1/b,31.5.2024\n", "retractions.csv:3: “31.5.2024”"),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path: Path, table: str, message: str) -> None:
    (tmp_path / FILE).write_text(table, "utf-8")
    with pytest.raises(UsageError) as raised:
        read_retractions(tmp_path)
    assert message in raised.value.message


def test_a_table_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"doi,date\n\xff\n")
    write_records(tmp_path, {"articles/paper.yaml": PAPER})
    ran = exporter("validate", cwd=tmp_path)
    assert (ran.code, "retractions.csv:2 cannot be read: it is not UTF-8" in ran.err) == (2, True)


def test_a_table_that_is_no_file_of_the_catalogue_is_not_opened(tmp_path: Path) -> None:
    """A pipe would be waited for without end, and a device fill the memory."""
    os.mkfifo(tmp_path / FILE)
    write_records(tmp_path, {"articles/paper.yaml": PAPER})
    ran = exporter("validate", cwd=tmp_path)
    assert (ran.code, "this is not a regular file" in ran.err) == (2, True)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).symlink_to("/dev/zero")
    ran = exporter("validate", cwd=tmp_path)
    assert (ran.code, "this link leads out of the catalogue" in ran.err) == (2, True)


def test_a_cell_without_end_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('doi,date\n10.1/a,2024-01-01\n"' + "x" * 200_000, "utf-8")
    with pytest.raises(UsageError, match=r"retractions\.csv:3: this row cannot be read"):
        read_retractions(tmp_path)


def test_a_new_table_is_seen_although_results_are_cached(tmp_path: Path) -> None:
    many = {
        f"n{at}": CITING.replace("citing", f"n{at}").replace("tea", f"tea {at}")
        for at in range(400)
    }
    env = {"EXPORTER_CACHE": str(tmp_path / "cache")}
    folder = tmp_path / "library"
    validated(folder, "doi,date\n", PAPER, **many)
    assert "retracted-work" not in exporter("validate", cwd=folder, env=env).out
    (folder / FILE).write_text(TABLE, "utf-8")
    ran = exporter("validate", cwd=folder, env=env)
    assert "retracted-work" in ran.out + ran.err
