"""Standard output is written only when the whole output is there, and a terminal gets no commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.cli import output
from tests.conftest import ROOT, exporter


def pieces(sizes: list[int], *, fails: bool = False) -> Iterator[bytes]:
    for number, size in enumerate(sizes):
        yield bytes([65 + number]) * size
    if fails:
        raise ZeroDivisionError


@pytest.mark.parametrize("sizes", [[], [0], [3], [9, 1], [10], [10, 1], [4, 4, 4, 4, 40]])
def test_all_pieces_in_order(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(output, "_IN_MEMORY", 10)
    output.write_stdout(pieces(sizes))
    assert capfdbinary.readouterr().out == b"".join(pieces(sizes))


@pytest.mark.parametrize("sizes", [[3], [10, 10, 10]])
def test_nothing_where_a_piece_fails(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(output, "_IN_MEMORY", 10)
    with pytest.raises(ZeroDivisionError):
        output.write_stdout(pieces(sizes, fails=True))
    assert capfdbinary.readouterr().out == b""


@pytest.mark.parametrize("words", [["validate"], ["export", "-f", "dc"]])
def test_a_host_program_keeps_its_garbage_collector(words: list[str]) -> None:
    code = (
        "import gc, os; from exporter.cli.main import group\n"
        "calls = []\n"  # not counted: Python 3.12 freezes objects by itself
        "gc.freeze = lambda: calls.append(os.getpid())\n"
        "threshold = gc.get_threshold()\n"
        f"group.main({words}, standalone_mode=False)\n"
        "assert gc.isenabled() and not calls and gc.get_threshold() == threshold"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr


def test_a_diff_on_a_terminal_has_no_control_characters(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    (tmp_path / "records").mkdir()
    record = tmp_path / "records" / "tea.yaml"
    record.write_bytes("id: tea\nkind: book\rtitle:  \u202eTea\n".encode())
    outer, inner = pty.openpty()
    words = [sys.executable, "-m", "exporter", "-C", str(tmp_path), "fmt", "--diff"]
    ran = subprocess.run(words, stdout=inner, stderr=subprocess.PIPE, check=True, cwd=ROOT)
    os.close(inner)
    shown = os.read(outer, 10_000).decode().replace("\r\n", "\n")
    os.close(outer)
    assert "-kind: book\\u000dtitle:  \\u202eTea\n" in shown, ran.stderr
    assert all(line.isprintable() for line in shown.split("\n"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    words = ("export", "--format", "dc", "-o", tmp_path / "out" / "dc.xml")
    ran = exporter(*words, cwd=ROOT)
    assert ran.code == 2
    assert f"make the folder {tmp_path / 'out'} first" in ran.err


@pytest.mark.parametrize("command", ["validate", "init", "export -f dc", "find tea"])
def test_a_current_folder_that_was_deleted_is_named(command: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir "$PWD"; exec "{sys.executable}" -m exporter {command}'
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(["sh", "-c", script], cwd=gone, env=env, capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"the current folder has been deleted" in ran.stderr
