"""The exception for wrong use and for problems of the environment."""

from __future__ import annotations


class UsageError(Exception):
    """No such folder, a full disk, an unknown format: the command ends with exit code 2.

    `message` says what is wrong, `hint` how to fix it; the hint may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def pip_install(extra: str) -> str:
    """Return the command that installs the packages of an extra: `cite`."""
    return f"pip install 'catalogue-exporter[{extra}]'"
