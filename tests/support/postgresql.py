"""A PostgreSQL server of the tests' own, that only they can reach."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from tests.support.inputs import missing

_PROGRAMS = "/usr/lib/postgresql"
"""Where Debian keeps the programs of the server, which are not in the PATH."""


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a server in a temporary folder, and return the address of its database.

    It listens on a socket in the folder and on no port. The server refuses to run as root, so it
    runs as nobody then.
    """
    programs = _programs()
    user = None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.getuid() == 0:
        user = pwd.getpwnam("nobody").pw_uid
        os.chown(folder, user, -1)
    data = folder / "data"

    def run(*words: str) -> None:
        command = [str(programs / words[0]), *words[1:]]
        subprocess.run(command, cwd=folder, user=user, check=True, capture_output=True, timeout=60)

    try:
        run(
            "initdb",
            "--pgdata",
            str(data),
            "--auth=trust",
            "--username=reader",
            "--no-sync",
            "-EUTF8",
        )
        options = f"-k {folder} -h '' -c fsync=off -c shared_buffers=1MB"
        run(*_control(data, "start"), "-l", str(folder / "log"), "-o", options)
        try:
            yield f"postgresql://reader@/postgres?host={quote(str(folder), safe='')}"
        finally:
            run(*_control(data, "stop"), "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _control(data: Path, what: str) -> tuple[str, ...]:
    return "pg_ctl", what, "--wait", "--pgdata", str(data)


def _programs() -> Path:
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path(_PROGRAMS).glob("*/bin/pg_ctl"))
    if not found:
        missing("PostgreSQL", "apt-get install postgresql")
    return found[-1].parent
