"""The tables of words of a site: that of the package, and those of a catalogue.

`words.tsv` has the words in a column for each language, by their English words. A catalogue can add
tables or PO files of its own, with more words or languages (`[site] words`). Only a PO file needs
the packages of the extra `site`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from exporter.errors import UsageError, cannot_read, hint_to_open
from exporter.tables import read_table

ENGLISH = "en"
_OWN = Path(__file__).with_name("words.tsv")

Table = Mapping[str, Mapping[str, str]]
"""The words of each language by their English words."""


def read_words(folder: Path, files: Iterable[str]) -> Table:
    """Return the words of the package with those of a catalogue, which count for more.

    `files` are relative to `folder`. Raises UsageError for a table that cannot be read.
    """
    found: dict[str, dict[str, str]] = {}
    for path in (_OWN, *(folder / each for each in files)):
        for language, english, word in _read_file(path):
            if word:
                _require_places(english, word, path)
                found.setdefault(language, {})[english] = word
    return found


def words_to_translate(language: str, table: Table) -> dict[str, str]:
    """Return every English word of the pages with that of a language, or with an empty text."""
    known = table.get(language, {})
    every = {english for words in table.values() for english in words}
    return {english: known.get(english, "") for english in every}


def _read_file(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each language of a file, an English word, and what stands for it."""
    try:
        if path.suffix == ".po":
            from exporter.site.translation import read_translation

            language, words = read_translation(path)
            yield from ((language, english, word) for english, word in words.items())
            return
        for row in _rows(path):
            english = row.pop(ENGLISH)
            yield from ((language, english, word) for language, word in row.items())
    except OSError as error:
        message = f"{path}, named in [site] words, cannot be read: {error.strerror}"
        hint = hint_to_open(error, "correct its path in exporter.toml")
        raise UsageError(message, hint) from None


def _require_places(english: str, word: str, path: Path) -> None:
    if english.count("{}") != word.count("{}"):
        raise UsageError(
            f"{path}: “{word}” stands for “{english}”", "give both the same number of {}"
        )


def _rows(path: Path) -> tuple[dict[str, str], ...]:
    hint = "the first line names the languages, “en” among them, with tabs between them"
    try:
        rows = read_table(path)
    except UnicodeDecodeError as error:
        raise UsageError(cannot_read(path, error), hint) from None
    except (IndexError, ValueError) as error:
        raise UsageError(f"{path} is not a table of words: {error}", hint) from None
    if rows and ENGLISH not in rows[0]:
        raise UsageError(f"{path} has no column “en”", hint)
    return rows
