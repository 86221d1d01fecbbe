"""Shards: a record in a file of many is read as in a file of its own, and its line is known."""

from __future__ import annotations

import gzip
import json
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow.parquet import write_table

from exporter.cli.main import group
from exporter.distributed import cluster
from exporter.distributed.shard_forms import parse_json, write_shards
from exporter.distributed.shards import Shard, find_shards, place_of
from exporter.errors import UsageError
from exporter.records.document import Document
from exporter.records.files import find_records
from exporter.records.finding import Finding
from exporter.records.loader import parse_document, read_document
from exporter.records.settings import Limits
from tests.conftest import ROOT, exporter

CATALOGUE = ROOT / "tests" / "golden" / "catalogue"
SOMEWHERE = Path("000000", "000000001", "1.yaml")


def shard(path: Path, content: str | bytes) -> Shard:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (only,) = find_shards([str(path)])
    return only


def found(path: Path, content: str | bytes) -> list[tuple[int, Any]]:
    """Return the line of each record, and its data or the name of the finding."""
    documents = shard(path, content).documents(Limits())
    told = [
        (place_of(each.path), each.data if isinstance(each, Document) else each.name)
        for each in documents
    ]
    return [(where[1], said) for where, said in told if where]


@pytest.mark.parametrize("form", ["yaml", "jsonl", "parquet"])
@pytest.mark.parametrize("catalogue", [CATALOGUE, ROOT], ids=["small", "real"])
def test_records_come_back_as_they_were(form: str, catalogue: Path, tmp_path: Path) -> None:
    paths = find_records(catalogue)
    before = [
        each
        for path in paths
        if isinstance(each := read_document(path, catalogue, Limits()), Document)
    ]
    assert len(before) == len(paths)
    for name, content in write_shards(before, form, 7):
        (tmp_path / name).write_bytes(b"".join(content))
    shards = find_shards([str(tmp_path)])
    assert [Path(each.name).name for each in shards] == [
        f"records-{number:05}.{form}" for number in range(1, (len(paths) + 6) // 7 + 1)
    ]
    after = [document for each in shards for document in each.documents(Limits())]
    assert [each.data for each in after if isinstance(each, Document)] == [
        each.data for each in before
    ]
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
        (
            "%YAML 1.2\n---\nid: a\n...\n%YAML 1.2\n---\nid: b\n",
            [(1, {"id": "a"}), (5, {"id": "b"})],
        ),
        ("id: a\ntext: |\n  ---\n  ...\n", [(1, {"id": "a", "text": "---\n...\n"})]),
        ("\ufeffid: a\n---\n\n# nothing\n", [(1, {"id": "a"})]),
        ("id: a\n---\nid: [\n---\nid: c\n", [(1, {"id": "a"}), (3, "not-yaml"), (5, {"id": "c"})]),
        ("", []),
    ],
)
def test_a_stream_of_yaml_is_cut_at_its_markers(
    text: str, records: list[tuple[int, Any]], tmp_path: Path
) -> None:
    assert found(tmp_path / "some.yml", text) == records


def test_a_line_of_json_is_a_record(tmp_path: Path) -> None:
    lines = '{"id": "a"}\n\n {"id": "b", "no": "no"}\r\n["c"]\n{"id": "d", "id": "e"}\n'
    wanted = [
        (1, {"id": "a"}),
        (3, {"id": "b", "no": "no"}),
        (4, "not-a-record"),
        (5, "duplicate-key"),
    ]
    assert found(tmp_path / "some.jsonl", lines) == wanted


RECORD = '{"id": "a", "title": "茶"}'


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "latin-1"]
)
def test_a_record_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    """Python's json module would read all of these but the last."""
    content = RECORD.replace("茶", "é").encode(encoding)
    assert found(tmp_path / "some.jsonl", content) == [(1, "not-utf-8")]
    assert found(tmp_path / "some.yaml", content) == [(1, "not-utf-8")]


def test_half_a_character_in_bytes(tmp_path: Path) -> None:
    """Python's json module would accept it."""
    assert found(
        tmp_path / "some.jsonl", RECORD.replace("茶", "\ud800").encode("utf-8", "surrogatepass")
    ) == [(1, "not-utf-8")]


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
def test_of_a_line_without_end_only_the_length_is_known(form: str, tmp_path: Path) -> None:
    """A few compressed bytes become gigabytes; the records before and after are read."""
    mark = b"\n" if form == "jsonl" else b"\n---\n"
    endless = b"[" + b" " * 100_000_000
    content = gzip.compress(mark.join([RECORD.encode(), endless, RECORD.encode()]), compresslevel=1)
    tracemalloc.start()
    (_, first), (_, second), (_, third) = found(tmp_path / f"some.{form}.gz", content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (first, second, third) == (
        {"id": "a", "title": "茶"},
        "oversized-record",
        {"id": "a", "title": "茶"},
    )
    assert most < 20_000_000


@pytest.mark.parametrize("form", ["jsonl", "yaml"])
@pytest.mark.parametrize("more", [0, 1])
def test_a_record_in_a_shard_may_be_as_large_as_one_in_a_file(
    form: str, more: int, tmp_path: Path
) -> None:
    text = RECORD.replace("茶", "x" * (1_000_000 - len(RECORD) + 1 + more))
    content = text if form == "jsonl" else text.replace(", ", ",\n")
    assert len(content) == 1_000_000 + more
    (only,) = found(tmp_path / f"some.{form}", content)
    assert (only[1] == "oversized-record") == bool(more)


def test_a_text_that_stands_in_many_rows_of_parquet_is_held_once(tmp_path: Path) -> None:
    text = RECORD.replace("茶", "x" * 500_000)
    rows = pyarrow.array([text]).dictionary_encode().take(pyarrow.array([0] * 1_000))
    write_table(pyarrow.table({"record": rows}), tmp_path / "some.parquet")
    documents = shard(
        tmp_path / "some.parquet", (tmp_path / "some.parquet").read_bytes()
    ).documents(Limits())
    before = pyarrow.total_allocated_bytes()
    assert isinstance(next(documents), Document)
    assert pyarrow.total_allocated_bytes() - before < 50_000_000


@pytest.mark.parametrize(
    "column",
    [[1, 2], [1.5], [True], [{"id": "a"}], [["id"]], [datetime(2026, 1, 1, tzinfo=UTC)], [None]],
    ids=repr,
)
def test_a_column_of_parquet_that_holds_no_text(column: list[Any], tmp_path: Path) -> None:
    write_table(pyarrow.table({"record": column}), tmp_path / "some.parquet")
    (only,) = find_shards([str(tmp_path / "some.parquet")])
    with pytest.raises(OSError, match=r"its column record holds .*, not text"):
        list(only.documents(Limits()))


def test_a_row_of_parquet_without_a_text(tmp_path: Path) -> None:
    rows = pyarrow.array([RECORD.encode(), None, b"\xff", RECORD.encode("utf-16")])
    write_table(pyarrow.table({"record": rows}), tmp_path / "some.parquet")
    (only,) = find_shards([str(tmp_path / "some.parquet")])
    names = [
        each.name if isinstance(each, Finding) else each.id for each in only.documents(Limits())
    ]
    assert names == ["a", "empty-file", "not-utf-8", "not-utf-8"]


VALUES = [
    *(
        "null",
        "true",
        "0",
        "-0",
        "12",
        "1.5",
        "1e5",
        "-1E-5",
        "[]",
        "{}",
        '[1, {"a": ["b"]}]',
        '{"a": 1, "a": 2}',
    ),
    *(
        "1" * 501,
        "1" * 1001,
        "1" * 5000,
        "NaN",
        "-Infinity",
        "1.",
        "01",
        "nul",
        '"a',
        '"\\x41"',
        "[" * 49 + "]" * 49,
        "[" * 50 + "]" * 50,
        "[" * 60 + "]" * 60,
        f'{{"{"k" * 501}": 1}}',
        f'{{"{"k" * 2000}": 1}}',
        f"[{'1, ' * 99_998}1]",
    ),
    *(
        '"茶"',
        '"\\u8336"',
        '"\\ud842\\udfb7"',
        '"\\ud842"',
        '"\\u0007"',
        '"\x7f"',
        '"\x85"',
        '"\u2028"',
        '"\\u2028"',
    ),
    *(
        '"\\/"',
        '"\\b"',
        '"\\f"',
        '"\\\\b"',
        '"a\\nb"',
        '"\\"',
        '"\ufeff"',
        '"\ufffe"',
        '"a\tb"',
        '"yes"',
        '"# no: comment"',
        '"---"',
        "a",
        "'a'",
    ),
]


@pytest.mark.parametrize("value", VALUES)
def test_json_is_read_as_the_yaml_that_it_is(value: str) -> None:
    """Except for surrogate pairs, which JSON joins and YAML does not."""
    content = f'{{"id": {value}}}'.encode()
    quick, slow = (reader(content, SOMEWHERE, Limits()) for reader in (parse_json, parse_document))
    if value == '"\\ud842\\udfb7"':
        assert isinstance(quick, Document)
        assert quick.data == {"id": "𠮷"} == json.loads(content)
        assert isinstance(parse_document(quick.text.encode(), SOMEWHERE, Limits()), Document)
    elif isinstance(slow, Finding):
        assert isinstance(quick, Finding)
        assert quick.name == slow.name
    else:
        assert isinstance(quick, Document)
        assert repr(quick.data) == repr(slow.data)


@pytest.mark.parametrize(
    "between", [("", ""), (" ", " "), ("\n", "\n "), ("\t", "\t"), ("", "\u3000")]
)
def test_json_with_other_space_is_read_as_the_yaml_that_it_is(between: tuple[str, str]) -> None:
    before, after = between
    content = f'{{"id"{before}:{after}"a",{after}"kind"{before}:{after}[1,{after}true]}}'.encode()
    quick, slow = (reader(content, SOMEWHERE, Limits()) for reader in (parse_json, parse_document))
    assert getattr(quick, "data", "") == getattr(slow, "data", "")
    assert getattr(quick, "name", "") == getattr(slow, "name", "")


def test_a_text_that_another_one_would_change_is_written_as_json() -> None:
    """The end of the file is the end of its last text.

    A directive is valid only before the first record.
    """
    texts = ("id: a\ntext: |\n  b", "%YAML 1.2\n---\nid: a\n", "id: a  # exporter: allow x\n")
    read = [parse_document(text.encode(), SOMEWHERE, Limits()) for text in texts]
    ((_, content),) = write_shards([each for each in read if isinstance(each, Document)], "yaml", 9)
    assert b"".join(content).decode() == (
        '---\n{"id": "a", "text": "b"}\n---\n{"id": "a"}\n---\nid: a  # exporter: allow x\n'
    )


def test_shards_are_found_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.jsonl.gz", "b/1.parquet", "a.yaml", "README.md", "b/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    patterns = [str(tmp_path), str(tmp_path / "b" / "*.gz"), f"file://{tmp_path}/a.yaml"]
    names = [each.name for each in find_shards(patterns)]
    assert [name.rpartition(tmp_path.name)[2] for name in names] == [
        "/a.yaml",
        "/b/1.parquet",
        "/b/2.jsonl.gz",
    ]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("nowhere/*.jsonl", "there are no shards in"),
        ("pyproject.toml", "there are no shards in"),
        ("nothing://x/*.jsonl", "cannot be reached: Protocol not known: nothing"),
    ],
)
def test_a_pattern_that_leads_to_no_shard_is_told(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        find_shards([pattern])


def test_no_cluster_is_started_for_shards_that_are_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(CATALOGUE)
    monkeypatch.setattr(cluster, "connect", lambda *_: pytest.fail("a cluster was started"))
    words = ["export", "-f", "dc", "--engine", "dask", "--shards", str(tmp_path / "*.jsonl")]
    with pytest.raises(UsageError, match="there are no shards in"):
        group.main(words, standalone_mode=False)


def test_a_wrong_catalogue_is_not_put_into_shards(catalogue: Path, tmp_path: Path) -> None:
    (catalogue / "records" / "people" / "li-wei.yaml").write_text(
        "id: li-wei\nkind: person\nlanguage: zh\n", "utf-8"
    )
    ran = exporter("-C", catalogue, "shard", "-o", tmp_path / "shards")
    assert (ran.code, ran.out) == (1, "")
    assert "missing-field" in ran.err
    assert ran.err.endswith("Nothing was written. Fix the errors first.\n")
    assert not (tmp_path / "shards").exists()


@pytest.mark.parametrize(
    ("missing", "words", "message"),
    [
        (
            "distributed",
            ("export", "-f", "dc", "--engine", "dask"),
            "--engine dask needs Dask, which is not installed",
        ),
        (
            "fsspec.core",
            ("export", "-f", "dc", "--engine", "dask", "--shards", "x"),
            "--shards needs the package fsspec",
        ),
        (
            "pyarrow",
            ("shard", "--as", "parquet", "-o", "x"),
            "Parquet needs the package pyarrow, which is not installed",
        ),
    ],
)
def test_without_the_extra_it_is_said_what_to_install(
    missing: str,
    words: tuple[str, ...],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(CATALOGUE)
    for name in [each for each in sys.modules if f"{each}.".startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    words = tuple(str(tmp_path / word) if word == "x" else word for word in words)
    with pytest.raises(UsageError, match=message) as refused:
        group.main(list(words), standalone_mode=False)
    assert "pip install 'catalogue-exporter[dask]'" in refused.value.hint


def test_engine_and_shards_go_together() -> None:
    for words in (("--shards", "x"), ("--cluster", "tcp://127.0.0.1:1")):
        ran = exporter("-C", CATALOGUE, "export", "-f", "dc", *words)
        assert (ran.code, ran.out) == (2, "")
        assert "--shards and --cluster need an engine" in ran.err
