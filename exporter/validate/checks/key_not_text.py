"""The name of a field that is not text but a number, a truth value, nothing, a list or a group.

The names of fields are words. Programs disagree on what any other name means.

```yaml wrong
id: reuters
kind: organization
name: Reuters
1958: founded
```

```yaml right
id: reuters
kind: organization
name: Reuters
founded: 1958
```
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
