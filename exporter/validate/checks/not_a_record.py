"""A file that contains something other than the fields of a record.

A record is a group of fields: the name of each field, a colon, and a value, beginning in the
first column. In a database, a column with records holds each as JSON, which begins with a brace.

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
