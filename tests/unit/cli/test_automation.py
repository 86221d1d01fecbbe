"""The workflow, the action and the pre-commit hook: right by their own schemas, and run as far as can be done here."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, missing, program, run

SCRIPTS = Path(sys.executable).parent


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", ".github/workflows/check.yaml"),
        ("vendor.github-actions", "action.yml"),
    ],
)
def test_files_for_others_are_right_by_their_schema(schema: str, file: str) -> None:
    ran = run(SCRIPTS / "check-jsonschema", "--builtin-schema", schema, ROOT / file)
    assert ran.code == 0, ran.out


@pytest.fixture
def wrong(catalogue: Path) -> Path:
    book = catalogue / "records" / "books" / "translated-book.yaml"
    book.write_text(book.read_text("utf-8").replace("edition:", "editon:"), "utf-8")
    return catalogue


def test_the_action_annotates_the_line(wrong: Path) -> None:
    """Its last step, as the runner would run it."""
    step = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"][-1]
    env = {"PATH": f"{SCRIPTS}:/usr/bin:/bin", "FOLDER": str(wrong), "SINCE": ""}
    ran = run("bash", "-eo", "pipefail", "-c", step["run"], env=env)
    assert ran.code == 1
    assert "line=13,endLine=13,col=1,endColumn=7,title=unknown-field::" in ran.out
    hostile = run(
        "bash",
        "-eo",
        "pipefail",
        "-c",
        step["run"],
        env=env | {"SINCE": "x; touch sprung", "FOLDER": "$(id)"},
    )
    assert hostile.code == 2
    assert not (ROOT / "sprung").exists()


def test_the_hook_stops_a_commit(wrong: Path) -> None:
    """`pre-commit` itself installs the hook from this repository and runs it."""
    if not (SCRIPTS / "pre-commit").exists():
        missing("pre-commit", "pip install pre-commit")
    git = program("git", "git")
    hooks = wrong.parent / "hooks"
    shutil.copytree(
        ROOT / "exporter", hooks / "exporter", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("schemas", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, hooks / name)
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for folder in (hooks, wrong):
        for words in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "x"]):
            assert run(git, *words, cwd=folder).code == 0
    env = {"PRE_COMMIT_HOME": str(wrong.parent / "cache"), "PATH": f"{SCRIPTS}:/usr/bin:/bin"}
    ran = run(
        "pre-commit",
        "try-repo",
        str(hooks),
        "exporter-validate",
        "--all-files",
        cwd=wrong,
        env=env,
        timeout=300,
    )
    assert ran.code == 1, ran.out + ran.err
    assert "records/books/translated-book.yaml:13:1: error: unknown-field" in ran.out
