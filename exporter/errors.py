"""The exception for wrong use and for problems of the environment."""

from __future__ import annotations

import os


class UsageError(Exception):
    """No such folder, a full disk, an unknown format: the command ends with exit code 2.

    `message` says what is wrong, `hint` how to fix it; the hint may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


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
