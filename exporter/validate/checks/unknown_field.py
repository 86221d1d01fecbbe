"""A field that records of this kind do not have.

Usually its name is misspelled, or it is in the wrong place. `exporter explain book` lists all
fields of the kind book, and an editor offers them while you type.

```yaml wrong
id: jane-eyre
kind: book
language: en
titel: Jane Eyre
```

```yaml right
id: jane-eyre
kind: book
language: en
title: Jane Eyre
```
"""

import json
from collections.abc import Iterator, Mapping

from exporter.model.vocabularies.languages import fault
from exporter.records.finding import Finding, Severity
from exporter.records.positions import scalar_text
from exporter.records.schema import Field
from exporter.suggest import Suggestion, nearest, similar, suggestion
from exporter.validate.field_suggestions import (
    GROUPS,
    MOST,
    also_called,
    at_colon,
    contributor_entry,
    field_of_term,
    groups_with,
    is_made,
    is_role,
    meant_fields,
    same_but_for_case,
)
from exporter.validate.old_shape import LANGUAGE, old_field
from exporter.validate.synonyms import FIELDS, ROLES, synonym, synonyms
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("additionalProperties", "unevaluatedProperties")

_FEW = 8
"""Up to so many fields are all named in a hint."""
_USUAL = ("identifiers", "holdings", "event")
"""Of several groups with such a field, these are meant."""
_BEFORE_ROLES = frozenset({"holdings"})
"""Groups with a field of the name of a role, which is more often meant: `repository`."""
_SHORT = 80
"""A value of at most so many characters is shown in a line to copy."""


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report each unknown name in the group at which the rule was broken."""
    document, schemas = violation.document, violation.schemas
    known = schemas.within(document.kind, violation.pointer)
    inside = violation.label if violation.pointer else f"a record of kind {document.kind}"
    unknown = [key for key in violation.value if key not in known]
    meant = meant_fields(schemas, document.kind, violation.pointer, violation.value)
    for key in unknown:
        found = Suggestion("")
        if len(unknown) <= MOST:
            found = _suggestion(violation, key, known, meant.get(key, ()))
            found = _with_upgrade(violation, key, found)
        yield Finding(
            "unknown-field",
            document.path,
            f"there is no field {said(key)} in {inside}",
            found.hint or _known_fields(key, known, document.kind),
            (*violation.pointer, key),
            "key",
            replacement=found.replacement,
        )


def _with_upgrade(violation: Violation, key: str, found: Suggestion) -> Suggestion:
    """Add to a suggestion that a command changes all such fields, if an older exporter had them."""
    pointer = (*violation.pointer, key)
    change = old_field(violation.document, violation.schemas, pointer)
    if change is None or (change.action == "wrap" and fault(key)[0]):
        return found  # in a list, only a language tag shows the old shape
    hint, replacement = found.hint, found.replacement
    if change.action == "remove":
        hint, replacement = f"delete it, or write {LANGUAGE}", None
    elif change.action == "rename":
        hint, replacement = f"did you mean “{change.name}”?", change.name
    command = "“exporter upgrade” does this in all records of an older exporter"
    return Suggestion(f"{hint}; {command}", replacement)


def _suggestion(
    violation: Violation, key: str, known: tuple[str, ...], meant: tuple[str, ...]
) -> Suggestion:
    """Return what the writer most likely meant.

    That is a field under another word, a field of another group or kind, a term of a field, or a
    similar name. The suggestion is empty if it is none of these.
    """
    name, hint = at_colon(key)
    if hint and name in known:
        return Suggestion(hint)
    if key[:1].isspace():
        return Suggestion(f"indent with ordinary spaces, not with U+{ord(key[0]):04X}")
    if parted := _parted_text(violation, key):
        return Suggestion(f"put the text in quotation marks if the comma is part of it: {parted}")
    if key == "<<":
        return Suggestion("write the fields out; a record has no merge keys")
    if same := same_but_for_case(key, known):
        there = f"the field “{same}” is already there: keep one of them, under that name"
        return Suggestion(there) if same in violation.value else suggestion(same, written=key)
    schemas, kind = violation.schemas, violation.document.kind
    absent = [field for field in known if field not in violation.value]
    group = schemas.field(kind, violation.pointer)
    other_word = also_called(group, key, absent) or also_called(group, name, absent)
    inside = groups_with(schemas, kind, key) if not violation.pointer else {}
    named = _other_word(violation, key, other_word, inside)
    if named.hint:
        return named
    text, tag = _text_by_language(violation, key, absent)
    if text:
        return Suggestion(f"put the language below “{text}”: {text}: {{{tag}: …}}")
    elsewhere = _elsewhere(violation, key, inside)
    if elsewhere:
        return Suggestion(elsewhere)
    present = also_called(group, key, [field for field in known if field in violation.value])
    if present:
        return Suggestion(f"it is another word for “{present}”, which is already there")
    return suggestion(meant[0] if len(meant) == 1 else nearest(key, known))


def _parted_text(violation: Violation, key: str) -> str:
    """Return the text that a comma has parted in a group in braces: `{term: Manuscripts, Maya}`."""
    before = ""
    for name in violation.value:
        if name == key:
            break
        before = name
    text = violation.value.get(before)
    if violation.value[key] is not None or not isinstance(text, str):
        return ""
    is_name = key.isascii() and key.islower() and " " not in key
    return "" if is_name else f'{before}: "{text}, {key}"'


def _other_word(
    violation: Violation, key: str, field: str, inside: Mapping[str, str]
) -> Suggestion:
    """Return the hint for a name that is a term, a role, or another word for a field.

    `field` is the absent field that it may stand for, and `inside` are the groups that have such a
    field. The hint is empty if the name is none of these.
    """
    way = field_of_term(violation.schemas, violation.document.kind, violation.pointer, key)
    if way and (is_role(way) or not field) and not set(inside) & _BEFORE_ROLES:
        return _as_term(violation, key, key, way)
    role = _role(violation, key) if field in ("", "contributors") else ""
    if role and not inside:
        return _as_term(violation, key, role, ("contributors", "*", "role"))
    absent = set(violation.schemas.within(violation.document.kind, violation.pointer))
    choices = synonyms(key, absent - set(violation.value), FIELDS)
    if len(choices) > 1 and field in choices:
        return Suggestion(f"did you mean {' or '.join(said(each) for each in choices)}?")
    record = violation.schemas.root(violation.document.kind)
    if inside.get("holdings") == key and is_made(record):
        return Suggestion("")  # `collection` is rather that of an archive than a series
    if field in inside and field in GROUPS:
        return Suggestion("")
    return suggestion(field)


def _text_by_language(violation: Violation, key: str, absent: list[str]) -> tuple[str, str]:
    """Return the field that is meant by a language tag in its place or after it, and the tag.

    `title_de` is the title in German. Both are empty if no text is meant.
    """
    group = violation.schemas.field(violation.document.kind, violation.pointer)
    if group is None:
        return "", ""
    texts = [name for name, field in group.children.items() if field.keyword("propertyNames")]
    text, _, tag = key.replace("-", "_").rpartition("_")
    if text in texts and len(tag) == 2 and not fault(tag)[0]:
        return text, tag
    if not violation.pointer or fault(key)[0]:
        return "", ""
    for name in texts:
        if name in absent and group.children[name].required:
            return name, key
    return "", ""


def _as_term(violation: Violation, key: str, term: str, way: tuple[str, ...]) -> Suggestion:
    """Return the hint to write a name as a term of a field, and how, if it is a role."""
    word = f"it is a term of “{way[-1]}”: " if term == key else ""
    place = f", inside “{way[0]}”" if len(way) > 1 else ""
    hint = f"{word}write {way[-1]}: {term}{place}"
    value = violation.value[key]
    if isinstance(value, list) and value:
        value = value[0]
    if way[0] == "contributors":
        is_name = isinstance(value, str)
        entry = contributor_entry(value, term) if is_name else f"{{agent: …, role: {term}}}"
        hint += f", as in: - {entry}"
    return Suggestion(hint)


def _role(violation: Violation, key: str) -> str:
    """Return the role for which a name is another word, perhaps in the plural; else nothing."""
    if violation.pointer:
        return ""
    kind = violation.document.kind
    field = violation.schemas.field(kind, ("contributors", 0, "role"))
    terms = field.keyword("enum", ()) if field else ()
    single = key.removesuffix("s")
    return (
        same_but_for_case(single, terms)
        or synonym(key, terms, ROLES)
        or synonym(single, terms, ROLES)
    )


def _elsewhere(violation: Violation, key: str, groups: Mapping[str, str]) -> str:
    """Return the groups or the other kinds that have such a field, in words."""
    schemas = violation.schemas
    if groups:
        outer = next((each for each in _USUAL if each in groups), next(iter(groups)))
        hint = f"it belongs inside “{outer}”"
        if groups[outer] != key:
            hint += f", as “{groups[outer]}”"
        if {outer, "series"} < {*groups}:
            hint += ", or inside “series” for that of the series"
        return f"{hint}, as in: {_like(violation, key, outer, groups[outer])}"
    kinds = [other for other in schemas.kinds if key in schemas.within(other, violation.pointer)]
    if not kinds:
        return ""
    more = " and others" if len(kinds) > 3 else ""
    return f"records of kind {', '.join(kinds[:3])}{more} have it"


def _like(violation: Violation, key: str, outer: str, inner: str) -> str:
    """Return a line to copy: the value of a field inside the group to which it belongs."""
    schemas, kind = violation.schemas, violation.document.kind
    field = schemas.field(kind, (outer,))
    is_list = field is not None and (
        field.keyword("type") == "array" or "object" not in field.types
    )
    place = (outer, 0, inner) if is_list else (outer, inner)
    line = f"{inner}: {_flow(violation, key, schemas.field(kind, place))}"
    if outer in violation.value:
        return line
    return f"- {{{line}}}" if is_list else f"{outer}: {{{line}}}"


def _flow(violation: Violation, key: str, field: Field | None) -> str:
    """Return the value of a field on one line, in quotation marks if it must be a text."""
    value, types = violation.value[key], field.types if field else ()
    if isinstance(value, int | float):
        value = scalar_text(violation.document, (key,)) or str(value)  # with zeros before it
        line = value if "integer" in types else json.dumps(value)
    elif isinstance(value, str):
        line = json.dumps(value, ensure_ascii=False)
    else:
        line = "…"
    line = line if len(line) <= _SHORT else "…"
    return line if {"string", "integer", "object"} & {*types} else f"[{line}]"


def _known_fields(key: str, known: tuple[str, ...], kind: str) -> str:
    if len(known) <= _FEW:
        return f"the fields are {', '.join(known)}"
    command = f"“exporter explain {kind}” lists all fields"
    near = similar(key, known)
    if len(near) == 1:
        return f"a similar name is {near[0]}; {command}"
    return f"similar names are {', '.join(near)}; {command}" if near else command
