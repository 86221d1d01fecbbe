"""A format demands something that the record does not say.

Some formats take no record without certain statements: DataCite wants a DOI, a creator, a publisher and a year of
publication of every work. What no record states is not invented to please a format, so `exporter export` says what is
missing, and writes nothing. The record itself is not wrong, and `exporter validate` does not speak of it.

Complete the record if you know more, name only the works that you want, or add `--keep-going`: works that the format
cannot take are left out then, and listed.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
