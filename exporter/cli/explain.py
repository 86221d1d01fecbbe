"""`exporter explain`: print the page of a finding."""

from __future__ import annotations

import inspect

import click


@click.command()
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the page of a finding: what it means, why it matters, a wrong and a right sample.

    NAME is the word that `exporter validate` prints after the severity; without it, all names are listed.

    \b
    Example:
      exporter explain dangling-reference
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.errors import UsageError
    from exporter.suggest import did_you_mean
    from exporter.validate.checks import checks

    if name is None:
        for each, check in checks().items():
            click.echo(f"{each:<24}{check.SEVERITY:<12}{(check.__doc__ or '').splitlines()[0]}")
        return
    if name not in checks():
        raise UsageError(
            f"there is no finding “{name}”",
            did_you_mean(name, checks()) or "exporter explain lists them all",
        )
    check = checks()[name]
    click.echo(f"{name} ({check.SEVERITY})\n\n{inspect.cleandoc(check.__doc__ or '')}")
