"""How many cells of a terminal a text takes, and how paths are shown there."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from wcwidth import wcswidth

from exporter.terminal import cells, cut_to_cells, display_path, is_coloured

TEXTS = (
    "Plain text, 1872",
    "Kellogg, Ernst Grüße œuvre – “quoted”",
    "Достоевский, Фёдор Михайлович",
    "Ἀριστοτέλης περὶ ψυχῆς",
    "毛澤東 チャイナ・レポート 「記録」",
    "ﾊﾝｶｸ ＦＵＬＬ　ＷＩＤＴＨ",
    "훈민정음 해례본",
    unicodedata.normalize("NFD", "훈민정음 Grüße Ἀριστοτέλης がぎぐ"),
    "القرآن الكَرِيم",
    "עִבְרִית",
    "हिंदी कविता का इतिहास",
    "ภาษาไทย",
    "a\u200bb\u2060c",
    "📚 𠮷野家",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_cells(text: str) -> None:
    assert cells(text) == wcswidth(text)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("most", [0, 1, 7, 8, 100])
def test_a_text_is_cut_to_cells(text: str, most: int) -> None:
    cut = cut_to_cells(text, most)
    assert text.startswith(cut)
    assert cells(cut) <= most
    longer = text[: len(cut) + 1]
    assert longer == text or cells(longer) > most


def test_control_characters_take_no_cell() -> None:
    assert cells("a\x1b\tb\x7f\x9f") == 2


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("here/records/book.yaml", "records/book.yaml"),
        ("here/records/../book.yaml", "book.yaml"),
        ("here", "."),
        ("here-too/book.yaml", "../here-too/book.yaml"),
        ("book.yaml", "../book.yaml"),
        ("here/::error::.yaml", "./::error::.yaml"),
        ("here/a\u0007b.yaml", "a\\u0007b.yaml"),
    ],
)
def test_a_path_is_shown_as_from_the_current_folder(
    path: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert display_path(tmp_path / path) == shown


def test_a_distant_path_is_shown_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "a" / "b" / "c"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert display_path(tmp_path / "book.yaml") == (tmp_path / "book.yaml").as_posix()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colours_only_for_those_who_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert is_coloured(Terminal())
    assert not is_coloured(io.StringIO())
    assert not is_coloured(None)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not is_coloured(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert not is_coloured(Terminal())


def test_every_report_asks_whether_colours_are_wanted() -> None:
    asking = [
        path.name
        for path in (Path(__file__).parents[2] / "exporter" / "cli").glob("*.py")
        if "colour=" in path.read_text("utf-8")
    ]
    assert len(asking) > 5
    for name in asking:
        text = (Path(__file__).parents[2] / "exporter" / "cli" / name).read_text("utf-8")
        assert text.count("colour=is_coloured(") == text.count("colour="), name
