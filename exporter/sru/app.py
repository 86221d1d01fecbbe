"""The route of the searches in an ASGI application."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from exporter.oai.arguments import pairs_in
from exporter.request_body import TooLongError, read_body
from exporter.sru.service import Service

PATH = "/sru"
_MEDIA_TYPE = "text/xml; charset=utf-8"
_LONGEST = 50_000
"""How many bytes a query in an address or in a form can have."""


def sru_route(service: Service) -> Route:
    """Return the route, which answers GET and POST requests to `/sru`."""

    async def answer(request: Request) -> Response:
        written = request.url.query
        if request.method == "POST":
            try:
                written = (await read_body(request, _LONGEST)).decode("utf-8", "replace")
            except TooLongError:
                return PlainTextResponse("the request is too long", 413)
        content = await run_in_threadpool(service.answer, pairs_in(written))
        return Response(content, media_type=_MEDIA_TYPE)

    return Route(PATH, answer, methods=["GET", "POST"])
