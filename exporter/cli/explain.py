"""`exporter explain`: print the page of a check, the fields of a kind of record, or what a field holds."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from exporter.records.schema import Field, Schemas

_EXAMPLES = 3
_BETWEEN = " · "
"""What separates terms, some of which hold commas."""


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
    """Explain a check (what it finds, how to fix it), a kind of record, or a field.

    NAME is the word that “exporter validate” prints after the severity. Without it, all checks are
    listed, each with its severity. Of a kind of record, such as book, the fields are listed. Of a
    field, such as issued, what it holds is printed, and which kinds of record have it.

    \b
    Examples:
      exporter explain
      exporter explain dangling-reference
      exporter explain book
      exporter explain issued
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.errors import UsageError
    from exporter.plugins import module_docstring
    from exporter.suggest import did_you_mean
    from exporter.validate.checks import checks

    if name is None:
        width = max(map(len, checks())) + 2
        for each, check in checks().items():
            click.echo(
                f"{each:<{width}}{check.SEVERITY:<12}{module_docstring(check).splitlines()[0]}"
            )
        return
    if name not in checks():
        schemas = _schemas()
        if name in schemas.kinds:
            click.echo("\n".join(_fields(name, schemas)))
            return
        fields = _field_pages(name, schemas)
        if fields:
            click.echo("\n\n".join(fields))
            return
        known = [*checks(), *schemas.kinds]
        kinds = f"the kinds are {', '.join(schemas.kinds)}"
        hint = _meant(name, schemas) or did_you_mean(name, known)
        hint = hint or f"“exporter explain” lists all checks; {kinds}"
        raise UsageError(f"there is no check, kind or field “{name}”", hint)
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


def _field_pages(name: str, schemas: Schemas) -> list[str]:
    """Return what each field with a name holds, and which kinds of record have it.

    `name` may be dotted (`identifiers.isbn`). The last part alone stands for fields inside groups,
    unless a record has a field with this name.
    """
    named = [
        (dotted, field, kind)
        for kind in schemas.kinds
        for dotted, field in _dotted_fields(schemas.root(kind))
        if name in {dotted, dotted.rpartition(".")[2]}
    ]
    exact = [each for each in named if each[0] == name]
    kinds: dict[str, list[str]] = defaultdict(list)
    for dotted, field, kind in exact or named:
        kinds[_page(dotted, field)].append(kind)
    works = [kind for kind in schemas.kinds if schemas.noun(kind) == "work"]
    pages = []
    for page, those in kinds.items():
        where = "of works" if those == works else f"of kind {', '.join(those)}"
        pages.append(f"{page}\nIn records {where}.")
    return pages


def _page(dotted: str, field: Field) -> str:
    lines = [f"{dotted} ({field.title})", "", str(field.keyword("description", ""))]
    terms = field.keyword("enum", ())
    shown = [str(each) for each in field.keyword("examples", ()) if isinstance(each, str | int)]
    if terms:
        lines.append(f"One of: {_BETWEEN.join(map(str, terms))}")
    elif shown:
        lines.append(f"For example: {_BETWEEN.join(shown[:_EXAMPLES])}")
    return "\n".join(lines)


def _dotted_fields(root: Field) -> Iterator[tuple[str, Field]]:
    """Yield the fields of a record, and those in its groups under dotted names.

    Related works and mentions in sources have the same fields once more: these are left out.
    """
    for name, field in root.children.items():
        yield name, field
        if name != "found" and not field.keyword("relation"):
            item = field.children.get("*")
            for inner in {**(item.children if item else {}), **field.children}.values():
                if inner.path[-1] != "*":
                    yield f"{name}.{inner.path[-1]}", inner


def _meant(name: str, schemas: Schemas) -> str:
    """Return a hint at the field that a word means which is the name of none; empty if unknown."""
    from exporter.validate.field_suggestions import meant_in_some_kind

    kind, field = meant_in_some_kind(schemas, name)
    return f"in a record of kind {kind} that is “{field}”: exporter explain {field}" if kind else ""
