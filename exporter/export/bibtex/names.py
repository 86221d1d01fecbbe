"""Names in a `.bib` file: `van Gogh, Jr., Vincent`, `{A and B}`."""

from __future__ import annotations

import re

from exporter.export.bibtex.latex import escape
from exporter.model.agent import Name, join_particle

APART = re.compile(r"(?i)\band\b|\bothers\b")
"""The words that part names from each other, and that stand for those who are left out (BibTeXing, section 4)."""

PARTING = re.compile(APART.pattern + "|,")

_PLAIN_FAMILY = re.compile(r"[^\sa-z,]\S*|[A-Z]\S*( [A-Z]\S*)+")
"""A family name that BibTeX takes as one without braces. Of several words it takes those before the last small-lettered
one as a particle, and calls a word small by the first letter of a–z or A–Z in it (BibTeXing, section 4, von)."""

_PLAIN_PARTICLE = re.compile(r"[a-z]\S*|[a-z]\S* (.* )?[a-z]\S*")
"""A particle that BibTeX takes as one: of several words, it takes them up to the last small-lettered one."""

_JOINED = re.compile("^[^A-Z]*-")
"""A name that begins with small letters and a hyphen, at which BibTeX would part it: `al-Ghazālī`."""

_MOST_COMMAS = 2
"""How many commas biber takes in a name of which not all is in braces."""


def braced(text: str, needed: object = True) -> str:
    """Return a text in braces, if they are needed."""
    return f"{{{text}}}" if needed else text


def written(name: Name, *, person: bool) -> str:
    """Return a name so that BibTeX takes it apart as the record does: `van Gogh, Jr., Vincent`, `{A and B}`.

    Source: BibTeXing, section 4, names; a name without parts is one in braces (biblatex manual 2.3.3).
    """
    if not person or name.literal:
        return _literal(name)
    particle = join_particle(name.dropping_particle, name.non_dropping_particle)
    suffix = " ".join(filter(None, (name.numeration, name.suffix)))
    if not (name.family and name.given):  # an only name stands where the family name does
        whole = join_particle(particle, f"{name.family or name.given} {suffix}".strip())
        return _one_word(whole)
    family = name.family
    joined = join_particle(particle, family)
    apart = joined.startswith(f"{particle} ")
    if particle and not (apart and _PLAIN_PARTICLE.fullmatch(particle)):
        # only a small-lettered particle with a blank behind it is one to BibTeX
        particle, family = "", joined
    plain = bool(_PLAIN_FAMILY.fullmatch(family)) or (
        family == joined != name.family and " " not in family
    )
    is_one = plain and not PARTING.search(family) and not _JOINED.search(family)
    whole_family = braced(escaped(family), not is_one)
    parts = [f"{escaped(particle)} {whole_family}" if particle else whole_family]
    parts += [braced(escaped(part), PARTING.search(part)) for part in (suffix, name.given) if part]
    parted = ", ".join(parts)
    return parted if parted.count(",") <= _MOST_COMMAS else _literal(name)


def _one_word(name: str) -> str:
    """Return an only name so that it is one word, the last name, and yet a person: `Yehudai{ ben Naḥman}`.

    A name wholly in braces is read as a body (biblatex manual 2.3.3), but blanks, commas and words
    inside braces part no name (BibTeXing, section 4). Of one word it does not matter how it begins.
    """
    head = re.split(r"[\s,]", name, maxsplit=1)[0]
    if _JOINED.search(head):
        head = head.partition("-")[0]
    if PARTING.search(head):
        head = head[:1]  # the name And: `A{nd}`
    if not head or name.count(",") > _MOST_COMMAS or escaped(head).startswith("{"):
        return braced(escaped(name))
    return escaped(head) + braced(escaped(name[len(head) :]), name != head)


def _literal(name: Name) -> str:
    return braced(escaped(str(name)))


def escaped(part: str) -> str:
    """Return a part of a name; `family=` in it would begin biber's own form of names (biblatex manual 3.4)."""
    return escape(part).replace("=", "{=}")
