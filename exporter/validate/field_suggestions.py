"""The field that a writer means by a name that no field has."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from exporter.records.document import Pointer, is_id
from exporter.records.schema import Field, Schemas
from exporter.suggest import nearest, simplified
from exporter.validate.synonyms import FIELDS, synonym

_COLON = re.compile("[:：﹕︰] *")
_NEXT_NAME = re.compile(r"\s+[\w-]+[:：﹕︰]")
MOST = 100
"""If more names than this are unknown in one group, nobody has misspelled them, and nothing is
suggested."""
GROUPS = frozenset({"identifiers", "holdings", "classification", "coordinates"})
"""Groups whose fields have other words that mean nothing else in a record."""
_ANY_DATE = frozenset({"date", "dates", "year", "datum", "jahr", "année", "年", "日付"})
"""Words for a date that do not say what happened then."""


def meant_fields(
    schemas: Schemas, kind: str, pointer: Pointer, group: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """Return, for each name in a group that no field has, the absent fields that it may stand for.

    A name may be another word for a field (`alsoCalled` in its schema), a misspelling, a term that
    belongs into the field (`author` for `contributors`) or the name of a field inside it
    (`family`).
    """
    known = schemas.within(kind, pointer)
    absent = [name for name in known if name not in group]
    unknown = [name for name in group if known and name not in known]
    if len(unknown) > MOST:
        return dict.fromkeys(unknown, ())
    return {name: _meant(schemas, kind, pointer, name, absent) for name in unknown}


def meant_in_some_kind(schemas: Schemas, word: str) -> tuple[str, str]:
    """Return the first kind with a field that a word may stand for, and that field.

    Both are empty if there is none.
    """
    for kind in schemas.kinds:
        if found := meant_fields(schemas, kind, (), {word: ""})[word]:
            return kind, found[0]
    return "", ""


def _meant(
    schemas: Schemas, kind: str, pointer: Pointer, name: str, absent: list[str]
) -> tuple[str, ...]:
    """Return the fields among those `absent` from a group that a name in it may mean."""
    word = at_colon(name)[0]
    same = same_but_for_case(name, absent)
    if same:
        return (same,)
    way = field_of_term(schemas, kind, pointer, word)
    group = schemas.field(kind, pointer)
    found = also_called(group, name, absent) or also_called(group, word, absent)
    if way and (is_role(way) or not found):
        return tuple(absent) if len(way) == 1 else tuple(each for each in absent if each == way[0])
    found = found or nearest(word, absent)
    if found:
        return (found,)
    if pointer:
        return ()
    groups = groups_with(schemas, kind, name)
    return tuple(each for each in absent if each in groups)


def at_colon(name: str) -> tuple[str, str]:
    """Return a name up to a colon in it, and a hint at how to write what follows.

    The colon has no space after it (`role:author`), or it is a full-width one, which keyboards for
    Chinese and Japanese write. Without a colon the hint is empty.
    """
    match = _COLON.search(name)
    if not match:
        return name, ""
    before, after = name[: match.start()], _NEXT_NAME.split(name[match.end() :])[0]
    if not after:
        return before, f"write one colon: {before}: …"
    what = "a space after the colon" if match[0] == ":" else "an ordinary colon and a space"
    return before, f"write {what}: {before}: {after}"


def same_but_for_case(name: str, fields: Collection[str]) -> str:
    """Return the field that `name` is but for upper and lower case, hyphens and spaces.

    The result is empty if there is none.
    """
    form = simplified(name)
    return next((each for each in fields if simplified(each) == form), "")


def also_called(group: Field | None, word: str, absent: list[str]) -> str:
    """Return the absent field of a group for which a name is another word; empty if there is none."""
    form = simplified(word)
    if form in _ANY_DATE and "created" in absent and group and is_made(group):
        return "created"
    for name, field in group.children.items() if group else ():
        if name in absent and form in map(simplified, field.keyword("alsoCalled", ())):
            return name
    return synonym(word, absent, FIELDS)


def is_made(record: Field) -> bool:
    """Return whether records of a kind say when they were made rather than when they appeared.

    Such are letters and photos. The examples in the schema of the kind show it.
    """
    examples = record.keyword("examples", ())
    dates = [{*each} & {"created", "issued"} for each in examples if isinstance(each, Mapping)]
    return bool(dates) and all(each == {"created"} for each in dates)


def field_of_term(schemas: Schemas, kind: str, pointer: Pointer, word: str) -> tuple[str, ...]:
    """Return the way, inside the group at `pointer`, to the field that has a word among its terms.

    It is a field of the group, or one inside the entries of a list in it (`contributors`, `*`,
    `role`). The way is empty if there is none. Mentions print terms, but do not take them.
    """
    group = schemas.field(kind, pointer)
    for name, field in group.children.items() if group else ():
        if word in field.keyword("enum", ()):
            return (name,)
        entry = field.children.get("*")
        for inner_name, inner in entry.children.items() if entry and name != "found" else ():
            if word in inner.keyword("enum", ()):
                return name, "*", inner_name
    return ()


def is_role(way: tuple[str, ...]) -> bool:
    """Return whether the way that `field_of_term` returns leads to the role of a contributor.

    What is written below the name of a role is a person, whatever else it is the name of.
    """
    return way[-1:] in {("role",), ("roles",)}


def contributor_entry(who: str, role: str) -> str:
    """Return how somebody is entered as a contributor: by the id of a record, or by a name."""
    if is_id(who):
        return f"{{agent: {who}, role: {role}}}"
    return f"{{name: {json.dumps(who, ensure_ascii=False)}, role: {role}}}"


def groups_with(schemas: Schemas, kind: str, name: str) -> dict[str, str]:
    """Return the fields of a kind that are groups, or lists of them, with such a field inside.

    The values are the names of the fields inside. Upper and lower case make no difference, and
    `name` can be another word for the field. Mentions are left out: nearly every field has a place
    in them.
    """
    form = simplified(name)
    found = {}
    for outer, field in schemas.root(kind).children.items():
        if outer == "found":
            continue
        inside = list(_names_inside(field))
        for inner in inside:
            if simplified(inner) == form:
                found[outer] = inner
        if outer not in found:
            other_word = _other_word_inside(field, outer, inside, name)
            if other_word:
                found[outer] = other_word
    return found


def _other_word_inside(field: Field, outer: str, inside: list[str], name: str) -> str:
    """Return the field inside a group for which a name is another word; empty if there is none.

    The table of synonyms has some with their group: `event/place`.
    """
    placed = synonym(name, [f"{outer}/{inner}" for inner in inside], FIELDS)
    if placed or outer not in GROUPS:
        return placed.partition("/")[2]
    form = simplified(name)
    for inner, child in (field.children.get("*") or field).children.items():
        if form in map(simplified, child.keyword("alsoCalled", ())):
            return inner
    return synonym(name, inside, FIELDS)


def _names_inside(field: Field) -> Iterator[str]:
    for name, inner in field.children.items():
        if name == "*":
            yield from (each for each in inner.children if each != "*")
        else:
            yield name
