"""Print how long `exporter validate` takes for records made to slow it down, and how much memory.

    python -m benchmarks.hostile [NAME …]

The records are those of tests/hostile/test_hostile_records.py; NAME is a part of the name of one. The
times are CPU time without that for the start of Python: each run is a fork of a process that has
imported everything.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.hostile.test_bad_input import BOOK
from tests.hostile.test_hostile_records import CASE, LARGE, WRONG
from tests.support.commands import exporter, stop_fork_servers


def main(wanted: Iterable[str]) -> None:
    """Print a row for each record whose name has one of the wanted words, the slowest first."""
    contents: dict[str, Callable[[], bytes]] = {
        name: content for name, (content, _) in LARGE.items()
    }
    for name, text in WRONG.items():
        contents[f"many thousand errors: {name}"] = (BOOK + text).encode
    rows = []
    for name, content in contents.items():
        if not wanted or any(word in name for word in wanted):
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / CASE).parent.mkdir()
                (Path(folder) / CASE).write_bytes(content())
                ran = exporter("validate", cwd=Path(folder))
            rows.append((ran.seconds, ran.memory / 1_000_000, name))
    for seconds, megabytes, name in sorted(rows, reverse=True):
        print(f"{seconds:8.2f} s {megabytes:8.0f} MB  {name}")
    stop_fork_servers()


if __name__ == "__main__":
    main(sys.argv[1:])
