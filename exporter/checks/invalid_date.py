"""A date that is not EDTF, or that no calendar has.

Dates are written as EDTF (ISO 8601-2:2019, levels 0 to 2): `1941`, `2021-08`, `2021-08-27`, `1941?` for uncertain,
`1941~` for approximate, `194X` for the forties, `2001/2006` for an interval, `2001/..` for one without end. So every
format can say as much of it as it is able to.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
issued: 2021-02-30
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
issued: 2021-02-28
```
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from functools import lru_cache

from exporter.model.date import Date, fault, parse_date
from exporter.model.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "edtf"

_HINT = "write 2021-08-27, 2021-08 or 2021; 2021? if uncertain, 2021~ if approximate, 2001/2006 from and to"
_SIMPLE = re.compile(
    r"(\.\.|-?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[?~%]?|[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX|[0-9]{4}-[0-9X]{2}-XX|XXXX-[0-9]{2}-[0-9]{2})?",
    re.ASCII,
)


@lru_cache(maxsize=10_000)
def on_value(value: str) -> Fault | None:
    """Judge one date."""
    date = parse_date(value)
    wrong = fault(date) or _backwards(date)
    if wrong:
        return Fault(f"“{value}” is no date: {wrong}", "correct the date")
    ends = value.split("/")
    if (
        len(ends) <= 2
        and value not in {"", "/", ".."}
        and all(_SIMPLE.fullmatch(end) for end in ends)
        and (len(ends) == 2 or ends[0] != "..")
    ):
        return None
    return None if _is_edtf(value) else Fault(f"“{value}” is not written as a date is", _HINT)


def _backwards(date: Date) -> str:
    if date.interval and date.start and date.end:
        start, end = date.start.calendar, date.end.calendar
        size = min(len(start), len(end))
        if size and start[:size] > end[:size]:
            return "it ends before it begins"
    return ""


def _is_edtf(value: str) -> bool:
    """Ask the library for the rarer forms. It prints to stdout for some and raises anything at all for others."""
    if not value.isascii() or value != value.strip():
        return False  # the library passes over blanks
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses its parser generator in a way that the latter warns of
        import edtf  # here, since it takes a tenth of a second and most dates never need it

        try:
            edtf.parse_edtf(value)
        except Exception:  # noqa: BLE001
            return False
    return True
