"""Two records with one identifier.

An ISBN, a DOI, an ISNI names one thing, so two records that have it are one thing described twice, or one of them has
the number of the other. An ISBN of ten digits is the same as that of thirteen, an ORCID iD the same as the ISNI. An
ISSN belongs to a whole periodical, and the ISBN of a book to its chapters: works that appeared in another may share
them.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
identifiers: {isbn: 978-3-16-148410-0}
# another file
id: seven
kind: book
language: en
title: China Seven
identifiers: {isbn: 3-16-148410-X}
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
identifiers: {isbn: 978-3-16-148410-0}
# another file
id: seven
kind: book
language: en
title: China Seven
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.model.identifier import plain
from exporter.records.finding import Finding, Note, Severity
from exporter.validate.index import Entry, Index

SEVERITY = Severity.WARNING

_HINT = "compare both with the source; if they are one, delete the other record and let all refer to this one"


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look each number up among those of the records that are used more."""
    told: set[tuple[str, str]] = set()
    for owner, *others in index.groups("shared-identifier"):
        theirs = dict(_numbers(owner))
        for entry in others:
            for number, scheme in _numbers(entry):
                if number in theirs and (entry.file, scheme) not in told:
                    told.add((entry.file, scheme))
                    label = f"{scheme.upper()} {entry.fields['identifiers'][scheme]}"
                    note = Note(
                        owner.path,
                        ("identifiers", theirs[number]),
                        "the other record with this number",
                    )
                    message = f"the {label} is also that of “{owner.id}”"
                    pointer = ("identifiers", scheme)
                    yield Finding(
                        "shared-identifier", entry.path, message, _HINT, pointer, notes=(note,)
                    )


def keys(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Give each number of the record's own as it is compared."""
    return (number for number, _ in _numbers(entry))


def _numbers(entry: Entry) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give each number of the record's own as it is compared, with its scheme."""
    identifiers = entry.fields.get("identifiers")
    for scheme, written in identifiers.items() if isinstance(identifiers, Mapping) else ():
        of_the_whole = scheme == "issn" or (scheme == "isbn" and "container_title" in entry.fields)
        if isinstance(written, str) and not of_the_whole and (number := plain(scheme, written)):
            if scheme in {"isni", "orcid"}:  # ORCID iDs are a block of ISNIs
                yield ("isni", number), scheme
            elif scheme == "wikidata":
                yield (scheme, number), scheme
            else:  # the NDL numbers works and agents apart
                yield (entry.noun, scheme, number), scheme
