"""A comment `# exporter: allow NAME` that has no effect.

The comment switches off a check for a record, or for one line. NAME is the name of a check, as it
is printed with its findings; several names have commas between them. A few checks cannot be
switched off, because a record with such an error cannot be used at all. `exporter explain` lists
all checks.

```yaml wrong
# exporter: allow orphan
id: ada-lovelace
kind: person
name:
  en: {family: Lovelace, given: Ada}
```

```yaml right
# exporter: allow orphaned-record
id: ada-lovelace
kind: person
name:
  en: {family: Lovelace, given: Ada}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.document import Document
from exporter.records.finding import Finding, Severity
from exporter.suggest import nearest, similar
from exporter.validate.checks import can_be_disabled, checks
from exporter.validate.suppression import allowed_checks
from exporter.validate.violation import said

SEVERITY = Severity.WARNING
_NAME = "ineffective-comment"


def on_text(document: Document) -> Iterator[Finding]:
    """Find names that are not those of checks, and checks that cannot be switched off."""
    for allowed in allowed_checks(document.text):
        if not allowed.name:
            message = "the comment names no check"
            hint = "write the name of a check after “allow”"
        elif allowed.name not in checks():
            message = f"there is no check {said(allowed.name)}"
            hint = _hint(allowed.name)
        elif not can_be_disabled(allowed.name):
            message = f"the check {said(allowed.name)} cannot be switched off"
            hint = "fix what it reports, and remove the comment"
        else:
            continue
        yield Finding(_NAME, document.path, message, hint, position=allowed.position)


def _hint(name: str) -> str:
    first_word = name.split()[0]
    if first_word in checks():
        return "the comment ends after the names, which have commas between them"
    meant = nearest(name, checks()) or next(iter(similar(name, checks())), "")
    if meant:
        return f"did you mean “{meant}”? “exporter explain” lists the checks"
    return "“exporter explain” lists the checks"
