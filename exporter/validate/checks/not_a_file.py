"""An entry with the name of a record that is not a file which can be read.

It is a folder, a pipe or a device; a link to a folder, to nothing, to itself or out of the
catalogue; or a file without permission to read it. None of them is opened, and nothing outside of
the catalogue ever is: a link in someone else's pull request reveals nothing.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
