"""A file that is not YAML.

A record is written in YAML 1.2: `field: value`, one field per line, inner fields and lists
indented with spaces. The finding marks the place where reading stopped; the mistake itself is
often one line above. Text needs quotation marks if it contains a colon and a space, or begins
with one of the characters ``- ? : , [ ] { } # & * ! | > ' " % @ ` ``.

```yaml wrong
id: kabul
kind: book
language: en
title: Kabul: the airport
```

```yaml right
id: kabul
kind: book
language: en
title: "Kabul: the airport"
```
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
