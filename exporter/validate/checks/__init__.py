"""One module per check.

Its name is the name of its findings, its docstring their page, the samples in it its tests. A check
has a `SEVERITY` and defines the function that fits what it looks at:

- `on_violation(violation)`, with `KEYWORDS`: explains a broken rule of a schema, by the keyword of
  the rule;
- `on_other_violation(violation)`: explains one with a keyword that no check explains;
- `on_value(value)`, with `FORMAT`: judges a value to which a schema gives this `format`; returns a
  Fault or None. With several formats in a tuple it is `on_value(value, format)`;
- `on_kind(document, schemas)`: doubts the kind of a record; if it reports anything, nothing else is
  validated;
- `on_record(record)`: looks at one record, a `CheckedRecord`;
- `on_text_fields(text_fields)`: looks at the texts of one record, each with its language;
- `on_text(document)`: looks at the YAML text of one record, for what its data no longer show;
- `on_catalogue(index)`: looks at all records together. The index does not hold the records, but
  what the functions in `EXTRACTS` return for each `CheckedRecord` while it is validated. As long as
  what the check has read of the index is the same, it is not asked again.

`@needs("found")` before `on_record`, or before a function in `EXTRACTS`, says that it finds nothing
in a record without a field of this name. Most functions need one that few records have.

Findings are kept, so a check must not depend on anything else but the schemas, the settings and the
files of its package: not on the day, for example.

All but `on_value` yield findings. A check that defines none of them stands for what the reader
itself reports.

Optional constants: `REQUIRED = True` if the check cannot be disabled, because a record with such a
finding cannot be used at all; `REFINABLE = True` if a check of the whole catalogue may give its
findings a better hint.

Checks of other packages are found by the entry point group `exporter.checks`. Every run imports all
checks, so what few records need is imported in a function, and its regular expressions are strings,
which `re` compiles when they are used.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from types import ModuleType

from exporter.plugins import load_plugin, plugin_modules
from exporter.records.finding import Severity


@cache
def check_modules() -> dict[str, str]:
    """Return the module of each check by its name (`dangling-reference`), in alphabetical order."""
    modules = plugin_modules("exporter.checks")
    for info in pkgutil.iter_modules(__path__):
        modules[info.name] = f"{__name__}.{info.name}"
    return {stem.replace("_", "-"): module for stem, module in sorted(modules.items())}


@cache
def check_named(name: str) -> ModuleType:
    """Return one check; the others are not imported.

    Raises LookupError if there is none of this name, and UsageError if it is a check of another
    package that cannot be used.
    """
    return load_plugin(f"the check “{name}”", check_modules()[name], ("SEVERITY",))


@cache
def checks() -> dict[str, ModuleType]:
    """Return all checks by name, in alphabetical order.

    Raises UsageError if a check of another package cannot be used.
    """
    return {name: check_named(name) for name in check_modules()}


@cache
def checks_with(function: str, *, errors_only: bool = False) -> dict[str, ModuleType]:
    """Return the checks that define a function (`on_record`), or only those of errors, by name."""
    found = {}
    for name, check in checks().items():
        if hasattr(check, function) and (not errors_only or check.SEVERITY is Severity.ERROR):
            found[name] = check
    return found


def can_be_disabled(name: str) -> bool:
    """Return whether a catalogue or a record may do without a check."""
    return not getattr(check_named(name), "REQUIRED", False)
