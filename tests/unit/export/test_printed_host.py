"""A host of which the record says the printed title apart from all else: no format loses either."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import exporter
from tests.support.small_catalogues import write_records

ARTICLE = """\
id: matcha
kind: article
type: article-journal
language: en
title: Matcha
container_title: Tea Papers
part_of: {}
issued: 2001
"""
SERIAL = "id: tea-papers\nkind: serial\nlanguage: en\ntitle: Papers on Tea\n"
FORMATS = ("json-ld", "schema-org", "mods", "tei", "marcxml")


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_said_of_it_stands_beside_its_title(format: str, tmp_path: Path) -> None:
    stated = "{identifiers: {issn: 0378-5955}, issued: 1999}"
    write_records(tmp_path, {"articles/matcha.yaml": ARTICLE.format(stated)})
    ran = exporter("export", "--format", format, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert [word in ran.out for word in ("Tea Papers", "0378-5955", "1999")] == [True] * 3


@pytest.mark.parametrize("format", ["json-ld", "turtle"])
def test_what_is_said_of_it_is_said_once(format: str, tmp_path: Path) -> None:
    record = ARTICLE.format("{title: Tea Papers, issued: 1999}")
    record = record.replace("container_title: Tea Papers", "identifiers: {issn: 0378-5955}")
    write_records(tmp_path, {"articles/matcha.yaml": record})
    ran = exporter("export", "--format", format, cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert [ran.out.count(word) for word in ("Tea Papers", "0378-5955", '"1999"')] == [1, 1, 1]


@pytest.mark.parametrize("format", FORMATS)
def test_it_is_tied_to_its_record(format: str, tmp_path: Path) -> None:
    records = {
        "articles/matcha.yaml": ARTICLE.format("tea-papers"),
        "serials/tea-papers.yaml": SERIAL,
    }
    write_records(tmp_path, records)
    ran = exporter("export", "--format", format, "matcha", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "Tea Papers" in ran.out
    assert "tea-papers" in ran.out
