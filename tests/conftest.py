"""Fixtures, options and the environment of all tests."""

from __future__ import annotations

import os
import shutil
import signal
import warnings
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest
from hypothesis.internal.conjecture import providers

from tests.support.commands import Ran, exporter, run, stop_fork_servers
from tests.support.inputs import OFFICIAL, ROOT, missing, official, program, shared
from tests.support.printed_findings import headlines

providers._get_local_constants = providers.Constants
"""Hypothesis draws constants of the modules that are loaded: what it draws would depend on which tests
ran before in the same process. There is no setting for it."""

__all__ = [
    "OFFICIAL",
    "ROOT",
    "Ran",
    "exporter",
    "headlines",
    "missing",
    "official",
    "program",
    "run",
    "shared",
]

os.environ.pop("GITHUB_ACTIONS", None)  # where it is set, the output of `exporter` is guarded
os.environ["SOURCE_DATE_EPOCH"] = "1767225600"  # 2026-01-01: the permissions of samples hold
os.environ["EXPORTER_CACHE"] = ""  # what is tested does not rest on what was found earlier


def free_the_signals_of_child_processes() -> None:
    """Let child processes react to the signals that stop a program.

    A shell starts a background job with SIGINT ignored, and nohup ignores SIGHUP; a child process
    inherits that. A signal with a handler is set back to its default in a child process instead
    (POSIX, exec), so a handler that does nothing protects this process as before, and only this
    one.
    """

    def stay(_number: int, _frame: FrameType | None) -> None:
        pass

    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, stay)


free_the_signals_of_child_processes()


IN_CI = os.environ.get("CI") == "true"
"""Whether the tests run in continuous integration, where everything that they use is installed."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In continuous integration, make every test that is skipped fail, unless it needs root."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        assert isinstance(report.longrepr, tuple)
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith("only root can"):
            report.outcome = "failed"
            report.longrepr = f"in continuous integration every test runs; skipped: {reason}"
    return report


UNCLOSED: list[str] = []
"""What the garbage collector found unclosed, such as files and pipes, and the test that ran
then."""


def pytest_warning_recorded(
    warning_message: warnings.WarningMessage, when: str, nodeid: str
) -> None:
    """Note a resource that was not closed: that is found later than in the test that opened it."""
    if issubclass(warning_message.category, pytest.PytestUnraisableExceptionWarning):
        UNCLOSED.append(f"{nodeid or when}: {warning_message.message}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for each in UNCLOSED:
        terminalreporter.write_line(f"found while another test ran: {each}", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    stop_fork_servers()
    if UNCLOSED and IN_CI and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the program says as the expected output; read the diff",
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def everyday_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a catalogue with works of nearly all kinds, not to be changed."""
    folder = tmp_path_factory.mktemp("everyday") / "catalogue"
    shutil.copytree(ROOT / "tests" / "golden" / "everyday", folder)
    ran = exporter("site", "-o", "public", "--ignore-rights", cwd=folder)
    assert ran.code == 0, ran.err
    return folder / "public"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A small catalogue that has every kind and every hard case, to be changed at will."""
    shutil.copytree(ROOT / "tests" / "golden" / "catalogue", tmp_path / "catalogue")
    return tmp_path / "catalogue"
