"""Who made a work, or whom it is about: a person or an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.model.text import Parallel, script_of

FAMILY_FIRST = frozenset({"ja", "zh", "ko", "vi", "hu"})
"""Languages whose names put the family name first, in whatever script (Chicago 16.76 to 16.83)."""


class Name(NamedTuple):
    """One form of a name. The names of the parts are those of CSL 1.0.2.

    A name that is not taken apart has only `literal`; any other has at least `family`. `tag` is its language.
    """

    tag: str
    literal: str = ""
    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""

    @property
    def family_first(self) -> bool:
        """Whether the language of this form puts the family name first."""
        return self.tag.lower().split("-")[0] in FAMILY_FIRST

    @property
    def heading(self) -> str:
        """The name as a catalogue files it: `Endo, Homare`, `Gogh, Vincent van`.

        The family name is what a record files the name by, in every language; so particles stand after the given
        name. Source: RDA 9.2.2 and MARC 21, field 100 $a and $c; Using Dublin Core, 4.8 (family name first; do not
        invert what is not known to have parts).
        """
        given = " ".join(
            filter(None, (self.given, self.dropping_particle, self.non_dropping_particle))
        )
        return self.literal or ", ".join(filter(None, (self.family, given, self.suffix)))

    def __str__(self) -> str:
        """Print the name in the order of its language; Han and kana are set without a space."""
        if self.literal:
            return self.literal
        family = " ".join(
            part
            for part in (self.dropping_particle, self.non_dropping_particle, self.family)
            if part
        )
        parts = (family, self.given) if self.family_first else (self.given, family)
        unspaced = self.family_first and script_of(self.family) == "CJK"
        return ("" if unspaced else " ").join(filter(None, parts)) + (
            f" {self.suffix}" if self.suffix else ""
        )


class Agent(NamedTuple):
    """A person or organisation. `names` is how it is known in each language; `data` is the whole record."""

    id: str
    kind: str
    language: str
    names: Parallel[Name]
    data: Mapping[str, Any]

    @property
    def is_person(self) -> bool:
        """Whether this is a person, whose name may be turned round."""
        return self.kind == "person"

    def named(self, written: str | Mapping[str, Any]) -> Parallel[Name]:
        """Read another of its names as its own are read."""
        return names_of(written, self.language, whole=not self.is_person)


def names_of(
    written: str | Mapping[str, Any], language: str, *, whole: bool = False
) -> Parallel[Name]:
    """Read a name as a record writes it: plain, in the record's `language`, or a map by tag.

    That of an organisation is `whole`: nobody turns it round, though a record has written it in parts.
    """
    by_tag = {language: written} if isinstance(written, str) else written
    names = {tag: _name(tag, form) for tag, form in by_tag.items()}
    return Parallel(
        language, {tag: Name(tag, str(name)) for tag, name in names.items()} if whole else names
    )


def _name(tag: str, form: str | Mapping[str, str]) -> Name:
    return Name(tag, literal=form) if isinstance(form, str) else Name(tag, **form)
