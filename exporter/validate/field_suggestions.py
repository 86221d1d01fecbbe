"""The field that a writer meant by a name which none has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.records.document import Pointer
from exporter.records.schema import Schemas
from exporter.suggest import nearest

_ALIKE = 0.8
"""From which likeness on a name is taken for a misspelt field rather than for another word."""
MANY = 100
"""Where more names than that are none in one group, no hand has misspelt them, and nobody guesses what is meant."""


def misnomers(
    schemas: Schemas, kind: str, pointer: Pointer, group: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """Give, for each name in a group that no field has, the absent fields which it seems to stand for.

    By its letters, as another word for one (`alsoCalled` in the schema), as a term that belongs into it (`author`), or
    because it belongs inside of it (`family`). What no field comes near stands for none.
    """
    known = schemas.within(kind, pointer)
    absent = [name for name in known if name not in group]
    strange = [key for key in group if known and key not in known]
    if len(strange) > MANY:
        return dict.fromkeys(strange, ())
    return {key: _meant(schemas, kind, pointer, key, absent) for key in strange}


def term_of(schemas: Schemas, kind: str, pointer: Pointer, word: str) -> tuple[str, ...]:
    """Give the way, inside the group at `pointer`, to the field of which a word is a term; empty where it is none."""
    outer = schemas.field(kind, pointer) if pointer else None
    path = outer.path if outer else ()
    for way, field in schemas.fields(kind).items():
        inner = way[len(path) :]
        terms = field.keyword("enum", ())
        if (
            way[: len(path)] == path
            and len(inner) in {1, 3}
            and inner[:1] != ("found",)
            and word in terms
        ):
            return inner
    return ()


def _meant(
    schemas: Schemas, kind: str, pointer: Pointer, key: str, absent: list[str]
) -> tuple[str, ...]:
    word = key.partition(":")[0]
    plain = "_".join(word.casefold().replace("-", " ").split())
    for name in absent:
        field = schemas.field(kind, (*pointer, name))
        if field and plain in field.keyword("alsoCalled", ()):
            return (name,)
    if name := nearest(word, absent, _ALIKE):
        return (name,)
    if way := term_of(schemas, kind, pointer, word):
        return tuple(absent) if len(way) == 1 else tuple(name for name in absent if name == way[0])
    if not pointer and (
        inside := [way[0] for way in schemas.fields(kind) if len(way) > 1 and way[-1] == key]
    ):
        return tuple(name for name in absent if name in inside)
    name = nearest(word, absent)
    return (name,) if name else ()
