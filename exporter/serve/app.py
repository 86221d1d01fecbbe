"""The preview and the forms as an ASGI application.

The editor's pages need a token, see guard.py. Without one, the application only shows the site and
the findings, for a server that others can reach.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from exporter.errors import UsageError, place_of
from exporter.request_body import TooLongError, read_body
from exporter.serve.desk import ConflictError, Desk
from exporter.serve.form_pages import FormPages, NoSuchPageError
from exporter.serve.form_state import BrokenFormError
from exporter.serve.form_view import sentence
from exporter.serve.guard import Access, Guard, policy_without_scripts
from exporter.serve.overview import Overview
from exporter.serve.preview import Preview
from exporter.serve.templates import Templates

_LONGEST_FORM = 4_000_000
"""How many bytes a form can have: a record can have a million, and each input has names, too."""
_CHOICES = 20
"""How many records are offered at a time. More typing brings up others."""
Handler = Callable[[Request, bytes], Response]
"""Answers a request with this body."""


def create_app(root: Path, access: Access) -> ASGIApp:
    """Return the application for the catalogue at `root`, open to those whom `access` lets in."""
    is_editable = bool(access.token)
    app = _App(Desk(root), is_editable)
    routes = [
        Route("/", app.route(app.overview.page)),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Route("/changes", app.changes),
        Route("/site", app.route(app.site_home)),
        Route("/site/{name:path}", app.route(app.site_file)),
        Route("/static/{name}", app.route(app.static_file)),
    ]
    if is_editable:
        forms = FormPages(app.desk, app.templates)
        routes += [
            Route("/records", app.route(app.records)),
            Route("/edit/{file:path}", app.route(forms.edit), methods=["GET", "POST"]),
            Route("/new", app.route(forms.kinds)),
            Route("/new/{kind}", app.route(forms.new), methods=["GET", "POST"]),
        ]
    return Guard(Starlette(routes=routes), access)


class _App:
    """What answers the requests, but for those to the forms."""

    def __init__(self, desk: Desk, is_editable: bool) -> None:
        self.desk = desk
        self.templates = Templates(desk, is_editable)
        self.overview = Overview(desk, self.templates)
        self.preview = Preview(desk)

    def route(self, handler: Handler) -> Callable[[Request], object]:
        """Return an endpoint that calls a handler in a thread, and answers what stopped it."""

        async def endpoint(request: Request) -> Response:
            try:
                body = await read_body(request, _LONGEST_FORM)
            except TooLongError:
                return PlainTextResponse("The form is too long.\n", 413)
            return await run_in_threadpool(self._answer, handler, request, body)

        return endpoint

    def _answer(self, handler: Handler, request: Request, body: bytes) -> Response:
        try:
            self.desk.refresh()
            return handler(request, body)
        except NoSuchPageError as error:
            return self.templates.message("There is no such page", str(error), status=404)
        except BrokenFormError:
            message = "Not all of the form has arrived. Nothing was changed; go back and try again."
            return self.templates.message("This form is incomplete", message, status=400)
        except ConflictError:
            return self.templates.message(
                "The file has changed", "Nothing was changed.", status=409
            )
        except UsageError as error:
            said = f"{sentence(error.message)} {sentence(error.hint)}"
            return self.templates.message("That did not work", said, status=500)
        except Exception as error:  # noqa: BLE001 - the server goes on, and nobody sees a traceback
            what = f"{type(error).__name__} at {place_of(error)}: {error}"
            what = f"This is a bug in exporter ({what}). Please report it."
            return self.templates.message("That did not work", what, status=500)

    def changes(self, request: Request) -> Response:  # noqa: ARG002
        """Answer which state the files are in, for pages that follow them."""
        return JSONResponse({"version": self.desk.version()})

    def records(self, request: Request, body: bytes) -> Response:  # noqa: ARG002
        """Answer which records a reference can name, for what is typed."""
        kinds = request.query_params.get("kinds", "").split()
        found = self.desk.referable(request.query_params.get("q", "").strip(), kinds)
        shown = [{"id": id, "name": name, "kind": kind} for id, name, kind in found[:_CHOICES]]
        return JSONResponse(shown)

    def site_home(self, request: Request, body: bytes) -> Response:  # noqa: ARG002
        """Lead to the home page of the site."""
        return RedirectResponse("/site/index.html", 308)

    def site_file(self, request: Request, body: bytes) -> Response:  # noqa: ARG002
        """Answer with a file of the site; a page has a bar with what was found in its record."""
        name = request.path_params["name"]
        if not name or name.endswith("/"):
            name += "index.html"
        data = self.preview.file(name)
        snapshot = self.desk.snapshot()
        if data is None:
            raise NoSuchPageError(self._why_no_page(name))
        headers: Mapping[str, str] = {}
        if snapshot.result.settings.site.templates:
            headers = {"content-security-policy": policy_without_scripts()}
        media_type = mimetypes.guess_type(name)[0] or "text/plain"
        if name.endswith(".html"):
            data = self.templates.with_bar(data, name.partition("/")[0])
        return Response(data, media_type=media_type, headers=headers)

    def _why_no_page(self, name: str) -> str:
        id = name.partition("/")[0]
        snapshot = self.desk.snapshot()
        if str(snapshot.ids.get(id)) in snapshot.result.files_with_errors:
            return "This record has errors. It gets its page when they are corrected."
        return "The site has no page with this address."

    def static_file(self, request: Request, body: bytes) -> Response:  # noqa: ARG002
        """Answer with a style sheet or a script of ours."""
        name = request.path_params["name"]
        text = self.templates.static(name)
        if text is None:
            raise NoSuchPageError("There is no such file.")
        return Response(text, media_type=mimetypes.guess_type(name)[0])
