"""A file without a record.

It is empty, or contains only comments. Every file under `records/` is one record.

```yaml wrong
# to be written
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
