"""The body of a request to a server of ours."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request


class TooLongError(Exception):
    """A body has more bytes than are read."""


async def read_body(request: Request, longest: int) -> bytes:
    """Return the body of a request; nothing of one whose client has gone before its end.

    Nobody reads the answer then. Raises TooLongError if it has more than `longest` bytes.
    """
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > longest:
                raise TooLongError
    except ClientDisconnect:
        return b""
    return body
