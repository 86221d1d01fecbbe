"""A file with more than one record.

One file is one record. So a record is found by the name of its file, and the history of the file
in git is the history of the record.

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
