"""The step back in time: the records as they stood at a git revision, or as they are staged."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha1
from pathlib import Path
from subprocess import PIPE

from exporter.errors import UsageError
from exporter.records.files import SUFFIXES, OversizedFile

_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--literal-pathspecs")
"""Only git's own plumbing runs: no hook, filter, pager or external diff that a configuration might name."""
_ALONE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
"""What a clone lacks is not fetched: for that, git would run what the configuration names. (The first: git 2.45.)"""


def records_at_revision(root: Path, revision: str, most: int) -> dict[Path, bytes | OversizedFile]:
    """Give what stood in each record file at a revision, by the path where it would stand now; of one with more than
    `most` bytes, only how many.

    Raises UsageError where there is no git, no repository or no such revision.
    """  # noqa: D205
    if revision.startswith("-") or not revision.strip():
        raise UsageError(
            f"“{revision}” is no revision", "name a branch, tag or commit: main, v1.0, HEAD~1"
        )
    prefix = _prefix(root)  # first of all: it says whether this is a repository
    commit = (
        _run_git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        .decode()
        .strip()
    )
    if not commit:
        shallow = _run_git(root, "rev-parse", "--is-shallow-repository") == b"true\n"
        named = "name a branch, tag or commit: main, v1.0, HEAD~1"
        fetched = "this clone has only the latest commits; fetch the others: git fetch --unshallow"
        raise UsageError(f"there is no revision “{revision}”", fetched if shallow else named)
    listed = _run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}records/")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return _contents(
        root,
        [(name, about.split(b" ")[2]) for about, name in entries if about.startswith(b"100")],
        most,
    )


def staged_records(root: Path, most: int) -> dict[Path, bytes | OversizedFile]:
    """Give what the next commit will hold of each record file; of one with more than `most` bytes, only how many.

    Raises UsageError where there is no repository.
    """
    listed = _run_git(root, "ls-files", "--stage", "-z", "--full-name", "--", "records")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return _contents(
        root,
        [(name, about.split(b" ")[1]) for about, name in entries if about.startswith(b"100")],
        most,
    )


_ASKED = (
    ("rev-parse", "--show-toplevel", "--git-path", "info/attributes"),
    ("config", "--default", "", "--get", "core.autocrlf"),
    ("ls-files", "-v", "--stage", "-z", "--", "records"),
    ("diff-files", "--ignore-submodules", "--name-only", "--relative", "-z", "--", "records"),
)
"""Where attributes may be, whether line ends are converted, what the index has, what has changed since.

In a submodule, its own settings would hold.
"""


def git_blob_ids(root: Path) -> Callable[[], dict[str, str]]:
    """Ask git what stands in each record file, as far as it knows that unread.

    It thinks until the answer is called for, which has, by the file's name, what `standing` says of the bytes: of the
    files that are in the index and have not changed since. None are vouched for where there is no repository, where
    files may stand in the work tree otherwise than in their blobs, or where the name of one has a tab, which parts
    names from the rest.
    """
    try:
        asked = [_start_git(root, *words) for words in _ASKED]
    except UsageError:
        return dict

    def answer() -> dict[str, str]:
        places, conversion, listed, changed = [os.fsdecode(git.communicate()[0]) for git in asked]
        if any(git.returncode for git in asked) or places.count("\n") != 2:
            return {}
        top, inside, _ = places.split("\n")
        attributes = (Path(folder, ".gitattributes") for folder in (top, root, root / "records"))
        if any(map(os.path.lexists, (*attributes, root / inside))) or conversion not in {
            "",
            "\n",
            "false\n",
        }:
            return {}
        if listed.count("\t") != listed.count("\0"):
            return {}
        here = f"{root}{os.sep}"
        parts = (
            f"\0{listed}".replace("\0H 100755 ", "\0H 100644 ")
            .replace("\t", f"\0{here}")
            .split("\0")
        )
        known = dict(zip(parts[2::2], parts[1::2], strict=False))
        for name in changed.split("\0"):
            known.pop(here + name, None)
        return known

    return answer


def blob_id(content: bytes) -> str:
    """Give what `git ls-files -v --stage` says of a file with this content that is neither in conflict nor just assumed
    to be unchanged: a link, or any other file, has something else there.

    It has the id of the blob (gitglossary, "object name"; in a repository of SHA-1).
    """  # noqa: D205
    blob = sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
    return f"H 100644 {blob.hexdigest()} 0"


def _contents(
    root: Path, entries: list[tuple[bytes, bytes]], most: int
) -> dict[Path, bytes | OversizedFile]:
    prefix = _prefix(root)
    named = [
        (root / name.decode("utf-8", "surrogateescape").removeprefix(prefix), blob)
        for name, blob in entries
    ]
    chosen = {path: blob for path, blob in named if path.name.endswith(SUFFIXES)}
    blobs = dict.fromkeys(chosen.values())
    answer = _run_git(
        root, "cat-file", "--batch-check=%(objectsize)", given=_lines(blobs)
    ).splitlines()
    if not all(map(bytes.isdigit, answer)):
        raise UsageError(
            "git does not have all of the records", "git fsck says which; git fetch may bring them"
        )
    found = {blob: OversizedFile(int(size)) for blob, size in zip(blobs, answer, strict=True)}
    small = [blob for blob, much in found.items() if much.size <= most]
    read = dict(
        zip(small, _blobs(_run_git(root, "cat-file", "--batch", given=_lines(small))), strict=True)
    )
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
    return (
        _run_git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    )


def _run_git(root: Path, *words: str, given: bytes = b"") -> bytes:
    git = _start_git(root, *words)
    answer, complaint = git.communicate(given)
    if git.returncode and not (words[0] == "rev-parse" and "--quiet" in words):
        said = complaint.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise UsageError(
            f"git cannot say what changed: {said}", "the catalogue must lie in a git repository"
        )
    return answer


def _start_git(root: Path, *words: str) -> subprocess.Popen[bytes]:
    """Let git think of an answer."""
    try:
        return subprocess.Popen(  # noqa: S603
            [*_GIT, *words],
            cwd=root,
            env={**os.environ, **_ALONE},
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
    except FileNotFoundError:
        raise UsageError("git is not installed", "--since and --staged need it") from None
