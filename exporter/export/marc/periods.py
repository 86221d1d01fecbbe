"""Lengths of time in ISO 8601 (`PT1H30M`) as MARC 21 writes them."""

from __future__ import annotations

import re

_DURATION = re.compile(
    r"P(?:(?P<days>\d{1,18})D)?(?:T(?:(?P<hours>\d{1,18})H)?(?:(?P<minutes>\d{1,18})M)?(?:(?P<seconds>\d{1,18})(?:[.,]\d+)?S)?)?",
    re.ASCII,
)
_MOST_HOURS = 99


def seconds(duration: str) -> int:
    """Return the seconds of a duration; 0 for one with months or years, which have no fixed length."""
    match = _DURATION.fullmatch(duration)
    if not match:
        return 0
    days, hours, mins, secs = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + mins) * 60 + secs


def minutes(duration: str) -> int:
    """Return the minutes of a duration, at least one for what lasts at all."""
    length = seconds(duration)
    return max(1, round(length / 60)) if length else 0


def playing_time(duration: str) -> str:
    """Return a duration as 306 has it, hhmmss; empty if it has no such form."""
    hours, rest = divmod(seconds(duration), 3600)
    if not (hours or rest) or hours > _MOST_HOURS:
        return ""
    return f"{hours:02d}{rest // 60:02d}{rest % 60:02d}"
