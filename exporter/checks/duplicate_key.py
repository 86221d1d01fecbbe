"""A field stands twice in the same group.

Which of the two counts is not defined (YAML 1.2.2, 3.2.1.1: the keys of a mapping are unique), and many programs
silently take the last. Put several values into one field as a list, or several languages as a map by language tag.

```yaml wrong
id: reuters
kind: organization
language: en
name: Reuters
name: Reuters News
```

```yaml right
id: reuters
kind: organization
language: en
name: Reuters
```
"""

from exporter.model.finding import Severity

SEVERITY = Severity.ERROR
