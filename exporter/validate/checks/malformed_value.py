"""A value that is not written as its field requires, such as an id with capitals.

```yaml wrong
id: reuters
kind: organization
name: Reuters
url: reuters
```

```yaml right
id: reuters
kind: organization
name: Reuters
url: https://example.org/reuters
```
"""

import json
import re
from collections.abc import Iterator

from exporter.model.folding import folded
from exporter.records.finding import Finding, Severity
from exporter.records.schema_patterns import pattern_matcher
from exporter.suggest import Suggestion, suggestion, unquoted
from exporter.validate.value_suggestions import suggested_value
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
REFINABLE = True
KEYWORDS = ("pattern", "maxLength", "minimum", "maximum")

_ID_HINT = (
    "write small letters from a to z, digits and hyphens, with a letter first: letter-1899-03-12"
)


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report the value, with what is most likely meant or with the examples of the schema."""
    if isinstance(violation.value, str) and not violation.value.strip():
        return  # reported as empty-value
    if violation.part == "key":
        title = str(violation.schema.get("title", "name")).lower()
        message = f"{said(violation.value)} is not a {title}"
    else:
        label = violation.label.removeprefix("an entry of ")
        what = "value" if label == violation.label else "entry"
        message = f"{said(violation.value)} is not a valid {what} of {label}"
    found = suggestion(
        _respelled(violation) or _in_plain_words(violation),
        _ID_HINT if violation.pointer == ("id",) else violation.example or _description(violation),
        str(violation.value),
    )
    if violation.meant:
        found = Suggestion(violation.meant)
    elif without_record := _without_record(violation):
        like = f", such as {found.replacement}," if found.replacement else ""
        hint = f"write the id of a record{like} or {without_record} if none is wanted"
        found = Suggestion(hint, found.replacement if _is_one_word(violation) else None)
    elif _is_name_for_id(violation):
        like = f", such as {found.replacement}" if found.replacement else ""
        found = Suggestion(f"write the id of a record{like}")
    yield violation.finding("malformed-value", message, found.hint, found.replacement)


def _without_record(violation: Violation) -> str:
    """Return how to name somebody who has no record; empty where the field takes an id alone."""
    pointer, field_of = violation.pointer, violation.schemas.field
    field = field_of(violation.document.kind, pointer)
    group = field_of(violation.document.kind, pointer[:-1]) if pointer else None
    if field is None or not field.refers_to or violation.part == "key":
        return ""
    if _is_one_word(violation) and not str(violation.value)[0].isupper():
        return ""  # an id with a wrong letter
    name = json.dumps(unquoted(str(violation.value)), ensure_ascii=False)
    if "name" in field.children:
        return f"{{name: {name}}}"
    if group is not None and pointer[-1] == "agent" and "name" in group.children:
        return f"name: {name} in place of agent"
    if pointer == ("part_of",):
        return f"container_title: {name}"
    entry = field_of(violation.document.kind, (*pointer, "*"))
    if "title" in field.children or (entry is not None and "title" in entry.children):
        return f"{{title: {name}}}"
    return ""


def _is_one_word(violation: Violation) -> bool:
    return bool(re.fullmatch(r"[\w-]+", str(violation.value), re.ASCII))


def _is_name_for_id(violation: Violation) -> bool:
    """Return whether a name stands where only the id of a record can stand."""
    field = violation.field
    refers = field is not None and field.refers_to and violation.part == "value"
    return bool(refers) and not _is_one_word(violation)


def _description(violation: Violation) -> str:
    """Return what the field is for; of the name of a field, what the group around it is for."""
    pointer = violation.pointer[:-1] if violation.part == "key" else violation.pointer
    field = violation.schemas.field(violation.document.kind, pointer)
    return str(field.keyword("description", "")) if field else ""


def on_other_violation(violation: Violation) -> Iterator[Finding]:
    """Report a rule that only a catalogue's own schema has, in the words of the schema."""
    hint = violation.schema.get("description")
    if not hint and violation.field:
        hint = violation.field.keyword("description")
    hint = hint or f"compare it with the schema of the kind {violation.document.kind}"
    message = f"{violation.label} breaks a rule of the schema"
    yield violation.finding("malformed-value", message, str(hint))


def _in_plain_words(violation: Violation) -> str:
    """Return the value that is meant by everyday words, if the field allows it; else nothing."""
    names = [step for step in violation.pointer if isinstance(step, str)]
    if violation.keyword != "pattern" or violation.part == "key" or not names:
        return ""
    meant = suggested_value(names[-1], str(violation.value))
    return meant if meant and pattern_matcher(violation.expected)(meant) else ""


def _respelled(violation: Violation) -> str:
    """Return the value without quotation marks, with other hyphens or in other case, if that is right.

    The result is empty if it is not.
    """
    bare = unquoted(str(violation.value))
    if violation.keyword == "pattern" and bare != violation.value:
        return bare if pattern_matcher(violation.expected)(bare) else ""
    if violation.keyword == "pattern" and re.fullmatch(r"[\w\s-]+", str(violation.value)):
        hyphened = re.sub(r"[\s_]+", "-", str(violation.value).strip())
        for form in (hyphened, hyphened.lower(), hyphened.upper()):
            if pattern_matcher(violation.expected)(form):
                return form
    if violation.keyword == "pattern" and violation.pointer == ("id",):
        id = "-".join(filter(None, map(folded, re.findall(r"\w+", bare))))
        return id if pattern_matcher(violation.expected)(id) else ""
    return ""
