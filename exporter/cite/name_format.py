"""How one name is printed. Source: CSL 1.0.2, Name-part Order, Name Particles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.cite.elements import Element
from exporter.cite.initials import initials
from exporter.cite.markup import END
from exporter.cite.person import Person, join_particle
from exporter.cite.text_case import change_case

if TYPE_CHECKING:
    from exporter.cite.style import Style

_LARGEST_CACHE = 50_000


class NameOptions(NamedTuple):
    """How a list of names is printed in one place of a style, in the words of CSL.

    `family_first` says that names are in the order of Vietnamese or Hungarian.
    """

    and_: str
    delimiter: str
    delimiter_precedes_et_al: str
    delimiter_precedes_last: str
    et_al_min: int
    et_al_use_first: int
    et_al_use_last: bool
    form: str
    initialize_with: str | None
    initialize: bool
    name_as_sort_order: str
    sort_separator: str
    hyphen: bool
    demote: str
    sorting: bool
    family_first: bool


class NamePart(Element):
    """Formatting of the family or the given name."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.name: str = node.get("name", "")

    def styled(self, text: str, language: str) -> str:
        """Return a part with its letter case and formatting, without affixes."""
        if not text:
            return text
        if self.case:
            text = change_case(text, self.case, language)
        return self.opening + text + END * len(self.opening) if self.opening else text

    def affixed(self, text: str) -> str:
        """Return what stands together with the part, within its affixes."""
        return self.prefix + text + self.suffix if text else text


class NameFormatter:
    """Prints names with the same options.

    `given_name` and `family_name` are the `cs:name-part` elements, if there are any; `language` is
    that by which they change the letter case.
    """

    def __init__(
        self,
        options: NameOptions,
        given_name: NamePart | None,
        family_name: NamePart | None,
        language: str,
    ) -> None:
        self.options = options
        self._language = language
        self._given_name = given_name
        self._family_name = family_name
        self._formatted: dict[tuple[Person, int, bool], str] = {}

    def format(self, person: Person, level: int, *, first: bool) -> str:
        """Return a name, its given name spelled out as far as `level` says (`state.Ambiguity`)."""
        order = self.options.name_as_sort_order
        inverted = order == "all" or (order == "first" and first)
        key = (person, level, inverted)
        text = self._formatted.get(key)
        if text is None:
            if len(self._formatted) >= _LARGEST_CACHE:
                self._formatted.clear()
            text = self._formatted[key] = self._format(person, level, inverted=inverted)
        return text

    def _format(self, person: Person, level: int, *, inverted: bool) -> str:
        options = self.options
        if person.literal:
            return self._family(person.literal)
        if options.form == "short" and not level:
            return self._short(person)
        given = person.given
        if options.initialize_with is not None and level < 2 and person.spaced:
            given = initials(
                given, options.initialize_with, hyphen=options.hyphen, every_name=options.initialize
            )
        if not person.spaced or person.static_order or options.family_first:
            return self._family_first(person, given, inverted=inverted)
        if inverted:
            return self._inverted(person, given)
        return self._in_speech(person, given)

    def _short(self, person: Person) -> str:
        if not person.spaced:
            return self._in_affixes(self._family_name, self._family(person.family))
        family, particle = self._family(person.family), self._family(person.non_dropping)
        inverted = self.options.name_as_sort_order == "all"
        if self.options.sorting and self._is_demoted():
            family = " ".join(filter(None, (family, particle)))
        elif inverted and self._is_demoted():
            family = self.options.sort_separator.join(filter(None, (family, particle)))
        else:
            family = join_particle(particle, family)
        return self._in_affixes(self._family_name, family)

    def _is_demoted(self) -> bool:
        """Return whether a non-dropping particle stands behind an inverted name."""
        demote = self.options.demote
        return demote == "display-and-sort" or (demote == "sort-only" and self.options.sorting)

    def _family_first(self, person: Person, given: str, *, inverted: bool) -> str:
        """Return a name whose family name is first in any case, without a comma.

        In Han, kana or Hangul it has no space.
        """
        family = self._in_affixes(self._family_name, self._family(person.family))
        given = self._in_affixes(self._given_name, self._given(given))
        spaced = person.spaced or (inverted and self.options.sorting)
        return (" " if spaced else "").join(filter(None, (family, given)))

    def _in_speech(self, person: Person, given: str) -> str:
        """Return a name in the order of speech: given name, particles, family name, suffix."""
        family = join_particle(self._family(person.non_dropping), self._family(person.family))
        family = join_particle(self._given(person.dropping), family)
        family = self._with_suffix(family, person)
        given = self._in_affixes(self._given_name, self._given(given))
        family = self._in_affixes(self._family_name, family)
        return f"{given}・{family}" if person.middle_dot else _joined(given, family)

    def _with_suffix(self, name: str, person: Person) -> str:
        if not person.suffix:
            return name
        return name + (", " if person.comma_suffix else " ") + self._suffix(person)

    def _suffix(self, person: Person) -> str:
        """Return the suffix, without a full stop where initials have none either."""
        strip = self.options.initialize_with is not None and "." not in self.options.initialize_with
        return person.suffix.rstrip(".") if strip else person.suffix

    def _inverted(self, person: Person, given: str) -> str:
        """Return a name in the order of a list: family name, given name, particles, suffix."""
        family, given = self._family(person.family), self._given(given)
        particles = [self._given(person.dropping)]
        if self._is_demoted():
            particles.append(self._family(person.non_dropping))
        elif self.options.sorting:
            family = " ".join(filter(None, (self._family(person.non_dropping), family)))
        else:
            family = join_particle(self._family(person.non_dropping), family)
        given = " ".join(filter(None, (given, *particles)))
        family = self._in_affixes(self._family_name, family)
        given = self._in_affixes(self._given_name, given)
        suffix = self._suffix(person)
        return self.options.sort_separator.join(filter(None, (family, given, suffix)))

    def _given(self, text: str) -> str:
        return self._given_name.styled(text, self._language) if self._given_name else text

    def _family(self, text: str) -> str:
        return self._family_name.styled(text, self._language) if self._family_name else text

    def _in_affixes(self, part: NamePart | None, text: str) -> str:
        return part.affixed(text) if part else text


def _joined(first: str, last: str) -> str:
    """Return two parts of a name with a space between them, unless one of them brings one."""
    if not first or not last or first[-1].isspace() or last[0].isspace():
        return first + last
    return f"{first} {last}"
