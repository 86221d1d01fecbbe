"""Commands that need packages of an extra."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from exporter.errors import UsageError, pip_install


@contextmanager
def from_extra(extra: str, packages: Collection[str], what: str) -> Iterator[None]:
    """Import what an extra installs: `packages`, by their top-level names.

    Raises UsageError, which says that `what` is not installed, if one of them is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in packages:
            raise
        raise UsageError(
            f"{what} is not installed", f"install it with: {pip_install(extra)}"
        ) from None
