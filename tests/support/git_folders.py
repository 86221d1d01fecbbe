"""Folders in git, whose commits somebody has made who has a name, at the time that a test wants."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import Ran, run
from tests.support.inputs import program

TIME = "2024-01-01T10:00:00Z"


def git(folder: Path, *words: str | Path, time: str = TIME) -> Ran:
    """Run git in a folder; it has to succeed."""
    who: dict[str, str] = {}
    for role in ("AUTHOR", "COMMITTER"):
        who |= {f"GIT_{role}_NAME": "Ann Lee", f"GIT_{role}_EMAIL": "ann@example.org"}
        who[f"GIT_{role}_DATE"] = time
    ran = run(program("git", "git"), *words, cwd=folder, env=who)
    assert ran.code == 0, ran.err
    return ran


def commit_all(folder: Path, message: str = "A change", time: str = TIME) -> None:
    """Commit all files of a folder; it becomes a repository if it is none."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, time=time)


def in_git(folder: Path) -> Path:
    """Make a folder a repository in which somebody else can commit in the name of Ann, and return it."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Ann Lee")
    git(folder, "config", "user.email", "ann@example.org")
    commit_all(folder, "Start")
    return folder
