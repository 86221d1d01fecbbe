"""`exporter serve`: see the site and the findings while records are edited, and edit them in a form."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from exporter.cli.extras import require_page_packages
from exporter.cli.loopback import HOST, listening, port_option, require_server, serve_until_stopped

_PORT = 8080


@click.command()
@port_option(_PORT)
@click.option(
    "--read-only",
    is_flag=True,
    help="Show the site and the findings without the forms. Then every program and every user of "
    "this machine can read them; nothing can be changed.",
)
def command(port: int, *, read_only: bool) -> None:
    """Preview the site as you edit, and edit records in a form.

    Open the address that is printed. Its key admits the browser that you open it with, and nobody
    else. The pages follow each change of a file: the site as “exporter site” would write it, and
    the findings of “exporter validate”. The form has a field for everything in the schema of a
    record, completes references by name and shows findings as you type. It changes only what you
    change: comments and layout stay. docs/serve.md shows more.

    Needs: pip install 'catalogue-exporter[serve,site]'.

    \b
    Exit code: 0 stopped, 2 wrong use, or an extra is missing.
    \b
    Examples:
      exporter serve
      exporter serve --port 0
      exporter -C ~/catalogue serve --read-only
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.records.files import find_catalogue

    require_server()
    require_page_packages("a preview", "serve,site")
    from exporter.serve.app import create_app
    from exporter.serve.guard import Access

    root = find_catalogue(Path.cwd())
    token = "" if read_only else secrets.token_urlsafe(32)
    with listening(port) as listener:
        port = listener.getsockname()[1]
        hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
        app = create_app(root, Access(hosts, token))
        query = f"?token={token}" if token else ""
        click.echo(f"Open http://{HOST}:{port}/{query}", err=True)
        click.echo("Stop with Ctrl-C.", err=True)
        serve_until_stopped(app, listener)
