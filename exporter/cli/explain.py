"""`exporter explain`: print the page of a check."""

from __future__ import annotations

import inspect

import click
from click.shell_completion import CompletionItem


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
    """Explain a check: what it finds, why it matters, how to fix it.

    NAME is the word that “exporter validate” prints after the severity. Without it, all checks are
    listed, each with its severity.

    \b
    Examples:
      exporter explain
      exporter explain dangling-reference
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
        hint = did_you_mean(name, checks()) or "“exporter explain” lists all checks"
        raise UsageError(f"there is no check “{name}”", hint)
    check = checks()[name]
    click.echo(f"{name} ({check.SEVERITY})\n\n{inspect.cleandoc(module_docstring(check))}")
