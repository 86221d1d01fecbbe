"""`exporter formats`: the export formats and what each loses."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

_INTRODUCTION = """A field that a format loses has no place in it. One that it weakens is carried less exactly, or
only as words in a note. “exporter crosswalk” shows every field of every kind of record.
"""
_OWN_FIELDS = "fields that a catalogue's own schemas add"


@click.command()
def command() -> None:
    """List the export formats and the fields that each cannot carry.

    Each format is listed with its media type, its file extension, and the fields of works that it
    loses or weakens.

    \b
    Examples:
      exporter formats
      exporter crosswalk --format marc
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_stdout
    from exporter.export.registry import names

    lines = [_INTRODUCTION]
    for name in names():
        lines += _described(name)
    write_stdout(f"{line}\n".encode() for line in lines)


def _described(format_name: str) -> list[str]:
    """Return the lines about a format."""
    from exporter.export.registry import format_named
    from exporter.plugins import module_docstring

    format = format_named(format_name)
    lines = [
        f"{format_name:<14}{format.MEDIA_TYPE}  (*{format.SUFFIX})",
        f"    {module_docstring(sys.modules[format.__name__]).splitlines()[0]}",
    ]
    for match, verb in (("none", "loses"), ("broad", "weakens")):
        fields = ", ".join(_fields(format_name, match)) or "nothing"
        lines.append(click.wrap_text(f"{verb}: {fields}", 100, "    ", "      "))
    return lines


def _fields(format_name: str, match: str) -> Iterator[str]:
    """Yield the fields of works whose row in the format's table has this match."""
    from exporter.export.registry import crosswalk

    for row in crosswalk(format_name):
        if row.vocabulary == "work" and row.match == match:
            yield _OWN_FIELDS if row.term == "*" else row.term
