"""Something with the name of a record is no file that can be read.

A folder, a pipe, a link that leads nowhere, round in a circle or out of the catalogue, or a file without permission
to read it. Nothing outside the catalogue is ever opened, so that a link in a stranger's pull request reveals nothing.
"""

from exporter.model.finding import Severity

SEVERITY = Severity.ERROR
