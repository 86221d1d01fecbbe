"""Each format writes the small catalogue exactly as the files in golden/ say, and loses exactly what they list.

A golden file is opened by the programs that read the format (test_conformance.py), so accepting is not reading.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter import formats
from tests.conftest import exporter

GOLDEN = Path(__file__).parent / "golden"
CASES = {"catalogue": [], "in-english": ["--language", "en", "--kind", "book"]}


def own_formats() -> list[str]:
    """The formats of this package; one that is installed beside it brings its own tests."""
    return [name for name, module in formats.names().items() if module.startswith("exporter.")]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", own_formats())
def test_golden(name: str, case: str, tmp_path: Path, accept: bool) -> None:
    suffix = formats.format_named(name).SUFFIX
    written, lost = tmp_path / f"{case}{suffix}", tmp_path / f"{case}.lost"
    ran = exporter("-C", GOLDEN / "catalogue", "export", "--format", name, *CASES[case], "-o", written, "--losses", lost)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    for path in (written, lost):
        expected = GOLDEN / name / path.name
        if accept:
            expected.parent.mkdir(exist_ok=True)
            expected.write_bytes(path.read_bytes())
        assert expected.exists(), f"golden/{name}/{path.name} is missing: run pytest --accept, and read it"
        assert path.read_text("utf-8") == expected.read_text("utf-8")
