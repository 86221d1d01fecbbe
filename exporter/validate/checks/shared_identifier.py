"""Two records with the same identifier.

An ISBN, a DOI or an ISNI identifies one thing. Two records that have the same one describe the
same thing, or one of them has the number of the other. An ISBN of ten digits is the same as that
of thirteen, and an ORCID iD is also an ISNI. An ISSN belongs to a whole periodical, and the ISBN
of a book to all its chapters, so works that appeared in another work may share them. So may all
editions of a work share its number in VIAF, the GND or Wikidata. A number marked as `invalid`
identifies nothing.

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
from exporter.model.identifiers import Identifier, identifiers_of
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.index import Index

SEVERITY = Severity.WARNING

_HINT = (
    "compare both with the source; if they are the same, keep one and let all others refer to it"
)
_OF_NO_ONE_RECORD = frozenset({"local", "publisher_number"})
"""Schemes in which different things can have the same number."""
_OF_ABSTRACT_WORKS = frozenset({"viaf", "gnd", "wikidata", "iswc"})
"""Schemes that number a work with all its editions and performances."""
_OF_SERIALS = frozenset({"issn", "issn_l", "coden"})


@needs("identifiers")
def numbers(record: CheckedRecord) -> list[str] | None:
    """Return each number of a record as it is compared; None if it has none."""
    return list(_numbers(record)) or None


EXTRACTS = (numbers,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look each number up among those of the records to which others refer more."""
    reported: set[tuple[str, object]] = set()
    for owner, *others in index.groups(numbers):
        target = _numbers(index.record(owner))
        for entry in others:
            for number, identifier in _numbers(index.record(entry)).items():
                other = target.get(number)
                if other is None or (entry.file, identifier.pointer) in reported:
                    continue
                reported.add((entry.file, identifier.pointer))
                note = RelatedPlace(owner.path, other.pointer, "the other record with this number")
                yield Finding(
                    "shared-identifier",
                    entry.path,
                    f"“{owner.id}” has the same {identifier.label} {identifier.number}",
                    _HINT,
                    identifier.pointer,
                    notes=(note,),
                )


def _numbers(record: CheckedRecord) -> dict[str, Identifier]:
    """Return the numbers of this record alone, by the form in which they are compared."""
    found: dict[str, Identifier] = {}
    for each in identifiers_of(record.root.get("identifiers")):
        number = "" if each.invalid else plain(each.scheme, each.number)
        if not number or each.scheme in _shared_schemes(record):
            continue
        if each.scheme in {"isni", "orcid"}:  # ORCID iDs are a block of ISNIs
            found.setdefault(f"isni {number}", each)
        elif each.scheme == "wikidata":
            found.setdefault(f"{each.scheme} {number}", each)
        else:  # the NDL numbers works and agents apart
            found.setdefault(f"{record.noun} {each.scheme} {number}", each)
    return found


def _shared_schemes(record: CheckedRecord) -> frozenset[str]:
    """Return the schemes whose numbers may be those of several records like this one."""
    schemes = _OF_NO_ONE_RECORD
    if record.noun == "work":
        schemes |= _OF_ABSTRACT_WORKS
        if record.kind != "serial":
            schemes |= _OF_SERIALS
        if not {"container_title", "part_of", "has_part"}.isdisjoint(record.data):
            schemes |= {"isbn", "ismn"}
    return schemes
