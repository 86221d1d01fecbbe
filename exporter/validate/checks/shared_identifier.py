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

from collections.abc import Iterator

from exporter.model.identifier import plain
from exporter.model.identifiers import Identifier
from exporter.model.node import Node
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.validate.index import Index
from exporter.validate.values import numbers_of

SEVERITY = Severity.WARNING

_HINT = (
    "compare both with the source; if they are the same, keep one and let all others refer to it"
)


def numbers(record: Node, noun: str) -> list[str] | None:
    """Return each number of a record as it is compared; None if it has none."""
    return [number for number, _ in _numbers(record, noun)] or None


EXTRACTS = (numbers,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look each number up among those of the records to which others refer more."""
    reported: set[tuple[str, Pointer]] = set()
    for owner, *others in index.groups(numbers):
        known = dict(_numbers(index.record(owner), owner.noun))
        for entry in others:
            for number, identifier in _numbers(index.record(entry), entry.noun):
                other = known.get(number)
                if other is None or (entry.file, identifier.pointer) in reported:
                    continue
                reported.add((entry.file, identifier.pointer))
                note = Note(owner.path, other.pointer, "the other record with this number")
                yield Finding(
                    "shared-identifier",
                    entry.path,
                    f"“{owner.id}” has the same {identifier.label} {identifier.number}",
                    _HINT,
                    identifier.pointer,
                    notes=(note,),
                )


def _numbers(record: Node, noun: str) -> Iterator[tuple[str, Identifier]]:
    """Yield each number that belongs to this record alone, as it is compared.

    A number that is wrong on the piece identifies nothing. Local numbers are not unique.
    """
    in_another = record.get("container_title") is not None or record.get("part_of") is not None
    shared = {"issn", "issn_l", "local"} | ({"isbn"} if in_another else set())
    for identifier in numbers_of(record):
        scheme = identifier.scheme
        if scheme in shared:
            continue
        number = plain(scheme, identifier.number)
        if not number:
            continue
        if scheme in {"isni", "orcid"}:  # ORCID iDs are a block of ISNIs
            yield f"isni {number}", identifier
        elif scheme == "wikidata":
            yield f"{scheme} {number}", identifier
        else:  # the NDL numbers works and agents apart
            yield f"{noun} {scheme} {number}", identifier
