"""Reads the findings that `exporter validate` and other commands print for people."""

from __future__ import annotations

import re

ELSEWHERE = re.compile(r"^        (\S+?):(\d+:\d+)$")
HEADLINE = re.compile(
    r"^(\S+?):(\d+:\d+): (error|warning|information): ([a-z0-9-]+): (.*)$", re.MULTILINE
)


def headlines(text: str) -> list[tuple[str, str, str]]:
    """Return the path, the place and the name of each error that was printed, sorted.

    Errors that are listed below another one with the same cause are included.
    """
    found: list[tuple[str, str, str]] = []
    error = name = ""
    for line in text.splitlines():
        if told := HEADLINE.match(line):
            path, place, error, name, _ = told.groups()
        elif listed := ELSEWHERE.match(line):
            path, place = listed.groups()
        else:
            continue
        if error == "error":
            found.append((path, place, name))
    return sorted(found)
