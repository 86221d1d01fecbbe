"""`exporter explain`: print the page of a check, or the fields of a kind of record."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from exporter.records.schema import Schemas


def _complete_check(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    from exporter.validate.checks import checks

    return [CompletionItem(name) for name in checks() if name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_complete_check)
def command(name: str | None) -> None:
    """Explain a check (what it finds, how to fix it), or list the fields of a kind.

    NAME is the word that “exporter validate” prints after the severity. Without it, all checks are
    listed, each with its severity. If NAME is a kind of record, such as book, its fields are
    listed.

    \b
    Examples:
      exporter explain
      exporter explain dangling-reference
      exporter explain book
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.errors import UsageError
    from exporter.plugins import module_docstring
    from exporter.suggest import did_you_mean
    from exporter.validate.checks import checks

    if name is None:
        for each, check in checks().items():
            click.echo(f"{each:<24}{check.SEVERITY:<12}{module_docstring(check).splitlines()[0]}")
        return
    if name not in checks():
        schemas = _schemas()
        if name in schemas.kinds:
            click.echo("\n".join(_fields(name, schemas)))
            return
        known = [*checks(), *schemas.kinds]
        kinds = f"the kinds are {', '.join(schemas.kinds)}"
        hint = did_you_mean(name, known) or f"“exporter explain” lists all checks; {kinds}"
        raise UsageError(f"there is no check or kind “{name}”", hint)
    check = checks()[name]
    click.echo(f"{name} ({check.SEVERITY})\n\n{inspect.cleandoc(module_docstring(check))}")


def _schemas() -> Schemas:
    """Return the schemas of the catalogue; outside of one, those that come with exporter."""
    from exporter.errors import UsageError
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas

    try:
        return read_schemas(find_catalogue(Path.cwd()))
    except UsageError:
        return read_schemas(Path.cwd())


def _fields(kind: str, schemas: Schemas) -> Iterator[str]:
    """Yield a line for each field of a kind: its name, its title and what it holds."""
    yield f"The fields of a record of kind {kind}, * if it must have them:"
    yield ""
    for name, field in schemas.root(kind).children.items():
        mark = "*" if field.required else " "
        yield f"{mark} {name:<22} {field.title}: {field.keyword('description', '')}"
