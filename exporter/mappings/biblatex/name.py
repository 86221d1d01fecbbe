"""Names for biber, which has a form that names each part where that of BibTeX would guess (biblatex manual 3.4)."""

from __future__ import annotations

import re

from exporter.mappings.bib import APART, braced, escaped, written
from exporter.model.agent import Name


def extended(name: Name, *, person: bool, useprefix: bool = False) -> str:
    """Give a name, its parts named where commas and small letters do not tell them apart.

    That is so of a particle with a capital or an apostrophe, of parts that hold a comma, and of a particle that is
    sorted with the family name, or is not, against what `useprefix` says of all names of the entry. Source: biblatex
    manual 3.4, and 3.1.3, useprefix.
    """
    if not person or name.literal:
        return written(name, person=person)
    particle = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    parts = {"family": name.family, "given": name.given, "prefix": particle, "suffix": name.suffix}
    as_others = bool(name.non_dropping_particle) == useprefix or not particle
    guessed = as_others and re.fullmatch("[a-z ]*", particle)
    commas = any("," in part for part in parts.values())
    if (guessed and not commas) or any({'"', "="} & set(part) for part in parts.values()):
        return written(name, person=person)
    named = [_part(part, value) for part, value in parts.items() if value]
    return ", ".join([*named, *([] if as_others else [f"useprefix={str(not useprefix).lower()}"])])


def _part(part: str, value: str) -> str:
    text = f"{part}={braced(escaped(value), APART.search(value))}"
    return f'"{text}"' if "," in value else text
