"""`exporter formats`: the formats, their media types, and what each cannot carry."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List the formats with their media types and file endings, and the fields that each cannot carry."""
    from exporter.formats import crosswalk, format_named, names

    for name in names():
        format = format_named(name)
        click.echo(f"{name:<14}{format.MEDIA_TYPE}  (*{format.SUFFIX})")
        click.echo(f"    {(format.__doc__ or '').splitlines()[0]}")
        for match, words in (("none", "cannot carry"), ("broad", "weakens")):
            lost = [row.ours for row in crosswalk(name) if row.vocabulary == "work" and row.match == match]
            click.echo(click.wrap_text(f"{words}: {', '.join(lost) or 'nothing'}", 100, "    ", "      "))
