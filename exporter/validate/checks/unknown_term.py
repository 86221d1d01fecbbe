"""A word that is not one of the terms of its field.

Roles are MARC relator terms, types are those of CSL, senses of a citation those of CiTO, so that
every format can express them in its own terms.

```yaml wrong
id: charlotte-bronte
kind: person
name: Charlotte Brontë
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
contributors:
  - {agent: charlotte-bronte, role: autor}
```

```yaml right
id: charlotte-bronte
kind: person
name: Charlotte Brontë
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
contributors:
  - {agent: charlotte-bronte, role: author}
```
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.suggest import Suggestion, nearest, similar, suggestion
from exporter.validate.synonyms import KINDS, ROLES, TYPES, synonym
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("enum", "const")

_CERTAINTY = {
    "attributed": "attributed",
    "supposed": "supposed",
    "presumed": "supposed",
    "putative": "supposed",
    "doubtful": "disputed",
}
"""Words before a role that say how certain it is, and the terms of `certainty` for them."""
_FEW = 12
"""Up to so many terms are all named in a hint."""


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report the unknown word, with the term that is meant, or with those that there are."""
    if violation.value is None:
        return  # reported as empty-value
    expected = violation.expected if violation.keyword == "enum" else [violation.expected]
    own = violation.field.keyword("enum") if violation.field else None
    expected = [term for term in expected if not own or term in own] or expected  # of the kind
    terms = [str(term).lower() if isinstance(term, bool) else str(term) for term in expected]
    found = _suggestion(violation, terms)
    yield violation.finding(
        "unknown-term",
        f"{said(violation.value)} is not a term for {violation.label}",
        found.hint or _known_terms(str(violation.value), terms),
        found.replacement,
    )


def _suggestion(violation: Violation, terms: list[str]) -> Suggestion:
    """Return the term that is meant: another word for it, or a misspelling.

    A hint may name another place for it.
    """
    value = violation.value
    if value in terms:
        return Suggestion(f"write {value} without quotation marks")
    if not isinstance(value, str):
        return Suggestion("")
    if value.strip() in terms:
        return Suggestion("delete the blanks and line breaks around it")
    names = _vocabularies(violation)
    term = synonym(value, terms, *names)
    if term:
        return suggestion(term, written=value)
    first, _, role = value.casefold().partition(" ")
    if ROLES in names and first in _CERTAINTY and (role in terms or synonym(role, terms, ROLES)):
        return Suggestion(f"write role: {role}, and certainty: {_CERTAINTY[first]} beside it")
    other = _other_kind(violation, names)
    if other:
        return Suggestion(other)
    if value in violation.schemas.within(violation.document.kind, ()):
        return Suggestion(f"the record has a field of its own for it: {value}")
    return suggestion(nearest(value, terms), written=value)


def _vocabularies(violation: Violation) -> tuple[str, ...]:
    """Return the vocabularies of a field: that which its schema names, or all."""
    named = violation.field.keyword("vocabulary") if violation.field else None
    return (str(named),) if named else (TYPES, ROLES, KINDS)


def _other_kind(violation: Violation, names: tuple[str, ...]) -> str:
    """Say of which other kind a record with this type is; empty if of none."""
    if violation.pointer != ("type",):
        return ""
    for kind in violation.schemas.kinds:
        field = violation.schemas.field(kind, violation.pointer)
        terms = field.keyword("enum", ()) if field else ()
        term = (
            violation.value if violation.value in terms else synonym(violation.value, terms, *names)
        )
        if term:
            return f"“{term}” is a type of the kind {kind}: write kind: {kind}"
    return ""


def _known_terms(word: str, terms: list[str]) -> str:
    if len(terms) == 1:
        return f"write {terms[0]}, or delete the field"
    if len(terms) <= _FEW:
        return f"the terms are {'; '.join(terms)}"
    near = similar(word, terms)
    examples = "; ".join(near or terms[:5])
    lists = "your editor or docs/records.md lists them"
    return f"there are {len(terms)} terms, such as {examples}; {lists}"
