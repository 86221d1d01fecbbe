"""Shards: every record comes out of a file of many as it would out of a file of its own, and stands at its line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from exporter.model.document import Document
from exporter.model.finding import Finding
from exporter.model.settings import Limits
from exporter.model.unusable import Unusable
from exporter.read import find_records, parse, read
from exporter.shards import Shard, find_shards, parse_json, place, shards_of
from tests.conftest import ROOT, exporter

CATALOGUE = ROOT / "tests" / "golden" / "catalogue"
SOMEWHERE = Path("000000", "000000001", "1.yaml")


def shard(path: Path, content: str | bytes) -> Shard:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (only,) = find_shards([str(path)])
    return only


def found(path: Path, content: str | bytes) -> list[tuple[int, Any]]:
    """Give the line of each record, and its data or the name of what is wrong."""
    documents = shard(path, content).documents(Limits())
    told = [(place(each.path), each.data if isinstance(each, Document) else each.name) for each in documents]
    return [(where[1], said) for where, said in told if where]


@pytest.mark.parametrize("form", ["yaml", "jsonl", "parquet"])
@pytest.mark.parametrize("catalogue", [CATALOGUE, ROOT], ids=["small", "real"])
def test_records_come_back_as_they_were(form: str, catalogue: Path, tmp_path: Path) -> None:
    paths = find_records(catalogue)
    before = [each for path in paths if isinstance(each := read(path, catalogue, Limits()), Document)]
    assert len(before) == len(paths)
    for name, content in shards_of(before, form, 7):
        (tmp_path / name).write_bytes(b"".join(content))
    shards = find_shards([str(tmp_path)])
    assert [Path(each.name).name for each in shards] == [
        f"records-{number:05}.{form}" for number in range(1, (len(paths) + 6) // 7 + 1)
    ]
    after = [document for each in shards for document in each.documents(Limits())]
    assert [each.data for each in after if isinstance(each, Document)] == [each.data for each in before]
    assert [each.path.stem for each in after] == [path.stem for path in paths]
    assert after == sorted(after, key=lambda each: str(each.path))


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("id: a\n---\nid: b\n", [(1, {"id": "a"}), (3, {"id": "b"})]),
        ("---\nid: a\n...\n---\nid: b\n...\n", [(2, {"id": "a"}), (5, {"id": "b"})]),
        ("--- {id: a}\n--- # the second\nid: b", [(1, {"id": "a"}), (2, {"id": "b"})]),
        ("---\r\nid: a\r\n---\r\nid: b\r\n", [(2, {"id": "a"}), (4, {"id": "b"})]),
        ("# of both\n---\nid: a\n---\n# of b\n---\nid: b\n", [(1, {"id": "a"}), (5, {"id": "b"})]),
        ("%YAML 1.2\n---\nid: a\n...\n%YAML 1.2\n---\nid: b\n", [(1, {"id": "a"}), (5, {"id": "b"})]),
        ("id: a\ntext: |\n  ---\n  ...\n", [(1, {"id": "a", "text": "---\n...\n"})]),
        ("\ufeffid: a\n---\n\n# nothing\n", [(1, {"id": "a"})]),
        ("id: a\n---\nid: [\n---\nid: c\n", [(1, {"id": "a"}), (3, "not-yaml"), (5, {"id": "c"})]),
        ("", []),
    ],
)
def test_a_stream_of_yaml_is_cut_at_its_markers(text: str, records: list[tuple[int, Any]], tmp_path: Path) -> None:
    assert found(tmp_path / "some.yml", text) == records


def test_a_line_of_json_is_a_record(tmp_path: Path) -> None:
    lines = '{"id": "a"}\n\n {"id": "b", "no": "no"}\r\n["c"]\n{"id": "d", "id": "e"}\n'
    wanted = [(1, {"id": "a"}), (3, {"id": "b", "no": "no"}), (4, "not-a-record"), (5, "duplicate-key")]
    assert found(tmp_path / "some.jsonl", lines) == wanted
    assert found(tmp_path / "other.jsonl", b'{"id": "\xff"}\n') == [(1, "not-utf-8")]


VALUES = [
    *("null", "true", "0", "-0", "12", "1.5", "1e5", "-1E-5", "[]", "{}", '[1, {"a": ["b"]}]', '{"a": 1, "a": 2}'),
    *("1" * 1001, "1" * 5000, "NaN", "-Infinity", "1.", "01", "nul", '"a', '"\\x41"', "[" * 60 + "]" * 60),
    *('"茶"', '"\\u8336"', '"\\ud842\\udfb7"', '"\\ud842"', '"\\u0007"', '"\x7f"', '"\x85"', '"\u2028"', '"\\u2028"'),
    *('"\\/"', '"a\\nb"', '"\\"', '"\ufeff"', '"\ufffe"', '"a\tb"', '"yes"', '"# no: comment"', '"---"', "a", "'a'"),
]


@pytest.mark.parametrize("value", VALUES)
def test_json_is_read_as_the_yaml_that_it_is(value: str) -> None:
    """But for pairs of surrogates, which YAML does not join and JSON does."""
    content = f'{{"id": {value}}}'.encode()
    quick, slow = (reader(content, SOMEWHERE, Limits()) for reader in (parse_json, parse))
    if value == '"\\ud842\\udfb7"':
        assert isinstance(quick, Document)
        assert quick.data == {"id": "𠮷"} == json.loads(content)
        assert isinstance(parse(quick.text.encode(), SOMEWHERE, Limits()), Document)
    elif isinstance(slow, Finding):
        assert isinstance(quick, Finding)
        assert quick.name == slow.name
    else:
        assert isinstance(quick, Document)
        assert repr(quick.data) == repr(slow.data)


def test_a_text_that_another_one_would_change_is_written_as_json() -> None:
    """The end of the file is the end of its last text; a directive is valid only before the first record."""
    texts = ("id: a\ntext: |\n  b", "%YAML 1.2\n---\nid: a\n", "id: a  # exporter: allow x\n")
    read = [parse(text.encode(), SOMEWHERE, Limits()) for text in texts]
    ((_, content),) = shards_of([each for each in read if isinstance(each, Document)], "yaml", 9)
    assert b"".join(content).decode() == (
        '---\n{"id": "a", "text": "b"}\n---\n{"id": "a"}\n---\nid: a  # exporter: allow x\n'
    )


def test_shards_are_found_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.jsonl.gz", "b/1.parquet", "a.yaml", "README.md", "b/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    patterns = [str(tmp_path), str(tmp_path / "b" / "*.gz"), f"file://{tmp_path}/a.yaml"]
    names = [each.name for each in find_shards(patterns)]
    assert [name.rpartition(tmp_path.name)[2] for name in names] == ["/a.yaml", "/b/1.parquet", "/b/2.jsonl.gz"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("nowhere/*.jsonl", "names no shard"),
        ("pyproject.toml", "names no shard"),
        ("nothing://x/*.jsonl", "cannot be reached: Protocol not known: nothing"),
    ],
)
def test_a_pattern_that_leads_to_no_shard_is_told(pattern: str, message: str) -> None:
    with pytest.raises(Unusable, match=message):
        find_shards([pattern])


def test_a_wrong_catalogue_is_not_put_into_shards(catalogue: Path, tmp_path: Path) -> None:
    (catalogue / "records" / "people" / "li-wei.yaml").write_text("id: li-wei\nkind: person\nlanguage: zh\n", "utf-8")
    ran = exporter("-C", catalogue, "shard", "-o", tmp_path / "shards")
    assert (ran.code, ran.out) == (1, "")
    assert "missing-field" in ran.err
    assert ran.err.endswith("Nothing was written: mend the errors first.\n")
    assert not (tmp_path / "shards").exists()


@pytest.mark.parametrize(
    ("missing", "words", "message"),
    [
        ("distributed", ("export", "-f", "dc", "--engine", "dask"), "--engine dask needs Dask, which is not here"),
        ("fsspec.core", ("export", "-f", "dc", "--engine", "dask", "--shards", "x"), "shards are read by fsspec"),
        ("pyarrow", ("shard", "--as", "parquet", "-o", "x"), "Parquet is written by pyarrow, which is not here"),
    ],
)
def test_without_the_extra_it_is_said_what_to_install(
    missing: str, words: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from exporter.cli import group

    monkeypatch.chdir(CATALOGUE)
    for name in [each for each in sys.modules if f"{each}.".startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    words = tuple(str(tmp_path / word) if word == "x" else word for word in words)
    with pytest.raises(Unusable, match=message) as refused:
        group.main(list(words), standalone_mode=False)
    assert "pip install 'exporter[dask]'" in refused.value.hint


def test_engine_and_shards_go_together() -> None:
    for words in (("--shards", "x"), ("--cluster", "tcp://127.0.0.1:1")):
        ran = exporter("-C", CATALOGUE, "export", "-f", "dc", *words)
        assert (ran.code, ran.out) == (2, "")
        assert "--shards and --cluster go with an engine" in ran.err
