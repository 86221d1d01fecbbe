"""The catalogues that the benchmarks generate have no errors: otherwise they would measure those."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.commands import exporter, run
from tests.support.inputs import ROOT


def test_a_generated_catalogue_has_no_error(tmp_path: Path) -> None:
    assert run(sys.executable, ROOT / "benchmarks" / "generate.py", "100", tmp_path).code == 0
    ran = exporter("-C", tmp_path, "validate")
    assert (ran.code, ran.out) == (0, "")
    assert "100 records checked" in ran.err
