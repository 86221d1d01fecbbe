"""The step back in time: the records as they stood at a git revision, or as they are staged."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from exporter.model.unusable import Unusable
from exporter.read import SUFFIXES

_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--literal-pathspecs")
"""Only git's own plumbing runs: no hook, filter, pager or external diff that a configuration might name."""


def at_revision(root: Path, revision: str) -> dict[Path, bytes]:
    """Give what stood in each record file at a revision, by the path where it would stand now.

    Raises Unusable where there is no git, no repository or no such revision.
    """
    if revision.startswith("-") or not revision.strip():
        raise Unusable(f"“{revision}” is no revision", "name a branch, tag or commit: main, v1.0, HEAD~1")
    prefix = _prefix(root)  # first of all: it says whether this is a repository
    commit = (
        _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    if not commit:
        raise Unusable(f"there is no revision “{revision}”", "name a branch, tag or commit: main, v1.0, HEAD~1")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}records/")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return _contents(root, [(name, about.split(b" ")[2]) for about, name in entries if about.startswith(b"100")])


def staged(root: Path) -> dict[Path, bytes]:
    """Give what the next commit will hold of each record file. Raises Unusable where there is no repository."""
    listed = _git(root, "ls-files", "--stage", "-z", "--full-name", "--", "records")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return _contents(root, [(name, about.split(b" ")[1]) for about, name in entries if about.startswith(b"100")])


def _contents(root: Path, entries: list[tuple[bytes, bytes]]) -> dict[Path, bytes]:
    prefix = _prefix(root)
    chosen = [(name.decode("utf-8", "surrogateescape"), blob) for name, blob in entries]
    chosen = [(name, blob) for name, blob in chosen if name.endswith(SUFFIXES)]
    answer = _git(root, "cat-file", "--batch", given=b"\n".join(blob for _, blob in chosen) + b"\n")
    return {
        root / name.removeprefix(prefix): content for (name, _), content in zip(chosen, _blobs(answer), strict=True)
    }


def _blobs(answer: bytes) -> Iterator[bytes]:
    """Take apart what `git cat-file --batch` says: a line with the size, the content, a line break."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _prefix(root: Path) -> str:
    return _git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")


def _git(root: Path, *words: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run([*_GIT, *words], cwd=root, input=given, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise Unusable("git is not installed", "--since and --staged need it") from None
    if done.returncode and not (words[0] == "rev-parse" and "--quiet" in words):
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise Unusable(f"git cannot say what changed: {said}", "the catalogue must lie in a git repository")
    return done.stdout
