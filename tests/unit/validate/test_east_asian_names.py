"""Names in Chinese, Japanese and Korean letters, which are the same with and without a space."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import exporter

SAME = {
    "𠮷野家": "𠮷野 家",
    "さくらももこ": "さくら ももこ",
    "조수미": "조 수미",
    "レイチェル・カーソン": "カーソン, レイチェル",
}


@pytest.mark.parametrize("name", SAME)
def test_two_ways_to_write_a_name_are_noticed(name: str, tmp_path: Path) -> None:
    assert "probable-duplicate" in _findings(tmp_path, name, SAME[name])


def test_the_order_of_the_parts_tells_two_names_apart(tmp_path: Path) -> None:
    assert "probable-duplicate" not in _findings(tmp_path, "さくら ももこ", "ももこ さくら")


@pytest.mark.parametrize("name", SAME)
def test_a_name_in_place_of_an_id_leads_to_its_record(name: str, tmp_path: Path) -> None:
    book = f"id: b\nkind: book\ntitle: B\ncontributors: [{{agent: '{SAME[name]}', role: author}}]\n"
    found = _findings(tmp_path, name, extra=book)
    assert "did you mean “first”?" in found


def _findings(root: Path, *names: str, extra: str = "") -> str:
    folder = root / "records"
    folder.mkdir()
    for id, name in zip(("first", "second"), names, strict=False):
        text = f"id: {id}\nkind: person\nname: '{name}'\n"
        (folder / f"{id}.yaml").write_text(text, "utf-8")
    if extra:
        (folder / "b.yaml").write_text(extra, "utf-8")
    return exporter("-C", root, "validate").out
