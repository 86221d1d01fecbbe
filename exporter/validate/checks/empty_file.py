"""The file holds no record.

It is empty, or holds only comments. A file under `records/` is one record.

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
