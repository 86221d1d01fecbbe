"""A file that is not encoded in UTF-8.

All records are UTF-8, so that they can contain every script and every program reads the same
letters. Editors offer it under “Save with encoding”. A byte order mark at the beginning does no
harm.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
