"""When each record reached the main line of a git repository, and when it was deleted there.

This is not what the log of a record says (`revisions`): a change that was made in January on a
branch which was merged in March was not to be seen before March. The times never go back from one
commit to the next, whatever the clocks of those who made them have said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from exporter.records.files import SUFFIXES, OversizedFile
from exporter.records.git import raw_landings, read_blobs

_COMMIT = "\x01"
_TIME = "\x02"
_NO_FILE = "000000"
"""The mode of a file that is not there."""


class DeletedFile(NamedTuple):
    """A record file that is gone: when, in seconds since 1970, and what it said at last."""

    time: int
    content: bytes | OversizedFile


class Landings(NamedTuple):
    """When each file of today has changed last, in seconds since 1970, and the deleted records."""

    changed: Mapping[Path, int]
    deleted: Mapping[Path, DeletedFile]


class _Landing(NamedTuple):
    time: int
    path: str
    mode: str
    former_blob: str


def landings(root: Path, max_size: int, also: tuple[str, ...] = ()) -> Landings:
    """Return the landings of the records of a catalogue.

    `also` names further files in `root` whose changes are returned. Raises UsageError if there is
    no git, no repository or no commit, or if the clone lacks older commits.
    """
    log, prefix = raw_landings(root, ("records", *also))
    changed: dict[Path, int] = {}
    deleted: dict[str, tuple[int, str]] = {}
    for each in _rising(list(_landings(log))):
        path = root / each.path.removeprefix(prefix)
        if each.mode == _NO_FILE:
            changed.pop(path, None)
            if each.path.endswith(SUFFIXES):
                deleted[each.path] = (each.time, each.former_blob)
        else:
            deleted.pop(each.path, None)
            changed[path] = each.time
    times = {root / name.removeprefix(prefix): time for name, (time, _) in deleted.items()}
    blobs = {str(root / name.removeprefix(prefix)): blob for name, (_, blob) in deleted.items()}
    contents = read_blobs(root, blobs, max_size)
    gone = {path: DeletedFile(time, contents[path]) for path, time in times.items()}
    return Landings(changed, gone)


def _rising(newest_first: list[_Landing]) -> Iterator[_Landing]:
    """Yield landings from the oldest on, none of them earlier than the one before."""
    time = 0
    for each in reversed(newest_first):
        time = max(time, each.time)
        yield each._replace(time=time)


def _landings(log: str) -> Iterator[_Landing]:
    time = 0
    words = iter(log.split("\0"))
    for word in words:
        if word.startswith(_COMMIT):
            time = int(word.partition(_TIME)[2])
        elif word.strip().startswith(":"):
            _, mode, former_blob, _, _ = word.strip()[1:].split(" ")
            yield _Landing(time, next(words), mode, former_blob)
