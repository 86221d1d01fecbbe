"""The name of a field is a number, a truth value, nothing, a list or a group.

The names of fields are words. Programs differ in what they make of any other name.

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
