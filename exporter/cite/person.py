"""Names of an item. Source: csl-data.json, name-variable; CSL 1.0.2, Names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exporter.cite.markup import strip_marks
from exporter.cite.quotation_marks import QuotationMarks
from exporter.cite.rich_text import marked_text
from exporter.model.east_asian import KATAKANA_NAME, UNSPACED_NAMES

_ELIDED = re.compile(r"(\S*[^\W\dA-Z]['’\-]|['’]\S+\s+)(\S.*)", re.DOTALL)
"""A family name behind a particle that is not followed by a space: `d'Aubignac`, `al-Hakim`; or `'t
Hooft`."""
_SUFFIX = re.compile(r"(.*?),(!?)\s*(\S.*)", re.DOTALL)
"""A given name with a suffix behind a comma; `,!` asks for the comma to be printed."""

_APOCOPE = frozenset({"a", "co", "da", "de", "ne", "su"})
"""Italian prepositions that have lost their article, which a space follows all the same (Lorenzo
de’ Medici)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name in its parts, as marked text. A name that is not taken apart is in `literal`.

    `spaced` says whether the name has the order of European names, with its parts separated: not so
    Han, kana and Hangul. `middle_dot` says that a middle dot separates them (`エドワード・カー`),
    as in the names of foreigners in katakana. `comma_suffix` says
    that a comma stands before the suffix in the order of speech too (`Martin Luther King, Jr.`).
    `static_order` says that the family name is first in any case.
    """

    family: str = ""
    given: str = ""
    dropping: str = ""
    non_dropping: str = ""
    suffix: str = ""
    literal: str = ""
    spaced: bool = True
    middle_dot: bool = False
    comma_suffix: bool = False
    static_order: bool = False

    def __bool__(self) -> bool:
        return bool(self.family or self.given or self.literal)


def read_name(data: Mapping[str, Any] | str, quotes: QuotationMarks) -> Person:
    """Return the name that a name-variable of CSL-JSON describes.

    Particles and a suffix may have fields of their own, or be part of the family and given names,
    as Zotero writes them: small words before a family name are non-dropping particles, those behind
    a given name dropping ones. A family name in quotation marks is kept whole.
    """
    if isinstance(data, str):
        return Person(literal=marked_text(data, quotes))
    literal = data.get("literal") or ""
    family = str(data.get("family") or "").strip()
    given = str(data.get("given") or "").strip()
    if literal or data.get("isInstitution"):
        return Person(literal=marked_text(str(literal or family), quotes))
    if not family:
        suffix = str(data.get("suffix") or "")
        return Person(literal=marked_text(" ".join(filter(None, (given, suffix))), quotes))
    return _read_parts(data, family, given, quotes)


def _read_parts(data: Mapping[str, Any], family: str, given: str, quotes: QuotationMarks) -> Person:
    """Return a name whose particles and suffix have fields of their own, or are part of the rest."""
    dropping = str(data.get("dropping-particle") or "")
    non_dropping = str(data.get("non-dropping-particle") or "")
    suffix = str(data.get("suffix") or "")
    comma_suffix = bool(data.get("comma-suffix"))
    if family[0] == family[-1] == '"' and len(family) > 2:
        family = family[1:-1]
    elif not non_dropping:
        non_dropping, family = _leading_particles(family)
    if not suffix and "," in given:
        given, suffix, comma_suffix = _suffix(given)
    if not dropping:
        given, dropping = _trailing_particles(given)
    in_katakana = all(re.fullmatch(KATAKANA_NAME, each) for each in (family, given))
    return Person(
        family=marked_text(family, quotes),
        given=marked_text(given, quotes) if given else "",
        dropping=marked_text(dropping, quotes),
        non_dropping=marked_text(non_dropping, quotes),
        suffix=marked_text(suffix, quotes),
        spaced=in_katakana or family.isascii() or not re.search(UNSPACED_NAMES, family),
        middle_dot=in_katakana,
        comma_suffix=comma_suffix,
        static_order=bool(data.get("static-ordering")),
    )


def _leading_particles(family: str) -> tuple[str, str]:
    """Return the particles that stand before a family name, and the name itself."""
    if not (family[0].islower() or family[0] in "'’"):
        return "", family
    words = family.split()
    count = 0
    while count < len(words) - 1 and _all_small(words[count]):
        count += 1
    particles, name = " ".join(words[:count]), " ".join(words[count:])
    elided = _ELIDED.fullmatch(name)
    if elided and _all_small(elided[1]) and elided[2][0].isupper():
        particles, name = f"{particles} {elided[1]}".strip(), elided[2]
    return particles, name


def _trailing_particles(given: str) -> tuple[str, str]:
    """Return a given name without the particles behind it, and the particles."""
    words = given.split(" ")
    if len(words) < 2 or not _all_small(words[-1]):
        return given, ""
    first = len(words) - 1
    while first > 1 and _all_small(words[first - 1]):
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def _all_small(words: str) -> bool:
    """Return whether all letters are small, in a script that has capitals."""
    return words.islower()


def _suffix(given: str) -> tuple[str, str, bool]:
    """Return a given name without its suffix, the suffix, and whether it has a comma."""
    match = _SUFFIX.fullmatch(given)
    if not match:
        return given, "", False
    return match[1], match[3], bool(match[2])


def join_particle(particle: str, name: str) -> str:
    """Return a name behind its particle, without a space behind an apostrophe or a hyphen."""
    if not particle or not name:
        return particle or name
    bare = strip_marks(particle)
    elided = bare[-1:] in set("’'-‑‐")
    if elided and bare[:-1].rpartition(" ")[2].lower() not in _APOCOPE:
        return particle + name
    return f"{particle} {name}"
