"""Many records on all cores: the same in the same order, and no process left when one of them cannot go on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence

import pytest

from exporter import spread as module
from exporter.model.unusable import Unusable
from exporter.spread import FEW, spread

MANY = range(FEW * 2)


@pytest.fixture(autouse=True)
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system knows no fork")
    monkeypatch.setattr(module, "_cores", lambda: 3)


def pids(numbers: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), list(numbers)


def test_results_come_in_order_and_from_other_processes() -> None:
    results = list(spread(pids, MANY))
    assert [number for _, numbers in results for number in numbers] == list(MANY)
    assert len({pid for pid, _ in results}) == 3
    assert os.getpid() not in {pid for pid, _ in results}


def test_few_are_done_here() -> None:
    assert {pid for pid, _ in spread(pids, range(FEW - 1))} == {os.getpid()}
    assert list(spread(pids, [])) == []


def test_what_is_raised_there_is_raised_here() -> None:
    def work(numbers: Sequence[int]) -> int:
        return 1 // (0 if FEW in numbers else 1)

    with pytest.raises(ZeroDivisionError):
        list(spread(work, MANY))
    assert multiprocessing.active_children() == []


def test_a_process_that_is_killed_is_told() -> None:
    def work(numbers: Sequence[int]) -> int:
        if FEW in numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with pytest.raises(Unusable, match="ended from outside"):
        list(spread(work, MANY))
    assert multiprocessing.active_children() == []


def test_who_wants_no_more_leaves_no_process() -> None:
    results = spread(lambda _: b"x" * 1_000_000, MANY)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
