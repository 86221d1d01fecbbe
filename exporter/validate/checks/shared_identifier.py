"""Two records with the same identifier.

An ISBN, a DOI or an ISNI identifies one thing. Two records that have the same one describe the
same thing, or one of them has the number of the other. An ISBN of ten digits is the same as that
of thirteen, and an ORCID iD is also an ISNI. An ISSN belongs to a whole periodical, and the ISBN
of a book to all its chapters, so works that appeared in another work may share them.

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
from typing import Any

from exporter.model.identifier import plain
from exporter.records.document import Document
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas
from exporter.validate.index import Index

SEVERITY = Severity.WARNING

_HINT = (
    "compare both with the source; if they are the same, keep one and let all others refer to it"
)


def numbers(document: Document, schemas: Schemas) -> list[str] | None:
    """Return each number of a record as it is compared; None if it has none."""
    found = _numbers(document.data, schemas.noun(document.kind))
    return [number for number, _ in found] or None


EXTRACTS = (numbers,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look each number up among those of the records to which others refer more."""
    reported: set[tuple[str, str]] = set()
    for owner, *others in index.groups(numbers):
        target = dict(_numbers(index.data(owner), owner.noun))
        for entry in others:
            data = index.data(entry)
            for number, scheme in _numbers(data, entry.noun):
                other_scheme = target.get(number)
                if other_scheme is None or (entry.file, scheme) in reported:
                    continue
                reported.add((entry.file, scheme))
                written = data["identifiers"][scheme]
                note = Note(
                    owner.path, ("identifiers", other_scheme), "the other record with this number"
                )
                yield Finding(
                    "shared-identifier",
                    entry.path,
                    f"“{owner.id}” has the same {scheme.upper()} {written}",
                    _HINT,
                    ("identifiers", scheme),
                    notes=(note,),
                )


def _numbers(data: Mapping[str, Any], noun: str) -> Iterator[tuple[str, str]]:
    """Yield each number that belongs to this record alone, as it is compared, with its scheme."""
    identifiers = data.get("identifiers")
    if not isinstance(identifiers, dict):
        return
    in_another = "container_title" in data
    for scheme, written in identifiers.items():
        if scheme == "issn" or (scheme == "isbn" and in_another) or not isinstance(written, str):
            continue
        number = plain(scheme, written)
        if not number:
            continue
        if scheme in {"isni", "orcid"}:  # ORCID iDs are a block of ISNIs
            yield f"isni {number}", scheme
        elif scheme == "wikidata":
            yield f"{scheme} {number}", scheme
        else:  # the NDL numbers works and agents apart
            yield f"{noun} {scheme} {number}", scheme
