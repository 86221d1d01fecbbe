"""The step back in time: the records as they stood at a git revision, or as they are staged."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from exporter.model.unusable import Unusable
from exporter.read import SUFFIXES, TooMuch

_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--literal-pathspecs")
"""Only git's own plumbing runs: no hook, filter, pager or external diff that a configuration might name."""
_ALONE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
"""What a clone lacks is not fetched: for that, git would run what the configuration names. (The first: git 2.45.)"""


def at_revision(root: Path, revision: str, most: int) -> dict[Path, bytes | TooMuch]:
    """Give what stood in each record file at a revision, by the path where it would stand now; of one with more than
    `most` bytes, only how many.

    Raises Unusable where there is no git, no repository or no such revision.
    """  # noqa: D205
    if revision.startswith("-") or not revision.strip():
        raise Unusable(f"“{revision}” is no revision", "name a branch, tag or commit: main, v1.0, HEAD~1")
    prefix = _prefix(root)  # first of all: it says whether this is a repository
    commit = (
        _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    if not commit:
        shallow = _git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
        named = "name a branch, tag or commit: main, v1.0, HEAD~1"
        fetched = "this clone has only the latest commits; fetch the others: git fetch --unshallow"
        raise Unusable(f"there is no revision “{revision}”", fetched if shallow else named)
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}records/")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return _contents(root, [(name, about.split(b" ")[2]) for about, name in entries if about.startswith(b"100")], most)


def staged(root: Path, most: int) -> dict[Path, bytes | TooMuch]:
    """Give what the next commit will hold of each record file; of one with more than `most` bytes, only how many.

    Raises Unusable where there is no repository.
    """
    listed = _git(root, "ls-files", "--stage", "-z", "--full-name", "--", "records")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return _contents(root, [(name, about.split(b" ")[1]) for about, name in entries if about.startswith(b"100")], most)


_VOUCHED = re.compile(rb"(?:^|(?<=\0))H 100[0-7]{3} ([0-9a-f]+) 0\t([^\0]+)")
"""What `git ls-files -v --stage -z` says of a file without conflict that is not just assumed to be unchanged."""


def vouched(root: Path) -> dict[str, bytes]:
    """Give the id of the blob that stands in each record file, by the file's name, where git knows it unread.

    That are the files which the index has and which have not changed since. None are vouched for where there is no
    repository, or where files may stand in the work tree otherwise than in their blobs.
    """
    try:
        top = os.fsdecode(_git(root, "rev-parse", "--show-toplevel")).rstrip("\n")
        attributes = (folder / ".gitattributes" for folder in (Path(top), root, root / "records"))
        converted = _git(root, "rev-parse", "--git-path", "info/attributes")
        if any(map(os.path.lexists, (*attributes, root / os.fsdecode(converted).rstrip("\n")))):
            return {}
        if _git(root, "config", "--default", "", "--get", "core.autocrlf").strip() not in {b"", b"false"}:
            return {}
        listed = _git(root, "ls-files", "-v", "--stage", "-z", "--", "records")
        ours = ("--ignore-submodules", "--name-only", "--relative", "-z")  # in a submodule, its own settings would hold
        changed = _git(root, "diff-files", *ours, "--", "records").split(b"\0")
    except Unusable:
        return {}
    here = f"{root}{os.sep}"
    blobs = {here + os.fsdecode(name): blob for blob, name in _VOUCHED.findall(listed)}
    for name in changed:
        blobs.pop(here + os.fsdecode(name), None)
    return blobs


def _contents(root: Path, entries: list[tuple[bytes, bytes]], most: int) -> dict[Path, bytes | TooMuch]:
    prefix = _prefix(root)
    named = [(root / name.decode("utf-8", "surrogateescape").removeprefix(prefix), blob) for name, blob in entries]
    chosen = {path: blob for path, blob in named if path.name.endswith(SUFFIXES)}
    blobs = dict.fromkeys(chosen.values())
    answer = _git(root, "cat-file", "--batch-check=%(objectsize)", given=_lines(blobs)).splitlines()
    if not all(map(bytes.isdigit, answer)):
        raise Unusable("git does not have all of the records", "git fsck says which; git fetch may bring them")
    found = {blob: TooMuch(int(size)) for blob, size in zip(blobs, answer, strict=True)}
    small = [blob for blob, much in found.items() if much.size <= most]
    read = dict(zip(small, _blobs(_git(root, "cat-file", "--batch", given=_lines(small))), strict=True))
    return {path: read.get(blob, found[blob]) for path, blob in chosen.items()}


def _lines(blobs: Iterable[bytes]) -> bytes:
    return b"".join(blob + b"\n" for blob in blobs)


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
        done = subprocess.run(  # noqa: S603
            [*_GIT, *words], cwd=root, env={**os.environ, **_ALONE}, input=given, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise Unusable("git is not installed", "--since and --staged need it") from None
    if done.returncode and not (words[0] == "rev-parse" and "--quiet" in words):
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise Unusable(f"git cannot say what changed: {said}", "the catalogue must lie in a git repository")
    return done.stdout
