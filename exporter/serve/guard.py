"""Who may see and change anything: one browser that has the token, from pages of this server only.

A page of another site can make a browser send requests to this machine. Such a request does not get
through: it has no cookie (`SameSite=Strict`), it names another origin (`Origin`,
`Sec-Fetch-Site`), or, if a name of a stranger's domain leads to 127.0.0.1, another host (`Host`).

Sources: RFC 6265bis, 5.5.7 (SameSite); Fetch Metadata Request Headers, 2; Content Security Policy
Level 3.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src {scripts}; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NOT_LET_IN = (
    "Open the address that “exporter serve” printed in the terminal: it has a key, without which "
    "nobody can see or change the catalogue.\n"
)


@dataclass(frozen=True)
class Access:
    """Who is let in. `hosts` are the names, with ports, under which the server is called.

    With a `token`, nothing is shown without it, and records can be changed. Without one, everybody
    can read, and nobody can change anything.
    """

    hosts: frozenset[str]
    token: str = ""


class Guard:
    """An ASGI application around another one, which gets only the requests that `access` allows."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        if scope["type"] != "http":
            return
        request = Request(scope)
        refusal = self._refusal(request)
        answer = refusal or self.app

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(raw=message["headers"]))
            await send(message)

        await answer(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        """Return the answer to a request that is not passed on; None if it is."""
        host = request.headers.get("host", "")
        if host not in self.access.hosts:
            return PlainTextResponse("This server is not called so.\n", 421)
        if _is_from_elsewhere(request, host):
            return PlainTextResponse("This request comes from another site.\n", 403)
        if not self.access.token:
            if request.method in _SAFE:
                return None
            return PlainTextResponse("Nothing can be changed here.\n", 403)
        return self._without_token(request, host)

    def _without_token(self, request: Request, host: str) -> Response | None:
        """Return the answer to a request that does not have the token as a cookie, else None."""
        name = _cookie_name(host)
        if _same(_cookies(request.headers).get(name, ""), self.access.token):
            return None
        pairs = _parameters(request.url.query)
        if request.method in _SAFE and _same(dict(pairs).get("token", ""), self.access.token):
            answer = RedirectResponse(_rest_of_address(request.url, pairs), 303)
            is_https = request.url.scheme == "https"
            answer.set_cookie(
                name, self.access.token, httponly=True, samesite="strict", secure=is_https
            )
            return answer
        return PlainTextResponse(_NOT_LET_IN, 403)


def _is_from_elsewhere(request: Request, host: str) -> bool:
    """Return whether a page of another site made the browser send a request.

    A link or an address that is typed may lead here from anywhere: it changes nothing, and the page
    that has the link cannot read the answer.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if request.method in _SAFE:
        is_navigation = request.headers.get("sec-fetch-mode") == "navigate"
        is_page = request.headers.get("sec-fetch-dest") == "document"
        is_own = site in {None, "same-origin", "none"}
        return not is_own and not (is_navigation and is_page)
    if site not in {None, "same-origin"} or (site is None and origin is None):
        return True
    return origin is not None and _host_of(origin) != host


def _host_of(origin: str) -> str:
    """Return the host of an origin with its port; empty for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _cookie_name(host: str) -> str:
    """Return the name of the cookie: browsers send the cookies of all ports of a machine."""
    return f"exporter-{host.rpartition(':')[2] if ':' in host else 'serve'}"


def _cookies(headers: Headers) -> dict[str, str]:
    found: SimpleCookie = SimpleCookie()
    try:
        found.load(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in found.items()}


def _parameters(query: str) -> list[tuple[str, str]]:
    """Return the parameters of an address; none of one that has more than any page has."""
    try:
        return parse_qsl(query, max_num_fields=100)
    except ValueError:
        return []


def _same(one: str, other: str) -> bool:
    """Compare in a time that does not tell how much of them is the same."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _rest_of_address(url: URL, pairs: list[tuple[str, str]]) -> str:
    """Return the path and the query of an address without the token."""
    others = [(name, value) for name, value in pairs if name != "token"]
    path = "/" + url.path.lstrip("/\\")  # two slashes would be the name of a host
    return f"{path}?{urlencode(others)}" if others else path


def _add_headers(headers: MutableHeaders) -> None:
    headers.setdefault("content-security-policy", _POLICY.format(scripts="'self'"))
    headers["x-content-type-options"] = "nosniff"
    headers["x-frame-options"] = "DENY"
    headers["referrer-policy"] = "same-origin"
    headers["cross-origin-opener-policy"] = "same-origin"
    headers["cross-origin-resource-policy"] = "same-origin"
    headers["cache-control"] = "no-store"


def policy_without_scripts() -> str:
    """Return the Content-Security-Policy of a page whose scripts may be a stranger's."""
    return _POLICY.format(scripts="'none'")
