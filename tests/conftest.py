"""What all tests share: the command as a user runs it, and where the official schemas and programs are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.support.one_process import Ran

os.environ.pop(
    "GITHUB_ACTIONS", None
)  # where it is set, the log is guarded, and the output is another
ROOT = Path(__file__).parents[1]
os.environ["EXPORTER_CACHE"] = ""  # what is tested does not rest on what was found earlier
OFFICIAL = Path(os.environ.get("OFFICIAL_SCHEMAS", ROOT.parent / "shared" / "schemas"))
"""A folder with tei_all.rng, oai_dc.xsd, csl-data.json … as their owners publish them."""


def run(
    *words: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, timeout: float = 120
) -> Ran:
    """Run a command to its end, and give what it printed as text."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def exporter(
    *words: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, memory: int = 0
) -> Ran:
    """Run `exporter` as a process of its own: a new Python if its environment is another, else a fork of one process.

    With `memory`, a run that takes more, in bytes, ends.
    """
    if env:
        return run(sys.executable, "-W", "error", "-m", "exporter", *words, cwd=cwd, env=env)
    asked = {
        "words": [str(word) for word in words],
        "cwd": str(cwd),
        "env": dict(os.environ),
        "memory": memory,
    }
    requests, answers = exporter_process().stdin, exporter_process().stdout
    assert requests
    assert answers
    requests.write(json.dumps(asked) + "\n")
    requests.flush()
    return Ran(**json.loads(answers.readline()))


@cache
def exporter_process() -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.support.one_process"]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def pytest_sessionfinish() -> None:
    if exporter_process.cache_info().currsize:
        exporter_process().communicate()


def missing(what: str, how: str) -> None:
    """Skip a test for want of a program or file; in CI, where all are installed, fail instead."""
    message = f"{what} is not here: {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def program(name: str, package: str) -> str:
    """Give the path of a program that the test needs, or skip and say which package has it."""
    found = shutil.which(name)
    if not found:
        missing(name, f"apt-get install {package}")
    return str(found)


def official(name: str) -> Path:
    """Give the path of an official schema, or skip and say how to provide it."""
    path = OFFICIAL / name
    if not path.exists():
        missing(name, "put the official schemas into a folder and name it in OFFICIAL_SCHEMAS")
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the program says as the expected output; read the diff",
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A small catalogue that has every kind and every hard case, to be changed at will."""
    shutil.copytree(ROOT / "tests" / "golden" / "catalogue", tmp_path / "catalogue")
    return tmp_path / "catalogue"


ELSEWHERE = re.compile(r"^        (\S+?):(\d+:\d+)$")
HEADLINE = re.compile(
    r"^(\S+?):(\d+:\d+): (error|warning|information): ([a-z0-9-]+): (.*)$", re.MULTILINE
)


def headlines(text: str) -> list[tuple[str, str, str]]:
    """Give the path, the place and the name of each error that was printed, those below the first of a cause too."""
    found: list[tuple[str, str, str]] = []
    error = name = ""
    for line in text.splitlines():
        if told := HEADLINE.match(line):
            path, place, error, name, _ = told.groups()
        elif listed := ELSEWHERE.match(line):
            path, place = listed.groups()
        else:
            continue
        if error == "error":
            found.append((path, place, name))
    return sorted(found)
