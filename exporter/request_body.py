"""The body of a request to a server of ours."""

from __future__ import annotations

from starlette.requests import Request


class TooLongError(Exception):
    """A body has more bytes than are read."""


async def read_body(request: Request, longest: int) -> bytes:
    """Return the body of a request. Raises TooLongError if it has more than `longest` bytes."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > longest:
            raise TooLongError
    return body
