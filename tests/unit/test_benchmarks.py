"""The catalogues that the benchmarks generate have no errors: otherwise they would measure those."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.commands import exporter, run
from tests.support.inputs import ROOT


@pytest.mark.parametrize("script", ["generate.py", "clone.py"])
def test_a_generated_catalogue_has_no_error(script: str, tmp_path: Path) -> None:
    assert run(sys.executable, ROOT / "benchmarks" / script, "100", tmp_path).code == 0
    ran = exporter("-C", tmp_path, "validate")
    assert ran.code == 0
    assert (ran.out == "") == (script == "generate.py")
    assert ("100" if script == "generate.py" else "53") + " records checked" in ran.err
