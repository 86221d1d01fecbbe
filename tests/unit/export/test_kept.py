"""What is kept of an export: with it and without it every format writes the same bytes."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from exporter import cache, parallel
from exporter.cache import open_cache
from exporter.export import registry
from exporter.export.context import ExportContext
from exporter.export.delivery_time import DaysOfEntry
from exporter.export.kept import KeptResults
from exporter.export.loss import Loss
from exporter.export.render import render
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.model.observed import Answers
from exporter.model.records import Records
from exporter.records.document import leaves
from tests.conftest import ROOT, Ran, exporter
from tests.support import every_field
from tests.support.markers import SAME_STATEMENTS, long_except

sys.path.append(str(ROOT / "benchmarks"))
from generate import write

Data = dict[str, Any]
FORMATS = [name for name, module in registry.names().items() if module.startswith("exporter.")]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the caches; also small catalogues have one here, in several parts."""
    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    monkeypatch.setattr(cache, "MIN_RECORDS", 1)
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    monkeypatch.setattr(cache, "_LEAST", 2)
    return tmp_path / "kept"


def linked(records: Mapping[str, Data]) -> tuple[Catalogue, Records]:
    found = Records(every_field.documents(records))
    return link(found, every_field.schemas(), complete=True)[0], found


def written(
    format_name: str, records: Mapping[str, Data], root: Path | None, **options: Any
) -> tuple[bytes, list[Loss]]:
    """Write all works, with the cache of a folder or without one, and list what is lost.

    They are written without looking for losses, too: the document is the same.
    """
    catalogue, found = linked(records)
    format = registry.format_named(format_name)
    context = ExportContext(catalogue, registry.crosswalk(format_name), **options)
    ids = [id for id in catalogue.works if id.startswith(WORKS)]

    def both(results: KeptResults | None) -> tuple[bytes, list[Loss]]:
        own = context.afresh(results=results)
        document = b"".join(render(format, ids, own))
        alone = b"".join(render(format, ids, own.afresh(collect_losses=False)))
        assert alone == document
        assert len(own.losses) == len(set(own.losses))
        return document, own.losses

    if root is None:
        return both(None)
    with open_cache(root, pytest.fail) as opened:
        assert opened
        return both(KeptResults(opened, "the same tool", Answers.of(catalogue, found)))


def changed(records: Mapping[str, Data], id: str) -> dict[str, Data]:
    """Return the records, one with other texts in all its fields."""
    texts = [
        pointer
        for pointer, value in leaves(records[id])
        if isinstance(value, str) and " " in value and pointer[0] != "inferred"
    ]
    assert texts
    data = json.loads(json.dumps(records[id]))
    for pointer in texts:
        inside = data
        for step in pointer[:-1]:
            inside = inside[step]
        inside[pointer[-1]] += " anew"
    return {**records, id: data}


NEIGHBOURS = ("person", "organization", "place", "book")
WORKS = ("rich-book", "single-film", "rich-short-b", "rich-short-s")
"""The beginnings of the ids of the works that are written."""


@pytest.mark.parametrize(
    "format_name", long_except(sorted({*FORMATS} - SAME_STATEMENTS), "bibtex", "dc")
)
def test_an_edit_of_any_record_reaches_all_that_speak_of_it(
    format_name: str, tmp_path: Path, kept: Path
) -> None:
    """The records refer to each other in every field that can hold a reference."""
    records = dict(every_field.records())
    outputs = []
    for kind in ("", *NEIGHBOURS):
        records = changed(records, f"rich-short-{kind}") if kind else records
        expected = written(format_name, records, None)
        is_same = written(format_name, records, tmp_path) == expected
        assert is_same, kind  # thousands of lines are no help
        outputs.append(expected[0])
    # Crossref has places for few fields of these kinds
    assert len(set(outputs)) >= (2 if format_name == "crossref" else 3)
    assert len(list(kept.glob("*.sqlite"))) == 1


def changes(root: Path) -> list[Callable[[], object]]:
    """What happens to a generated catalogue: edits, renames, deletions, schemas and settings."""
    records = root / "records"
    person, book = records / "people" / "person-3.yaml", records / "books" / "book-3-7.yaml"
    renamed = ("book-3-7", "another-book")
    inverse = "translation_of: book-5-7\n"

    def swap(file: Path, old: str, new: str) -> None:
        file.write_text(file.read_text().replace(old, new, 1))

    def rename() -> None:
        swap(book, *renamed)
        book.rename(book.with_stem(renamed[1]))

    def write_schemas() -> None:
        shutil.copytree(ROOT / "schemas", root / "schemas")
        schema = root / "schemas" / "book.schema.json"
        swap(schema, '"catalogued": {', '"$comment": "ours", "catalogued": {')

    return [
        lambda: swap(person, "given: ", "given: Anew "),
        lambda: swap(book, "series:", inverse + "series:"),
        rename,
        lambda: (records / "articles" / "article-7-b.yaml").unlink(),
        lambda: (root / "exporter.toml").write_text('[catalogue]\nlanguages = ["ja"]\n'),
        write_schemas,
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("format_name", "options"), [("bibtex", []), ("marcxml", ["--losses", "-"])]
)
def test_the_command_writes_the_same_after_every_change(
    format_name: str, options: list[str], tmp_path: Path
) -> None:
    root = tmp_path / "catalogue"
    write(2_000, root)
    outputs = []

    def exported(folder: str) -> Ran:
        words = ("export", "--format", format_name, *options)
        return exporter(*words, cwd=root, env={"EXPORTER_CACHE": folder})

    for change in (lambda: None, *changes(root)):
        change()
        expected = exported("")
        assert expected.code == 0, expected.err
        again = exported(str(tmp_path / "kept"))
        is_same = (again.code, again.out, again.err) == (0, expected.out, expected.err)
        assert is_same
        outputs.append(expected.out)
    assert len({*outputs}) >= 5


@pytest.mark.parametrize(("harm", "warnings"), [(b"GIF89a" * 1000, 1), (b"", 0)])
def test_a_damaged_cache_changes_nothing(
    tmp_path: Path, kept: Path, harm: bytes, warnings: int
) -> None:
    """An empty one is one that was only begun."""
    records = dict(every_field.records())
    expected = written("csl-json", records, None)
    assert written("csl-json", records, tmp_path) == expected
    (file,) = kept.glob("*.sqlite")
    for each in kept.glob("*.sqlite-*"):
        each.unlink()
    file.write_bytes(harm)
    told: list[str] = []
    catalogue, found = linked(records)
    with open_cache(tmp_path, told.append) as opened:
        assert opened
        context = ExportContext(
            catalogue,
            registry.crosswalk("csl-json"),
            collect_losses=False,
            results=KeptResults(opened, "the same tool", Answers.of(catalogue, found)),
        )
        ids = [id for id in catalogue.works if id.startswith(WORKS)]
        output = b"".join(render(registry.format_named("csl-json"), ids, context))
    is_same = output == expected[0]
    assert is_same
    assert len(told) == warnings


@pytest.mark.usefixtures("kept")
def test_only_what_states_the_day_of_the_delivery_changes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = dict(every_field.records())
    known = DaysOfEntry(dict.fromkeys(records, "2020-02-03"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    of_known_days = written("marcxml", records, tmp_path, days_of_entry=known)
    before = written("marcxml", records, tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    after = written("marcxml", records, tmp_path)
    assert after == written("marcxml", records, None) != before
    assert written("marcxml", records, tmp_path, days_of_entry=known) == of_known_days
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1200000000")
    monkeypatch.setattr("exporter.export.kept._computed", lambda *_: pytest.fail("computed anew"))
    assert written("marcxml", records, tmp_path, days_of_entry=known) == of_known_days


def test_a_time_that_is_none_matters_only_to_what_states_it(tmp_path: Path) -> None:
    root = tmp_path / "catalogue"
    write(cache.MIN_RECORDS, root)
    words = ("export", "--format", "marcxml", "--ignore-rights", "--kind", "score")
    for folder in ("", str(tmp_path / "kept")):
        env = {"EXPORTER_CACHE": folder, "SOURCE_DATE_EPOCH": "tomorrow"}
        ran = exporter(*words, cwd=root, env=env)
        assert ran.code == 0, ran.err
