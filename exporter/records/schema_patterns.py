"""Regular expressions in schemas: which are allowed, and how they are searched.

Allowed are those that Python, JavaScript, Rust and RE2 read in the same way. jsonschema-rs searches
them in linear time; the `re` of Python, which is used if jsonschema-rs is not installed, can need
exponential time for some of them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache

_ESCAPE = r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrtfvsS]|[^A-Za-z0-9])"
_TOKEN = re.compile(
    rf"""
    {_ESCAPE}
    | \[\^?(?:{_ESCAPE}|(?!&&|--|~~|\|\|)[^\\\[\]])+\]   # a class of characters
    | \((?:\?:|(?!\?))                                   # a group, which captures or not
    | (?:[*+?]|\{{[0-9]+(?:,[0-9]*)?\}})(?![*+?{{])      # how often, never lazy or possessive
    | [^\\\[\](*+?{{}}^$]                                # any other character, "|", ")" and "."
    """,
    re.VERBOSE,
)
_MAX_LENGTH = 500
_MAX_TIMES = 10_000
"""How often a part may be repeated, all numbers in braces multiplied."""
_REASONS = {
    "missing ), unterminated subpattern": "a parenthesis is not closed",
    "unbalanced parenthesis": "a parenthesis is closed that was not opened",
    "unterminated character set": "a bracket is not closed",
}


def find_pattern_error(pattern: str) -> str:
    """Return why a pattern cannot be used in a schema, or an empty string if it can."""
    if len(pattern) > _MAX_LENGTH:
        return f"it is too long: at most {_MAX_LENGTH} characters are allowed"
    try:
        with warnings.catch_warnings(action="ignore"):  # about sets of characters, refused below
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        reason = getattr(error, "msg", "it is nested too deeply")
        return _REASONS.get(reason, reason)
    return _find_unportable_part(pattern)


def _find_unportable_part(pattern: str) -> str:
    start = 1 if pattern.startswith("^") else 0
    end = len(pattern)
    if pattern.endswith("$") and _is_token_start(pattern, end - 1):
        end -= 1
    depth, times, position = 0, 1, start
    while position < end:
        token = _TOKEN.match(pattern, position, end)
        if token is None:
            rest = pattern[position : position + 20]
            return f"not every program reads “{rest}” in the same way"
        depth += {"(": 1, "(?:": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and depth == 0 and end - start < len(pattern):
            return "put the alternatives beside ^ or $ into parentheses: ^(a|b)$"
        if token[0].startswith("{"):
            times *= max(1, *(int(number) for number in re.findall("[0-9]+", token[0])))
        position = token.end()
    if times > _MAX_TIMES:
        return f"it is too long: its parts are repeated {times:,} times"
    return ""


def _is_token_start(pattern: str, position: int) -> bool:
    """Return whether the character at `position` is not escaped."""
    backslashes = len(pattern[:position]) - len(pattern[:position].rstrip("\\"))
    return backslashes % 2 == 0


def find_name_pattern_error(pattern: str) -> str:
    """Return why a pattern cannot be used for the names of fields (`patternProperties`).

    jsonschema searches them with `re`, so they may contain nothing that takes long.
    """
    repetitions = re.findall(r"[*+]|\{[0-9]+,\}", re.sub(r"\\.|\[[^\]]*\]", "x", pattern))
    if len(repetitions) > 1 or re.search(r"\)[*+?{]", pattern):
        return "in a pattern for names, only one part may be repeated, and no group"
    return find_pattern_error(pattern)


@cache
def pattern_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that says whether a text contains a match of `pattern`."""
    try:
        from jsonschema_rs import Draft202012Validator, RegexOptions
    except ImportError:
        # in Python, $ also matches before a line break at the end
        if pattern.endswith("$") and _is_token_start(pattern, len(pattern) - 1):
            pattern = pattern[:-1] + r"\Z"
        search = re.compile(pattern).search
        return lambda text: search(text) is not None
    validator = Draft202012Validator({"pattern": pattern}, pattern_options=RegexOptions())
    return validator.is_valid
