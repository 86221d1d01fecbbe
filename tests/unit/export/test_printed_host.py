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


FIGURE = """\
id: plant
kind: part
type: chapter
language: en
title: The plant
part_of: {}
"""
VOLUME = """\
id: teas-2
kind: book
language: en
title: Teas
volume: "2"
volume_title: The East
"""


@pytest.mark.parametrize(
    ("format", "printed"),
    [
        ("csl-json", '"volume": "2"'),
        ("bibtex", "volume = {2}"),
        ("biblatex", "volume = {2}"),
        ("ris", "VL  - 2\r\n"),
        ("hayagriva", 'volume: "2"'),
    ],
)
def test_a_part_of_a_volume_is_cited_with_its_number(
    format: str, printed: str, tmp_path: Path
) -> None:
    """The record of the volume has the number, and the reference names both."""
    records = {"parts/plant.yaml": FIGURE.format("teas-2"), "books/teas-2.yaml": VOLUME}
    write_records(tmp_path, records)
    ran = exporter("export", "--format", format, "plant", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert printed in ran.out


def test_the_volume_that_a_part_names_itself_is_said_once(tmp_path: Path) -> None:
    part = FIGURE.format('{work: teas-2, volume: "3"}')
    write_records(tmp_path, {"parts/plant.yaml": part, "books/teas-2.yaml": VOLUME})
    ran = exporter("export", "--format", "csl-json", "plant", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert '"volume": "3"' in ran.out
    assert '"volume-title": "The East"' in ran.out
