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

from collections.abc import Iterator

from exporter.model.vocabularies.languages import fault
from exporter.records.finding import Finding, Severity
from exporter.suggest import Suggestion, nearest, similar, suggestion
from exporter.validate.field_suggestions import (
    MOST,
    also_called,
    field_of_term,
    groups_with,
    is_role,
    meant_fields,
)
from exporter.validate.old_shape import LANGUAGE, old_field
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("additionalProperties", "unevaluatedProperties")

_FEW = 8
"""Up to so many fields are all named in a hint."""


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

    A field under another word, a field of another group or kind, a term of a field, or a similar
    name.
    """
    name, colon, value = key.partition(":")
    if colon and name in known:
        return Suggestion(f"write a space after the colon: {name}: {value}")
    if key[:1].isspace():
        return Suggestion(f"indent with ordinary spaces, not with U+{ord(key[0]):04X}")
    if key == "<<":
        return Suggestion("write the fields out; a record has no merge keys")
    schemas, kind = violation.schemas, violation.document.kind
    way = field_of_term(schemas, kind, violation.pointer, key)
    absent = [field for field in known if field not in violation.value]
    group = schemas.field(kind, violation.pointer)
    other_word = also_called(group, key, absent) or also_called(group, name, absent)
    if way and (is_role(way) or not other_word):
        place = f", inside “{way[0]}”" if len(way) > 1 else ""
        return Suggestion(f"it is a term of “{way[-1]}”: write {way[-1]}: {key}{place}")
    if other_word:
        return suggestion(other_word)
    by_language = _text_by_language(violation, key, absent)
    if by_language:
        return Suggestion(f"put the language below “{by_language}”: {by_language}: {{{key}: …}}")
    elsewhere = _elsewhere(violation, key)
    if elsewhere:
        return Suggestion(elsewhere)
    return suggestion(meant[0] if len(meant) == 1 else nearest(key, known))


def _text_by_language(violation: Violation, key: str, absent: list[str]) -> str:
    """Return the field of a group that is meant by a language tag in its place.

    The result is empty if there is none.
    """
    group = violation.schemas.field(violation.document.kind, violation.pointer)
    if not violation.pointer or group is None or fault(key)[0]:
        return ""
    for name, field in group.children.items():
        if name in absent and field.required and field.keyword("propertyNames"):
            return name
    return ""


def _elsewhere(violation: Violation, key: str) -> str:
    """Return the groups or the other kinds that have such a field, in words."""
    schemas, kind = violation.schemas, violation.document.kind
    groups = groups_with(schemas, kind, key) if not violation.pointer else {}
    if groups:
        outer = "identifiers" if "identifiers" in groups else next(iter(groups))
        renamed = f", as “{groups[outer]}”" if groups[outer] != key else ""
        also = (
            ", or inside “series” for that of the series" if {outer, "series"} < {*groups} else ""
        )
        return f"it belongs inside “{outer}”{renamed}{also}"
    kinds = [other for other in schemas.kinds if key in schemas.within(other, violation.pointer)]
    if not kinds:
        return ""
    more = " and others" if len(kinds) > 3 else ""
    return f"records of kind {', '.join(kinds[:3])}{more} have it"


def _known_fields(key: str, known: tuple[str, ...], kind: str) -> str:
    if len(known) <= _FEW:
        return f"the fields are {', '.join(known)}"
    command = f"“exporter explain {kind}” lists all fields"
    near = similar(key, known)
    return f"similar names are {', '.join(near)}; {command}" if near else command
