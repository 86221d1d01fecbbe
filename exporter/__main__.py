"""The command `exporter`, which is also `python -m exporter`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from exporter import __version__

if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Run `exporter` and exit: 0 fine, 1 findings, 2 wrong use or environment.

    The version is printed without the library for command lines, whose import takes longer than
    the rest of the run. Where that fails, the command itself says why.
    """
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        try:
            sys.stdout.write(f"exporter {__version__}\n")
            sys.stdout.flush()
        except OSError:
            pass
        else:
            sys.exit(0)
    from exporter.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
