"""Names in the order of speech, from their parts."""

from __future__ import annotations

import pytest

from exporter.model.agent import Name


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        (Name("ja", family="遠藤", given="誉"), "遠藤誉"),
        (Name("en", family="Endo", given="Homare"), "Homare Endo"),
        (Name("hu", family="Bartók", given="Béla"), "Bartók Béla"),
        (Name("ar", family="محفوظ", given="نجيب"), "نجيب محفوظ"),
        # a foreigner in Japanese, and the reading of a Japanese name
        (Name("ja", family="カー", given="エドワード・ハレット"), "エドワード・ハレット・カー"),
        (Name("ja-Kana", family="エンドウ", given="ホマレ"), "エンドウホマレ"),
        (
            Name("fr", family="Alembert", given="Jean", non_dropping_particle="d’"),
            "Jean d’Alembert",
        ),
        (Name("nl", family="Gravesande", dropping_particle="’s-"), "’s-Gravesande"),
        (Name("ar-Latn", family="Ghazālī", non_dropping_particle="al-"), "al-Ghazālī"),
        # an Italian contraction is a word of its own
        (
            Name("it", family="Medici", given="Lorenzo", dropping_particle="de’"),
            "Lorenzo de’ Medici",
        ),
        (Name("it", family="Liberti", given="Ugo", dropping_particle="da’"), "Ugo da’ Liberti"),
    ],
)
def test_a_name_in_the_order_of_speech(name: Name, spoken: str) -> None:
    assert str(name) == spoken
