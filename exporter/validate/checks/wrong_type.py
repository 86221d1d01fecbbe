"""A value of the wrong type: a list where text belongs, or a text or a number where a group belongs.

```yaml wrong
id: governesses
kind: concept
name: Governesses
# another file
id: jane-eyre
kind: book
language: en
title: [Jane Eyre]
subjects: [governesses]
```

```yaml right
id: governesses
kind: concept
name: Governesses
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
subjects:
  - {record: governesses}
```
"""

import json
import math
import re
from collections.abc import Iterator

from exporter.records.document import Pointer, is_id, leaves
from exporter.records.finding import Finding, Severity
from exporter.records.positions import scalar_text
from exporter.records.schema import Field
from exporter.records.schema_patterns import pattern_matcher
from exporter.validate.date_suggestions import suggested_date
from exporter.validate.field_suggestions import at_colon, contributor_entry
from exporter.validate.index import Index, IndexEntry, is_allowed
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
REFINABLE = True
KEYWORDS = ("type",)

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "object": "a group of fields",
    "array": "a list",
    "boolean": "true or false",
    "null": "nothing",
}


_LOOKS_LIKE_A_DATE = r"-?[0-9X]{4}[0-9X/?~.-]*"
_MAIN = ("topic", "in", "title", "term", "position", "date")
"""The main fields of groups. A group with `in` is a mention, which needs another field besides."""
_BULLET = re.compile("[‐-―−－﹣•·・●*]")
"""What people write before the entries of a list in place of a hyphen."""
_FEW = 8
"""Up to so many fields are all named in a hint."""


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report what the value is and what it must be."""
    if violation.value is None:
        return  # reported as empty-value
    expected = [violation.expected] if isinstance(violation.expected, str) else violation.expected
    message = f"{violation.label} must be {_wanted(violation, expected)}, not "
    message += _described(violation.value)
    quoted = _number_as_text(violation) if "string" in expected else None
    hint = _QUOTE if quoted else _hint_for_colon(violation) or _hint(violation, expected)
    yield violation.finding("wrong-type", message, hint, quoted, certain=quoted is not None)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Give a better hint where the id of a record stands in place of a group that can name it.

    A record by itself does not show whether `subjects: [tea]` has a topic or an id.
    """
    for entry in index.entries:
        if not any(is_id(each) and index.find(each) for each in entry.strings):
            continue
        record = index.record(entry)
        for pointer, value in leaves(record.data):
            target = index.find(value) if isinstance(value, str) and is_id(value) else None
            field = index.schemas.field(entry.kind, pointer) if target else None
            if target is None or field is None or "string" in field.types:
                continue
            is_list = "array" in field.types
            group = index.schemas.field(entry.kind, (*pointer, 0)) if is_list else field
            name = _reference_to(target, group)
            if name:
                message = f"“{value}” is the id of a record"
                like = ", with “- ” before each entry: - " if is_list else ": "
                hint = f"write it like this{like}{{{name}: {value}}}"
                yield Finding("wrong-type", entry.path, message, hint, pointer)


def _reference_to(target: IndexEntry, group: Field | None) -> str:
    """Return the field of a group that can name a record and is enough; else an empty text.

    A contributor is told by `contributor_entry`, and a mention needs more than its source.
    """
    inside = group.children if group else {}
    if group is None or "string" in group.types or {"role", "in"} & {*inside}:
        return ""
    for name, field in inside.items():
        if field.refers_to and is_allowed(target, field.refers_to):
            others = (each.required for other, each in inside.items() if other != name)
            return "" if any(others) or name == "*" else name
    return ""


def _wanted(violation: Violation, expected: list[str]) -> str:
    """Return in words what the value must be: `text, a group of fields or a list`."""
    if "integer" in expected:
        return "a date"
    words = []
    for word in expected:
        is_by_language = word == "object" and violation.field and "string" in expected
        if is_by_language and violation.field and violation.field.keyword("propertyNames"):
            words.append("one text for each language")
        else:
            words.append(_WORDS[word])
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


_QUOTE = "put it in quotation marks"


def _described(value: object) -> str:
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return "a number"
    return f"the text {said(value)}" if isinstance(value, str) else said(value)


def _number_as_text(violation: Violation) -> str | None:
    """Return how a number is written, if the field allows that as text: `1.10`, not `1.1`."""
    value = violation.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    written = scalar_text(violation.document, violation.pointer)
    if not written or not _fits(violation, written) or "integer" in violation.expected:
        return None
    return written


def _fits(violation: Violation, text: str) -> bool:
    pattern = str(violation.schema.get("pattern", ""))
    return bool(pattern_matcher(pattern)(text))


def _hint(violation: Violation, expected: list[str]) -> str:
    value = violation.value
    if "integer" in expected:
        return _hint_for_date(violation)
    if isinstance(value, list) and "object" in expected and _are_all_groups(value):
        return "remove the “- ” before each field: these are the fields of one group, not a list"
    if "string" in expected and isinstance(value, list):
        return _hint_for_text(violation)
    if isinstance(value, bool) and violation.pointer[-1:] == ("invalid",):
        return "write here the wrong number that stands on the work; it is none of its numbers"
    if "string" in expected and isinstance(value, bool | int | float):
        return _QUOTE if _fits(violation, str(value).lower()) else violation.example
    if "array" in expected:
        return _hint_for_list(violation, expected)
    fields = violation.schemas.within(violation.document.kind, violation.pointer)
    if fields and "string" not in expected:
        example = _entry(violation, violation.pointer)
        if example:
            return f"write it like this: {example}"
        return f"write its fields below it, indented: {_listed(fields)}"
    if violation.example or not violation.field:
        return violation.example
    return str(violation.field.keyword("description", ""))


def _hint_for_colon(violation: Violation) -> str:
    """Return how to write a colon that does not end the name of a field: `agent:yoko-sato`."""
    name, hint = at_colon(violation.value) if isinstance(violation.value, str) else ("", "")
    fields = violation.schemas.within(violation.document.kind, violation.pointer)
    return hint if name in fields else ""


def _are_all_groups(entries: list[object]) -> bool:
    return bool(entries) and all(isinstance(each, dict) for each in entries)


def _hint_for_date(violation: Violation) -> str:
    """Return how a date is written: not in brackets, as library rules supply one (AACR2 1.4F)."""
    value = violation.value
    if isinstance(value, list) and len(value) == 1:
        text = str(value[0])
        date = text if re.fullmatch(_LOOKS_LIKE_A_DATE, text) else suggested_date(text)
        if date:
            return (
                f"write {date}, without brackets; why you conclude it goes under “inferred”, if no "
                "source prints it"
            )
    return violation.example


def _hint_for_text(violation: Violation) -> str:
    """Return how a list becomes one text."""
    if len(violation.value) == 1:
        return "remove the “- ” or the brackets: this is not a list"
    hint = "write one text, without “- ” and brackets"
    if any(isinstance(step, int) for step in violation.pointer):
        hint += "; begin another entry for each further text"
    return hint


def _hint_for_list(violation: Violation, expected: list[str]) -> str:
    """Return how a value becomes a list."""
    place = (*violation.pointer, 0)
    entry = violation.schemas.field(violation.document.kind, place)
    allowed = entry.types if entry else ()
    if isinstance(violation.value, dict) and "object" in allowed:
        return "write “- ” before its first field, and indent the others two spaces further"
    if not isinstance(violation.value, dict | list) and "string" in allowed:
        if bullet := _BULLET.match(str(violation.value)):
            return f"write a hyphen and a space before each entry, in place of “{bullet[0]}”"
        if re.search("[,;]", str(violation.value)):  # several entries, or a comma inside of one
            return "put “- ” before each entry, on a line of its own"
        return "put “- ” before it, on a line of its own, or brackets around it"
    fields = violation.schemas.within(violation.document.kind, place)
    if fields:
        example = _entry(violation, place)
        if example:
            return f"write it like this, with “- ” before each entry: - {example}"
        return f"begin each entry with “- ”, and give it the fields {_listed(fields)}"
    if "string" in expected:
        return "write the id of a record, or a list of them"
    what = "ids" if entry and entry.keyword("refersTo") else "the entries"
    return f"write {what}, each after “- ”"


def _entry(violation: Violation, place: Pointer) -> str:
    """Return the text that stands in place of a group as that group, if its main field is known.

    It is the name of a contributor, the topic of a subject heading, the title of a series, the date
    of a birth.
    """
    value = violation.value
    group = violation.schemas.field(violation.document.kind, place)
    inside = group.children if group else {}
    main = next((name for name in _MAIN if name in inside), "")
    if any(each.required for name, each in inside.items() if name != main) and "role" not in inside:
        return ""  # it would not be enough
    if main == "date" and isinstance(value, str | int) and not isinstance(value, bool):
        date = suggested_date(str(value)) or str(value)
        return f"{{date: {date}}}" if re.fullmatch(_LOOKS_LIKE_A_DATE, date) else ""
    if not isinstance(value, str):
        return ""
    if "role" in inside and "name" in inside:
        return contributor_entry(value, "author")
    text = json.dumps(value, ensure_ascii=False)
    return f"{{{main}: {text}}}" if main not in {"", "in", "date"} else ""


def _listed(fields: tuple[str, ...]) -> str:
    more = " …" if len(fields) > _FEW else ""
    return f"{', '.join(fields[:_FEW])}{more}"
