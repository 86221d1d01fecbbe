"""A former id that is also the id, or a former id, of another record.

An old id still leads to the record that took its place: in citations of manuscripts, in addresses
of the web site, in git. If two records claim it, nobody can say where it leads.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
former_ids: [china-9]
# another file
id: seven
kind: book
language: en
title: China Seven
former_ids: [china-9]
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
former_ids: [china-9]
# another file
id: seven
kind: book
language: en
title: China Seven
former_ids: [china-7]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.index import Index

SEVERITY = Severity.WARNING


@needs("former_ids")
def former_ids(record: CheckedRecord) -> list[str] | None:
    """Return the former ids of a record; None if it has none."""
    found = record.data.get("former_ids")
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else None


EXTRACTS = (former_ids,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look for each former id among all ids, and among the former ones of other records."""
    heirs: dict[str, str] = {}
    for entry, found in index.extracts(former_ids):
        for place, former in enumerate(found):
            owner = index.find(former)
            if owner is not None and owner.file != entry.file:
                other = f"the id of “{owner.id}” in {owner.path.name}"
            elif heirs.setdefault(former, entry.id) != entry.id:
                other = f"a former id of “{heirs[former]}”, too"
            else:
                continue
            yield Finding(
                "ambiguous-former-id",
                entry.path,
                f"the former id “{former}” is {other}",
                "keep it in the record that it is to lead to",
                ("former_ids", place),
            )
