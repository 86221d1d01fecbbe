"""The difference between two texts as a unified diff, which `patch -p1` and `git apply` read.

Source: POSIX.1-2024, diff, "Diff -u Output Format". The line about a missing newline is GNU's, as
git writes it.
"""

from __future__ import annotations

import difflib
import re

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified_diff(name: str, before: str, after: str) -> str:
    """Return the diff of a file's content; empty if nothing changes."""
    lines = [re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after)]
    # as git does: without the tab, patch ends a file name at the first space
    tab = "\t" if " " in name else ""
    diff = difflib.unified_diff(lines[0], lines[1], f"a/{name}{tab}", f"b/{name}{tab}")
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in diff)
