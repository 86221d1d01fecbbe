"""Every console block of the README and the docs does what it shows.

A block is a run of `$ command` lines, each followed by what the command prints; lines after `2> `
are stderr, `=> 1` is an exit code other than 0, and `…` alone on a line stands for any number of
lines. The commands run in a copy of this repository's catalogue, one block after the other on a
page, with `exporter` on the path.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def steps(block: str) -> list[tuple[str, str, str, int]]:
    """Take a block apart: each command with the stdout, stderr and exit code that it shows."""
    found: list[tuple[str, str, str, int]] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        out = [line for line in lines if not line.startswith(("2> ", "=> "))]
        err = [line[3:] for line in lines if line.startswith("2> ")]
        code = next((int(line[3:]) for line in lines if line.startswith("=> ")), 0)
        found.append((command, "\n".join(out), "\n".join(err), code))
    return found


def matches(shown: str, printed: str) -> bool:
    lines = shown.rstrip("\n").split("\n")
    pattern = "\n".join(r"(?s:.*)" if line == "…" else re.escape(line) for line in lines)
    return re.fullmatch(pattern.rstrip("\n"), printed.rstrip("\n")) is not None


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if BLOCK.search(page.read_text("utf-8"))],
    ids=lambda page: page.name,
)
def test_console_blocks(page: Path, tmp_path: Path) -> None:
    for name in ("records", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    assert BLOCK.search(page.read_text("utf-8"))
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    for block in BLOCK.findall(page.read_text("utf-8")):
        assert steps(block)
        for command, out, err, code in steps(block):
            ran = run("sh", "-c", command, cwd=tmp_path, env={"PATH": path})
            assert matches(out, ran.out), (command, ran.out)
            assert matches(err, ran.err), (command, ran.err)
            assert ran.code == code, command


def test_the_readme_has_console_blocks() -> None:
    assert BLOCK.search((ROOT / "README.md").read_text("utf-8"))
