"""`exporter formats`: the formats, their media types, and what each cannot carry."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List the formats with their media types and file endings, and the fields that each cannot carry."""
    from exporter.export.registry import crosswalk, format_named, names

    lines = []
    for name in names():
        format = format_named(name)
        lines += [
            f"{name:<14}{format.MEDIA_TYPE}  (*{format.SUFFIX})",
            f"    {(format.__doc__ or '').splitlines()[0]}",
        ]
        for match, words in (("none", "cannot carry"), ("broad", "weakens")):
            lost = [
                row.ours
                for row in crosswalk(name)
                if row.vocabulary == "work" and row.match == match
            ]
            lines.append(
                click.wrap_text(f"{words}: {', '.join(lost) or 'nothing'}", 100, "    ", "      ")
            )
    click.echo("\n".join(lines))
