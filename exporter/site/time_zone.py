"""The time zone of the environment, which babel reads when it is imported.

No page depends on it: dates of a catalogue are days of a calendar.
"""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo


def mend_time_zone() -> None:
    """Set TZ to UTC, as the C library does, if it names a file or a folder that is no time zone.

    babel raises an error for such a value, and not for others that it does not know.
    """
    named = Path(os.environ.get("TZ", "").removeprefix(":"))
    try:
        if named.exists() and named.name:
            with named.open("rb") as file:
                ZoneInfo.from_file(file)
    except (OSError, ValueError):
        os.environ["TZ"] = "UTC"
