"""Texts are found again, whether they are in memory or in a file."""

from __future__ import annotations

import gc
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from exporter import parallel, text_store
from exporter.text_store import TextStore

TEXTS = ["", "a", "日本語", "\udcff", "x" * 40, "", "last"] * 500


@pytest.fixture(autouse=True)
def _small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_store, "_IN_MEMORY", 100)


def _filled() -> TextStore:
    store = TextStore()
    assert [store.add(text) for text in TEXTS] == list(range(len(TEXTS)))
    return store


def _texts(store: TextStore) -> list[str]:
    return [store[number] for number in range(len(TEXTS))]


def test_all_texts_are_found_again() -> None:
    store = _filled()
    assert _texts(store) == TEXTS
    assert len(store._in_memory) <= 100


def test_few_texts_need_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    store = TextStore()
    assert store[store.add("few")] == "few"


def test_texts_stay_in_memory_where_no_file_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert _texts(_filled()) == TEXTS


def test_texts_stay_in_memory_where_the_folder_becomes_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = []

    def write(descriptor: int, content: memoryview, place: int) -> int:
        """Write a few bytes at a time, and no more than 1,000."""
        if sum(written) >= 1_000:
            raise OSError("full")
        written.append(pwrite(descriptor, content[:30], place))
        return written[-1]

    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", write)
    assert _texts(_filled()) == TEXTS
    assert sum(written) >= 1_000


def test_threads_and_processes_read_the_same_texts() -> None:
    store = _filled()
    numbers = range(len(TEXTS))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(store.__getitem__, numbers)) == TEXTS
    assert list(parallel.map_in_order(store.__getitem__, numbers)) == TEXTS


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="/proc is needed")
def test_the_file_is_closed_with_the_store() -> None:
    before = _open_files()
    store = _filled()
    assert _open_files() == before + 1
    del store
    gc.collect()
    assert _open_files() == before
