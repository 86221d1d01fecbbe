"""What is known while a cite or an entry of a bibliography is rendered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from exporter.cite.area import Area
    from exporter.cite.item import Item
    from exporter.cite.person import Person


class Situation(NamedTuple):
    """What a cite adds to its item that conditions can ask for. Source: CSL 1.0.2, Choose.

    `position` is `first`, `subsequent`, `ibid` or `ibid-with-locator`, and empty in a bibliography.
    `variables` are those that the processor makes and that have a value (`locator`, `year-suffix`
    …). `locator_label` is the label of the locator; `disambiguate` is how many of the conditions of
    the style that ask for it are met.
    """

    position: str = ""
    near_note: bool = False
    variables: frozenset[str] = frozenset()
    locator_label: str = ""
    numeric_locator: bool = False
    disambiguate: int = 0


BIBLIOGRAPHY = Situation()
"""The situation of an entry and of a sort key."""


@dataclass(slots=True)
class Ambiguity:
    """How an item is told from others that would be cited alike. Source: CSL 1.0.2, Disambiguation.

    For each list of names of a cite, `names` says how many of them are shown, and `givens` how far
    the given name of each is spelled out (0 as the style has it, 1 with initials, 2 in full). A
    list that is missing here is shown as the style has it. `conditions` is how many of the
    conditions `disambiguate="true"` of the style are met.
    """

    names: list[int] = field(default_factory=list)
    givens: list[list[int]] = field(default_factory=list)
    conditions: int = 0
    year_suffix: str = ""


SortOptions = tuple[tuple[str, str], ...]
"""The options of names that a sort key replaces, with their values (CSL 1.0.2, Sorting)."""


class AuthorSubstitute(NamedTuple):
    """What replaces names that the entry before has too (subsequent-author-substitute).

    `shared` is how many of the names are replaced, None for all of them. `each` says that every
    name is replaced by itself, not all by one substitute.
    """

    text: str
    shared: int | None
    each: bool

    def replaced(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return names of which those in common with the entry before are replaced."""
        count = len(names) if self.shared is None else self.shared
        if not self.each:
            return (self.text, *names[count:])
        return (*(self.text for _ in names[:count]), *names[count:])


class RenderedNames(NamedTuple):
    """A list of names that was rendered: its text without labels, its names, its persons."""

    text: str
    each: tuple[str, ...]
    persons: tuple[Person, ...]


@dataclass(slots=True, eq=False)
class RenderingState:
    """The item that is rendered, and what was noted on the way.

    `filled` says whether a variable was printed since the innermost group began (CSL 1.0.2, Group).
    `suppressed` are the variables that stand in for names and are not printed again (Substitute);
    while `substituting`, each that is printed joins them. `substitutes_value` says that what stands
    in is a variable itself, no macro: only such a title is replaced like names where the entry
    before has it too, as in citeproc-js. `omit_names` and `omit_year` leave out
    the first names, and the year but for its suffix, as collapsing asks for. `strips_periods` takes
    full stops out of names and terms. `first_names` is the text of the first `cs:names` that
    printed anything, `year` the first year.
    """

    item: Item
    area: Area
    situation: Situation = BIBLIOGRAPHY
    number: int = 0
    locator: str = ""
    first_note: int = 0
    ambiguity: Ambiguity | None = None
    sort: SortOptions | None = None
    substitute: AuthorSubstitute | None = None
    omit_names: bool = False
    omit_year: bool = False
    filled: bool = False
    suppressed: set[str] = field(default_factory=set)
    substituting: bool = False
    substitutes_value: bool = False
    names: list[RenderedNames] = field(default_factory=list)
    in_names: bool = False
    strips_periods: bool = False
    first_names: str | None = None
    first_name_list: RenderedNames | None = None
    year: str = ""
    suffix_printed: bool = False

    def take_substitute(self) -> AuthorSubstitute | None:
        """Return what replaces the first names, once."""
        substitute, self.substitute = self.substitute, None
        return substitute

    def note(self, variable: str) -> None:
        """Note that a variable was printed.

        A locator is printed once in a cite: styles of the CSL project rely on it, for citeproc-js
        does so; the specification is silent.
        """
        self.filled = True
        if self.substituting or variable == "locator":
            self.suppressed.add(variable)
