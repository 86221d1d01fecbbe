"""The time at which a delivery is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

from exporter.errors import UsageError


def delivery_time(environment: Mapping[str, str]) -> datetime:
    """Return the time at which a delivery is made, in Universal Time: that of the first call.

    SOURCE_DATE_EPOCH, in seconds since 1970, stands for now (reproducible-builds.org). Raises
    UsageError if it is no such number.
    """
    return _time(environment.get("SOURCE_DATE_EPOCH", ""))


@cache
def _time(written: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(written), UTC) if written else datetime.now(UTC)
    except (OSError, OverflowError, ValueError):
        message = f"SOURCE_DATE_EPOCH is “{written}”, which is not a time"
        raise UsageError(message, "set it to the seconds since 1970, or unset it") from None


def delivery_day(environment: Mapping[str, str]) -> date:
    """Return the day on which a delivery is made. Raises UsageError as `delivery_time` does."""
    return delivery_time(environment).date()
