"""What is kept of a site, with and without which it has the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from exporter import cache, parallel
from exporter.cite.style_files import style_file
from exporter.cli.site import command
from exporter.site.own_files import style_contents
from exporter.site.record_pages import RecordPages
from exporter.site.work_pieces import PieceMaker
from tests.support.oai_library import Library
from tests.support.small_catalogues import write_records
from tests.unit.site.test_site import RECORDS as SOURCES
from tests.unit.site.test_site import SETTINGS, library


class Made(NamedTuple):
    """The ids of the works whose pieces are made, and of the records whose pages are."""

    pieces: set[str]
    pages: set[str]


def noting(function: Callable[..., Any], ids: set[str]) -> Callable[..., Any]:
    """Return a method that notes the id of its first argument, a record."""

    def noted(self: object, record: Any, *others: Any) -> Any:
        ids.add(record.id)
        return function(self, record, *others)

    return noted


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What is made from now on, also in small catalogues in this process."""
    made = Made(set(), set())
    monkeypatch.setattr(PieceMaker, "make", noting(PieceMaker.make, made.pieces))
    monkeypatch.setattr(RecordPages, "pages", noting(RecordPages.pages, made.pages))
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    monkeypatch.setattr(cache, "MIN_RECORDS", 1)
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    monkeypatch.setattr(cache, "_LEAST", 1)
    return made


def tree(output: str, kept: str) -> dict[str, bytes]:
    """Make the site of the current folder and return its files. `kept` is the folder of caches."""
    words = ["-o", output, "--base-url", "https://example.org/"]
    ran = CliRunner(env={"EXPORTER_CACHE": kept}).invoke(command, words)
    assert ran.exit_code == 0, ran.output
    found = {}
    for path in Path(output).rglob("*"):
        if path.is_file():
            found[str(path.relative_to(output))] = path.read_bytes()
    return found


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


WORKS = {"ideals", "tea"}
RECORDS = {*WORKS, "okakura", "tea-drinking"}
DRINKING_TEA = "id: tea-drinking\nkind: concept\nname: {en: Drinking tea}\n"
MORE = "id: more\nkind: book\nlanguage: en\ntitle: More\ncitations: [{source: ideals, intent: cites}]\n"


def changes(root: Path) -> list[tuple[Callable[[], object], set[str], set[str]]]:
    """Return changes of a catalogue, with the works whose pieces and the pages that they change."""
    records = root / "records"
    (root / "own.csl").write_bytes(style_file("apa").path.read_bytes())
    (root / "look").mkdir()
    (root / "look" / "logo.png").write_bytes(b"\xff\xfe")
    (root / "words.tsv").write_text("en\tja\nCite\t引く\n", "utf-8")
    ours = '[site]\nstyles = ["./own.csl"]\nlanguages = ["en", "ja"]\ntemplates = "look"\n'
    settings = f'{SETTINGS}{ours}words = ["words.tsv"]\n'
    works, all_records = {*WORKS, "more"}, {*RECORDS, "more"}
    form = '<form id="own"></form>\n'
    return [
        (lambda: None, WORKS, RECORDS),
        (lambda: None, set(), set()),
        # the pages of what it cites and of its author show its date
        (
            lambda: replaced(records / "books" / "ideals.yaml", "1903-05", "1904"),
            {"ideals"},
            {"ideals", "tea", "okakura"},
        ),
        (lambda: replaced(records / "people" / "okakura.yaml", "覚三", "天心"), WORKS, RECORDS),
        (lambda: (records / "books" / "more.yaml").write_text(MORE), {"more"}, {"more", "ideals"}),
        (lambda: (root / "exporter.toml").write_text(settings), works, all_records),
        (
            lambda: replaced(root / "own.csl", 'delimiter=". "', 'delimiter="; "'),
            works,
            all_records,
        ),
        (lambda: (root / "look" / "search_form.html").write_text(form), set(), all_records),
        (lambda: replaced(root / "words.tsv", "引く", "引用"), set(), all_records),
    ]


def test_a_site_is_the_same_after_every_change(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = library(tmp_path / "catalogue")
    monkeypatch.chdir(root)
    outputs = []
    for change, pieces, pages in changes(root):
        change()
        made.pieces.clear()
        made.pages.clear()
        kept = tree("kept", str(tmp_path / "cache"))
        assert made == (pieces, pages)
        assert kept == tree("fresh", "")
        outputs.append(kept)
    assert len(outputs) == 9
    assert all(one != other for one, other in pairwise(outputs[1:]))


def test_a_commit_changes_the_pages_of_what_is_in_it(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page says who changed its record, and the MARC record of a work when it was made."""
    catalogue = Library(tmp_path / "catalogue")
    root = catalogue.folder
    monkeypatch.chdir(root)
    (root / "exporter.toml").write_text(f'{SETTINGS}[site]\nformats = ["marcxml"]\n', "utf-8")
    catalogue.commit("2024-01-01T10:00:00Z", SOURCES)
    more = {"books/more.yaml": MORE, "concepts/tea-drinking.yaml": DRINKING_TEA}
    write_records(root, more)
    tree("kept", str(tmp_path / "cache"))
    seen = {"books/ideals.yaml": SOURCES["books/ideals.yaml"] + "# seen\n"}
    for day, records, pieces, pages in (
        ("2024-02-01", more, {"more"}, {"more", "tea-drinking"}),
        ("2024-03-01", seen, set(), {"ideals"}),
    ):
        made.pieces.clear()
        made.pages.clear()
        catalogue.commit(f"{day}T10:00:00Z", records)
        kept = tree("kept", str(tmp_path / "cache"))
        assert made == (pieces, pages)
        assert kept == tree("fresh", "")


def test_a_style_counts_with_the_locale_that_it_asks_for(tmp_path: Path) -> None:
    style = tmp_path / "own.csl"
    contents = []
    for locale in ("de-DE", "fr-FR"):
        style.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" default-locale="{locale}"><info>'
            '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info></style>'
        )
        contents.append(style_contents(tmp_path, [style.name]))
    assert contents[0] != contents[1]


def test_a_style_may_be_in_another_encoding_than_utf_8(tmp_path: Path) -> None:
    """Source: XML 1.0, 4.3.3: the declaration names the encoding."""
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><!-- é --><style xmlns="x"/>'
    (tmp_path / "own.csl").write_text(text, "latin-1")
    assert style_contents(tmp_path, ["own.csl"])
