"""A format and a check from a package that pip has installed: they work like our own, or the
message says why not.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from exporter import plugins
from exporter.plugins import installed_versions, plugin_files
from tests.conftest import ROOT, Ran, exporter, run

CHECK = '''"""A title that says “tea”."""
from exporter.records.finding import Finding, Severity
SEVERITY = Severity.WARNING
def on_record(record):
    if "Tea" in str(record.document.data.get("title", "")):
        yield Finding("house-rule", record.document.path, "the title says tea", "say coffee", ("title",))
'''
FORMAT = '''"""A list of titles."""
SUFFIX = ".txt"
MEDIA_TYPE = "text/plain"
def render_work(work, context):
    return f"{work.id}: {context.text(work.title)}\\n"
def render_document(works, entries, context):
    yield from entries
'''
TABLE = """vocabulary\tterm\ttarget\tmatch\tsource
work\tid\tthe word before the colon\texact\tours
work\ttitle\tthe rest of the line\texact\tours
work\t*\t\tnone\t
agent\t*\t\tnone\t
"""
FILES = {"house_rule.py": CHECK, "title_list.py": FORMAT, "title_list.tsv": TABLE}


def install(site: Path, files: dict[str, str], package: str = "") -> None:
    """Build a wheel and let pip install it."""
    module = f"{package}." if package else ""
    points = (
        f"[exporter.checks]\nhouse-rule = {module}house_rule\n"
        f"[exporter.formats]\ntitle-list = {module}title_list\n"
    )
    inside = {f"{package}/{name}" if package else name: text for name, text in files.items()}
    about = {
        "METADATA": "Metadata-Version: 2.1\nName: outsider\nVersion: 1\n",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": points,
    }
    inside |= {f"outsider-1.dist-info/{name}": text for name, text in about.items()}
    listed = "".join(f"{name},,\n" for name in [*inside, "outsider-1.dist-info/RECORD"])
    wheel = site.parent / "outsider-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**inside, "outsider-1.dist-info/RECORD": listed}.items():
            archive.writestr(name, text)
    ran = run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        site,
        wheel,
    )
    assert ran.code == 0, ran.err


def with_it(site: Path, *words: str | Path) -> Ran:
    return exporter(
        "-C", ROOT / "tests" / "golden" / "catalogue", *words, env={"PYTHONPATH": str(site)}
    )


@pytest.mark.parametrize("package", ["outsider", ""], ids=["in a package", "modules alone"])
def test_both_work_like_our_own(package: str, tmp_path: Path) -> None:
    install(tmp_path / "site", FILES | {"__init__.py": ""} if package else FILES, package)
    ran = with_it(tmp_path / "site", "validate")
    assert (
        "records/articles/web-article.yaml:6:8: warning: house-rule: the title says tea" in ran.out
    )
    assert "A title that says “tea”." in with_it(tmp_path / "site", "explain", "house-rule").out
    ran = with_it(
        tmp_path / "site",
        "export",
        "--format",
        "title-list",
        "--losses",
        tmp_path / "losses",
        "tea-report",
    )
    assert (ran.code, ran.out) == (0, "tea-report: Report on tea\n")
    assert "tea-report/publisher: tea-board" in (tmp_path / "losses").read_text("utf-8")
    assert "A list of titles." in with_it(tmp_path / "site", "formats").out


@pytest.mark.parametrize("package", ["outsider", ""], ids=["in a package", "modules alone"])
def test_what_they_consist_of(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results are kept as long as these files and packages are the same."""
    site = tmp_path / "site"
    files = FILES | ({"__init__.py": "", "words.txt": "tea"} if package else {})
    install(site, files, package)
    compiled = site / package / "__pycache__" / "words.cpython-311.pyc.140210"
    compiled.parent.mkdir(exist_ok=True)
    compiled.touch()
    before = installed_versions()
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(plugins, "_any_installed", lambda: True)
    assert sorted(plugin_files()) == sorted(site / package / name for name in files)
    assert sorted({*installed_versions()} - {*before}) == ["outsider-1.dist-info"]


def test_a_format_that_fails_midway_leaves_stdout_empty(tmp_path: Path) -> None:
    """A program that reads from a pipe must not take half a document for a whole one."""
    failing = """"A format that fails at one work."
SUFFIX = ".txt"
MEDIA_TYPE = "text/plain"
def render_work(work, context):
    return work.id + chr(10) * (1 // (work.id != "tea-report"))
def render_document(works, entries, context):
    yield from entries
"""
    install(tmp_path / "site", FILES | {"title_list.py": failing})
    ran = with_it(tmp_path / "site", "export", "--format", "title-list")
    assert (ran.code, ran.out) == (2, "")
    assert "bug in exporter (ZeroDivisionError at title_list.py:5: " in ran.err
    assert "no file is left half written" in ran.err
    alone = with_it(tmp_path / "site", "export", "--format", "title-list", "translated-book")
    assert (alone.code, alone.out) == (0, "translated-book\n")


@pytest.mark.parametrize(
    ("wrong", "words", "told"),
    [
        (
            {"house_rule.py": "import nothing_like_it"},
            ["validate"],
            "No module named 'nothing_like_it'",
        ),
        ({"house_rule.py": '"""It finds nothing."""'}, ["validate"], "house_rule lacks SEVERITY"),
        ({"title_list.py": "1 / 0"}, ["export", "--format", "title-list"], "division by zero"),
        (
            {"title_list.py": "SUFFIX = ''"},
            ["formats"],
            "title_list lacks a docstring, MEDIA_TYPE, render_work, render_document",
        ),
        ({"title_list.tsv": None}, ["export", "--format", "title-list"], "it has no table"),
        (
            {"title_list.tsv": "vocabulary\\tours\nwork\\tid\n"},
            ["export", "--format", "title-list"],
            "the columns of title_list.tsv must be vocabulary, term, target, match, source",
        ),
        (
            {"title_list.tsv": TABLE.replace("exact", "exactly")},
            ["export", "--format", "title-list"],
            "title_list.tsv: “exactly” is not a kind of match",
        ),
    ],
)
def test_what_cannot_be_used_is_named(
    wrong: dict[str, str | None], words: list[str], told: str, tmp_path: Path
) -> None:
    install(
        tmp_path / "site",
        {name: text for name, text in (FILES | wrong).items() if text is not None},
    )
    ran = with_it(tmp_path / "site", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert ran.err.startswith("exporter: the ")
    assert "cannot be used" in ran.err
    assert "Traceback" not in ran.err
    assert "bug" not in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        ["validate", "-f", "sarif"],
        ["export", "-f", "tei"],
        ["export", "-f", "title-list"],
        ["explain"],
        ["explain", "dangling-reference"],
        ["explain", "house-rule"],
        ["formats"],
        ["fmt", "--help"],
    ],
    ids=" ".join,
)
def test_all_works_without_docstrings(words: list[str], tmp_path: Path) -> None:
    """`python -OO` drops docstrings, which are the pages of checks and the help of commands."""
    install(tmp_path / "site", FILES)
    catalogue = ROOT / "tests" / "golden" / "catalogue"
    env = {"PYTHONPATH": f"{tmp_path / 'site'}:{ROOT}"}
    asked = ["-W", "error", "-m", "exporter", "-C", str(catalogue), *words]
    usual = run(sys.executable, *asked, env=env)
    assert (usual.code, usual.out != "") == (0, True), usual.err
    assert run(sys.executable, "-OO", *asked, env=env) == usual
