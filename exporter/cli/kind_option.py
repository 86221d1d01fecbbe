"""The option `--kind`, whose help lists the kinds of the catalogue in which the command runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from exporter.cli.completion import completing
from exporter.cli.current_catalogue import current_schemas
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.records.schema import Schemas


def require_kind(kind: str, schemas: Schemas, noun: str = "") -> None:
    """Raise UsageError, with the kind that is meant, for one that there is not.

    With a `noun`, kinds of works or of agents are asked for.
    """
    from exporter.validate.kind_suggestions import suggested_kind

    kinds = [each for each in schemas.kinds if noun in {"", schemas.noun(each)}]
    if kind not in kinds:
        every = f"the kinds are {', '.join(kinds)}"
        if not kind:
            raise UsageError("the kind of the record is missing", every)
        hint = suggested_kind(kind, schemas, noun).hint or every
        raise UsageError(f"there is no kind of {noun or 'record'} “{kind}”", hint)


def kinds_here(noun: str = "") -> list[str]:
    """Return the kinds of the catalogue, or of works or agents in it; none if it is broken.

    That must not keep anybody from reading the help.
    """
    schemas = current_schemas()
    if schemas is None:
        return []
    return [kind for kind in schemas.kinds if noun in {"", schemas.noun(kind)}]


class KindOption(click.Option):
    """`--kind KIND`, for kinds of works (`noun="work"`), or of all records (`noun=""`)."""

    def __init__(self, *arguments: Any, noun: str, **attributes: Any) -> None:
        self.kinds = partial(kinds_here, noun)
        complete = completing(self.kinds)
        super().__init__(*arguments, metavar="KIND", shell_complete=complete, **attributes)
        self.purpose = self.help or ""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the help, with the kinds of the catalogue."""
        kinds = ", ".join(self.kinds())
        if kinds:
            self.help = f"{self.purpose} The kinds of this catalogue: {kinds}."
        return super().get_help_record(ctx)
