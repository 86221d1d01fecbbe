"""Runs `exporter` many times from one process that has imported it: each run is a fork.

It reads requests from stdin, one line of JSON with the parameters of `ran` each, and answers each
with a line of JSON, the fields of a Ran. A hundred runs cost little more than one, and no run sees
what another did.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import pkgutil
import resource
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from stdnum import isbn

import exporter
from exporter.cli.main import main
from exporter.model.vocabularies.languages import replacement
from tests.support.commands import Ran
from tests.support.hangs import HANGS

EXTRAS = ("exporter.__main__", "exporter.distributed", "exporter.lsp")
"""Modules that are not imported: a program, and those that need libraries of an extra."""
WAITS = 600
"""Seconds after which a run is killed (SIGALRM) even if it uses no CPU time: it waits for ever."""


def ran(words: Sequence[str], cwd: str, env: Mapping[str, str], memory: int = 0) -> Ran:
    """Run the command in a fork and return what came of it.

    `memory` in bytes limits it, 0 does not.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            signal.alarm(WAITS)
            resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS))
            if memory:
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            os.environ.clear()
            os.environ.update(env)
            os.chdir(cwd)
            streams = (os.open(os.devnull, os.O_RDONLY), out.fileno(), err.fileno())
            for number, stream in enumerate(streams):
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


def import_everything() -> None:
    """Import every module, and read the large tables of other libraries, so that no fork has to."""
    for module in pkgutil.walk_packages(exporter.__path__, "exporter."):
        if not module.name.startswith(EXTRAS):
            importlib.import_module(module.name)
    for library in ("difflib", "jsonschema_rs"):
        if importlib.util.find_spec(library):
            importlib.import_module(library)
    replacement("iw")
    isbn.split("9780306406157")


if __name__ == "__main__":
    import_everything()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asdict(ran(**json.loads(line)))) + "\n")
        sys.stdout.flush()
