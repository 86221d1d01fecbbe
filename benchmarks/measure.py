"""Measures commands as whole processes: wall time, CPU time and memory, beside a reference."""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

Command = Sequence[str]

_PR_SET_CHILD_SUBREAPER = 36
"""Source: linux/prctl.h."""


class Run(NamedTuple):
    """One run of a command: seconds of wall and of CPU time, and the megabytes of its largest process.

    The CPU time includes that of worker processes.
    """

    wall: float
    cpu: float
    memory: float


@dataclass
class Group:
    """Commands that are measured in turn in a folder. The first is the reference of the ratios.

    `before` is called before each command, for example to edit a record. `cache` is the folder in
    which the commands keep their results; without one there is no cache.
    """

    name: str
    folder: Path
    commands: Mapping[str, Command]
    records: int = 0
    before: Callable[[], object] = lambda: None
    cache: str = ""


@dataclass
class Measured:
    """What was measured of one command: seconds, megabytes, and ratios to the reference.

    `each` is the microseconds of wall time for a record.
    """

    group: str
    name: str
    minimum: float
    median: float
    maximum: float
    cpu: float
    memory: float
    each: float
    ratio: float
    cpu_ratio: float

    def __str__(self) -> str:
        times = (self.minimum, self.median, self.maximum, self.cpu)
        seconds = "".join(f"{each:9.3f}" for each in times)
        ratios = f"{self.ratio:8.2f}{self.cpu_ratio:8.2f}"
        return f"{self.name:<42}{seconds}{self.memory:8.0f}{self.each:10.1f}{ratios}"


def heading(group: Group) -> str:
    """Return the line above the rows of a group."""
    times = "".join(f"{each:>9}" for each in ("min", "median", "max", "CPU"))
    return f"{group.name:<42}{times}{'MB':>8}{'us/record':>10}{'ratio':>8}{'of CPU':>8}"


def run(command: Command, folder: Path, cache: str) -> Run:
    """Run a command to its end. Raises RuntimeError if it fails.

    Linux counts the memory of this process as that of the command before it starts, so this one
    must stay small.
    """
    _adopt_orphans()
    quiet, environment = subprocess.DEVNULL, {**os.environ, "EXPORTER_CACHE": cache}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, env=environment)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: the records have findings
        raise RuntimeError(f"{' '.join(command)[:200]} ended with {process.returncode}")
    usages = [usage, *_usages_of_orphans()]
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Run(wall, cpu, max(each.ru_maxrss for each in usages) / 1000)


def _adopt_orphans() -> None:
    """Become the parent of each process whose parent ends, to learn what it has used.

    The workers of a cluster are children of a process for which nobody waits.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _usages_of_orphans() -> Iterator[resource.struct_rusage]:
    with suppress(ChildProcessError):  # there are no more
        while True:
            yield os.wait4(-1, 0)[2]


def measure(group: Group, runs: int) -> list[Measured]:
    """Run the commands of a group in turn, so that a busy minute falls on all of them.

    One more run comes first, which fills the caches of the system, of Python and of the tool.
    """
    found: dict[str, list[Run]] = {name: [] for name in group.commands}
    for turn in range(runs + 1):
        for name, command in group.commands.items():
            group.before()
            measured = run(command, group.folder, group.cache)
            if turn:
                found[name].append(measured)
    rows: list[Measured] = []
    for name, measured_runs in found.items():
        walls = [each.wall for each in measured_runs]
        wall = statistics.median(walls)
        cpu = statistics.median(each.cpu for each in measured_runs)
        reference = rows[0] if rows else None
        rows.append(
            Measured(
                group.name,
                name,
                min(walls),
                wall,
                max(walls),
                cpu,
                max(each.memory for each in measured_runs),
                wall / group.records * 1e6 if group.records else 0,
                wall / reference.median if reference else 1,
                cpu / reference.cpu if reference else 1,
            )
        )
    return rows
