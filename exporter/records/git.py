"""Reads records from git: as they were at a revision, or as they are staged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha1, sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exporter.errors import UsageError, cannot_read, hint_to_open
from exporter.records.atomic_write import write_file
from exporter.records.files import SUFFIXES, OversizedFile

if TYPE_CHECKING:
    from subprocess import Popen

_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "--literal-pathspecs")
"""Only plumbing commands are run: no hook, filter, pager or external diff that a config names."""
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "", "LC_ALL": "C"}
"""A partial clone is not completed, because git would run what its configuration names for that.

The first of these is known to git from version 2.45, the second to all. Messages are in English,
as all others.
"""
_SHA_256_DIGITS = 64
_NAME_A_REVISION = "name a branch, a tag or a commit: main, v1.0, HEAD~1"


def blobs_at_revision(root: Path, revision: str) -> dict[str, str]:
    """Return the blob ids of all record files at a revision, by the path of each file today.

    Raises UsageError if there is no git, no repository or no such revision.
    """
    if revision.startswith("-") or not revision.strip():
        raise UsageError(f"“{revision}” is not a revision", _NAME_A_REVISION)
    prefix = _prefix(root)  # first, since it tells whether this is a repository
    commit = _commit(root, revision)
    listed = _run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}records/")
    return _record_blobs(root, prefix, listed, place=2)


def committed_blobs(root: Path) -> dict[str, str]:
    """Return the blob ids of all record files of the last commit; none before the first one.

    Raises UsageError if there is no git or no repository.
    """
    return blobs_at_revision(root, "HEAD") if _has_commit(root) else {}


def is_revision(root: Path, word: str) -> bool:
    """Return whether a word names a commit. Raises UsageError outside of a repository."""
    _prefix(root)
    try:
        return not word.startswith("-") and bool(_commit(root, word))
    except UsageError:
        return False


def staged_blobs(root: Path) -> dict[str, str]:
    """Return the blob ids that all record files will have in the next commit, by path.

    Raises UsageError if there is no git or no repository.
    """
    listed = _run_git(root, "ls-files", "--stage", "-z", "--full-name", "--", "records")
    return _record_blobs(root, _prefix(root), listed, place=1)


def _record_blobs(root: Path, prefix: str, listed: bytes, place: int) -> dict[str, str]:
    """Return the blob ids of the record files that git lists, by path.

    `place` is that of the id in what git says of a file. Only regular files count.
    """
    found = {}
    for name, details in _entries(listed):
        words = details.decode().split(" ")
        path = name.decode("utf-8", "surrogateescape").removeprefix(prefix)
        if words[0].startswith("100") and path.endswith(SUFFIXES):
            found[f"{root}{os.sep}{path.replace('/', os.sep)}"] = words[place]
    return found


_LOG_FORMAT = (
    "%x01%H%x02%aI%x02%an"
    "%x02%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x03)"
    "%x02%(trailers:key=Source,valueonly,unfold,separator=%x03)%x02%s"
)
_RENAMES_COMPARED = "-l1000"
"""So many files are compared for renames: as git does it, and whatever a configuration says."""


def raw_log(root: Path) -> tuple[str, str]:
    """Return the log of the commits that change records, and the path to `root` in the repository.

    The log has words with a NUL after each. Those of a commit begin with a header: U+0001, then the
    commit, the date and the name of the author, the co-authors, the sources and the subject, with
    U+0002 between them and U+0003 between several of one sort. For each file follow a letter for
    the sort of change and the path; with R and C the path from before stands before it. Newer
    commits come first. The log depends on the commit alone, not on the configuration of git.

    Raises UsageError if there is no git, no repository or no commit, or if older commits are
    missing.
    """
    prefix = _prefix(root)
    _require_all_commits(root)
    walk = ("--full-history", "--no-merges", "--topo-order", "HEAD", "--", "records")
    commits = _run_git(root, "--no-replace-objects", "rev-list", *walk)
    shown = ("-r", "-M", _RENAMES_COMPARED, "-z", "--name-status", f"--format={_LOG_FORMAT}")
    words = ("diff-tree", "--stdin", "--root", *shown, "--encoding=UTF-8", "--", "records")
    log = _run_git(root, "--no-replace-objects", *words, given=commits)
    return log.decode("utf-8", "replace"), prefix


_SHALLOW = "this clone has only the latest commits"
_DEEPEN = "fetch the others: git fetch --unshallow"


class ShallowCloneError(UsageError):
    """A clone that has only the latest commits, from which no history can be told."""

    def __init__(self) -> None:
        super().__init__(_SHALLOW, _DEEPEN)


def _is_shallow(root: Path) -> bool:
    return _run_git(root, "rev-parse", "--is-shallow-repository") == b"true\n"


class Head(NamedTuple):
    """The last commit: its id, and its time in seconds since 1970."""

    commit: str
    time: int


def last_commit(root: Path) -> Head:
    """Return the last commit. Raises UsageError if there is no git, no repository or no commit."""
    shown = _run_git(root, "rev-list", "--max-count=1", "--format=%ct", "HEAD").decode()
    header, time, *_ = shown.split("\n")
    return Head(header.removeprefix("commit "), int(time))


def committed_files(root: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the blob ids of the files of the last commit, by their paths below `root`.

    `names` are the files and folders below `root` that are listed. Raises UsageError as
    `last_commit` does.
    """
    prefix = _prefix(root)
    chosen = [f"{prefix}{name}" for name in names]
    listed = _run_git(root, "ls-tree", "-r", "-z", "--full-tree", "HEAD", "--", *chosen)
    found = {}
    for name, details in _entries(listed):
        path = name.decode("utf-8", "surrogateescape").removeprefix(prefix)
        found[path] = details.split(b" ")[2].decode()
    return found


def raw_landings(root: Path, names: Sequence[str]) -> tuple[str, str]:
    """Return the log of the main line of commits, and the path to `root` in the repository.

    The main line are the first parents of the last commit: what a branch has changed appears with
    the commit that merged it. The log has words with a NUL after each. A commit begins with U+0001,
    its id, U+0002 and the time in seconds since 1970 when it was made. For each file that it changes
    follow `:MODE MODE BLOB BLOB LETTER` with the blobs from before and after, and the path; renamed
    files are one deleted and one added. Newer commits come first.

    `names` are the files and folders below `root` that are listed. Raises UsageError if there is no
    git, no repository or no commit, or if older commits are missing.
    """
    prefix = _prefix(root)
    _require_all_commits(root)
    walk = ("--first-parent", "--parents", "--topo-order", "HEAD", "--", *names)
    listed = _run_git(root, "--no-replace-objects", "rev-list", *walk).splitlines()
    commits = _lines(b" ".join(line.split(b" ")[:2]) for line in listed)  # with the first parent
    shown = ("-r", "--no-renames", "--no-abbrev", "-z", "--raw", "--format=%x01%H%x02%ct")
    words = ("diff-tree", "--stdin", "--root", *shown, "--", *names)
    log = _run_git(root, "--no-replace-objects", *words, given=commits)
    return log.decode("utf-8", "surrogateescape"), prefix


def changed_files(root: Path, folder: str) -> set[Path]:
    """Return the files of the last commit that may have other contents in the working tree.

    A submodule is left out: git would run what its own configuration names.
    """
    shown = ("--ignore-submodules", "--name-only", "--relative", "-z")
    listed = _run_git(root, "diff-index", *shown, "HEAD", "--", folder)
    names = listed.decode("utf-8", "surrogateescape").split("\0")
    return {root / name for name in names if name}


def _require_all_commits(root: Path) -> None:
    """Raise ShallowCloneError if older commits are missing."""
    if _is_shallow(root):
        raise ShallowCloneError


def _commit(root: Path, revision: str) -> str:
    """Return the id of the commit that a revision names."""
    wanted = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _run_git(root, "rev-parse", *wanted).decode().strip()
    if commit:
        return commit
    if not _has_commit(root):
        raise _no_commit()
    raise UsageError(f"there is no revision “{revision}”", revisions_hint(root))


def _has_commit(root: Path) -> bool:
    return bool(_run_git(root, "rev-parse", "--verify", "--quiet", "HEAD"))


def _no_commit() -> UsageError:
    hint = "git add . && git commit -m 'Start the catalogue' makes the first one"
    return UsageError("the git repository of the catalogue has no commit yet", hint)


def revisions_hint(root: Path) -> str:
    """Return how to name a revision; in a clone that lacks most of them, how to get them."""
    return f"{_SHALLOW}; {_DEEPEN}" if _is_shallow(root) else _NAME_A_REVISION


MERGE_DRIVER = "exporter merge-driver --marker-size %L --path %P %O %A %B"
"""The command that git runs to merge a record (gitattributes, "Defining a custom merge driver")."""
_ATTRIBUTE = "records/**/*.yaml merge=exporter"


def lacks_merge_driver(root: Path) -> bool:
    """Return whether the catalogue asks for the merge driver, but this clone has not registered it."""
    try:
        if "merge=exporter" not in (root / ".gitattributes").read_text("utf-8"):
            return False
        _run_git(root, "rev-parse", "--git-dir")
        return not _run_git(root, "config", "--default", "", "--get", "merge.exporter.driver")[1:]
    except (OSError, UnicodeDecodeError, UsageError):
        return False


def register_merge_driver(root: Path) -> bool:
    """Register the merge driver in this clone, and ask for it in `.gitattributes`.

    Returns whether `.gitattributes` has changed, which is to be committed. Raises UsageError
    outside of a repository.
    """
    _run_git(root, "config", "merge.exporter.name", "records, merged field by field")
    _run_git(root, "config", "merge.exporter.driver", MERGE_DRIVER)
    file = root / ".gitattributes"
    try:
        content = file.read_bytes() if os.path.lexists(file) else b""
    except OSError as error:
        hint = hint_to_open(error, "correct that, and run this again")
        raise UsageError(cannot_read(file, error), hint) from None
    if b"merge=exporter" in content:
        return False
    separator = b"" if not content or content.endswith(b"\n") else b"\n"
    write_file([content, separator, f"{_ATTRIBUTE}\n".encode()], file)
    return True


def commit_file(root: Path, path: Path, message: str) -> None:
    """Commit one file as it is now, and nothing else that is staged.

    It is the user's commit: their hooks, filters and signature are those of any other. Raises
    UsageError, with what git or a hook says, if there is no commit.
    """
    _run_git_as_user(root, "add", "--", str(path))
    _run_git_as_user(
        root, "commit", "--quiet", "--only", "--file=-", "--", str(path), given=message
    )


def _run_git_as_user(root: Path, *words: str, given: str = "") -> None:
    from subprocess import run  # here, since most runs start no process

    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"}
    command = ["git", "--literal-pathspecs", *words]
    try:
        ran = run(  # noqa: S603
            command, cwd=root, env=environment, input=given.encode(), capture_output=True
        )
    except FileNotFoundError:
        raise UsageError("git is not installed", "install it, or commit elsewhere") from None
    if ran.returncode:
        said = (ran.stderr.strip() or ran.stdout.strip()).decode("utf-8", "replace")
        hint = "the file is saved; correct what git says, and commit again"
        raise UsageError(f"git did not commit: {said.removeprefix('fatal: ')}", hint)


def has_work_tree(root: Path) -> bool:
    """Return whether files below a folder can be committed.

    Raises UsageError if there is no git or no repository.
    """
    return _run_git(root, "rev-parse", "--is-inside-work-tree").strip() == b"true"


def is_tracked(root: Path, path: Path) -> bool:
    """Return whether git follows the changes of a file; False if there is no git or repository."""
    try:
        return bool(_run_git(root, "ls-files", "-z", "--", str(path)))
    except UsageError:
        return False


def merge_lines(ours: Path, base: Path, theirs: Path, marker: int) -> bool:
    """Merge a file line by line into `ours`, as git does it without a driver.

    Return whether it is clean.
    """
    words = ("merge-file", f"--marker-size={marker}", "-L", "ours", "-L", "base", "-L", "theirs")
    process = _start_git(ours.parent, *words, "--", str(ours), str(base), str(theirs))
    process.communicate()
    return process.returncode == 0


def object_id(content: bytes, digits: int = 40) -> str:
    """Return the id of a blob with this content, in a repository with SHA-1 or (64) SHA-256.

    (gitglossary, "object name").
    """
    header = b"blob %d\0" % len(content)
    if digits == _SHA_256_DIGITS:
        return sha256(header + content).hexdigest()
    return sha1(header + content, usedforsecurity=False).hexdigest()


def _entries(listed: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the details of each file that `ls-tree -z` or `ls-files -z` lists."""
    for entry in listed.split(b"\0"):
        if entry:
            details, name = entry.split(b"\t", 1)
            yield name, details


def read_blobs(
    root: Path, blobs: Mapping[str, str], max_size: int
) -> dict[Path, bytes | OversizedFile]:
    """Return the contents of files whose blob ids are given by path.

    Of a file with more than `max_size` bytes only the size is read. Raises UsageError if a blob is
    missing.
    """
    if not blobs:
        return {}
    contents: dict[bytes, bytes | OversizedFile] = {}
    wanted = [blob.encode() for blob in dict.fromkeys(blobs.values())]
    reading = ("--no-replace-objects", "cat-file")  # an id stands for one content for ever
    sizes = _run_git(root, *reading, "--batch-check=%(objectsize)", given=_lines(wanted))
    small = []
    for blob, size in zip(wanted, sizes.splitlines(), strict=True):
        if not size.isdigit():
            hint = "git fsck tells which are missing; git fetch may bring them"
            raise UsageError("git does not have all of the records", hint)
        if int(size) <= max_size:
            small.append(blob)
        else:
            contents[blob] = OversizedFile(int(size))
    answer = _run_git(root, *reading, "--batch", given=_lines(small))
    contents.update(zip(small, _split_batch(answer), strict=True))
    return {Path(path): contents[blob.encode()] for path, blob in blobs.items()}


def _lines(blobs: Iterable[bytes]) -> bytes:
    return b"".join(blob + b"\n" for blob in blobs)


def _split_batch(answer: bytes) -> Iterator[bytes]:
    """Yield the contents in the output of `git cat-file --batch`.

    Each is preceded by a line that ends with its size, and followed by a line feed.
    """
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        size = int(answer[start:end].split(b" ")[2])
        yield answer[end + 1 : end + 1 + size]
        start = end + 1 + size + 1


def _prefix(root: Path) -> str:
    """Return the path from the top of the repository to `root`, with a slash at its end."""
    prefix = _run_git(root, "rev-parse", "--show-prefix")
    return prefix.decode("utf-8", "surrogateescape").rstrip("\n")


def _run_git(root: Path, *words: str, given: bytes = b"") -> bytes:
    process = _start_git(root, *words)
    output, errors = process.communicate(given)
    if process.returncode and not (words[0] == "rev-parse" and "--quiet" in words):
        raise _refusal(errors.decode("utf-8", "replace"))
    return output


def _refusal(said: str) -> UsageError:
    """Return the error for what git says, which can have several lines."""
    reason = " ".join(said.split()).removeprefix("fatal: ")
    if reason.startswith("not a git repository"):
        hint = "git init && git add . && git commit -m 'Start the catalogue' begins one"
        return UsageError("the catalogue is not in a git repository", hint)
    if re.match("(bad revision|ambiguous argument) 'HEAD'", reason):
        return _no_commit()
    if "could not lock config file" in reason:
        return UsageError(f"git cannot write its settings: {reason}", "check their permissions")
    hint = "the catalogue must be in a git repository that git can read"
    return UsageError(f"git cannot tell what has changed: {reason}", hint)


def _start_git(root: Path, *words: str) -> Popen[bytes]:
    from subprocess import PIPE, Popen  # here, since most runs start no process

    try:
        return Popen(  # noqa: S603
            [*_GIT, *words],
            cwd=root,
            env={**os.environ, **_ENVIRONMENT},
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
    except FileNotFoundError:
        raise UsageError("git is not installed", "--since and --staged need it") from None
