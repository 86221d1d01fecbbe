"""Persons, organisations, families and events: who made a work, or whom it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from exporter.model.east_asian import KATAKANA_NAME
from exporter.model.identifiers import Identifier, identifiers_of
from exporter.model.node import Node
from exporter.model.notes import Note, notes_of
from exporter.model.text import Parallel, primary_language, script_of

MIDDLE_DOT = "・"

FAMILY_NAME_FIRST = frozenset({"ja", "zh", "ko", "vi", "hu"})
"""Languages whose names put the family name first, in whatever script (Chicago 16.76 to 16.83)."""


class Name(NamedTuple):
    """One form of a name. The names of the parts are those of CSL 1.0.2.

    A name that is not taken apart has only `literal`; any other has `family`, `given` or both.
    `tag` is its language. `numeration`, `title` and `fuller_form` are the subfields b, c and q of
    MARC field 100.
    """

    tag: str
    literal: str = ""
    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    numeration: str = ""
    title: str = ""
    fuller_form: str = ""

    @property
    def family_first(self) -> bool:
        """Whether the language of this form puts the family name first."""
        return primary_language(self.tag) in FAMILY_NAME_FIRST and not self.is_foreign_in_japanese

    @property
    def is_foreign_in_japanese(self) -> bool:
        """Whether this is the name of a foreigner in Japanese: `エドワード・ハレット・カー`.

        Such a name is spelled in katakana, keeps its own order, and has middle dots between its
        parts. The reading of a Japanese name (`ja-Kana`) is in katakana too, but family name first.
        """
        if self.tag != "ja" or not (self.family and self.given):
            return False
        parts = (self.family, self.given)
        return all(re.fullmatch(KATAKANA_NAME, each) for each in parts)

    @property
    def heading(self) -> str:
        """The name as a catalogue files it: `Endo, Homare`, `Gogh, Vincent van`.

        The family name is what a record files the name by, in every language; so particles stand
        after the given name. Source: RDA 9.2.2 and MARC 21, field 100 $a; Using Dublin Core, 4.8
        (family name first; do not invert what is not known to have parts).
        """
        if self.literal:
            return self.literal
        parts = join_particle(self.dropping_particle, self.non_dropping_particle)
        given = " ".join(filter(None, (self.given, parts)))
        return ", ".join(filter(None, (self.family, given, self.suffix)))

    @property
    def family_with_particle(self) -> str:
        """The family name with the particle that stays with it: `van Gogh`, `d’Alembert`."""
        return join_particle(self.non_dropping_particle, self.family)

    @property
    def complete(self) -> str:
        """The name in the order of its language with title and fuller form: `H. D. (Hilda Doolittle)`."""
        words = ", ".join(filter(None, (str(self), self.title)))
        return f"{words} ({self.fuller_form})" if self.fuller_form else words

    def __str__(self) -> str:
        """Return the name in the order of its language; Han and kana are set without a space."""
        if self.literal:
            return self.literal
        family = join_particle(self.dropping_particle, self.family_with_particle)
        given = " ".join(filter(None, (self.given, self.numeration)))
        if self.family_first:
            unspaced = script_of(self.family) == "CJK"
            name = ("" if unspaced else " ").join(filter(None, (family, given)))
        else:
            name = (MIDDLE_DOT if self.is_foreign_in_japanese else " ").join(
                filter(None, (given, family))
            )
        return " ".join(filter(None, (name, self.suffix)))


_UNSPACED_ENDS = ("’", "'", "-", "‐", "‑", "ʼ")
_SPACED_PARTICLES = frozenset(
    {"a’", "co’", "da’", "de’", "ne’", "su’", "a'", "co'", "da'", "de'", "ne'", "su'"}
)


def join_particle(particle: str, name: str) -> str:
    """Join a particle and what follows it with a space, but `d’Alembert`, `al-Ghazālī`.

    A particle that ends in an apostrophe or a hyphen is joined without a space, except an Italian
    contraction that is a word of its own, such as `de’` (Lorenzo de’ Medici).
    """
    if not particle or not name:
        return particle or name
    joined = particle.endswith(_UNSPACED_ENDS) and particle.lower() not in _SPACED_PARTICLES
    return particle + name if joined else f"{particle} {name}"


class Agent:
    """A person, an organisation, a family or an event.

    `kind` is the kind of its record. An agent that a work only names has the id "" and no record.
    `names` is how it is known in each language; `node` is the whole record.
    """

    def __init__(self, id: str, kind: str, node: Node) -> None:
        self.id = id
        self.kind = kind
        self.node = node

    @property
    def data(self) -> Mapping[str, Any]:
        """The record as it is written."""
        data: Mapping[str, Any] = self.node.value
        return data

    @property
    def language(self) -> str:
        """The language tag of plain text in the record."""
        return self.node.languages.catalogue

    @property
    def is_person(self) -> bool:
        """Whether this is a person, whose name may be inverted."""
        return self.kind == "person"

    @cached_property
    def names(self) -> Parallel[Name]:
        """The name in each language and script."""
        return self.names_at(self.node.get("name"))

    @cached_property
    def other_names(self) -> tuple[OtherName, ...]:
        """Other names, in the order of the record."""
        found = []
        for each in self.node.all("other_names"):
            group = each.get("name")
            names = self.names_at(group or each)
            found.append(OtherName(names, each.line("type") if group else "", each))
        return tuple(found)

    def names_at(self, node: Node | None) -> Parallel[Name]:
        """Return the name at a place in the record; the names of persons alone are taken apart."""
        if node is None:
            return Parallel(self.language, {self.language: Name(self.language, self.id)})
        return names_of(node, whole=not self.is_person)

    @cached_property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Its numbers, in the order of the record."""
        return identifiers_of(self.node.get("identifiers"))

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Its notes, in the order of the record."""
        return notes_of(self.node.get("notes"))


class OtherName(NamedTuple):
    """Another name of an agent.

    `type` is the sort of name, as `other_names/type` of the schema lists them.
    """

    names: Parallel[Name]
    type: str
    node: Node


def names_of(node: Node, *, whole: bool = False) -> Parallel[Name]:
    """Return a name: plain, which is in the language of the catalogue, or one form for each tag.

    The first form is the preferred one. The name of an organisation is `whole`: it is never
    inverted, even if the record writes it in parts.
    """
    names = _forms(node.value, node.tag, whole=whole)
    plain = not isinstance(node.value, Mapping)
    return Parallel(next(iter(names)), names, node.pointer, plain=plain)


def _forms(written: Any, language: str, *, whole: bool) -> dict[str, Name]:
    by_tag: Mapping[str, Any] = written if isinstance(written, Mapping) else {language: written}
    names = {}
    for tag, form in by_tag.items():
        name = Name(tag, literal=form) if isinstance(form, str) else Name(tag, **form)
        names[tag] = Name(tag, literal=name.complete) if whole else name
    return names


def bearer_names(kind: str, data: Mapping[str, Any]) -> list[str]:
    """Return the complete and the short names in the record of an agent, in all languages.

    Raises TypeError or AttributeError if the record breaks its schema.
    """
    names = [str(form) for form in _forms(data["name"], "", whole=kind != "person").values()]
    short = data.get("short_name", {})
    return [*names, *(short.values() if isinstance(short, Mapping) else [short])]
