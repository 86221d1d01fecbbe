"""The difference between two texts as a unified diff, which `patch -p1` and `git apply` read.

Source: POSIX.1-2024, diff, "Diff -u Output Format"; the line about a missing line break is GNU's, as git writes it.
"""

from __future__ import annotations

import difflib
import re

_UNFINISHED = "\n\\ No newline at end of file\n"


def unified_diff(name: str, before: str, after: str) -> str:
    """Say what changes in the file `name`; empty where nothing does."""
    lines = [re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after)]
    tab = (
        "\t" if " " in name else ""
    )  # as git does: without it, patch takes the name to end at the blank
    diff = difflib.unified_diff(lines[0], lines[1], f"a/{name}{tab}", f"b/{name}{tab}")
    return "".join(line if line.endswith("\n") else line + _UNFINISHED for line in diff)
