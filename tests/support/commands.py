"""Runs commands for the tests: to their end, as forks of one process, or beside the test.

No command outlives its test: what a test starts is killed with all its child processes, and its
pipes are closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.inputs import ROOT

PIPE = subprocess.PIPE
EXPORTER = (sys.executable, "-W", "error", "-m", "exporter")
"""The command `exporter` as a new process, in which a warning is an error."""


@dataclass(frozen=True)
class Ran:
    """What a command printed, its exit code (negative: the signal that killed it), and what it used.

    `memory` is its peak in bytes and `seconds` its CPU time; only `exporter` measures them.
    """

    code: int
    out: str
    err: str
    memory: int = field(default=0, compare=False)
    seconds: float = field(default=0, compare=False)


@contextlib.contextmanager
def started(
    *words: str | Path, cwd: Path = ROOT, **options: Any
) -> Iterator[subprocess.Popen[Any]]:
    """Start a command; `options` are those of `subprocess.Popen`.

    When the block ends, the command and all its child processes are killed and its pipes closed.
    """
    command = [str(word) for word in words]
    with subprocess.Popen(command, cwd=cwd, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def run(
    *words: str | Path,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> Ran:
    """Run a command to its end and return what it printed; `env` is added to the environment."""
    environment = {**os.environ, **(env or {})}
    with started(*words, cwd=cwd, env=environment, stdout=PIPE, stderr=PIPE) as process:
        out, err = process.communicate(timeout=timeout)
    return Ran(process.returncode, out.decode(), err.decode())


def exporter(
    *words: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, memory: int = 0
) -> Ran:
    """Run `exporter` as a process of its own.

    It is a new Python process if `env` is given, and otherwise a fork of one process that has
    imported everything, which is much faster. A run that needs more than `memory` bytes is killed.
    """
    if env:
        return run(*EXPORTER, *words, cwd=cwd, env=env)
    request = {
        "words": [str(word) for word in words],
        "cwd": str(cwd),
        "env": dict(os.environ),
        "memory": memory,
    }
    server = fork_server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    return Ran(**json.loads(server.stdout.readline()))


@cache
def fork_server() -> subprocess.Popen[str]:
    """Start the process whose forks run `exporter`, once for all tests of this process."""
    command = [sys.executable, "-W", "error", "-m", "tests.support.fork_server"]
    return subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)


def stop_fork_server() -> None:
    """End the process whose forks run `exporter`, if it was started."""
    if fork_server.cache_info().currsize:
        fork_server().communicate()
