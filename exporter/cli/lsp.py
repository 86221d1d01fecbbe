"""`exporter lsp`: run the language server."""

from __future__ import annotations

import contextlib
import os
import sys

import click

from exporter.errors import UsageError

_PACKAGES = {"pygls", "lsprotocol", "cattrs", "attrs"}
"""What the extra `lsp` installs."""


@click.command()
@click.option("--stdio", is_flag=True, hidden=True)
def command(*, stdio: bool) -> None:  # noqa: ARG001 - editors pass it to every server; it is the default here
    """Run the language server, which checks records in your editor.

    Your editor starts this command and talks to it in the Language Server Protocol. You get
    findings as you type, quick fixes, completion of ids by names in any script, completion of
    fields and terms, and the record behind a reference. docs/editor.md shows how to set up Visual
    Studio Code, Neovim and Helix.

    \b
    Exit code: 0 the editor has shut the server down, 1 the connection has ended without that,
    2 wrong use, or the language server is not installed.
    \b
    Example of the command that an editor runs:
      exporter lsp
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.extras import from_extra

    if sys.stdin.isatty():
        raise UsageError(
            "exporter lsp is started by an editor, not in a terminal",
            "docs/editor.md shows how to set it up",
        )
    with from_extra("lsp", _PACKAGES, "the language server"):
        from exporter.lsp.server import serve
    with (
        os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stdout,
        contextlib.redirect_stdout(sys.stderr),  # only the protocol may go to stdout
    ):
        code = serve(sys.stdin.buffer, stdout)
    raise click.exceptions.Exit(code)
