"""Each format writes the small catalogues exactly as the files in golden/ say, and loses exactly
what they list.

`catalogue` has what records mostly say, `rare` what few of them do: texts in several languages
where there is mostly one, numbers and dates of every form, statements without those that mostly
stand beside them. `everyday` is what a general library has, a work of each kind; `library` has what
takes more knowledge: other scripts, dates that are not certain, sets, serials, and five works as
real libraries describe them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from exporter.export import registry as formats
from exporter.plural import counted
from tests.conftest import exporter

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "catalogue": ("catalogue",),
    "in-english": ("catalogue", "--language", "en", "--kind", "book"),
    "rare": ("rare",),
    "one-work": ("rare", "tea-dispatch"),
    "everyday": ("everyday",),
    "library": ("library",),
}
"""A catalogue in golden/, and what is asked of it."""


AUTHORITIES = ("catalogue", "--authorities", "only")
"""What is asked of the formats that have authority records, besides."""


UNFINISHED = {
    *((name, "library") for name in ("json-ld", "turtle")),
}
"""What cannot be written yet: these formats do not know notes by their type."""


def own_formats() -> list[str]:
    """The formats of this package; one that is installed beside it brings its own tests."""
    return [name for name, module in formats.names().items() if module.startswith("exporter.")]


def check_summary(table: str, losses: str) -> None:
    """Check that the table of losses counts the lines of the list."""
    fates = Counter(line.split(": ")[1] for line in losses.splitlines())
    assert set(fates) <= {"lost", "weakened"}
    totals, *rows = table.splitlines()
    if not fates:
        assert (totals, rows) == ("nothing is lost or weakened", [])
        return
    assert totals == f"{counted(fates['lost'], 'statement')} lost, {fates['weakened']:,} weakened"
    assert sum(int(row.split()[0].replace(",", "")) for row in rows) == fates.total()


def cases() -> list[tuple[str, str]]:
    """Return each format with each case that it can be asked."""
    found = [(name, case) for name in own_formats() for case in CASES]
    found = [each for each in found if each not in UNFINISHED]
    having = [each for each in own_formats() if hasattr(formats.format_named(each), "AUTHORITIES")]
    return found + [(name, "authorities") for name in having]


@pytest.mark.parametrize("catalogue", ["catalogue", "rare", "everyday", "library"])
def test_catalogues_are_formatted(catalogue: str) -> None:
    ran = exporter("-C", GOLDEN / catalogue, "fmt", "--check")
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("catalogue", ["everyday", "library"])
def test_catalogues_have_no_findings(catalogue: str) -> None:
    ran = exporter("-C", GOLDEN / catalogue, "validate")
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize(("name", "case"), cases())
def test_golden(name: str, case: str, tmp_path: Path, accept: bool) -> None:
    suffix = formats.format_named(name).SUFFIX
    written, lost, lacking = (tmp_path / f"{case}{end}" for end in (suffix, ".lost", ".lacking"))
    catalogue, *words = CASES.get(case, AUTHORITIES)
    asked = ("--keep-going", *words, "-o", written, "--losses", lost)
    ran = exporter("-C", GOLDEN / catalogue, "export", "--format", name, *asked)
    assert (ran.code, ran.out) == (0, "")
    missing, summary, table = ran.err.rpartition(f"{name}: ")
    assert summary, ran.err
    check_summary(table, lost.read_text("utf-8"))
    if missing:  # what the format demands and some records do not say
        lacking.write_text(missing, "utf-8")
        assert hasattr(formats.format_named(name), "missing_requirements"), ran.err
    for path in filter(Path.exists, (written, lost, lacking)):
        expected = GOLDEN / name / path.name
        if accept:
            expected.parent.mkdir(exist_ok=True)
            expected.write_bytes(path.read_bytes())
        assert expected.exists(), (
            f"golden/{name}/{path.name} is missing: run pytest --accept, and read it"
        )
        assert path.read_text("utf-8") == expected.read_text("utf-8")
