"""Works that would be cited alike, told apart as their style asks: by more names, given names, or a letter.

citeproc-py tells no works apart: two works of one author and year are both 1990, where CSL makes them 1990a and 1990b.
Source: CSL 1.0.2, Disambiguation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import Any

from exporter.cite.names import initials
from exporter.cite.reference import Person, Reference
from exporter.parallel import map_in_order

Group = Sequence[Reference]
"""Works that are cited alike."""


def tell_apart(references: Sequence[Reference], citation: Any) -> None:
    """Note in the works, which are in the order of the bibliography, what tells each from the others."""
    Disambiguation(references, citation).tell()


class Disambiguation:
    """The steps in which a style tells works apart, each for those that the last left alike."""

    def __init__(self, references: Sequence[Reference], citation: Any) -> None:
        self.references = references
        self.citation = citation
        self.style = citation.home
        self.rule = citation.get("givenname-disambiguation-rule", "by-cite")

    def tell(self) -> None:
        """Take all steps that the style asks for."""
        steps = [step for step, asked in self._steps().items() if asked]
        by_person = self._asked("add-givenname") and self.rule != "by-cite"
        if not steps and not by_person:
            return
        cited = list(zip(self.references, map_in_order(self._cited, self.references), strict=True))
        if by_person:
            self._tell_persons_apart(
                [(each, each.names.get(role, ())) for each, (_, role) in cited]
            )
        alike = _alike(
            (each, self._text(each) if each.givens else text) for each, (text, _) in cited
        )
        for step in steps:
            for group in alike:
                step(group)
            alike = [
                still
                for group in alike
                for still in _alike((each, self._text(each)) for each in group)
            ]

    def _steps(self) -> dict[Any, bool]:
        return {
            self._add_names: self._asked("add-names"),
            self._add_given_names: self._asked("add-givenname") and self.rule == "by-cite",
            self._take_the_other_branch: any(
                each.get("disambiguate") for each in self.style.proxies
            ),
            self._add_letters: self._asked("add-year-suffix"),
        }

    def _asked(self, step: str) -> bool:
        return bool(self.citation.get(f"disambiguate-{step}") == "true")

    def _text(self, reference: Reference) -> str:
        return self._cited(reference)[0]

    def _cited(self, reference: Reference) -> tuple[str, str]:
        """Give how a work is cited, and the role of the persons by whom it is."""
        cite, pieces = self.citation.of(reference)
        return "".join(pieces), next((role for role in cite.printed if role in reference.names), "")

    def _add_names(self, group: Group) -> None:
        """Give as many names as it takes to make one of them differ; as before if nothing does."""
        for more in range(1, max(map(_longest, group))):  # one name is printed in any case
            for each in group:
                each.more_names = more
            if len({self._text(each) for each in group}) > 1:
                return
        for each in group:
            each.more_names = 0

    def _add_given_names(self, group: Group) -> None:
        """Add given names, person by person, while that makes any of these works differ."""
        persons = {each.key: each.names.get(self._cited(each)[1], ()) for each in group}
        for at in range(max(map(len, persons.values()))):
            if len({named[at : at + 1] for named in persons.values()}) == 1:
                continue  # the same person makes none of them differ
            for wish in (
                ("initials", "full") if self.style.get("initialize-with") is not None else ("full",)
            ):
                before = {each.key: (self._text(each), dict(each.givens)) for each in group}
                for each in group:
                    if at < len(persons[each.key]) and not persons[each.key][at].literal:
                        each.givens[persons[each.key][at]] = wish
                if len({self._text(each) for each in group}) > len(
                    {text for text, _ in before.values()}
                ):
                    break
                for each in group:
                    each.givens = before[each.key][1]

    def _take_the_other_branch(self, group: Group) -> None:
        for each in group:
            each.doubtful = True

    def _add_letters(self, group: Group) -> None:
        for at, each in enumerate(sorted(group, key=lambda each: each.number)):
            each.year_suffix = letters(at)

    def _tell_persons_apart(self, cited: Iterable[tuple[Reference, Sequence[Person]]]) -> None:
        """Give persons of one family name their initials, or their given names where those do not suffice."""
        families: dict[str, set[Person]] = defaultdict(set)
        holders: dict[Person, list[Reference]] = defaultdict(list)
        for reference, persons in cited:
            for person in persons[: 1 if self.rule.startswith("primary") else None]:
                if not person.literal:
                    families[f"{person.non_dropping} {person.family}"].add(person)
                    holders[person].append(reference)
        for family in families.values():
            if len(family) > 1:
                for person, wish in self._wishes(family).items():
                    for reference in holders[person]:
                        reference.givens[person] = wish

    def _wishes(self, persons: set[Person]) -> dict[Person, str]:
        """Say of each person of a family name how the given name is to be added, if that helps."""
        if (mark := self.style.get("initialize-with")) is None:
            return dict.fromkeys(persons, "full")
        short = {person: initials(person.given, mark, hyphen=True) for person in persons}
        times = Counter(short.values())
        if self.rule.endswith("with-initials"):
            return dict.fromkeys(persons, "initials") if len(times) > 1 else {}
        return {person: "initials" if times[short[person]] == 1 else "full" for person in persons}


def _alike(cited: Iterable[tuple[Reference, str]]) -> list[Group]:
    """Give the works, each with its citation, that are cited alike."""
    groups = defaultdict(list)
    for reference, text in cited:
        groups[text].append(reference)
    return [group for text, group in groups.items() if len(group) > 1 and text]


def letters(number: int) -> str:
    """Give the letters for a place in a list: a to z, then aa (disambiguate-add-year-suffix)."""
    made = ""
    while number >= 0:
        made, number = ascii_lowercase[number % 26] + made, number // 26 - 1
    return made


def _longest(reference: Reference) -> int:
    return max(map(len, reference.names.values()), default=0)
