"""Other words for the terms of our vocabularies, and for the names of fields in other languages.

The table `synonyms.tsv` has words of CSL, BibTeX, RIS, Zotero, Crossref, DataCite and schema.org,
and of everyday English, German, French and Japanese; for roles also those of other languages that
libraries catalogue in. The codes of roles are those of MARC (`aut`, `edt`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from exporter.model import vocabularies
from exporter.model.vocabularies import vocabulary
from exporter.suggest import simplified
from exporter.tables import read_table

FIELDS, KINDS, TYPES, ROLES = "fields", "kinds", "types", "roles"
COUNTRIES = "countries"


def synonym(word: str, allowed: Collection[str], *names: str) -> str:
    """Return the first of the `allowed` terms for which `word` is another word.

    The result is empty if there is none. `names` are the vocabularies to which the terms may belong.
    Upper and lower case, blanks, hyphens and a full stop at the end make no difference.
    """
    return next(iter(synonyms(word, allowed, *names)), "")


def synonyms(word: str, allowed: Collection[str], *names: str) -> list[str]:
    """Return all of the `allowed` terms for which `word` is another word, as `synonym` does.

    There are several for a word with several meanings: `Ausgabe` is an edition or an issue.
    """
    form = _form(word)
    terms = [term for name in names for term in _synonyms(name).get(form, ())]
    return [term for term in dict.fromkeys(terms) if term in allowed]


@cache
def _synonyms(name: str) -> Mapping[str, list[str]]:
    """Return the terms of a vocabulary by the words for them."""
    found: dict[str, list[str]] = {}
    for row in read_table(Path(vocabularies.__file__).with_name("synonyms.tsv")):
        if row["vocabulary"] == name:
            found.setdefault(_form(row["word"]), []).append(row["term"])
    if name == ROLES:
        for term, role in vocabulary(ROLES).items():
            found.setdefault(role["code"], []).append(term)
    return found


def _form(word: str) -> str:
    return simplified(unicodedata.normalize("NFKC", word)).strip(".:;,")
