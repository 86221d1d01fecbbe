"""A citation that nothing in the text supports.

`citations` says what a work takes from a source. Where in the text that is, is said by `at`, or by
a mention: an entry under `found` in the record of the source, with the citing work as `in`. If
there is neither, nobody can look it up. Only texts are judged of which the catalogue transcribes
mentions, so a list of references without places is not reported.

```yaml wrong
id: tea
kind: book
language: en
title: The Book of Tea
citations:
  - {source: classic, intent: cites as authority}
  - {source: discourse, intent: cites as authority}
# another file
id: classic
kind: book
language: zh
title: 茶經
found:
  - {in: tea, at: chapter 2, title: 茶經}
# another file
id: discourse
kind: book
language: zh
title: 大觀茶論
```

```yaml right
id: tea
kind: book
language: en
title: The Book of Tea
citations:
  - {source: classic, intent: cites as authority}
  - {source: discourse, intent: cites as authority, at: chapter 2}
# another file
id: classic
kind: book
language: zh
title: 茶經
found:
  - {in: tea, at: chapter 2, title: 茶經}
# another file
id: discourse
kind: book
language: zh
title: 大觀茶論
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.index import Index

SEVERITY = Severity.INFORMATION


@needs("citations")
def unplaced_citations(record: CheckedRecord) -> list[list[object]] | None:
    """Return the citations of a work that do not say where they are: place and source."""
    found: list[list[object]] = []
    for each in record.root.all("citations"):
        source = each.line("source")
        if source and not each.get("at"):
            found.append([each.pointer[-1], source])
    return found or None


EXTRACTS = (unplaced_citations,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look for mentions of the sources in the works that cite them."""
    mentioned: dict[str, set[str]] = {}
    for entry in index.entries:
        for pointer, target, _ in entry.references:
            if pointer[0] == "found" and target != entry.id:
                mentioned.setdefault(target, set()).add(entry.id)
    for entry, citations in index.extracts(unplaced_citations):
        for place, source in citations if entry.id in mentioned else ():
            cited = index.find(source)
            if cited is None or cited.id in mentioned[entry.id]:
                continue  # one that does not exist is reported as dangling-reference
            yield Finding(
                "unsupported-citation",
                entry.path,
                f"nothing says where the text cites “{source}”",
                f"add at to the citation, or a mention with in: {entry.id} to “{source}”",
                ("citations", place, "source"),
                notes=(RelatedPlace(cited.path, ("id",), "the record of the source"),),
            )
