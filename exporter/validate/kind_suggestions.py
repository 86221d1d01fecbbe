"""The kind of record that a writer means by a word that is the name of none, such as `letter`."""

from __future__ import annotations

from exporter.records.schema import Schemas
from exporter.suggest import Suggestion, nearest, suggestion
from exporter.validate.synonyms import KINDS, TYPES, synonym


def suggested_kind(word: str, schemas: Schemas, noun: str = "") -> Suggestion:
    """Return the question whether a kind was meant, with the type if the word means one.

    A letter is a manuscript with the type `personal_communication`. With a `noun`, only the kinds of
    works or of agents are meant. The suggestion is empty if no kind is near.
    """
    kinds = [kind for kind in schemas.kinds if noun in {"", schemas.noun(kind)}]
    kind = synonym(word, kinds, KINDS, TYPES) or nearest(word, kinds)
    for each in [kind] if kind else sorted(kinds, key=lambda kind: kind == "source"):
        field = schemas.field(each, ("type",))
        terms = field.keyword("enum", ()) if field else ()
        type = word if word in terms else synonym(word, terms, TYPES)
        if type == schemas.catalogued(each).get("type"):
            return suggestion(each, written=word)
        if type:
            return Suggestion(f"did you mean “{each}”, with the type “{type}”?", each)
    return suggestion(kind, written=word)
