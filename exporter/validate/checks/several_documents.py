"""The file holds more than one record.

One file, one record: so a record is found by its file's name, and its history is the file's history in git.

```yaml wrong
id: reuters
kind: organization
name: Reuters
---
id: ap
kind: organization
name: AP
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
