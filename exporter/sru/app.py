"""The route of the searches in an ASGI application."""

from __future__ import annotations

from starlette.routing import Route

from exporter.oai.route import argument_route
from exporter.sru.service import Service

PATH = "/sru"
_LONGEST = 50_000
"""How many bytes a query in a form can have."""


def sru_route(service: Service) -> Route:
    """Return the route, which answers GET and POST requests to `/sru`."""
    return argument_route(PATH, service.answer, _LONGEST)
