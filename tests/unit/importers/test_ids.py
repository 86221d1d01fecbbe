"""The ids that are proposed for new records."""

from __future__ import annotations

from typing import Any

import pytest

from exporter.importers.entry import NamedAgent
from exporter.importers.ids import Ids
from exporter.importers.kana import kana_in_latin


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("ごんぎつね", "gongitsune"),
        ("きょうと", "kyouto"),
        ("まっちゃ", "matcha"),
        ("ざっし", "zasshi"),
        ("ガリバー", "gariba"),
        ("パーティー", "pati"),
        ("ウィーン", "win"),
        ("チェーホフ", "chehofu"),
        ("デュマ", "dyuma"),
        ("ｶﾞﾝﾀﾞﾑ", "gandamu"),
        ("ヴァイオリン", "vaiorin"),
        ("か\N{COMBINING KATAKANA-HIRAGANA VOICED SOUND MARK}く", "gaku"),
        ("サザエさん", "sazae san"),
        ("ノルウェイの森", "noruwei 森"),
        ("走れメロス", "走 merosu"),
        ("坊っちゃん", "坊"),
        ("っ", ""),
    ],
)
def test_kana_in_latin_letters(kana: str, latin: str) -> None:
    assert " ".join(kana_in_latin(kana).split()) == latin


@pytest.mark.parametrize(
    ("work", "id"),
    [
        ({"title": "ガリバー旅行記", "language": "ja", "issued": "1909"}, "gariba-1909"),
        ({"title": "坊っちゃん", "language": "ja", "issued": "1906"}, "book-1906"),
        ({"title": "The Waves", "language": "en", "issued": 1931}, "waves-1931"),
        ({"title": "Il nome della rosa", "issued": "1980"}, "nome-1980"),
        ({"title": "La Peste", "issued": "1947"}, "peste-1947"),
        ({"title": "Map of Kyoto"}, "map-of-kyoto"),
        ({"title": "An Atlas of the World and the Sea"}, "atlas-of-the-world"),
    ],
)
def test_ids_of_works(work: dict[str, Any], id: str) -> None:
    assert Ids([]).for_work({"kind": "book", **work}, "") == id


def test_the_id_of_a_person_with_a_reading() -> None:
    forms = [
        ("ja", {"family": "村上", "given": "春樹"}),
        ("ja-Hira", {"family": "むらかみ", "given": "じゅん"}),
    ]
    assert Ids([]).for_agent(NamedAgent("person", forms), "en") == "jun-murakami"
