"""Names in the order of speech, from their parts."""

from __future__ import annotations

import pytest

from exporter.model.agent import Name
from exporter.model.linker import link
from exporter.model.records import Records
from tests.support import every_field


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


def test_the_names_by_which_an_agent_is_found() -> None:
    """They are read before the record is linked, and are those of the linked one."""
    records = Records(every_field.documents(every_field.records()))
    catalogue, _ = link(records, every_field.schemas(), complete=True)
    for id, agent in catalogue.agents.items():
        names = [str(form) for _, form in agent.names]
        short = agent.node.text("short_name") or ()
        assert [*records.names(id)] == [*names, *(form for _, form in short)]
    assert {each.kind for each in catalogue.agents.values() if len(records.names(each.id)) > 1}


def test_two_agents_of_one_name_are_not_found_by_it() -> None:
    people = {
        id: {"id": id, "kind": "person", "name": {"en": {"family": family, "given": "Ada"}}}
        for id, family in (("ada-byron", "Byron"), ("ada-lovelace", "Lovelace"), ("ada-2", "Byron"))
    }
    records = Records(every_field.documents(people))
    catalogue, _ = link(records, every_field.schemas(), complete=True)
    assert catalogue.agent_named(["Ada Byron"]) is None
    found = catalogue.agent_named(["Ada Byron", "Ada Lovelace"])
    assert found
    assert found.id == "ada-lovelace"
