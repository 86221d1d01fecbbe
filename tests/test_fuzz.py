"""The reader and the writers are fed with bytes that their own coverage leads to, for some seconds."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, missing, run


@pytest.mark.parametrize(
    ("target", "seconds", "seeds"),
    [("reader", 30, ("tests/hostile", "records/books")), ("writers", 20, ("tests/fuzz/corpus",))],
)
def test_it_survives_anything(target: str, seconds: int, seeds: tuple[str, ...], tmp_path: Path) -> None:
    if sys.version_info >= (3, 14):
        pytest.skip("atheris can be had for Python 3.11 to 3.13 only")
    if not importlib.util.find_spec("atheris"):
        missing("atheris", "pip install atheris")
    new = tmp_path / "new"
    new.mkdir()
    words = (
        f"-max_total_time={seconds}",
        "-max_len=4000",
        "-timeout=10",
        "-rss_limit_mb=1000",
        f"-artifact_prefix={tmp_path}/",
    )
    file = ROOT / "tests" / "fuzz" / f"{target}.py"
    ran = run(sys.executable, "-W", "ignore", file, *words, new, *(ROOT / seed for seed in seeds), timeout=200)
    assert ran.code == 0, ran.err[-3000:]
    assert "Done" in ran.out + ran.err
