"""Names for biber, which has a form that names each part where that of BibTeX would guess (biblatex manual 3.4)."""

from __future__ import annotations

import re

from exporter.export.bibtex.names import APART, braced, escaped, written
from exporter.model.agent import Name, join_particle

_COMMAND = re.compile(r"(^|[\s~‐-―−〜-])([\\{]|`\{)")
"""A word that begins with a command of TeX, of which biber would take the first character alone for the initial."""

_INITIAL = re.compile(r"(?:^|\s)[\W_]*([^\W_])")
"""The first letter or digit of a word, which is its initial to bibtex as well (bibtex.web, name.format)."""


def extended(name: Name, *, person: bool, useprefix: bool = False) -> str:
    r"""Return a name, its parts named where commas, small letters and first characters do not tell what they are.

    That is so of a particle with a capital or an apostrophe, of parts that hold a comma, of a particle that is sorted
    with the family name, or is not, against what `useprefix` says of all names of the entry, and of a word whose
    initial is hidden: `family=\$ign, family-i={i}`. Source: biblatex manual 3.4, and 3.1.3, useprefix.
    """
    whole = not person or bool(name.literal)
    particle = join_particle(name.dropping_particle, name.non_dropping_particle)
    suffix = " ".join(filter(None, (name.numeration, name.suffix)))
    # an only name is the last one; pandoc reads no name whose parts are in quotation marks
    only = not (name.family and name.given)
    family, given = (name.family or name.given, "") if only else (name.family, name.given)
    parts = {"family": family, "given": given, "prefix": particle, "suffix": suffix}
    parts = (
        {"family": str(name)} if whole else {part: value for part, value in parts.items() if value}
    )
    as_others = bool(name.non_dropping_particle) == useprefix or not particle
    guessed = (
        as_others
        and re.fullmatch("[a-z ]*", particle)
        and not any("," in value for value in parts.values())
    ) or (only and set(parts) == {"family"})
    one = {part for part, value in parts.items() if whole or APART.search(value)}
    hidden = {part for part, value in parts.items() if _hidden(value, one=part in one)}
    if ((whole or guessed) and not hidden) or any(
        {'"', "="} & set(value) for value in parts.values()
    ):
        return written(name, person=person)
    named = []
    for part, value in parts.items():
        text = f"{part}={braced(escaped(value), part in one)}"
        named.append(f'"{text}"' if "," in value else text)
        if part in hidden:
            initials = _INITIAL.findall(value)[: 1 if part in one else None]
            named.append(f"{part}-i={''.join(map(braced, initials)) or '?'}")
    if particle and (name.non_dropping_particle or not as_others):
        # pandoc reads what stands with the name, and not the option of the entry
        named.append(f"useprefix={str(bool(name.non_dropping_particle)).lower()}")
    return ", ".join(named)


def _hidden(value: str, *, one: bool) -> bool:
    """Return whether an initial of a part of a name is hidden; in braces it is `one` word."""
    found = _COMMAND.search(escaped(value))
    return bool(found and not (one and found.start()))
