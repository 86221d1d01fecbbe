"""The route of a protocol whose requests are arguments, in an address or in the body of a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from exporter.oai.arguments import pairs_in
from exporter.request_body import TooLongError, read_body

_MEDIA_TYPE = "text/xml; charset=utf-8"
"""OAI-PMH 3.1.2.1; SRU has no other, either."""
_FORM = "application/x-www-form-urlencoded"
"""The only media type of a request (OAI-PMH 3.1.1.2; SRU 1.2, SRU by HTTP POST)."""


def argument_route(
    path: str, answer: Callable[[Sequence[tuple[str, str]]], bytes], longest: int
) -> Route:
    """Return a route that answers GET and POST requests with XML.

    `answer` gets the names and values of the arguments, in their order. A body that is not a form, or
    has more than `longest` bytes, is refused.
    """

    async def respond(request: Request) -> Response:
        written = request.url.query
        if request.method == "POST":
            media_type = request.headers.get("content-type", _FORM).partition(";")[0]
            if media_type.strip().lower() != _FORM:
                return PlainTextResponse(f"the arguments must be sent as {_FORM}", 415)
            try:
                written = (await read_body(request, longest)).decode("utf-8", "replace")
            except TooLongError:
                return PlainTextResponse("the request is too long", 413)
        content = await run_in_threadpool(answer, pairs_in(written))
        return Response(content, media_type=_MEDIA_TYPE)

    return Route(path, respond, methods=["GET", "POST"])
