"""One file a check. Its stem is the finding's name, its docstring the finding's page, its samples its tests.

A check has a `SEVERITY` and says what it looks at by the function that it defines:

- `on_violation(violation)`, with `KEYWORDS`: puts the breach of a schema's rule into a cataloguer's words;
- `on_value(value)`, with `FORMAT`: judges the values to which a schema gives this `format`;
- `on_kind(document, schemas)`: doubts what a record is at all; if it finds anything, nothing else is judged;
- `on_record(document, schemas)`: looks at one record;
- `on_text_fields(text_fields)`: looks at the texts of one record, each with its language;
- `on_text(document)`: looks at how a record is written, for what its data no longer show;
- `on_catalogue(index)`: looks at all records together; and perhaps `keys(entry)`: gives that by which a record is found
  among all that are to be compared with it, in tuples of texts and numbers.

Every run imports all checks: what few records need is made where one does. So a pattern for these is a text, which `re`
compiles when it is first asked for, and keeps.

A check that defines none of them names what the reader itself finds. Checks from outside the package are found
by the entry point group `exporter.checks`.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from types import ModuleType

from exporter.plugins import load_plugin, plugin_modules
from exporter.records.finding import Severity


@cache
def checks() -> dict[str, ModuleType]:
    """Give all checks by the name of their finding (`dangling-reference`), in alphabetical order.

    Raises UsageError where one from another package is none.
    """
    own = {info.name: f"{__name__}.{info.name}" for info in pkgutil.iter_modules(__path__)}
    modules = {
        stem.replace("_", "-"): module
        for stem, module in sorted((plugin_modules("exporter.checks") | own).items())
    }
    return {
        name: load_plugin(f"the check “{name}”", module, ("SEVERITY",))
        for name, module in modules.items()
    }


@cache
def hooks(function: str, *, errors_only: bool = False) -> dict[str, ModuleType]:
    """Give the checks that define one function: `hooks("on_record")`; of them, perhaps, those that find errors."""
    return {
        name: check
        for name, check in checks().items()
        if hasattr(check, function) and not (errors_only and check.SEVERITY is not Severity.ERROR)
    }


def switchable(name: str) -> bool:
    """Tell whether a catalogue or a record may do without a check.

    Not those without which a record cannot be used at all: what the reader, the schemas and the links refuse. They
    say so by `NEEDED = True`, or look at nothing of their own.
    """
    check = checks()[name]
    judges = any(
        hasattr(check, hook)
        for hook in ("on_value", "on_record", "on_text_fields", "on_text", "on_catalogue")
    )
    return judges and not getattr(check, "NEEDED", False)
