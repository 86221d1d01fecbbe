"""Names in a `.bib` file: `van Gogh, Jr., Vincent`, `{A and B}`."""

from __future__ import annotations

import re

from exporter.export.bibtex.latex import escape
from exporter.model.agent import Name

APART = re.compile(r"(?i)\band\b|\bothers\b")
"""The words that part names from each other, and that stand for those who are left out (BibTeXing, section 4)."""

PARTING = re.compile(APART.pattern + "|,")

_PLAIN_FAMILY = re.compile(r"[^\sa-z,]\S*|[A-Z]\S*( [A-Z]\S*)+")
"""A family name that BibTeX takes as one without braces. Of several words it takes those before the last small-lettered
one as a particle, and calls a word small by the first letter of a–z or A–Z in it (BibTeXing, section 4, von)."""

_MOST_COMMAS = 2


def braced(text: str, needed: object = True) -> str:
    """Give a text in braces, if they are needed."""
    return f"{{{text}}}" if needed else text


def written(name: Name, *, person: bool) -> str:
    """Give a name so that BibTeX takes it apart as the record does: `van Gogh, Jr., Vincent`, `{A and B}`.

    Source: BibTeXing, section 4, names; a name without parts is one in braces (biblatex manual 2.3.3).
    """
    if not person or name.literal:
        return _literal(name)
    particle = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if particle and not particle.endswith(("'", "’", "-")):
        particle += " "
    if not name.given:
        whole = f"{particle}{name.family} {name.suffix}".strip()
        plain = _PLAIN_FAMILY.fullmatch(whole) and not PARTING.search(whole) and " " not in whole
        return escaped(whole) if plain else _literal(name)
    family = name.family
    if not re.match("[a-z]", particle):
        # only a small-lettered particle is one to BibTeX
        particle, family = "", particle + family
    plain = _PLAIN_FAMILY.fullmatch(family) and not PARTING.search(family)
    parts = [escaped(particle) + braced(escaped(family), not plain)]
    parts += [
        braced(escaped(part), PARTING.search(part)) for part in (name.suffix, name.given) if part
    ]
    parted = ", ".join(parts)
    # biber refuses a name with more commas than two, even inside braces
    return parted if parted.count(",") <= _MOST_COMMAS else _literal(name)


def _literal(name: Name) -> str:
    return braced(escaped(str(name)))


def escaped(part: str) -> str:
    """Give a part of a name; `family=` in it would begin biber's own form of names (biblatex manual 3.4)."""
    return escape(part).replace("=", "{=}")
