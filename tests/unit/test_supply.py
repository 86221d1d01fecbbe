"""The dependencies: few, each with a reason, pinned with hashes.

And the name of the distribution.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT, run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = {
    extra: wanted
    for extra, wanted in PROJECT["project"]["optional-dependencies"].items()
    if extra != "test"
}
ASKED = [
    Requirement(each)
    for each in (
        *PROJECT["project"]["dependencies"],
        *PROJECT["build-system"]["requires"],
        *(each for extra in EXTRAS.values() for each in extra),
    )
]
PIN = re.compile(
    r"([a-z0-9-]+)==([^ ;]+)(?: ; ([^\\]+))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
)


def pins() -> dict[str, str]:
    """Return the version of each pinned library; the file has no other lines."""
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert PIN.sub("", text) == ""
    return {name: version for name, version, *_ in PIN.findall(text)}


def test_what_is_asked_for_is_pinned_and_so_is_all_that_it_brings_along() -> None:
    pinned, seen, wanted = pins(), set(), list(ASKED)
    while wanted:
        each = wanted.pop()
        name = canonicalize_name(each.name)
        if name in seen or (each.marker and not each.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        assert name in pinned, f"{name} is not pinned: pin anew as docs/dependencies.md says"
        assert each.specifier.contains(pinned[name]), (each, pinned[name])
        try:
            wanted += map(Requirement, requires(name) or ())
        except PackageNotFoundError:
            continue  # it builds the package, and is not installed here
    assert len(pinned) <= 64  # Dask alone brings more than twenty


def test_every_dependency_has_a_reason_and_a_licence() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    assert sorted(row[0].strip("`") for row in rows) == sorted(each.name for each in ASKED)
    assert all(cell for row in rows for cell in row)
    assert {row[0].strip("`"): row[1].strip("`") for row in rows if len(row) == 4} == {
        Requirement(each).name: extra for extra, them in EXTRAS.items() for each in them
    }
    for build in PROJECT["build-system"]["requires"]:
        assert f"echo '{build}'" in page


def test_no_host_is_named() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text("utf-8")


def test_no_instruction_installs_another_distribution() -> None:
    """The index has an `exporter` that is not ours, so no text may tell anybody to install it.

    The pattern covers `pip install exporter`, `exporter[extra]`, quoted or not, and the same for
    pipx, uv, and a requirement in a list.
    """
    stranger = re.compile(
        r"(?:install|uv add|uvx|pipx run|run --with)\s[^\n|&;`]*?(?<![-\w./])exporter(?![-\w./])"
        r"|(?<![-\w./])exporter\[[a-z]"
    )
    assert stranger.search("pip install exporter")
    assert stranger.search("pip install -U 'exporter[cite]'")
    assert stranger.search('"exporter[dask]>=0.1"')
    assert not stranger.search("pip install 'catalogue-exporter[cite]'")
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT)
    assert listed.code == 0, listed.err
    files = [ROOT / name for name in listed.out.splitlines()]
    texts = [
        file
        for file in files
        if file.suffix in {".py", ".md", ".toml", ".yml", ".yaml", ".sh", ".txt"}
        and file.is_file()
        and file != Path(__file__)
    ]
    assert len(texts) > 100
    found = []
    for file in texts:
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
            if stranger.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()}")
    assert found == []
