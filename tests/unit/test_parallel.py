"""Many records on all cores: the same in the same order, and no process left when one of them
cannot go on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from exporter import parallel as module
from exporter.errors import UsageError
from exporter.export import registry as formats
from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.render import missing_requirements, render
from exporter.model.linker import link
from exporter.parallel import MIN_ITEMS, chunked, map_chunks
from exporter.validate.pipeline import validate_catalogue
from tests.conftest import ROOT

MANY = range(MIN_ITEMS * 2)


@pytest.fixture(autouse=True)
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system knows no fork")
    monkeypatch.setattr(module, "_usable_cores", lambda: 3)


def pids(numbers: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), list(numbers)


def test_results_come_in_order_and_from_other_processes() -> None:
    results = list(map_chunks(pids, chunked(MANY)))
    assert [number for _, numbers in results for number in numbers] == list(MANY)
    assert len({pid for pid, _ in results}) == 3
    assert os.getpid() not in {pid for pid, _ in results}


def test_few_are_done_here() -> None:
    assert {pid for pid, _ in map_chunks(pids, chunked(range(MIN_ITEMS - 1)))} == {os.getpid()}
    assert list(map_chunks(pids, chunked([]))) == []


def test_a_process_with_other_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert {pid for pid, _ in map_chunks(pids, chunked(MANY))} == {os.getpid()}
    finally:
        end.set()
        thread.join()


def test_the_garbage_collector_stays_as_it_was() -> None:
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    list(map_chunks(pids, chunked(MANY)))
    assert (gc.isenabled(), gc.get_freeze_count()) == (enabled, frozen)


def test_what_is_raised_there_is_raised_here() -> None:
    def work(numbers: Sequence[int]) -> int:
        return 1 // (0 if MIN_ITEMS in numbers else 1)

    with pytest.raises(ZeroDivisionError):
        list(map_chunks(work, chunked(MANY)))
    assert multiprocessing.active_children() == []


def test_a_process_that_is_killed_is_told() -> None:
    def work(numbers: Sequence[int]) -> int:
        if MIN_ITEMS in numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with pytest.raises(UsageError, match="was killed"):
        list(map_chunks(work, chunked(MANY)))
    assert multiprocessing.active_children() == []


def test_who_wants_no_more_leaves_no_process() -> None:
    results = map_chunks(lambda _: b"x" * 1_000_000, chunked(MANY))
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


CATALOGUE = ROOT / "tests" / "golden" / "catalogue"


def delivered(name: str) -> tuple[bytes, list[Loss]]:
    verdict = validate_catalogue(CATALOGUE, for_export=True)
    catalogue, _ = link(verdict.records, verdict.schemas)
    context = ExportContext(catalogue, formats.crosswalk(name))
    format = formats.format_named(name)
    ids = [id for id in catalogue.works if not missing_requirements(format, [id], context)]
    return b"".join(render(format, ids, context)), context.losses


@pytest.mark.parametrize("name", formats.names())
def test_a_catalogue_is_delivered_as_by_one_process(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = delivered(name)
    monkeypatch.setattr(module, "MIN_ITEMS", 1)
    monkeypatch.setattr(module, "CHUNK_SIZE", 2)
    assert delivered(name) == alone


def test_a_wrong_catalogue_is_told_as_by_one_process(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (catalogue / "records" / "people" / "yoko-sato.yaml").unlink()
    (catalogue / "records" / "books" / "wrong.yaml").write_text(
        "id: wrong\nkind: book\nlanguage: jp\ntitel: x\n"
    )
    (catalogue / "records" / "books" / "worse.yaml").write_text("id: [\n")
    alone = validate_catalogue(catalogue).findings
    assert len(alone) > 5
    monkeypatch.setattr(module, "MIN_ITEMS", 1)
    monkeypatch.setattr(module, "CHUNK_SIZE", 2)
    assert validate_catalogue(catalogue).findings == alone
