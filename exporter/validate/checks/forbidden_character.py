r"""A character that no record can contain.

Control characters and unpaired surrogates cannot be written in XML 1.0 (section 2.2), not even as
an escape. NEL (U+0085), U+2028 and U+2029 are line breaks for some programs and not for others.
They come from copied text and mean nothing in a title or a name.

```yaml wrong
id: reuters
kind: organization
name: "Reuters\x07"
```

```yaml right
id: reuters
kind: organization
name: Reuters
```
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
