"""The one exception: the tool was used wrongly, or its surroundings do not let it work."""

from __future__ import annotations


class UsageError(Exception):
    """No such folder, disk full, unknown format: the command ends with exit code 2.

    `message` says what is wrong, `hint` how to mend it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
