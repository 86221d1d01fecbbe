"""A language tag with a variant, but without the tag to which the variant belongs.

Hepburn is a way to write Japanese in Latin letters, so its tag is `ja-Latn-hepburn`: the IANA
registry names the tags to which a variant belongs (RFC 5646, 2.2.5). `ja-hepburn` would be
Japanese, in Japanese script, in Hepburn.

```yaml wrong
id: nine
kind: book
language: ja
title: {ja: 中国, ja-hepburn: Chūgoku}
```

```yaml right
id: nine
kind: book
language: ja
title: {ja: 中国, ja-Latn-hepburn: Chūgoku}
```
"""

from __future__ import annotations

from exporter.model.vocabularies.languages import strayed
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.WARNING
FORMAT = "language-tag"


def on_value(value: str) -> Fault | None:
    """Look the variant up in the registry."""
    part, tags = strayed(value)
    if not part:
        return None
    alike = [tag for tag in tags if tag.lower().endswith(part.lower())]
    said = f"the variant “{part}” in “{value}” lacks the language tag that it belongs to"
    if alike:
        return Fault(said, f"write “{alike[0]}”", alike[0])
    return Fault(said, f"“{part}” belongs after {' or '.join(tags[:5])}")
