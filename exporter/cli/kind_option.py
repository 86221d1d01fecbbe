"""The option `--kind`, whose help lists the kinds of the catalogue in which the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from exporter.errors import UsageError


class KindOption(click.Option):
    """`--kind KIND`, for kinds of works (`noun="work"`), or of all records (`noun=""`)."""

    def __init__(self, *arguments: Any, noun: str, **attributes: Any) -> None:
        super().__init__(*arguments, metavar="KIND", **attributes)
        self.noun = noun
        self.purpose = self.help or ""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the help, with the kinds of the catalogue."""
        kinds = ", ".join(_kinds(self.noun))
        if kinds:
            self.help = f"{self.purpose} The kinds of this catalogue: {kinds}."
        return super().get_help_record(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Complete a kind in the shell."""
        return [CompletionItem(kind) for kind in _kinds(self.noun) if kind.startswith(incomplete)]


def _kinds(noun: str) -> list[str]:
    """Return the kinds that the schemas define; those of this package outside a catalogue."""
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas

    try:
        root = find_catalogue(Path.cwd())
    except UsageError:
        root = Path.cwd()
    try:
        schemas = read_schemas(root)
    except UsageError:  # a broken schema must not keep anybody from reading the help
        return []
    return [kind for kind in schemas.kinds if noun in {"", schemas.noun(kind)}]
