"""The time at which a delivery is made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
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


class DaysOfEntry(Mapping[str, str]):
    """The days on which records were made (`2026-03-01`), by id: those known, else that of the delivery.

    Asking for a day that is not known raises UsageError as `delivery_time` does.
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._known = known or {}

    def __getitem__(self, id: str) -> str:
        return self._known.get(id) or str(delivery_day(os.environ))

    def __contains__(self, id: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
