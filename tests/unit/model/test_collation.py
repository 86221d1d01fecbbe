"""Sort keys: the same order with ICU and without it, and the form by which a title is filed."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

from exporter.model.agent import Name
from exporter.model.collation import collator
from exporter.model.filing import filed, filing_tag, reading_tag
from exporter.model.text import Parallel
from tests.conftest import exporter

ORDERED = {
    "ja": "Abe|abé|zeta|エドワード・カー|カー|かあ|カード|ｶｰﾄﾞ|がく|かく|きょう|きよう|こうひい|コーヒー|さとう"
    "|すずき|スズキ アキラ|はゝ|ハハ",
    "en": "10 men|2 men|abé|Abe|Ångström|Đorđe|odd|œuvre|Ørsted|“Quoted” x|résumé|resume x|Straße|"
    "Strasse a|Zeta|żeta|дом|Елена|Ёлка|Жук|Ярослав|はた|はな|ハナ",
    "ru": "дом|Ежов|Елена|Ёлка|Жук|Иван|Ъ|Ярослав",
}
"""Words of a language in its order; `|` separates them."""
HAN = "亜夏学川鷗"
"""Han characters in the order of JIS X 0208."""


def without_icu(tag: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "icu", None)
    return collator.__wrapped__(tag)


@pytest.mark.parametrize("tag", ORDERED)
def test_kana_latin_and_cyrillic_have_their_order_without_icu(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = without_icu(tag, monkeypatch)
    pairs = list(pairwise(ORDERED[tag].split("|")))
    assert pairs
    for one, other in pairs:
        assert key(one) <= key(other), (one, other)


@pytest.mark.parametrize("tag", ORDERED)
def test_icu_has_the_same_order(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("icu")
    icu, pyuca = collator.__wrapped__(tag), without_icu(tag, monkeypatch)
    pairs = list(pairwise(ORDERED[tag].split("|")))
    assert pairs
    for one, other in pairs:
        assert (icu(one) < icu(other)) == (pyuca(one) < pyuca(other)), (one, other)
        assert (icu(one) == icu(other)) == (pyuca(one) == pyuca(other)), (one, other)


def test_han_in_japanese_has_the_order_of_jis_without_icu(monkeypatch: pytest.MonkeyPatch) -> None:
    key = without_icu("ja", monkeypatch)
    assert sorted("鷗川学夏亜", key=key) == list(HAN)
    assert sorted("𠮷鷗はZ", key=key) == list("Zは鷗𠮷")


def test_a_language_has_an_order_of_its_own_with_icu() -> None:
    pytest.importorskip("icu")
    assert sorted(["ål", "zon", "öl"], key=collator("sv")) == ["zon", "ål", "öl"]
    assert sorted(["上海", "北京"], key=collator("zh")) == ["北京", "上海"]


def test_what_has_no_letters_has_an_empty_key() -> None:
    assert [collator("en")(text) for text in ("", "“”", "…")] == ["", "", ""]


def parallel(**forms: str) -> Parallel[str]:
    by_tag = {tag.replace("_", "-"): form for tag, form in forms.items()}
    return Parallel(next(iter(by_tag)), by_tag)


JAPANESE = parallel(ja="茶の本", ja_Latn="Cha no hon", ja_Hira="ちゃのほん", en="The Book of Tea")
CHINESE = parallel(zh_Hans="红楼梦", zh_Latn="Hung lou meng", zh_Latn_pinyin="Honglou meng")
KOREAN = parallel(ko_Hani="朝鮮日報", ko_Latn="Chosŏn ilbo", ko="조선일보")
ARABIC = parallel(ar="كتاب الحيوان", ar_Latn="Kitāb al-ḥayawān")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (JAPANESE, "ja", "ja-Hira"),
        (JAPANESE, "en", "ja-Latn"),
        (JAPANESE, "zh", "ja-Hira"),
        (CHINESE, "zh", "zh-Latn-pinyin"),
        (CHINESE, "en", "zh-Latn-pinyin"),
        (KOREAN, "ko", "ko"),
        (KOREAN, "en", "ko-Latn"),
        (KOREAN, "ja", "ko"),
        (ARABIC, "en", "ar-Latn"),
        (ARABIC, "ar", "ar"),
        (ARABIC, "ru", "ar"),
        (parallel(ja="茶", en="Tea"), "en", "ja"),
        (parallel(en="Tea", ja="茶"), "ja", "en"),
    ],
)
def test_a_text_is_filed_in_the_script_of_the_catalogue_or_by_its_reading(
    text: Parallel[str], language: str, expected: str
) -> None:
    assert filing_tag(text, next(iter(text.forms)), language) == expected


def test_only_what_is_printed_in_han_has_a_reading() -> None:
    assert reading_tag(JAPANESE, "ja") == "ja-Hira"
    assert reading_tag(JAPANESE, "en") == ""
    assert reading_tag(CHINESE, "zh-Hans") == "zh-Latn-pinyin"
    assert reading_tag(ARABIC, "ar") == ""
    assert reading_tag(parallel(ja="茶"), "ja") == ""


def test_a_name_is_filed_by_its_family_name_and_a_title_behind_its_article() -> None:
    names = Parallel("en", {"en": Name("en", family="Gogh", given="Vincent")})
    assert filed(names, "en", "en") == "Gogh, Vincent"
    assert filed(JAPANESE, "en", "en") == "Book of Tea"


RECORDS = {
    "a-tea": "kind: book\nlanguage: ja\ntitle: {ja: 茶, ja-Hira: ちゃ, ja-Latn: Cha}\n",
    "b-book": "kind: book\nlanguage: en\ntitle: The Alibi\n",
    "c-book": "kind: book\nlanguage: ar\ntitle: {ar: كتاب الحيوان, ar-Latn: Kitāb al-ḥayawān}\n",
    "d-book": "kind: book\nlanguage: en\ntitle: Élan\n",
    "e-zola": "kind: person\nname: {en: {family: Zola, given: Anne}}\n",
    "f-book": "kind: book\nlanguage: en\ntitle: 'The Years'\nnonfiling: 0\n",
}


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "b a d c f"), ("ja", "b d f a c"), ("ar", "c b d f a")]
)
def test_lists_and_pages_have_the_order_of_the_catalogue(
    language: str, expected: str, tmp_path: Path
) -> None:
    if language != "en":
        pytest.importorskip("icu")  # which script comes first is a rule of CLDR
    (tmp_path / "exporter.toml").write_text(f'[catalogue]\nlanguage = "{language}"\n', "utf-8")
    (tmp_path / "records").mkdir()
    for id, text in RECORDS.items():
        (tmp_path / "records" / f"{id}.yaml").write_text(f"id: {id}\n{text}", "utf-8")
    listed = exporter("list", "--sort", "name", "--format", "ids", cwd=tmp_path)
    ids = listed.out.split()
    assert [id[0] for id in ids if id != "e-zola"] == expected.split()
    if language == "en":
        assert ids[-1] == "e-zola"
    page = exporter("export", "--format", "html", "-o", "-", cwd=tmp_path).out
    places = {id: page.index(f'href="#{id}"') for id in ids if id != "e-zola"}
    articles = {id: page.index(f'<article id="{id}"') for id in places}
    assert [id[0] for id in sorted(places, key=places.__getitem__)] == expected.split()
    assert [id[0] for id in sorted(articles, key=articles.__getitem__)] == expected.split()
