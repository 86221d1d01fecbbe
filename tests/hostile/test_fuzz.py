"""Fuzzing of the reader and the writers, guided by the coverage of their code.

See fuzz/README.md.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import missing, run

TARGETS = ("reader", "writers")


@pytest.mark.long
@pytest.mark.parametrize(("target", "seconds"), [("reader", 15), ("writers", 12)])
def test_no_input_breaks_a_rule(target: str, seconds: int, tmp_path: Path) -> None:
    if sys.version_info >= (3, 14):
        pytest.skip("atheris exists for Python 3.11 to 3.13 only")
    if not importlib.util.find_spec("atheris"):
        missing("atheris", "pip install atheris")
    options = (f"-max_total_time={seconds}", f"-artifact_prefix={tmp_path}/")
    command = (sys.executable, "-W", "ignore", "-m", "tests.hostile.fuzz", target)
    ran = run(*command, tmp_path / "new", *options, timeout=300)
    assert ran.code == 0, ran.err[-3000:]
    assert "Done" in ran.out + ran.err


@pytest.mark.long
@pytest.mark.parametrize("target", TARGETS)
def test_kept_inputs_break_no_rule(target: str) -> None:
    """They once broke one, or lead to code that no others reach.

    Few, so that every run can try them.
    """
    module = import_module(f"tests.hostile.fuzz.{target}")
    kept = sorted(module.CORPUS.iterdir())
    for file in kept:
        module.one(file.read_bytes())
    assert 0 < sum(file.stat().st_size for file in kept) < 100_000
