"""A catalogue in git whose commits have times that a test can know, for harvests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.support.git_folders import TIME, commit_all, git
from tests.support.small_catalogues import write_records

BOOK = """\
id: {id}
kind: book
language: en
title: Book {id}
contributors: [{{agent: okakura, role: author}}]
issued: 1906
"""
PERSON = "id: okakura\nkind: person\nname: {en: {family: Okakura, given: Kakuzo}}\n"
READY = """\
id: ready
kind: article
type: article-journal
language: en
title: Ready for DataCite
contributors: [{agent: okakura, role: author}]
publisher: {name: Fox Duffield}
issued: 1906
access: open
identifiers: {doi: 10.5555/ready}
"""
ALL = [
    "b1 2024-02-01 book",
    "ready 2024-03-01 article",
    "b2 2024-04-01 book deleted",
    "b3 2024-05-01 book deleted",
    "new 2024-05-01 book",
    "b0 2024-06-01 book",
]
"""The items after `Library.grow`: id, day, set and state, in the order of a harvest."""


def book(id: str) -> str:
    return BOOK.format(id=id)


class Library:
    """A catalogue in git whose commits have the times that a test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, time: str = TIME) -> None:
        git(self.folder, *words, time=time)

    def commit(self, time: str, records: Mapping[str, str | None]) -> None:
        """Write records (None: delete them) and commit them at a time."""
        for name, text in records.items():
            if text is None:
                (self.folder / "records" / name).unlink()
            else:
                write_records(self.folder, {name: text})
        commit_all(self.folder, time=time)

    def grow(self) -> None:
        """Commit seven works in the course of 2024: one is deleted, one renamed, one moved."""
        first = {f"books/b{n}.yaml": book(f"b{n}") for n in range(4)}
        self.commit("2024-01-01T10:00:00Z", {"people/okakura.yaml": PERSON, **first})
        self.commit("2024-02-01T10:00:00Z", {"books/b1.yaml": f"{book('b1')}edition: 2nd ed.\n"})
        self.commit("2024-03-01T10:00:00Z", {"articles/ready.yaml": READY})
        self.commit("2024-04-01T10:00:00Z", {"books/b2.yaml": None})
        renamed = f"{book('new')}former_ids: [b3]\n"
        self.commit("2024-05-01T10:00:00Z", {"books/b3.yaml": None, "books/new.yaml": renamed})
        moved = {"books/b0.yaml": None, "books/old/b0.yaml": book("b0")}
        self.commit("2024-06-01T10:00:00Z", moved)
