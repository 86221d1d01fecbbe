"""A word that begins with ! stands before a value.

YAML calls it a tag; programs use tags to build objects, and from strangers' files that is how they are attacked. A
record needs none, and none is ever followed.

```yaml wrong
id: reuters
kind: organization
name: !important Reuters
```

```yaml right
id: reuters
kind: organization
name: "!important Reuters"
```
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
