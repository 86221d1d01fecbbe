"""The application for a server that runs ASGI: `uvicorn --factory exporter.serve.asgi:app`.

Environment variables say what it serves:

EXPORTER_CATALOGUE: the folder of the catalogue, or one inside it; the current folder by default.
EXPORTER_HOSTS: the names under which the server is called, with their ports, separated by commas
(`catalogue.example.org`).
EXPORTER_TOKEN: a long secret. With it, whoever opens `https://HOST/?token=…` can edit records, and
nobody else sees anything. Without it, everybody can see the site and the findings, and nobody can
change anything.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from starlette.types import ASGIApp

from exporter.errors import UsageError
from exporter.records.files import find_catalogue
from exporter.serve.app import create_app
from exporter.serve.guard import Access
from exporter.terminal import escape_lines

_SHORTEST_TOKEN = 32
"""How many characters make a secret that nobody guesses."""
_STARTUP_FAILURE = 3
"""The exit code of uvicorn and gunicorn for an application that cannot start; gunicorn would start
it again and again with another one."""


def app() -> ASGIApp:
    """Return the application.

    What is wrong with a variable is said on stderr, and the server ends: it would show a traceback
    for any other exception than SystemExit.
    """
    try:
        return _app()
    except UsageError as error:
        lines = filter(None, (f"exporter: {error.message}", error.hint))
        sys.stderr.write(escape_lines("\n          ".join(lines)) + "\n")
        raise SystemExit(_STARTUP_FAILURE) from None


def _app() -> ASGIApp:
    root = find_catalogue(Path(os.environ.get("EXPORTER_CATALOGUE", ".")).resolve())
    named = os.environ.get("EXPORTER_HOSTS", "").split(",")
    hosts = frozenset(each.strip() for each in named if each.strip())
    if not hosts:
        hint = "set it to the names of the server: EXPORTER_HOSTS=catalogue.example.org"
        raise UsageError("EXPORTER_HOSTS is not set", hint)
    token = os.environ.get("EXPORTER_TOKEN", "")
    if token and len(token) < _SHORTEST_TOKEN:
        hint = "make one: python -c 'import secrets; print(secrets.token_urlsafe())'"
        raise UsageError(f"EXPORTER_TOKEN has fewer than {_SHORTEST_TOKEN} characters", hint)
    return create_app(root, Access(hosts, token))
