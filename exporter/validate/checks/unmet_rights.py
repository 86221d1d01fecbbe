"""A work whose rights demand something that its record does not have.

`exporter export` and `exporter cite` deliver nothing if

- the permission (`permission`) has ended, by its `until`;
- a work is delivered by permission, and has neither a credit line (`credit`) nor a `rights_holder`;
- a Creative Commons licence with BY demands that the creator is named, and nobody is;
- RightsStatements.org has no such statement; InC, InC-EDU or InC-NC sends the user to the holder,
  and none is named; NoC-CR or NoC-OKLR says that the use is restricted, but not how;
- the credit line is not in the form that its holder asks for, by `[credits]` in `exporter.toml`.

Complete the record, leave the work out, or add `--keep-going`, which skips such works and names
them. `--ignore-rights` delivers them all the same. What is in order today may not be tomorrow, so
`exporter validate` does not report it; `exporter credits` shows it for any day.
"""

from exporter.records.finding import Severity

SEVERITY = Severity.ERROR
REQUIRED = True
