"""The reader is fed with bytes that its own coverage leads to, for thirty seconds."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from tests.conftest import ROOT, missing, run


def test_the_reader_survives_anything(tmp_path: Path) -> None:
    if not importlib.util.find_spec("atheris"):
        missing("atheris", "pip install atheris (Python 3.11 to 3.13)")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    seeds = [*(ROOT / "tests" / "hostile").glob("*.yaml"), *(ROOT / "records" / "books").glob("*.yaml")]
    for seed in seeds:
        shutil.copy(seed, corpus / seed.name)
    words = (
        "-max_total_time=30",
        "-max_len=4000",
        "-timeout=10",
        "-rss_limit_mb=1000",
        f"-artifact_prefix={tmp_path}/",
    )
    ran = run(sys.executable, "-W", "ignore", ROOT / "tests" / "fuzz" / "reader.py", *words, corpus, timeout=200)
    assert ran.code == 0, ran.err[-3000:]
    assert "Done" in ran.out + ran.err
