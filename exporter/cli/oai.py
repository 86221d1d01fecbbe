"""`exporter oai`: let harvesters fetch the works by OAI-PMH, and clients search them by SRU."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import click

from exporter.cli.loopback import HOST, listening, port_option, require_server, serve_until_stopped
from exporter.errors import UsageError
from exporter.plural import counted

if TYPE_CHECKING:
    import socket

    from exporter.cli.work_selection import Selection
    from exporter.oai.provider import Identity, Provider

_PORT = 8000
_MOST_ON_A_PAGE = 1_000
_EMAIL = re.compile(r"[^\s@]+@(?:[^\s.@]+\.)+[^\s.@]+")
"""What OAI-PMH.xsd demands of the address of an administrator."""
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+", re.ASCII)
"""A web address without a query (OAI-PMH 3.1.1.1)."""
_ADD_BASE_URL = "add --base-url https://gateway.example.org/oai/library.example.org/oai.xml"
_NO_DOMAIN = "localhost.localdomain"
"""The domain of a repository that has none yet."""
_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]*")
"""A domain name, but no IP address (Guidelines for oai-identifier)."""


@click.command()
@port_option(_PORT)
@click.option(
    "--base-url",
    metavar="URL",
    help="The address that harvesters use, if a web server passes their requests on "
    "(https://example.org/oai). Default: the address of this machine.",
)
@click.option(
    "--admin-email",
    metavar="ADDRESS",
    help="Where harvesters' operators can write to. Default: postmaster at the host of the base URL.",
)
@click.option(
    "--page-size",
    type=click.IntRange(1, _MOST_ON_A_PAGE),
    default=100,
    show_default=True,
    help="How many records an answer has.",
)
@click.option(
    "--request",
    metavar="QUERY",
    help="Answer one request on stdout instead of starting a server: verb=Identify.",
)
@click.option(
    "--static",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a static repository for an OAI gateway instead of starting a server; needs "
    "--base-url, the address of the file behind the gateway.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Announce records with errors, and works that lack what their rights demand, as deleted, "
    "and name them. Default: do not start if there are any.",
)
@click.option(
    "--ignore-rights",
    is_flag=True,
    help="Offer works also if a permission has ended, or something that their rights demand is "
    "missing.",
)
def command(*, keep_going: bool, ignore_rights: bool, **options: Any) -> None:
    """Offer the works to harvesters by OAI-PMH 2.0 and to searches by SRU, on this machine.

    The repository is at http://127.0.0.1:8000/oai until the command is stopped. It has the works as
    they are when the command starts, in the metadata formats oai_dc, mods, marcxml, tei and, where
    a record has what they demand, datacite, oai_openaire and jpcoar. Each kind is a set. When a
    work has changed, or was deleted, is known from git. docs/oai.md shows how to publish it.

    Searches by SRU 1.1, 1.2 and 2.0 are answered at http://127.0.0.1:8000/sru, with queries in CQL
    and records in MARCXML, MODS and Dublin Core.

    \b
    Exit code: 0 stopped, 1 errors in the catalogue, 2 wrong use, or the extra serve is missing.
    \b
    Examples:
      exporter oai
      exporter oai --request 'verb=ListRecords&metadataPrefix=mods'
      exporter oai --static oai.xml --base-url http://gw.example.org/oai/library.example.org/oai.xml
      exporter oai --port 8123 --base-url https://example.org/oai --admin-email cat@example.org
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.filter_options import FilterOptions
    from exporter.cli.output import write_stdout
    from exporter.cli.rights_gate import works_by_rights
    from exporter.cli.work_selection import select_works
    from exporter.oai.arguments import pairs_in
    from exporter.oai.static import static_repository
    from exporter.records.atomic_write import write_file

    base_url, admin_email = options["base_url"], options["admin_email"]
    request, static = options["request"], options["static"]
    _check(base_url, admin_email)
    if static and request is not None:
        raise UsageError("--static and --request are two things", "leave out one of them")
    if static and not base_url:
        raise UsageError("--static needs the address of the file behind the gateway", _ADD_BASE_URL)
    is_server = request is None and static is None
    if is_server:
        require_server()
    selection = select_works("dc", (), FilterOptions(), (), keep_going=keep_going)
    allowed = works_by_rights(selection, keep_going=keep_going, ignore_rights=ignore_rights)
    selection = selection._replace(ids=allowed)
    if not is_server:
        identity = _identity(base_url or _address(options["port"]), admin_email, selection)
        provider = _provider(identity, selection, options["page_size"])
        if static:
            write_file(static_repository(provider), static)
        else:
            write_stdout([provider.answer(pairs_in(request)), b"\n"])
        return
    with listening(options["port"]) as listener:
        address = _address(listener.getsockname()[1])
        identity = _identity(base_url or address, admin_email, selection)
        provider = _provider(identity, selection, options["page_size"])
        _serve(provider, selection.ids, listener, address)


def _address(port: int) -> str:
    return f"http://{HOST}:{port}/oai"


def _check(base_url: str | None, admin_email: str | None) -> None:
    """Raise UsageError for addresses that no answer could contain."""
    if admin_email and not _EMAIL.fullmatch(admin_email):
        raise UsageError(
            f"“{admin_email}” is not an e-mail address", "write it like cat@example.org"
        )
    if base_url and not _ADDRESS.fullmatch(base_url):
        hint = "write it like https://example.org/oai, without ? and #"
        raise UsageError(f"“{base_url}” is not a web address for a repository", hint)


def _identity(base_url: str, admin_email: str | None, selection: Selection) -> Identity:
    """Return what the repository says of itself; what is assumed is said on stderr."""
    from exporter.oai.provider import Identity

    settings = selection.result.settings.catalogue
    host = urlsplit(settings.base_uri or base_url).hostname or ""
    is_domain = _DOMAIN.fullmatch(host) is not None
    if not is_domain:
        host = _NO_DOMAIN
        click.echo(
            f"identifiers begin with oai:{host}, as for a trial: base_uri under [catalogue] in "
            "exporter.toml makes them those of your library",
            err=True,
        )
    if not admin_email:
        admin_email = f"postmaster@{host}"  # RFC 2142, 5: every domain has one
        click.echo(f"harvesters are told to write to {admin_email}: see --admin-email", err=True)
    schemas = selection.result.schemas
    names = {kind: schemas.root(kind).title for kind in schemas.kinds}
    title = settings.title or "A library catalogue"
    return Identity(title, base_url, admin_email, host, names)


def _provider(identity: Identity, selection: Selection, page_size: int) -> Provider:
    from exporter.oai.index import CatalogueState, read_index
    from exporter.oai.provider import Provider
    from exporter.records.files import find_catalogue

    result = selection.result
    root = find_catalogue(Path.cwd())
    state = CatalogueState(root, result.records, result.schemas, frozenset(selection.ids))
    index = read_index(state, result.settings.limits)
    if not index.is_persistent:
        click.echo(
            "not in git: datestamps are the times of the files, and nobody learns what was deleted",
            err=True,
        )
    return Provider(identity, index, selection.context, page_size)


def _serve(provider: Provider, works: Sequence[str], listener: socket.socket, address: str) -> None:
    """Answer requests until a signal asks to stop."""
    from exporter.oai.app import create_app
    from exporter.sru.app import sru_route
    from exporter.sru.service import Service

    identity = provider.identity
    search = Service(
        identity.name, urljoin(identity.base_url, "sru"), provider.context, works, provider.lock
    )
    items, found = counted(len(provider.index), "item"), counted(len(works), "work")
    click.echo(f"{items} to harvest at {address}", err=True)
    click.echo(f"{found} to search at {urljoin(address, 'sru')}", err=True)
    serve_until_stopped(create_app(provider, [sru_route(search)]), listener)
