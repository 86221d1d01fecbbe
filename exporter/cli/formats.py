"""`exporter formats`: the export formats and what each loses."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from exporter.records.schema import Schemas

_INTRODUCTION = """\
A field that a format loses has no place in it. One that it weakens is carried less exactly, or
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
    from exporter.cli.current_catalogue import current_schemas
    from exporter.cli.output import write_stdout
    from exporter.export.registry import names
    from exporter.records.schema import Schemas

    fields = _fields_of_works(current_schemas() or Schemas({}))
    lines = [_INTRODUCTION]
    for name in names():
        lines += _described(name, fields)
    write_stdout(f"{line}\n".encode() for line in lines)


def _described(format_name: str, fields: list[str]) -> list[str]:
    """Return the lines about a format."""
    from exporter.export.registry import crosswalk, format_named
    from exporter.plugins import module_docstring

    format = format_named(format_name)
    lines = [
        f"{format_name:<14}{format.MEDIA_TYPE}  (*{format.SUFFIX})",
        f"    {module_docstring(sys.modules[format.__name__]).splitlines()[0]}",
    ]
    table = crosswalk(format_name)
    for match, verb in (("none", "loses"), ("broad", "weakens")):
        found = [field for field in fields if table.field("work", (field,)).match == match]
        if table.row("work", "*").match == match:
            found.append(_OWN_FIELDS)
        text = f"{verb}: {', '.join(found) or 'nothing'}"
        lines.append(click.wrap_text(text, 100, "    ", "      "))
    return lines


def _fields_of_works(schemas: Schemas) -> list[str]:
    """Return the outermost fields of all kinds of works."""
    kinds = [kind for kind in schemas.kinds if schemas.noun(kind) == "work"]
    names = dict.fromkeys(path[0] for kind in kinds for path in schemas.fields(kind))
    return sorted(names)
