"""A record that is larger than a record may be.

The limits are a million bytes, 50 levels of nesting and 100,000 values, where what `*` repeats
counts each time. Such a file is a mistake, or an attack on the programs that read it (an “alias
bomb” has a few lines and expands to gigabytes).

A catalogue with larger records sets the limits in `exporter.toml`:

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
