"""What git says of each record: by which commits it was made, changed and renamed, and by whom.

The trailers `Co-authored-by` and `Source` of a commit message are read, too. E-mail addresses are
left out, since exports are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from exporter.records.git import raw_log

Sort = Literal["created", "changed", "renamed"]
_SORTS: Mapping[str, Sort] = {"A": "created", "C": "created", "R": "renamed"}
"""What the letters of `git diff-tree --name-status` mean; any other is a change."""
_COMMIT = "\x01"
"""What the header of a commit begins with. Neither a letter nor a path below `records/` does."""
_FIELDS = 6
_ADDRESS = re.compile(r"\s*<[^<>]*>\s*$")


class Revision(NamedTuple):
    """One change of one record.

    `date` is when its author made it, in ISO 8601 with the offset from Universal Time. `authors` are
    names, the author of the commit first. `sources` are the values of the trailer `Source`. `former`
    is the name of the file before a renaming. `commit` is the whole id of the commit.
    """

    sort: Sort
    commit: str
    date: str
    authors: tuple[str, ...]
    summary: str
    sources: tuple[str, ...] = ()
    former: str = ""

    @property
    def day(self) -> str:
        """The day of the change: `2026-03-01`."""
        return self.date[:10]


Revisions = Mapping[Path, Sequence[Revision]]
"""The revisions of each record file that the last commit has, the newest first."""


def revisions(root: Path) -> Revisions:
    """Return the revisions of the records of a catalogue, from one run of git over its log.

    A renamed file keeps the revisions from before. What is not committed has none. Raises UsageError
    if there is no git, no repository or no commit, or if the clone lacks older commits.
    """
    found: dict[Path, list[Revision]] = {}
    owners: dict[Path, Path | None] = {}  # the file of today that an older name belongs to, if any
    for header, changes in _commits(root):
        older: dict[Path, Path | None] = {}
        for change in changes:
            owner = owners.get(change.path, change.path)
            if change.letter == "D":
                owners.setdefault(change.path, None)
                continue
            if owner:
                sort = _SORTS.get(change.letter, "changed")
                former = change.former.name if change.former else ""
                found.setdefault(owner, []).append(header._replace(sort=sort, former=former))
            if change.letter in _SORTS:
                older.setdefault(change.path, None)
            if change.letter == "R" and change.former:
                older[change.former] = owner
        owners.update(older)
    return found


def authors_of(history: Sequence[Revision]) -> tuple[str, ...]:
    """Return who made and changed a record, in the order of their first change."""
    names = (name for revision in reversed(history) for name in revision.authors)
    return tuple(dict.fromkeys(names))


def sources_of(history: Sequence[Revision]) -> tuple[str, ...]:
    """Return the sources that the commits of a record name, the oldest first."""
    return tuple(dict.fromkeys(each for one in reversed(history) for each in one.sources))


class _Change(NamedTuple):
    """A file that a commit changes. `letter` is that of git; `former` is the path it came from."""

    letter: str
    path: Path
    former: Path | None


def _commits(root: Path) -> Iterator[tuple[Revision, list[_Change]]]:
    """Yield each commit, the newest first, with the files that it changes."""
    log, prefix = raw_log(root)
    header: Revision | None = None
    changes: list[_Change] = []
    words = iter(log.split("\0"))
    for word in words:
        if word.startswith(_COMMIT):
            if header:
                yield header, changes
            header, changes = _header(word), []
            continue
        letter = word.strip()[:1]
        if not letter:
            continue
        former = _path(root, next(words, ""), prefix) if letter in {"R", "C"} else None
        changes.append(_Change(letter, _path(root, next(words, ""), prefix), former))
    if header:
        yield header, changes


def _header(word: str) -> Revision:
    fields = word.removeprefix(_COMMIT).split("\x02", _FIELDS - 1)
    fields += [""] * (_FIELDS - len(fields))
    commit, date, author, others, sources, summary = fields
    names = [author, *(_ADDRESS.sub("", each) for each in others.split("\x03"))]
    return Revision(
        "changed",
        commit,
        date,
        tuple(_printable(names)),
        " ".join(_printable([summary])),
        tuple(_printable(sources.split("\x03"))),
    )


def _printable(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts on one line and without control characters, which no format may contain."""
    for text in dict.fromkeys(texts):
        letters = (letter if letter.isprintable() else " " for letter in text)
        if words := " ".join("".join(letters).split()):
            yield words


def _path(root: Path, name: str, prefix: str) -> Path:
    return root / name.removeprefix(prefix)
