"""A server that only programs on this machine can reach, for commands that run until stopped."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exporter.errors import UsageError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
_LARGEST_PORT = 65_535
Command = TypeVar("Command", bound=Callable[..., Any])
_PACKAGES = {"anyio", "h11", "starlette", "uvicorn"}
"""What the server needs of the extra `serve`."""


def port_option(default: int) -> Callable[[Command], Command]:
    """Return the decorator for the option `--port` of a command."""
    return click.option(
        "--port",
        type=click.IntRange(0, _LARGEST_PORT),
        default=default,
        show_default=True,
        help="The port of this machine to listen on; 0: any that is free.",
    )


def require_server() -> None:
    """Raise UsageError if the extra `serve` is not installed."""
    from exporter.cli.extras import from_extra

    with from_extra("serve", _PACKAGES, "the server"):
        import starlette  # noqa: F401 - imported to see whether they are there
        import uvicorn  # noqa: F401


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine only. Raises UsageError if it cannot."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # from now on, requests wait until the server is ready
    except OSError as error:
        listener.close()
        message = f"port {port} cannot be used: {error.strerror}"
        raise UsageError(message, "choose another one with --port") from None
    return listener


def serve_until_stopped(app: ASGIApp, listener: socket.socket) -> None:
    """Answer the requests that arrive at a socket until a signal asks to stop."""
    import asyncio

    import uvicorn

    settings = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(settings)
    with _stopping(server):
        asyncio.run(server.serve([listener]))


@contextmanager
def _stopping(server: uvicorn.Server) -> Iterator[None]:
    """Let a signal end the server, not the command.

    uvicorn would raise the signal once more when it has ended.
    """
    server.capture_signals = nullcontext  # type: ignore[method-assign, assignment]
    former = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        former[number] = signal.signal(number, server.handle_exit)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
