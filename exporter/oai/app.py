"""The provider as an ASGI application, for any server that runs such."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from exporter.oai.arguments import pairs_in
from exporter.oai.provider import Provider
from exporter.request_body import TooLongError, read_body

PATH = "/oai"
_MEDIA_TYPE = "text/xml; charset=utf-8"
"""OAI-PMH 3.1.2.1."""
_LONGEST_FORM = 10_000
"""How many bytes the body of a POST request can have."""


def create_app(provider: Provider, others: Sequence[Route] = ()) -> Starlette:
    """Return the application, which answers GET and POST requests to `/oai`, and to `others`."""

    async def answer(request: Request) -> Response:
        written = request.url.query
        if request.method == "POST":
            try:
                written = (await read_body(request, _LONGEST_FORM)).decode("utf-8", "replace")
            except TooLongError:
                return PlainTextResponse("the request is too long", 413)
        content = await run_in_threadpool(provider.answer, pairs_in(written))
        return Response(content, media_type=_MEDIA_TYPE)

    return Starlette(routes=[Route(PATH, answer, methods=["GET", "POST"]), *others])
