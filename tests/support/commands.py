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
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.inputs import ROOT

PIPE = subprocess.PIPE
EXPORTER = (sys.executable, "-W", "error", "-m", "exporter")
"""The command `exporter` as a new process, in which a warning is an error."""


@dataclass(frozen=True)
class Ran:
    """What a command printed, its exit code (negative: the signal that killed it), and what it
    used.

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
    """Run `exporter` as a process of its own, with `env` added to the environment.

    It is a fork of a process that has imported everything, which is much faster than a new Python
    process, unless `env` has variables that Python may read when it starts. A run that needs more
    than `memory` bytes is killed.
    """
    env = env or {}
    if env.keys() - {"PYTHONHASHSEED"}:
        return run(*EXPORTER, *words, cwd=cwd, env=env)
    request = {
        "words": [str(word) for word in words],
        "cwd": str(cwd),
        "env": {**os.environ, **env},
        "memory": memory,
    }
    server = fork_server(env.get("PYTHONHASHSEED", ""))
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    return Ran(**json.loads(server.stdout.readline()))


SERVERS: dict[str, subprocess.Popen[str]] = {}
"""The processes whose forks run `exporter`, by the seed of their hashes; empty for a random one."""


def fork_server(hash_seed: str = "") -> subprocess.Popen[str]:
    """Return the process whose forks run `exporter`; it is started once for all tests."""
    if hash_seed not in SERVERS:
        command = [sys.executable, "-W", "error", "-m", "tests.support.fork_server"]
        env = {**os.environ, "PYTHONHASHSEED": hash_seed} if hash_seed else None
        SERVERS[hash_seed] = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=PIPE, stdout=PIPE, text=True
        )
    return SERVERS[hash_seed]


def stop_fork_servers() -> None:
    """End the processes whose forks run `exporter`."""
    for server in SERVERS.values():
        server.communicate()
    SERVERS.clear()


def _status(process: subprocess.Popen[Any]) -> list[str] | None:
    """Return the fields of a process that follow its name; None where there is no such file.

    Source: proc_pid_stat(5).
    """
    file = Path(f"/proc/{process.pid}/stat")
    return file.read_text().rpartition(")")[2].split() if file.exists() else None


def wait_until_asleep(process: subprocess.Popen[Any]) -> None:
    """Wait until a process waits for something else than a processor."""
    for _ in range(600):
        status = _status(process)
        assert status is not None
        if status[0] == "S":
            return
        time.sleep(0.1)
    raise AssertionError("it does not wait")


def wait_until_it_has_worked(process: subprocess.Popen[Any], seconds: float) -> None:
    """Wait until a process has used so much time of a processor, however busy the machine is.

    Where nothing tells that time, it is that of the clock.
    """
    end = time.monotonic() + (60 if _status(process) else seconds)
    used = 0.0
    while used < seconds and time.monotonic() < end:
        time.sleep(0.05)
        if status := _status(process):
            used = (int(status[11]) + int(status[12])) / os.sysconf("SC_CLK_TCK")
