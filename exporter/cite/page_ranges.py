"""Page numbers with their ranges in the format of a style.

citeproc-py does not complete a second number that is shortened already (`123-29`), and shortens `1002-06` wrongly.
"""

from __future__ import annotations

import re


def ranged(text: str, format: str, delimiter: str) -> str:
    """Give page numbers with their ranges in a format. Source: CSL 1.0.2, Page Ranges (Appendix V)."""

    def one(match: re.Match[str]) -> str:
        prefix, first, second_prefix, last = match.groups()
        if second_prefix and second_prefix != prefix:
            return f"{prefix}{first}{delimiter}{second_prefix}{last}"
        missing = max(
            0, len(first) - len(last)
        )  # 123-29 stands for 123-129, but 96-117 is complete
        full = first[:missing] + last
        if format and int(full) > int(first):
            last = _shortened(first, full, format)
        elif format:
            last = full
        return f"{prefix}{first}{delimiter}{second_prefix if last == full else ''}{last}"

    return re.sub(r"([^\W\d_]*)(\d+)\s*[-–]\s*([^\W\d_]*)(\d+)", one, text)


def _shortened(first: str, last: str, format: str) -> str:
    if len(first) != len(last) or format == "expanded":
        return last
    same = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=True)) if one != other),
        len(first),
    )
    number = int(first)
    if format in {"chicago", "chicago-15", "chicago-16"}:
        if (
            number < 100
            or number % 100 == 0
            or (format != "chicago-16" and len(first) == 4 and same < 2)
        ):
            return last
        format = "minimal" if number % 100 < 10 else "minimal-two"
    return last[min(same, len(last) - 2) if format == "minimal-two" else same :]
