"""Items of CSL-JSON to be cited: one and more of every type, with values as they occur in
libraries.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Item = dict[str, Any]

TYPES = [
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
]
"""The types of CSL 1.0.2."""

_IN_CONTAINER = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "broadcast",
        "chapter",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "figure",
        "hearing",
        "legal_case",
        "legislation",
        "paper-conference",
        "post",
        "post-weblog",
        "regulation",
        "review",
        "review-book",
        "song",
        "webpage",
    ]
)

_FAMILIES = [
    "Smith",
    "Müller",
    "García Márquez",
    "O'Neil",
    "van der Berg",
    "Nguyen",
    "Tanaka",
    "Ivanov",
    "Łukasz",
    "Åström",
    "d'Alembert",
    "Kim",
    "Brown",
    "Jones",
    "Doe",
    "Roe",
    "El-Sayed",
    "St. John",
    "Abbott",
    "Bianchi",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Goldberg",
    "Haddad",
    "Iglesias",
    "Jansen",
    "Kowalski",
    "Lefebvre",
    "Moreau",
    "Novák",
    "Okafor",
    "Petrov",
    "Quinn",
    "Rossi",
    "Schneider",
    "Takahashi",
    "Ueda",
    "Vasquez",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zimmermann",
    "Ahmed",
    "Bauer",
    "Clarke",
    "Delgado",
    "Engström",
    "Fontaine",
    "Greene",
    "Horvat",
    "Ito",
    "Janssen",
    "Keller",
    "Lindqvist",
    "Marino",
    "Nakamura",
]
_GIVENS = [
    "John",
    "Anna Maria",
    "Jean-Paul",
    "K. L.",
    "Ph.",
    "Élodie",
    "Hiroshi",
    "Ivan Petrovich",
    "Mary B.",
    "X.",
    "Robert T. J.",
    "Mei-Ling",
]
_ORGANIZATIONS = ("World Health Organization", "Acme Corp.", "Ministry of Health")
_TITLES = [
    "The history of the garden in early modern Europe",
    "A study of NATO documents: an overview",
    "On the uses of p values",
    "What is to be done?",
    'Reading "Lolita" in Tehran',
    "Zur Geschichte der Bibliotheken",
    "The art of war and peace",
    "Learning from data",
    "An introduction to <i>Drosophila</i> genetics",
    "Silence: a natural history",
    "PMLA style and its discontents",
    "Die Verwandlung",
    "The end of the line",
    "iPhone use in schools",
    "Les mots et les choses",
    "Tea & sympathy",
    "H<sub>2</sub>O and its history",
]
_CONTAINERS = [
    "Journal of Library Science",
    "PMLA",
    "Nature",
    "The New York Times",
    "Proceedings of the Royal Society B",
    "Annals of Botany",
    "Revue d'histoire",
    "arXiv",
    "Encyclopaedia Britannica",
]


class _Maker:
    """Makes items from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def person(self) -> Item:
        if self.chance.random() < 0.05:
            return {"literal": self.chance.choice(_ORGANIZATIONS)}
        name: Item = {
            "family": self.chance.choice(_FAMILIES),
            "given": self.chance.choice(_GIVENS),
        }
        if self.chance.random() < 0.05:
            name["suffix"] = self.chance.choice(["Jr.", "III"])
        return name

    def people(self, most: int = 9) -> list[Item]:
        count = min(most, self.chance.choice([1, 1, 1, 2, 2, 3, 4, 6, 9]))
        return [self.person() for _ in range(count)]

    def date(self) -> Item:
        year, month, day = (
            self.chance.randint(1890, 2023),
            self.chance.randint(1, 12),
            self.chance.randint(1, 28),
        )
        kind = self.chance.random()
        if kind < 0.35:
            return {"date-parts": [[year]]}
        if kind < 0.55:
            return {"date-parts": [[year, month]]}
        if kind < 0.9:
            return {"date-parts": [[year, month, day]]}
        if kind < 0.95:
            return {"date-parts": [[year], [year + 3]]}
        return {"date-parts": [[year]], "circa": True}

    def pages(self) -> str:
        first = self.chance.randint(1, 1200)
        last = first + self.chance.randint(1, 40)
        forms = [
            f"{first}-{last}",
            f"{first}-{last}",
            f"{first}",
            "iv-xii",
            f"e{first}",
            "12, 15-17",
        ]
        return self.chance.choice(forms)

    def item(self, id: str, type: str) -> Item:
        item: Item = {"id": id, "type": type, "title": self.chance.choice(_TITLES)}

        def perhaps(probability: float, variable: str, value: Callable[[], Any]) -> None:
            if self.chance.random() < probability:
                item[variable] = value()

        choice = self.chance.choice
        number = self.chance.randint
        perhaps(0.9, "author", self.people)
        perhaps(0.3, "editor", lambda: self.people(3))
        perhaps(0.1, "translator", lambda: self.people(2))
        perhaps(0.9, "issued", self.date)
        if type in _IN_CONTAINER:
            item["container-title"] = choice(_CONTAINERS)
        perhaps(0.5, "volume", lambda: str(number(1, 90)))
        perhaps(0.4, "issue", lambda: choice([str(number(1, 12)), "4-5"]))
        perhaps(0.55, "page", self.pages)
        perhaps(0.55, "publisher", lambda: choice(["Oxford University Press", "arXiv", "Springer"]))
        perhaps(0.45, "publisher-place", lambda: choice(["Oxford", "New York, NY", "Paris"]))
        perhaps(0.2, "edition", lambda: choice(["2", "3", "Revised"]))
        perhaps(0.4, "DOI", lambda: f"10.1234/abc.{id}")
        perhaps(0.35, "URL", lambda: f"https://example.org/p/{id}?a=b_c")
        if "URL" in item:
            perhaps(0.6, "accessed", lambda: {"date-parts": [[2021, 4, number(1, 28)]]})
        perhaps(0.15, "ISBN", lambda: "978-3-16-148410-0")
        perhaps(0.2, "collection-title", lambda: choice(["Studies in History", "Lecture Notes"]))
        if "collection-title" in item:
            perhaps(0.6, "collection-number", lambda: str(number(1, 300)))
        perhaps(0.2, "genre", lambda: choice(["PhD thesis", "Working paper", "technical report"]))
        perhaps(0.25, "number", lambda: choice(["12", "RR-33", "US 123,456"]))
        perhaps(0.12, "archive", lambda: "National Archives")
        perhaps(0.1, "archive_location", lambda: "Box 12, Folder 3")
        perhaps(0.12, "event-title", lambda: "Annual Meeting of Librarians")
        perhaps(0.12, "event-place", lambda: "Boston")
        perhaps(0.15, "number-of-pages", lambda: "328")
        perhaps(0.08, "number-of-volumes", lambda: "3")
        perhaps(0.08, "original-date", lambda: {"date-parts": [[1920]]})
        perhaps(0.12, "language", lambda: choice(["en", "de", "fr", "en-GB"]))
        return item


def generated_items(count: int, seed: int = 1) -> list[Item]:
    """Return items of all types, the more usual ones more often.

    The same seed makes the same items.
    """
    maker = _Maker(seed)
    usual = ["article-journal"] * 20 + ["book"] * 12 + ["chapter"] * 8 + ["webpage", "thesis"] * 3
    return [
        maker.item(f"item{place}", maker.chance.choice(usual + TYPES)) for place in range(count)
    ]


def items_of_all_types(seed: int = 7) -> list[Item]:
    """Return 71 items: one of each type, and more of the usual ones."""
    maker = _Maker(seed)
    types = TYPES + [maker.chance.choice(TYPES[:12]) for _ in range(71 - len(TYPES))]
    items = [maker.item(f"item{place}", type) for place, type in enumerate(types)]
    items[3]["author"] = [{"family": "محمود", "given": "حسن"}]
    items[10]["author"] = [{"family": "夏目", "given": "漱石"}]
    items[20]["author"] = [{"family": "Достоевский", "given": "Фёдор Михайлович"}]
    return items
