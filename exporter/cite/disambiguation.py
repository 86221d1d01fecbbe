"""Items that would be cited alike, told apart. Source: CSL 1.0.2, Disambiguation.

The methods are tried in the order of the specification: given names are added, more names are
shown, the branch of the style for what is still ambiguous is taken, and a letter is added to the
year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from exporter.cite.initials import initials
from exporter.cite.item import Item
from exporter.cite.person import Person
from exporter.cite.state import Ambiguity, RenderedNames, RenderingState, Situation
from exporter.cite.style import Style
from exporter.parallel import map_in_order

_MOST_CONDITIONS = 5
"""How many of the conditions that ask for ambiguity are met at most."""
_FULL = 2
"""The level at which a given name is spelled out in full."""


def disambiguate(
    style: Style, items: Sequence[Item], numbers: Mapping[str, int]
) -> dict[str, Ambiguity]:
    """Return how each item, by its id, is told from the others.

    Items that need nothing are left out.

    `items` are in the order of the bibliography, in which the letters are given.
    """
    return _Disambiguation(style, items, numbers).run()


class _Disambiguation:
    def __init__(self, style: Style, items: Sequence[Item], numbers: Mapping[str, int]) -> None:
        self.style = style
        self.items = items
        self.numbers = numbers
        area = style.citation
        self.add_names = area.is_set("disambiguate-add-names")
        self.add_givens = area.is_set("disambiguate-add-givenname")
        self.add_suffix = area.is_set("disambiguate-add-year-suffix")
        self.rule = area.option("givenname-disambiguation-rule", "by-cite")
        self.told: dict[str, Ambiguity] = {}

    def run(self) -> dict[str, Ambiguity]:
        if not (
            self.add_names
            or self.add_givens
            or self.add_suffix
            or self.style.has_disambiguate_condition
        ):
            return {}
        rendered = list(map_in_order(self._rendered, self.items))
        if self.add_givens and self.rule != "by-cite":
            self._tell_persons_apart([names for _, names in rendered])
            texts = [
                self._text(item) if item.id in self.told else text
                for item, (text, _) in zip(self.items, rendered, strict=True)
            ]
        else:
            texts = [text for text, _ in rendered]
        lists = {item.id: names for item, (_, names) in zip(self.items, rendered, strict=True)}
        cited = list(zip(self.items, texts, strict=True))
        for group in _alike(cited):
            self._tell_apart(group, lists)
        if self.style.has_disambiguate_condition:
            self._tell_unprinted(item for item, text in cited if not text)
        return self.told

    def _rendered(self, item: Item) -> tuple[str, list[RenderedNames]]:
        """Return how an item is cited, and the lists of names of that cite."""
        ambiguity = self.told.get(item.id)
        situation = Situation(
            "subsequent", disambiguate=ambiguity.conditions if ambiguity is not None else 0
        )
        state = RenderingState(
            item, self.style.citation, situation, number=self.numbers[item.id], ambiguity=ambiguity
        )
        return "".join(self.style.citation.layout.pieces(state)), state.names

    def _text(self, item: Item) -> str:
        return self._rendered(item)[0]

    def _tell_apart(
        self, group: Sequence[Item], lists: Mapping[str, Sequence[RenderedNames]]
    ) -> None:
        """Tell items that are cited alike from each other."""
        left = [group]
        if self.add_names or (self.add_givens and self.rule == "by-cite"):
            left = [each for part in left for each in self._by_names(part, lists)]
        if self.style.has_disambiguate_condition:
            left = [each for part in left for each in self._by_condition(part)]
        if self.add_suffix:
            for part in left:
                for index, item in enumerate(part):
                    self._of(item).year_suffix = letters(index)

    def _of(self, item: Item) -> Ambiguity:
        return self.told.setdefault(item.id, Ambiguity())

    def _by_condition(self, group: Sequence[Item]) -> list[Sequence[Item]]:
        """Meet the conditions that ask for `disambiguate`, one by one, as long as it takes."""
        left = [group]
        for count in range(1, _MOST_CONDITIONS + 1):
            for part in left:
                for item in part:
                    self._of(item).conditions = count
            left = [
                each for part in left for each in _alike((item, self._text(item)) for item in part)
            ]
        return left

    def _tell_unprinted(self, items: Iterable[Item]) -> None:
        """Meet the conditions that ask for `disambiguate` where a later cite prints nothing.

        So a case without an author is cited by its title where other works are by their authors.
        """
        for item in items:
            for count in range(1, _MOST_CONDITIONS + 1):
                self._of(item).conditions = count
                if self._text(item):
                    break
            else:
                self._of(item).conditions = 0

    def _by_names(
        self, group: Sequence[Item], lists: Mapping[str, Sequence[RenderedNames]]
    ) -> list[Sequence[Item]]:
        """Spell out given names and show more names as long as that tells items apart.

        Return the groups that are still cited alike, which are shown as the style has it.
        """
        pending: list[tuple[Sequence[Item], Sequence[DisambiguationStep]]] = [
            (group, self._steps(group, lists))
        ]
        left: list[Sequence[Item]] = []
        while pending:
            part, steps = pending.pop(0)
            divided, later = self._divided(part, steps, lists)
            for each in divided:
                if len(each) > 1 and later:
                    pending.append((each, later))
                elif len(each) > 1:
                    left.append(each)
        return left

    def _divided(
        self,
        group: Sequence[Item],
        steps: Sequence[DisambiguationStep],
        lists: Mapping[str, Sequence[RenderedNames]],
    ) -> tuple[list[Sequence[Item]], Sequence[DisambiguationStep]]:
        """Return the parts of a group that the first step that helps makes, and the later steps.

        A given name that does not help is not spelled out; names are shown until one of them helps.
        """
        before = {item.id: _copied(self._of(item)) for item in group}
        for index, step in enumerate(steps):
            without = {item.id: _copied(self._of(item)) for item in group}
            for item in group:
                step.apply(self._of(item), lists[item.id])
            parts = _by_text((item, self._text(item)) for item in group)
            if len(parts) > 1:
                return list(parts.values()), steps[index + 1 :]
            if step.level:
                self.told.update(without)
        self.told.update(before)
        return [group], ()

    def _steps(
        self, group: Sequence[Item], lists: Mapping[str, Sequence[RenderedNames]]
    ) -> list[DisambiguationStep]:
        """Return the steps by which the cites of a group can be told apart, in order."""
        by_cite = self.add_givens and self.rule == "by-cite"
        steps: list[DisambiguationStep] = []
        for place in range(max(len(lists[item.id]) for item in group)):
            named = [lists[item.id][place] for item in group if place < len(lists[item.id])]
            shown = max(len(each.each) for each in named)
            for index in range(max(len(each.persons) for each in named)):
                if index >= shown:
                    if not self.add_names:
                        break
                    steps.append(DisambiguationStep(place, index, 0))
                if by_cite:
                    steps += [
                        DisambiguationStep(place, index, 1),
                        DisambiguationStep(place, index, _FULL),
                    ]
        return steps

    def _tell_persons_apart(self, cited: Iterable[Sequence[RenderedNames]]) -> None:
        """Spell out the given names of different persons with one family name, in all cites.

        Source: CSL 1.0.2, givenname-disambiguation-rule.
        """
        families: dict[str, set[Person]] = defaultdict(set)
        cited = list(cited)
        for lists in cited:
            for person in self._persons_to_tell(lists):
                if not person.literal:
                    families[f"{person.non_dropping} {person.family}"].add(person)
        levels: dict[Person, int] = {}
        for persons in families.values():
            if len(persons) > 1:
                levels.update(self._levels(persons))
        if not levels:
            return
        for item, lists in zip(self.items, cited, strict=True):
            givens = [[levels.get(person, 0) for person in each.persons] for each in lists]
            if self.rule.startswith("primary"):
                givens = [
                    [level if not index else 0 for index, level in enumerate(each)]
                    for each in givens
                ]
            if any(any(each) for each in givens):
                self._of(item).givens = givens

    def _persons_to_tell(self, lists: Sequence[RenderedNames]) -> Iterable[Person]:
        for each in lists:
            yield from each.persons[:1] if self.rule.startswith("primary") else each.persons

    def _levels(self, persons: Iterable[Person]) -> dict[Person, int]:
        """Return for persons of one family name how far their given names are spelled out."""
        by_initials: dict[str, set[str]] = defaultdict(set)
        for person in persons:
            by_initials[_initials(person)].add(re.sub(r"\.\s*", ".", person.given))
        if len(by_initials) == 1 and self.rule.endswith("with-initials"):
            return {}
        levels = {}
        for person in persons:
            alone = len(by_initials[_initials(person)]) == 1
            if len(by_initials) > 1 and (alone or self.rule.endswith("with-initials")):
                levels[person] = 1
            elif not alone:
                levels[person] = _FULL
        return levels


class DisambiguationStep(NamedTuple):
    """A step of disambiguation: a name is shown (level 0), or its given name spelled out.

    `place` is that of its list in the cite, `name` that of the name in the list.
    """

    place: int
    name: int
    level: int

    def apply(self, ambiguity: Ambiguity, lists: Sequence[RenderedNames]) -> None:
        """Note the step in what is known of an item."""
        if self.place >= len(lists) or self.name >= len(lists[self.place].persons):
            return
        if not self.level:
            while len(ambiguity.names) <= self.place:
                ambiguity.names.append(0)
            ambiguity.names[self.place] = self.name + 1
            return
        while len(ambiguity.givens) <= self.place:
            ambiguity.givens.append([])
        levels = ambiguity.givens[self.place]
        while len(levels) <= self.name:
            levels.append(0)
        levels[self.name] = self.level


def _initials(person: Person) -> str:
    return initials(person.given, ".", hyphen=True, every_name=True)


def _copied(ambiguity: Ambiguity) -> Ambiguity:
    return Ambiguity(
        list(ambiguity.names),
        [list(levels) for levels in ambiguity.givens],
        ambiguity.conditions,
        ambiguity.year_suffix,
    )


def _by_text(cited: Iterable[tuple[Item, str]]) -> dict[str, list[Item]]:
    """Return items by the text of their cite."""
    groups: dict[str, list[Item]] = {}
    for item, text in cited:
        groups.setdefault(text, []).append(item)
    return groups


def _alike(cited: Iterable[tuple[Item, str]]) -> list[Sequence[Item]]:
    """Return the groups of several items that are cited alike, and print anything."""
    groups = _by_text(cited)
    return [group for text, group in groups.items() if text and len(group) > 1]


def letters(index: int) -> str:
    """Return the letters for a place in a list: a to z, then aa (disambiguate-add-year-suffix)."""
    text = ""
    while index >= 0:
        text = ascii_lowercase[index % 26] + text
        index = index // 26 - 1
    return text
