"""A word that begins with ! before a value.

YAML calls it a tag. Programs use tags to construct objects, and files from strangers use them to
attack programs. A record needs no tags, and none is ever acted on.

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
