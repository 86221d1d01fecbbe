"""The file holds something else than the fields of a record.

A record is a group of fields, each with its name, a colon and a value, from the first column on.

```yaml wrong
- id: reuters
  kind: organization
  name: Reuters
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
