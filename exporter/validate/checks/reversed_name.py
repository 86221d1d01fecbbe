"""A name whose family and given name two records have the other way round.

Names that are written in the order of another language, or copied from a title page, are easily
divided wrongly; then a person is filed in two places. Compared are the names of contributors
without a record, with each other and with those of persons. That two records of persons have the
same name, in whatever order, is reported as `probable-duplicate`.

There are pairs of names that both exist: Chen Wei and Wei Chen. So a name is reported only if both
works have another maker in common, or the other name is that of a record, and the name is not
Chinese or Korean.

```yaml wrong
id: homare-endo
kind: person
name: {en: {family: Endo, given: Homare}}
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {name: {en: {family: Homare, given: Endo}}, role: author}
about: [homare-endo]
```

```yaml right
id: homare-endo
kind: person
name: {en: {family: Endo, given: Homare}}
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {name: {en: {family: Endo, given: Hana}}, role: author}
about: [homare-endo]
```
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from exporter.model.text import primary_language
from exporter.records.document import Pointer
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, name_forms, needs
from exporter.validate.index import Index, IndexEntry

SEVERITY = Severity.INFORMATION

_BOTH_EXIST = frozenset({"zh", "ko", "vi"})
"""Languages of which many names exist in both orders, written in Latin letters."""
_SHORT_SYLLABLES = 8
"""A given and a family name of Chinese or Korean have together at most so many letters."""
_MOST = 100
"""How many names of one record, and how many bearers of one name, are compared."""


@needs("family")
def names_in_parts(record: CheckedRecord) -> list[Any] | None:
    """Return the divided names of a person or of contributors: family, given, pointer."""
    nodes = []
    if record.kind == "person":
        nodes = [record.root.get("name")]
    elif record.noun == "work":
        nodes = [each.get("name") for each in record.nodes("contributors")[:_MOST]]
    found = []
    for node in nodes:
        for tag, form in name_forms(node):
            if isinstance(form, str) or primary_language(tag) in _BOTH_EXIST:
                continue
            family, given = _folded(form.get("family", "")), _folded(form.get("given", ""))
            if min(len(family), len(given)) > 1 and len(family + given) > _SHORT_SYLLABLES:
                found.append([family, given, [*node.pointer, tag] if node else []])
    return found or None


EXTRACTS = (names_in_parts,)


class _Bearer(NamedTuple):
    """Where a name in parts stands."""

    entry: IndexEntry
    pointer: Pointer


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look for each name the other way round."""
    bearers: dict[tuple[str, str], list[_Bearer]] = defaultdict(list)
    names: dict[str, set[frozenset[str]]] = defaultdict(set)
    for entry, found in index.extracts(names_in_parts):
        for family, given, pointer in found:
            bearers[family, given].append(_Bearer(entry, tuple(pointer)))
            names[entry.file].add(frozenset({family, given}))
    for (family, given), those in bearers.items():
        others = bearers.get((given, family), ()) if family != given else ()
        for bearer in those if others else ():
            if bearer.entry.noun != "work":
                continue
            other = _better(bearer, those, others, names)
            if other:
                yield _finding(bearer, other, f"{family.title()}, {given.title()}")


def _better(
    bearer: _Bearer,
    those: list[_Bearer],
    others: list[_Bearer] | tuple[()],
    names: dict[str, set[frozenset[str]]],
) -> _Bearer | None:
    """Return one of the `others`, who bear the name the other way round, if that is more likely right.

    `those` bear it in the same order as the bearer; `names` are the names of all.
    """
    for other in others[:_MOST]:
        if other.entry.noun == "agent":
            return other
    if len(others) < len(those):
        return None
    for other in others[:_MOST]:
        common = names[bearer.entry.file] & names[other.entry.file]
        later = len(others) > len(those) or other.entry.file < bearer.entry.file
        if len(common) > 1 and later:
            return other
    return None


def _finding(bearer: _Bearer, other: _Bearer, name: str) -> Finding:
    return Finding(
        "reversed-name",
        bearer.entry.path,
        f"“{name}” has family and given name the other way round in “{other.entry.id}”",
        "compare both with the sources, and exchange the parts of one of them",
        bearer.pointer,
        notes=(RelatedPlace(other.entry.path, other.pointer, "the other way round"),),
    )


def _folded(part: str) -> str:
    plain = unicodedata.normalize("NFKD", part).casefold()
    return "".join(letter for letter in plain if letter.isalpha())
