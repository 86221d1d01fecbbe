"""Something with the name of a record is no file that can be read.

A folder, a pipe, a device, a link that leads to a folder, nowhere, round in a circle or out of the catalogue, or a file
without permission to read it. None of them is opened, and nothing outside the catalogue ever is, so that a link in a
stranger's pull request reveals nothing.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
