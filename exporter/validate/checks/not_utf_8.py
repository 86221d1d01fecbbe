"""The file is not encoded in UTF-8.

All records are UTF-8, so that every script can stand in them and every program reads the same letters. An editor
usually offers it under "Save with encoding". A byte order mark at the beginning does no harm.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
