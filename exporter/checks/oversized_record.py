"""The record is larger than a record can sensibly be.

More than a million bytes, 50 levels of nesting or 100,000 values, what `*` repeats counted each time. Such a file is
a mistake or an attack on the programs that read it (an "alias bomb" is a few lines long and unfolds to gigabytes).
"""

from exporter.model.finding import Severity

SEVERITY = Severity.ERROR
