"""The test suite itself: it can run in the background, and no test passes by looking at nothing."""

from __future__ import annotations

import signal
import subprocess
import sys

from tests.support.inputs import ROOT

STOPPED = "tests/hostile/test_interrupted_writes.py::test_a_signal_stops_the_command"


def test_tests_of_signals_pass_in_the_background_and_under_nohup() -> None:
    """There SIGINT and SIGHUP are ignored, and child processes inherit that."""
    ignore = (
        "import os, signal, sys; "
        f"[signal.signal(number, signal.SIG_IGN) for number in ({signal.SIGINT:d}, {signal.SIGHUP:d})]; "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            ignore,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            STOPPED,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
