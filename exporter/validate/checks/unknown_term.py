"""A word that is not in the list from which this field takes its words.

Roles are MARC relator terms, types are those of CSL, senses of a citation those of CiTO, so that every format can
put them into its own words.

```yaml wrong
id: homare
kind: person
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {agent: homare, role: autor}
```

```yaml right
id: homare
kind: person
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {agent: homare, role: author}
```
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.suggest import Suggestion, nearest, suggestion
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("enum", "const")


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Say that the word is unknown and which one comes nearest, or which there are."""
    if violation.value is None:
        return  # reported as empty-value
    terms = violation.expected if violation.keyword == "enum" else [violation.expected]
    words = [str(term).lower() if isinstance(term, bool) else str(term) for term in terms]
    every = (
        f"the words are {'; '.join(words)}"
        if len(words) > 1
        else f"write {words[0]}, or delete the field"
    )
    found = Suggestion("")
    if violation.value in words:
        hint = f"write {violation.value} without quotation marks"
    elif str(violation.value).strip() in words:
        hint = "delete the blanks and line breaks around it"
    elif violation.value in violation.schemas.within(violation.document.kind, ()):
        hint = f"the record has a field of its own for it: {violation.value}"
    else:
        found = suggestion(nearest(str(violation.value), words), every)
        hint = found.hint
    yield violation.finding(
        "unknown-term",
        f"{said(violation.value)} is no word for {violation.label}",
        hint,
        found.replacement,
    )
