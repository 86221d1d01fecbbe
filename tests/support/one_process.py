"""Runs `exporter` many times from one process that has imported it: each run is a fork, measured, and bounded if asked.

Reads lines of JSON from stdin, the words of `ran`, and answers each with its Ran. So a hundred runs cost little more
than one, and no run can know what another did.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from exporter.cli.main import main
from exporter.export import registry as formats
from exporter.validate.checks import checks


@dataclass(frozen=True)
class Ran:
    """What a command printed, how it ended, and how much memory in bytes and time in seconds it took."""

    code: int
    out: str
    err: str
    memory: int = field(default=0, compare=False)
    seconds: float = field(default=0, compare=False)


def ran(words: Sequence[str], cwd: str, env: Mapping[str, str], memory: int = 0) -> Ran:
    """Run the command in a fork with so much memory, if it is bounded, and give what came of it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            signal.alarm(120)
            if memory:
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
                resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
            os.environ.clear()
            os.environ.update(env)
            os.chdir(cwd)
            for stream, number in (
                (os.open(os.devnull, os.O_RDONLY), 0),
                (out.fileno(), 1),
                (err.fileno(), 2),
            ):
                os.dup2(stream, number)
            sys.argv = ["exporter", *words]
            try:
                main()
            except SystemExit as end:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(int(end.code or 0))
            os._exit(99)
        _, status, used = os.wait4(child, 0)
        out.seek(0)
        err.seek(0)
        return Ran(
            os.waitstatus_to_exitcode(status),
            out.read().decode(),
            err.read().decode(),
            used.ru_maxrss * 1024,
            used.ru_utime + used.ru_stime,
        )


if __name__ == "__main__":
    checks()
    for name in formats.names():
        formats.format_named(name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asdict(ran(**json.loads(line)))) + "\n")
        sys.stdout.flush()
