"""Names, punctuation, direction and order in scripts other than Latin."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from exporter.cite.language_names import language_name
from exporter.cite.output.html import HtmlWriter
from exporter.cite.processor import Processor
from exporter.cite.style import load_style
from tests.conftest import exporter
from tests.unit.cite.test_reported import by, citing, set_in

CARR = by("カー, エドワード・ハレット")


@pytest.mark.parametrize(
    ("style", "locale", "expected"),
    [
        ("apa", "en-US", "カー, エドワード・ハレット."),
        ("sist02", "ja-JP", "(1) カー, エドワード・ハレット."),
    ],
)
def test_a_foreigner_in_katakana_has_a_comma_in_a_list(
    style: str, locale: str, expected: str
) -> None:
    assert set_in(style, CARR, locale=locale).entries[0].startswith(expected)


def test_a_foreigner_in_katakana_has_a_middle_dot_in_the_order_of_speech() -> None:
    made = set_in("chicago-notes-bibliography", CARR, locale="ja-JP")
    assert made.citations[0].startswith("エドワード・ハレット・カー, ")


def test_a_japanese_name_with_one_part_in_katakana_stays_japanese() -> None:
    assert set_in("apa", by("遠藤, ホマレ")).entries[0].startswith("遠藤ホマレ.")


@pytest.mark.parametrize(
    ("name", "language", "locale", "expected"),
    [
        ("Nguyễn, Văn An", "vi", "vi-VN", "Nguyễn V. A."),
        ("Nguyễn, Văn An", "vi", "en-US", "Nguyễn, V. A."),
        ("Nagy, János", "hu", "hu-HU", "Nagy J."),
        ("Nagy, János", "hu-HU", "hu-HU", "Nagy J."),
        ("Smith, John", "en", "hu-HU", "Smith, J."),
    ],
)
def test_names_of_languages_with_the_family_name_first(
    name: str, language: str, locale: str, expected: str
) -> None:
    made = set_in("apa", by(name) | {"language": language}, locale=locale)
    assert made.entries[0].startswith(expected)


def test_full_width_punctuation_is_merged() -> None:
    style = citing('<layout suffix="。"><text variable="title"/></layout>')
    titles = ("何か？", "おわり。", "題")
    made = set_in(style, *({"title": title} for title in titles))
    assert made.citations == ["何か？", "おわり。", "題。"]


def test_korean_names_have_no_space_and_no_comma() -> None:
    made = set_in("apa", by("김, 대중", "Jones, A"), locale="ko-KR")
    assert made.entries[0].startswith("김대중, & Jones, A.")


NOVEL: dict[str, Any] = {
    "id": "novel",
    "type": "book",
    "title": "أولاد حارتنا",
    "author": [{"family": "محفوظ", "given": "نجيب"}],
    "issued": {"date-parts": [[1967]]},
}
ULYSSES: dict[str, Any] = {"id": "u", "type": "book", "title": "Ulysses", "author": []}


def html_of(item: dict[str, Any], locale: str, *, links: bool = True) -> str:
    style = load_style("chicago-author-date", locale)
    (entry,) = Processor(style, [item]).bibliography()
    return unescape(HtmlWriter(style.quotes, links=links).write(entry.text))


def test_arabic_is_isolated_in_english() -> None:
    """Source: Unicode Standard Annex 9; HTML, The bdi element."""
    expected = "<bdi>محفوظ, نجيب</bdi>. 1967. <i><bdi>أولاد حارتنا</bdi></i>."
    assert html_of(NOVEL, "en-US") == expected


def test_english_is_isolated_in_arabic_and_arabic_is_not() -> None:
    assert "<bdi>Ulysses</bdi>" in html_of(ULYSSES, "ar")
    assert "<bdi>" not in html_of(NOVEL, "ar")


def test_nothing_is_isolated_in_the_html_of_the_test_suite() -> None:
    assert "<bdi>" not in html_of(NOVEL, "en-US", links=False)


def test_a_bibliography_in_arabic_runs_from_right_to_left() -> None:
    style = load_style("apa", "ar")
    writer = HtmlWriter(style.quotes, right_to_left=style.locale.is_right_to_left)
    assert next(iter(writer.document([]))) == '<div class="csl-bib-body" dir="rtl">\n'


JAPANESE = (
    ("夏目", "なつめ"),
    ("芥川", "あくたがわ"),
    ("川端", "かわばた"),
    ("太宰", "だざい"),
)


def test_japanese_names_are_in_the_order_of_their_readings() -> None:
    items = [
        {
            "id": family,
            "type": "book",
            "author": [{"family": family, "given": "一"}],
            "custom": {"reading": {"author": [{"family": reading, "given": "はじめ"}]}},
        }
        for family, reading in JAPANESE
    ]
    processor = Processor(load_style("apa", "ja-JP"), items)
    assert [item.id for item in processor.items] == ["芥川", "川端", "太宰", "夏目"]


def test_a_title_is_sorted_by_its_reading_and_printed_as_it_is() -> None:
    titles = {"心": "こころ", "あかり": "", "山": "やま"}
    items = [
        {"id": title, "type": "book", "title": title, "custom": {"reading": {"title": reading}}}
        for title, reading in titles.items()
    ]
    style = load_style("apa", "ja-JP")
    entries = [entry.text for entry in Processor(style, items).bibliography()]
    assert ["あかり" in entries[0], "心" in entries[1], "山" in entries[2]] == [True] * 3


def test_languages_have_names_in_the_language_of_the_locale() -> None:
    pytest.importorskip("icu")
    assert language_name("ja", "de-DE") == "Japanisch"
    assert language_name("en", "ja-JP") == "英語"


def test_records_with_readings_are_in_the_order_of_these(tmp_path: Path) -> None:
    (tmp_path / "exporter.toml").write_text("", "utf-8")
    for folder in ("people", "books"):
        (tmp_path / "records" / folder).mkdir(parents=True)
    for number, (family, reading) in enumerate(JAPANESE):
        person = f"person-{number}"
        (tmp_path / "records" / "people" / f"{person}.yaml").write_text(
            f"id: {person}\nkind: person\nname:\n  ja: {{family: {family}, given: 一}}\n"
            f"  ja-Hira: {{family: {reading}, given: はじめ}}\n",
            "utf-8",
        )
        (tmp_path / "records" / "books" / f"book-{number}.yaml").write_text(
            f"id: book-{number}\nkind: book\nlanguage: ja\ntitle: 題\nissued: '1914'\n"
            f"contributors:\n  - agent: {person}\n    role: author\n",
            "utf-8",
        )
    ran = exporter("-C", tmp_path, "cite", "--style", "apa", "--locale", "ja-JP")
    assert [line[:2] for line in ran.out.splitlines()] == ["芥川", "川端", "太宰", "夏目"], ran.err
