"""A value that is not written as the field wants it: an id with capitals, an address without https://.

```yaml wrong
id: reuters
kind: organization
name: Reuters
url: reuters
```

```yaml right
id: reuters
kind: organization
name: Reuters
url: https://example.org/reuters
```
"""

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.records.positions import scalar_text
from exporter.records.schema_patterns import pattern_matcher
from exporter.suggest import Suggestion, suggestion
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
REFINABLE = True
KEYWORDS = ("pattern", "maxLength", "minimum", "maximum")


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Say how the field is written: as the writer most likely meant it, or as in the examples of its schema."""
    if isinstance(violation.value, str) and not violation.value.strip():
        return  # reported as empty-value
    if violation.part == "key":
        title = str(violation.schema.get("title", "name")).lower()
        message = f"{said(violation.value)} is no {title}"
    else:
        message = f"{violation.label} is not written like this: {said(violation.value)}"
    found = suggestion(_respelled(violation), violation.example)
    if violation.meant:
        found = Suggestion(violation.meant)
    year = _year_before_christ(violation)
    if year:
        found = Suggestion("put it into quotation marks", year)
    yield violation.finding(
        "malformed-value", message, found.hint, found.replacement, certain=bool(year)
    )


def _year_before_christ(violation: Violation) -> str:
    """Return the text of a negative year (EDTF, level 0), which YAML reads as a number."""
    if violation.keyword != "minimum" or violation.schema.get("format") != "edtf":
        return ""
    written = scalar_text(violation.document, violation.pointer)
    return written if re.fullmatch("-[0-9]{4}", written) else ""


def _respelled(violation: Violation) -> str:
    """Return the value with other hyphens or in other letter case if it is right so; else an empty text."""
    if violation.keyword == "pattern" and re.fullmatch(r"[\w\s-]+", str(violation.value)):
        hyphened = re.sub(r"[\s_]+", "-", str(violation.value).strip())
        for form in (hyphened, hyphened.lower(), hyphened.upper()):
            if pattern_matcher(violation.expected)(form):
                return form
    return ""
