"""`exporter lsp`: tell an editor what is wrong while records are being written in it."""

from __future__ import annotations

import contextlib
import os
import sys

import click


@click.command()
@click.option("--stdio", is_flag=True, hidden=True)
def command(*, stdio: bool) -> None:  # noqa: ARG001 - editors say it to every server; there is no other way here
    """Tell an editor what is wrong while records are being written in it.

    An editor starts this command and speaks the Language Server Protocol with it: findings as one types, ids of records
    completed by their names in any script, terms, the record behind a reference, mends. How to set up Visual Studio
    Code, Neovim and Helix stands in docs/editor.md.

    \b
    Exit code: 0 the editor said goodbye, 1 it went away without, 2 wrong use, or the language server is not installed.
    \b
    Example:
      exporter lsp
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.errors import UsageError

    if sys.stdin.isatty():
        raise UsageError(
            "exporter lsp speaks with an editor, not with a terminal",
            "docs/editor.md says how to set it up",
        )
    try:
        from exporter.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in {"pygls", "lsprotocol", "cattrs", "attrs"}:
            raise UsageError(
                "the language server is not installed", "pip install 'catalogue-exporter[lsp]'"
            ) from None
        raise
    with (
        os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stdout,
        contextlib.redirect_stdout(sys.stderr),
    ):
        code = serve(sys.stdin.buffer, stdout)  # nothing but the protocol may go to stdout
    raise click.exceptions.Exit(code)
