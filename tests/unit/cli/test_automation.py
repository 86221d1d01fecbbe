"""The workflow, the action and the pre-commit hook: valid by their own schemas, and run for real."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Ran, missing, program, run

SCRIPTS = Path(sys.executable).parent
IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.org")


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", ".github/workflows/check.yaml"),
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "exporter/templates/workflows/github.yaml"),
        ("vendor.github-workflows", "exporter/templates/workflows/github-site.yaml"),
        ("vendor.gitlab-ci", "exporter/templates/workflows/gitlab.yml"),
        ("vendor.gitlab-ci", "exporter/templates/workflows/gitlab-site.yml"),
    ],
)
def test_files_for_others_are_right_by_their_schema(schema: str, file: str) -> None:
    ran = run(SCRIPTS / "check-jsonschema", "--builtin-schema", schema, ROOT / file)
    assert ran.code == 0, ran.out


def misspell(catalogue: Path) -> None:
    book = catalogue / "records" / "books" / "translated-book.yaml"
    book.write_text(book.read_text("utf-8").replace("edition:", "editon:"), "utf-8")


def run_last_step(temporary: Path, **env: str) -> Ran:
    """Run the last step of the action as the runner would, with exporter installed beforehand."""
    return run_step("Check the catalogue", temporary, **env)


def run_step(name: str, temporary: Path, **env: str) -> Ran:
    """Run a step of the action as the runner would, with exporter installed beforehand."""
    (temporary / "exporter").mkdir(exist_ok=True)
    scripts = temporary / "exporter" / "bin"
    if not scripts.exists():
        scripts.symlink_to(SCRIPTS)
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    step = next(each for each in steps if each["name"] == name)
    surroundings = {"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(temporary), **env}
    return run("bash", "-eo", "pipefail", "-c", step["run"], env=surroundings)


def test_the_action_annotates_the_line(catalogue: Path, tmp_path: Path) -> None:
    misspell(catalogue)
    summary = tmp_path / "summary.md"
    ran = run_last_step(tmp_path, FOLDER=str(catalogue), SINCE="", GITHUB_STEP_SUMMARY=str(summary))
    assert ran.code == 1
    assert ":10:1 | there is no field “editon”" in summary.read_text("utf-8")
    assert "line=10,endLine=10,col=1,endColumn=7,title=unknown-field::" in ran.out
    hostile = run_last_step(tmp_path, FOLDER="$(id)", SINCE="x; touch sprung")
    assert hostile.code == 2
    assert not (ROOT / "sprung").exists()


@pytest.fixture
def pull_request(catalogue: Path, tmp_path: Path) -> tuple[Path, str]:
    """A shallow clone with a hostile change of a pull request, and the commit that it is based on."""
    git = program("git", "git")

    def commit(message: str) -> str:
        for words in (["add", "-A"], [*IDENTITY, "commit", "-qm", message]):
            assert run(git, *words, cwd=catalogue).code == 0
        return run(git, "rev-parse", "HEAD", cwd=catalogue).out.strip()

    assert run(git, "init", "-q", "-b", "main", cwd=catalogue).code == 0
    run(git, "config", "uploadpack.allowAnySHA1InWant", "true", cwd=catalogue)
    base = commit("base")
    book = catalogue / "records" / "books" / "translated-book.yaml"
    text = book.read_text("utf-8")
    note = '["</details><script>x</script> @team `$(touch sprung)` ::error::sprung\\n::error::x"]'
    book.write_text(f"{text}abstract: {note[1:-1]}\n", "utf-8")
    commit("change")
    clone = tmp_path / "clone"
    assert run(git, "clone", "-q", "--depth", "1", f"file://{catalogue}", clone).code == 0
    return clone, base


STEP = "Summarise the pull request"


def summarized(temporary: Path, folder: Path, base: str, limit: str = "1000000") -> tuple[str, Ran]:
    """Return what the step writes into the summary, after what other steps have written."""
    file = temporary / "step-summary.md"
    file.write_text("before\n", "utf-8")
    ran = run_step(
        STEP,
        temporary,
        FOLDER=str(folder),
        BASE=base,
        LIMIT=limit,
        GITHUB_STEP_SUMMARY=str(file),
        GITHUB_ACTIONS="true",
    )
    before, _, written = file.read_text("utf-8").partition("\n")
    assert (ran.code, before) == (0, "before"), ran.err
    return written, ran


def test_the_action_summarizes_a_pull_request(
    pull_request: tuple[Path, str], tmp_path: Path
) -> None:
    text, ran = summarized(tmp_path, *pull_request)
    assert text.startswith("### Catalogue: 1 record: 1 changed\n")
    assert "abstract added" in text
    assert "<script>" not in text
    assert " @team" not in text
    assert "\n::error" not in text + ran.out + ran.err
    assert not list(tmp_path.rglob("sprung"))


def test_a_summary_that_cannot_be_made_stops_nothing(
    pull_request: tuple[Path, str], tmp_path: Path
) -> None:
    folder, base = pull_request
    text, _ = summarized(tmp_path, folder, "0" * 40)
    assert text == "exporter diff could not compare with the base of the pull request.\n"
    text, _ = summarized(tmp_path, folder, base, limit="100")
    assert text == f"The change is too large to be shown here. Run: exporter diff {base}\n"


def test_no_script_of_the_action_contains_an_expression() -> None:
    """What a fork or a user writes reaches the shell in variables alone."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert not [each for each in scripts if "${{" in each]
    step = next(each for each in action["runs"]["steps"] if each["name"] == STEP)
    assert "github.event_name == 'pull_request'" in step["if"]  # not pull_request_target
    untrusted = ("head", "title", "body", "label", "user", "issue", "comment")
    values = " ".join(step["env"].values())
    assert not [word for word in untrusted if f".{word}" in values]


def test_the_action_annotates_files_by_their_path_in_the_repository(
    catalogue: Path, tmp_path: Path
) -> None:
    """The catalogue is a subfolder.

    GitHub knows files by their path from the top of the repository.
    """
    (tmp_path / "checkout").mkdir()
    library = catalogue.rename(tmp_path / "checkout" / "library")
    misspell(library)
    assert run(program("git", "git"), "init", "-q", cwd=library.parent).code == 0
    ran = run_last_step(tmp_path, FOLDER=str(library), SINCE="")
    assert ran.code == 1
    assert "file=library/records/books/translated-book.yaml,line=10," in ran.out


def commit(folder: Path, *words: str) -> Ran:
    git = program("git", "git")
    assert run(git, "add", "-A", cwd=folder).code == 0
    return run(git, *IDENTITY, *words, "commit", "-qm", "x", cwd=folder)


def hook_repository(folder: Path) -> str:
    """Make a git repository of what pre-commit needs to install the hook; return its commit."""
    shutil.copytree(
        ROOT / "exporter", folder / "exporter", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder / name)
    git = program("git", "git")
    assert run(git, "init", "-q", cwd=folder).code == 0
    assert commit(folder).code == 0
    return run(git, "rev-parse", "HEAD", cwd=folder).out.strip()


@pytest.mark.long
def test_the_hook_stops_wrong_commits(catalogue: Path) -> None:
    """Also those that only delete a record, or break the settings. pre-commit installs it itself."""
    if not (SCRIPTS / "pre-commit").exists():
        missing("pre-commit", "pip install pre-commit")
    git = program("git", "git")
    hooks = catalogue.parent / "hooks"
    hooks.mkdir()
    config = {
        "repos": [
            {
                "repo": str(hooks),
                "rev": hook_repository(hooks),
                "hooks": [{"id": "exporter-validate"}],
            }
        ]
    }
    (catalogue / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    assert run(git, "init", "-q", cwd=catalogue).code == 0
    assert commit(catalogue).code == 0
    env = {
        "PRE_COMMIT_HOME": str(catalogue.parent / "cache"),
        "PATH": f"{SCRIPTS}:/usr/bin:/bin",
        "EXPORTER_CACHE": "",
    }

    def stopped() -> str:
        assert run(git, "add", "-A", cwd=catalogue).code == 0
        ran = run("pre-commit", "run", cwd=catalogue, env=env, timeout=300)
        assert ran.code == 1, ran.out + ran.err
        assert run(git, "reset", "-q", "--hard", cwd=catalogue).code == 0
        return ran.out

    misspell(catalogue)
    assert "records/books/translated-book.yaml:10:1: error: unknown-field" in stopped()
    (catalogue / "records" / "people" / "carl-schmitt.yaml").unlink()
    assert "dangling-reference" in stopped()
    (catalogue / "exporter.toml").write_text("[checks]\noff = ['unknown-feild']\n", "utf-8")
    assert "unknown-feild" in stopped()
