"""The pieces of works that are kept: with them and without them a site has the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from exporter import cache, parallel
from exporter.cite.style_files import style_file
from exporter.cli.site import command
from exporter.export.context import ExportContext
from exporter.model.work import Work
from exporter.site.own_files import style_contents
from exporter.site.work_pieces import PieceMaker, WorkPieces
from tests.unit.site.test_site import SETTINGS, library


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the works whose pieces are made, also in small catalogues in this process."""
    ids: list[str] = []
    make = PieceMaker.make

    def noted(self: PieceMaker, work: Work, context: ExportContext) -> WorkPieces:
        ids.append(work.id)
        return make(self, work, context)

    monkeypatch.setattr(PieceMaker, "make", noted)
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    monkeypatch.setattr(cache, "MIN_RECORDS", 1)
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    monkeypatch.setattr(cache, "_LEAST", 1)
    return ids


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


def changes(root: Path) -> list[tuple[Callable[[], object], set[str]]]:
    """Return changes of a catalogue, and the works whose pieces each of them changes."""
    records = root / "records"
    (root / "own.csl").write_bytes(style_file("apa").path.read_bytes())
    settings = SETTINGS + '[site]\nstyles = ["./own.csl"]\nlanguages = ["en", "ja"]\n'
    more = "id: more\nkind: book\nlanguage: en\ntitle: More\ncitations: [{source: ideals, intent: cites}]\n"
    return [
        (lambda: None, {"ideals", "tea"}),
        (lambda: None, set()),
        (lambda: replaced(records / "books" / "ideals.yaml", "1903-05", "1904"), {"ideals"}),
        (lambda: replaced(records / "people" / "okakura.yaml", "覚三", "天心"), {"ideals", "tea"}),
        (lambda: (records / "books" / "more.yaml").write_text(more), {"more"}),
        (lambda: (root / "exporter.toml").write_text(settings), {"ideals", "more", "tea"}),
        (
            lambda: replaced(root / "own.csl", 'delimiter=". "', 'delimiter="; "'),
            {"ideals", "more", "tea"},
        ),
    ]


def test_a_site_is_the_same_after_every_change(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = library(tmp_path / "catalogue")
    monkeypatch.chdir(root)
    outputs = []
    for change, expected in changes(root):
        change()
        made.clear()
        kept = tree("kept", str(tmp_path / "cache"))
        assert set(made) == expected
        assert kept == tree("fresh", "")
        outputs.append(kept)
    assert len(outputs) == 7
    assert all(one != other for one, other in pairwise(outputs[1:]))


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
