"""The record is larger than a record can sensibly be.

More than a million bytes, 50 levels of nesting or 100,000 values, what `*` repeats counted each time. Such a file is
a mistake or an attack on the programs that read it (an "alias bomb" is a few lines long and unfolds to gigabytes).

A catalogue whose records are larger says so in `exporter.toml`:

```toml
[limits]
size = 2_000_000  # bytes of a file, at most 100,000,000
depth = 60  # levels of nesting, at most 200
values = 200_000  # values of a record, at most 10,000,000
```
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
