"""The file is not YAML.

A record is written in YAML 1.2: `field: value`, one field a line, inner fields and lists indented with spaces. The
finding stands where reading stopped; the slip itself is often one line higher. Text that contains a colon and a
space, or begins with one of the characters ``- ? : , [ ] { } # & * ! | > ' " % @ ` ``, needs quotation marks.

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
