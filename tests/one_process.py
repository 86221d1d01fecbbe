"""Runs `exporter` many times from one process that has imported it: each run is a fork, measured and bounded.

Reads lines of JSON from stdin, `{"cwd": …, "words": [[…], …], "memory": bytes}`, and answers each with the code, the
output, and what the run took of memory and of time. So a hundred runs cost little more than one.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from typing import Any

from exporter.checks import checks
from exporter.cli import main


def ran(cwd: str, words: list[str], memory: int) -> dict[str, Any]:
    """Run the command in a fork, and give what came of it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
            os.chdir(cwd)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
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
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": out.read().decode(),
            "err": err.read().decode(),
            "memory": used.ru_maxrss * 1024,
            "seconds": used.ru_utime + used.ru_stime,
        }


checks()
for line in sys.stdin:
    asked = json.loads(line)
    sys.stdout.write(json.dumps([ran(asked["cwd"], words, asked["memory"]) for words in asked["words"]]) + "\n")
    sys.stdout.flush()
