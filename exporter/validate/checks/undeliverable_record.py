"""A work without a statement that the format requires.

Some formats accept no record without certain statements: DataCite requires a DOI, a creator, a
publisher and a year of publication. Nothing is invented to satisfy a format, so `exporter export`
says what is missing and writes nothing. The record itself is not wrong, and `exporter validate`
does not report it.

Complete the record if you know more, export only the works that you want, or add `--keep-going`:
it skips the works that the format does not accept, and names them.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
