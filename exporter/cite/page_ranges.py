"""Page numbers with their ranges. Source: CSL 1.0.2, Page Ranges and Appendix V."""

from __future__ import annotations

import re

_RANGE = re.compile(
    r"(^|[^\w:./,])([A-Za-z0-9]*[A-Za-z])?(\d{1,18})([a-z]?)\s*[-–]\s*"
    r"([A-Za-z0-9]*[A-Za-z])?(\d{1,18})([a-z]?)(?!\w|[-–]\d)",
    re.ASCII,
)
"""What is before a range, and its two numbers, each with a prefix that ends in a letter (`n11564`),
and perhaps a letter behind it (`162a`)."""
_ROMAN_RANGE = re.compile(r"\b([ivxlcdm]+|[IVXLCDM]+)\s*[-–]\s*([ivxlcdm]+|[IVXLCDM]+)\b")
_OTHER_DIGITS = re.compile(r"([^\D0-9]+)\s*[-–]\s*([^\D0-9]+)")
"""A range in the digits of another script (`۹۶-۱۱۷`), of which nothing is left out."""
_AMPERSAND = re.compile(r"\s*&\s*")


def page_ranges(value: str, format: str, delimiter: str, ampersand: str) -> str:
    """Return page numbers with their ranges in a format of CSL; as they are if it is empty.

    `delimiter` stands between the ends of a range, `ampersand` is the locale's sign for “and”. A
    range whose ends have different prefixes (`110-N5`) is not a range of numbers, and stays as it is.
    """
    if value.isdigit():
        return value

    def one(match: re.Match[str]) -> str:
        before, prefix, first, letter, *end = match.groups(default="")
        last_prefix, last, last_letter = end
        if (prefix or last_prefix) and prefix != last_prefix:
            return before + re.sub(r"\s*([-–])\s*", r"\1", match[0].removeprefix(before))
        if letter or last_letter:
            return f"{before}{prefix}{first}{letter}{delimiter}{last_prefix}{last}{last_letter}"
        kept = last_prefix if format in {"", "expanded"} else ""
        return f"{before}{prefix}{first}{delimiter}{kept}{shorten_range(first, last, format)}"

    if not value.isascii():
        value = _OTHER_DIGITS.sub(rf"\1{delimiter}\2", value)
    value = _ROMAN_RANGE.sub(rf"\1{delimiter}\2", value)
    return _AMPERSAND.sub(f" {ampersand} ", _RANGE.sub(one, value)).replace("\\-", "-")


def shorten_range(first: str, last: str, format: str) -> str:
    """Return the last page of a range as a format has it: for 321, 328 and `minimal` it is 8.

    A last page that is shortened already (`123-29`) is completed first. A last page with more
    digits than the first is complete, and so is one that does not follow the first.
    """
    if not format:
        return last
    missing = max(0, len(first) - len(last))
    complete = first[:missing] + last
    if len(complete) != len(first) or int(complete) <= int(first):
        return last
    if format.startswith("chicago"):
        return _chicago(first, complete, format)
    same = _shared_digits(first, complete)
    if format == "minimal":
        return complete[same:]
    if format == "minimal-two":
        return complete[max(0, min(same, len(first) - 2)) :]
    return complete


def _chicago(first: str, last: str, format: str) -> str:
    """Return the last page by the Chicago Manual of Style, 15th edition (9.64) or 16th (9.60)."""
    number = int(first)
    same = _shared_digits(first, last)
    most_digits_change = len(first) == 4 and same < 2 and format != "chicago-16"
    if number < 100 or number % 100 == 0 or most_digits_change:
        return last
    if number % 100 < 10:
        return last[same:]
    return last[min(same, len(first) - 2) :]


def _shared_digits(first: str, last: str) -> int:
    """Return how many digits two numbers of one length share at their beginning."""
    for index, (one, other) in enumerate(zip(first, last, strict=True)):
        if one != other:
            return index
    return len(first)
