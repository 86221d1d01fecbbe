"""The exception for wrong use and for problems of the environment."""

from __future__ import annotations

import errno
import os
import re


class UsageError(Exception):
    """No such folder, a full disk, an unknown format: the command ends with exit code 2.

    `message` says what is wrong, `hint` how to fix it; the hint may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_TOML_PLACE = r" \(at line (\d+), column (\d+)\)\Z"


def hint_to_open(error: Exception, otherwise: str) -> str:
    """Return how to let a file be opened that is there; else what to do about its name or text."""
    if getattr(error, "errno", None) in {errno.EACCES, errno.EPERM, errno.ELOOP}:
        return "check its permissions, or where the link leads"
    return otherwise


def cannot_read(file: object, error: Exception) -> str:
    """Return why a file cannot be read, in plain words, with the line and column if they are known.

    The error is that of opening the file, of its text, which has to be UTF-8, or of a parser of
    JSON, TOML or CSV.
    """
    if isinstance(error, OSError):
        return f"{file} cannot be read: {error.strerror or error}"
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return f"{file}:{line} cannot be read: it is not UTF-8"
    reason = str(error)
    if isinstance(error, RecursionError) or "integer string conversion" in reason:
        return f"{file} cannot be read: {json_fault(error)}"
    if hasattr(error, "lineno") and hasattr(error, "colno"):
        return f"{file}:{error.lineno}:{error.colno} cannot be read: {json_fault(error)}"
    place = re.search(_TOML_PLACE, reason)
    if place:
        where = f"{file}:{place[1]}:{place[2]}"
        return f"{where} cannot be read: {reason[: place.start()]}"
    return f"{file} cannot be read: {reason}"


_JSON_FAULTS = (
    ("Expecting value", "here is no value, or a text without quotation marks"),
    ("Expecting ','", "a comma is missing before this"),
    ("Expecting ':'", "a colon is missing after the name of a field"),
    (
        "Expecting property name",
        "here is no name of a field in straight quotation marks; perhaps there is a comma too many",
    ),
    ("Illegal trailing comma", "there is a comma too many"),
    ("Unterminated string", "this text does not end: a quotation mark is missing"),
    (
        "Invalid control character",
        "a text does not end in its line; perhaps a quotation mark is missing",
    ),
    ("Invalid \\", "a backslash in a text is written twice"),
    ("Extra data", "there is more after the end"),
)
"""How the messages of Python's parser of JSON begin, and what they mean."""


def json_fault(error: Exception) -> str:
    """Return what is wrong with a document of JSON, in plain words.

    The error is the one that the parser raised: JSONDecodeError has a place, RecursionError and the
    ValueError of a number have none.
    """
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    reason = str(error)
    if "integer string conversion" in reason:  # more than sys.get_int_max_str_digits()
        return "a number has too many digits"
    document = getattr(error, "doc", "").rstrip()
    if document and getattr(error, "pos", 0) >= len(document):
        return "it ends too early; perhaps it was cut off"
    for beginning, meaning in _JSON_FAULTS:
        if reason.startswith(beginning):
            return meaning
    return str(getattr(error, "msg", reason))


def csv_fault(error: Exception) -> str:
    """Return what is wrong with a row of CSV, in plain words."""
    if "field limit" in str(error):
        return "a cell has too much text; perhaps a quotation mark is missing"
    return str(error)


def place_of(error: BaseException) -> str:
    """Return the file and the line in which an error was raised: `link.py:12`."""
    innermost = error.__traceback__
    while innermost and innermost.tb_next:
        innermost = innermost.tb_next
    if innermost is None:
        return "?"
    file = os.path.basename(innermost.tb_frame.f_code.co_filename)  # noqa: PTH119 - pathlib is slow to import
    return f"{file}:{innermost.tb_lineno}"


def pip_install(extra: str) -> str:
    """Return the command that installs the packages of an extra: `cite`."""
    return f"pip install 'catalogue-exporter[{extra}]'"
