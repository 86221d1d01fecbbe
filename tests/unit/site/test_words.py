"""The words of pages in each language, and the tables that a catalogue adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.errors import UsageError
from exporter.model.date import parse_date
from exporter.site.list_pages import index_letter
from exporter.site.word_tables import read_words
from exporter.site.words import SiteWords, own_name
from tests.conftest import exporter

TABLE = read_words(Path(), ())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1941-05-03", ["3 May 1941", "1941年5月3日", "3. Mai 1941", "3 mai 1941"]),
        ("1941-05", ["May 1941", "1941年5月", "Mai 1941", "mai 1941"]),
        ("1941", ["1941", "1941年", "1941", "1941"]),
        ("1906~", ["approximately 1906", "1906年頃", "um 1906", "vers 1906"]),
        ("1941?", ["1941?", "1941年?", "1941?", "1941?"]),
        ("199X", ["1990s", "1990年代", "1990er Jahre", "années 1990"]),
        ("18XX", ["19th century", "19世紀", "19. Jahrhundert", "19e siècle"]),
        (
            "-01XX",
            [
                "2nd century B.C.",
                "紀元前2世紀",
                "2. Jahrhundert v. Chr.",
                "2e siècle av. J.-C.",
            ],
        ),
        ("-0374", ["375 B.C.", "紀元前375年", "375 v. Chr.", "375 av. J.-C."]),
        ("1941/1945", ["1941–1945", "1941年–1945年", "1941–1945", "1941–1945"]),
        ("[1999,2000]", ["1999 or 2000", "1999年または2000年", "1999 oder 2000", "1999 ou 2000"]),
        ("2001-21", ["spring 2001", "春 2001", "Frühjahr 2001", "printemps 2001"]),
    ],
)
def test_dates(written: str, said: list[str]) -> None:
    date = parse_date(written)
    assert [SiteWords(tag, TABLE).date(date) for tag in ("en", "ja", "de", "fr")] == said


def test_names_of_languages() -> None:
    assert SiteWords("de", TABLE).language_name("ja-Latn") == "Japanisch (Lateinisch)"
    assert SiteWords("ja", TABLE).language_name("zh-Hant") == "繁体中国語"
    assert SiteWords("fr", TABLE).language_name("grc") == "grec ancien"
    assert [own_name(tag) for tag in ("ja", "de")] == ["日本語", "Deutsch"]


def test_names_of_countries() -> None:
    assert SiteWords("ja", TABLE).country_name("LB") == "レバノン"
    assert SiteWords("de", TABLE).country_name("GB-ENG") == "Vereinigtes Königreich (GB-ENG)"
    assert SiteWords("en", TABLE).country_name("LB") == ""  # as libraries have it
    assert SiteWords("fr", TABLE).country_name("QQ") == ""


def test_numbers_and_counts() -> None:
    german = SiteWords("de", TABLE)
    assert german.count(1, "{} work", "{} works") == "1 Werk"
    assert german.count(12345, "{} work", "{} works") == "12.345 Werke"


def test_what_has_no_word_is_said_in_english_and_marked_so() -> None:
    arabic = SiteWords("ar", TABLE)
    assert arabic.html("Cited <by>") == '<span lang="en" dir="ltr">Cited &lt;by&gt;</span>'
    assert arabic.direction == "rtl"
    assert SiteWords("de-AT", TABLE).html("Home") == "Startseite"


def test_every_word_has_a_translation_with_the_same_places() -> None:
    for language in ("ja", "de", "fr"):
        assert len(TABLE[language]) == len(TABLE["ja"])
        for english, word in TABLE[language].items():
            assert word.count("{}") == english.count("{}"), english


def test_a_catalogue_adds_words_and_languages(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("en\tnl\tde\nHome\tStart\tAnfang\n", "utf-8")
    table = read_words(tmp_path, ["own.tsv"])
    assert SiteWords("nl", table).text("Home") == "Start"
    assert SiteWords("de", table).text("Home") == "Anfang"
    assert SiteWords("de", table).text("Search") == "Suchen"


def test_a_translator_adds_a_language_by_a_po_file(tmp_path: Path) -> None:
    (tmp_path / "exporter.toml").write_text('[site]\nwords = ["own.tsv"]\n', "utf-8")
    (tmp_path / "own.tsv").write_text("en\tzh-Hant\nHome\t首頁\n", "utf-8")
    ran = exporter("site", "--translate", "zh-Hant", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert 'msgid "Home"\nmsgstr "首頁"\n' in ran.out
    work = 'msgid "{} works"\nmsgstr ""\n'
    assert work in ran.out
    translated = ran.out.replace(work, 'msgid "{} works"\nmsgstr "{}部作品"\n')
    translated = translated.replace('msgid "Author"\n', '#, fuzzy\nmsgid "Author"\n')
    author = 'msgid "Author"\nmsgstr "'
    (tmp_path / "own.po").write_text(translated.replace(author, author + "作者"), "utf-8")
    words = SiteWords("zh-Hant", read_words(tmp_path, ["own.po"]))
    assert words.count(2000, "{} work", "{} works") == "2,000部作品"
    assert [words.text(each) for each in ("Home", "Author", "Search")] == [
        "首頁",
        "Author",
        "Search",
    ]


def test_a_translation_needs_a_language(tmp_path: Path) -> None:
    ran = exporter("site", "--translate", "dutch", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "--translate dutch" in ran.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid ""\nmsgstr ""\n\nmsgid "Home"\nmsgstr "Start"\n', "does not say its language"),
        ('msgid "Home"\nmsgstr "Start"\nHome\n', "own.po:3"),
        (b'msgid "Home"\nmsgstr "\xff"\n', "is not a PO file"),
        ('msgid ""\nmsgstr "Language: nl\\n"\n\nmsgid "{} works"\nmsgstr "werken"\n', "{} works"),
    ],
)
def test_a_wrong_po_file_is_explained(tmp_path: Path, text: str | bytes, message: str) -> None:
    (tmp_path / "own.po").write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UsageError) as raised:
        read_words(tmp_path, ["own.po"])
    assert message in raised.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("de\tnl\nHome\tStart\n", "has no column “en”"),
        ("en\tnl\nHome\n", "own.tsv:2"),
        ("", "is not a table"),
        ("en\tnl\n{} works\twerken\n", "“werken” stands for “{} works”"),
        (b"en\tnl\nHome\t\xff\n", "own.tsv:2 cannot be read: it is not UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_table_is_explained(tmp_path: Path, text: str | bytes | None, message: str) -> None:
    if text is not None:
        data = text.encode() if isinstance(text, str) else text
        (tmp_path / "own.tsv").write_bytes(data)
    with pytest.raises(UsageError) as raised:
        read_words(tmp_path, ["own.tsv"])
    assert message in raised.value.message


def test_a_brace_in_a_part_of_a_phrase_stays() -> None:
    assert SiteWords("de", TABLE).phrase("until {}", "{0}{}") == "bis {0}{}"


@pytest.mark.parametrize(
    ("filed", "letter"),
    [
        ("Écoles", "E"),
        ("ångström", "A"),
        ("ちゃのほん", "た"),
        ("がくもん", "か"),
        ("ァ", "あ"),
        ("んー", "わ"),
        ("茶", "漢"),
        ("한국", "하"),
        ("까치", "가"),
        ("1984", "0–9"),
        ("المقدمة", "ا"),
        ("Достоевский", "Д"),
        ("“Tea”", "T"),
        ("…", "…"),
    ],
)
def test_the_letter_of_a_list(filed: str, letter: str) -> None:
    assert index_letter(filed) == letter
