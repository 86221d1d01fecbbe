"""Commands that need packages of an extra."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from exporter.errors import UsageError, pip_install


def require_page_packages(what: str, extras: str) -> None:
    """Raise UsageError if a package is missing by which `what` makes pages."""
    if find_spec("jinja2") is None or find_spec("babel") is None:
        raise UsageError(
            f"{what} needs the packages jinja2 and babel, not installed here",
            f"install them with: {pip_install(extras)}",
        )


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
