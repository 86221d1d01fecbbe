"""The reader and the writers are fed with bytes that their own coverage leads to, for some seconds."""

from __future__ import annotations

import importlib.util
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT, missing, run

CORPUS = ROOT / "tests" / "hostile" / "fuzz" / "corpus"


@pytest.mark.parametrize(("target", "seconds"), [("reader", 30), ("writers", 20)])
def test_it_survives_anything(target: str, seconds: int, tmp_path: Path) -> None:
    if sys.version_info >= (3, 14):
        pytest.skip("atheris can be had for Python 3.11 to 3.13 only")
    if not importlib.util.find_spec("atheris"):
        missing("atheris", "pip install atheris")
    options = (f"-max_total_time={seconds}", f"-artifact_prefix={tmp_path}/")
    ran = run(
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.hostile.fuzz",
        target,
        tmp_path / "new",
        *options,
        timeout=200,
    )
    assert ran.code == 0, ran.err[-3000:]
    assert "Done" in ran.out + ran.err


@pytest.mark.parametrize("target", ["reader", "writers"])
def test_it_survives_what_was_kept(target: str) -> None:
    """Inputs that once failed, or led to code that no others lead to: few, so that they can be tried in every run."""
    kept = sorted((CORPUS / target).iterdir())
    for file in kept:
        import_module(f"tests.hostile.fuzz.{target}").one(file.read_bytes())
    assert 0 < sum(file.stat().st_size for file in kept) < 100_000
