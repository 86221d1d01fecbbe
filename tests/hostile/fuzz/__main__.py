"""Run a coverage-guided fuzzer on a target.

Usage: `python -m tests.hostile.fuzz TARGET NEW [OPTION …]`. TARGET is `reader` or `writers`; NEW is
the folder for the inputs that it finds. Options are those of libFuzzer. See README.md.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import atheris

name, new, *options = sys.argv[1:]
with atheris.instrument_imports(include=["exporter"]):
    target = import_module(f"tests.hostile.fuzz.{name}")
Path(new).mkdir(parents=True, exist_ok=True)
seeds = [str(seed) for seed in target.SEEDS if seed.is_dir()]
atheris.Setup(
    [sys.argv[0], "-max_len=4000", "-timeout=10", "-rss_limit_mb=1000", *options, new, *seeds],
    target.one,
)
atheris.Fuzz()
