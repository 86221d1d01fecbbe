"""The provider as an ASGI application, for any server that runs such."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import Route

from exporter.oai.provider import Provider
from exporter.oai.route import argument_route

PATH = "/oai"
_LONGEST_FORM = 10_000
"""How many bytes the body of a POST request can have."""


def create_app(provider: Provider, others: Sequence[Route] = ()) -> Starlette:
    """Return the application, which answers GET and POST requests to `/oai`, and to `others`."""
    return Starlette(routes=[argument_route(PATH, provider.answer, _LONGEST_FORM), *others])
