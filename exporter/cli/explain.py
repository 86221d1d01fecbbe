"""`exporter explain`: print the page of a check, the fields of a kind of record, or what a field holds."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from exporter.cli.completion import completing
from exporter.cli.current_catalogue import catalogue_root
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.records.schema import Field, Schemas

_EXAMPLES = 3
_BETWEEN = " · "
"""What separates terms, some of which hold commas."""


def _names() -> list[str]:
    from exporter.validate.checks import checks

    schemas = _schemas()
    fields = {name for kind in schemas.kinds for name in schemas.root(kind).children}
    return sorted({*checks(), *schemas.kinds, *fields})


@click.command()
@click.argument("name", required=False, shell_complete=completing(_names))
def command(name: str | None) -> None:
    """Explain a check (what it finds, how to fix it), a kind of record, or a field.

    NAME is the word that “exporter validate” prints after the severity. Without it, all checks are
    listed, each with its severity. Of a kind of record, such as book, the fields are listed, with an
    example. Of a field, such as issued, what it holds is printed, and which kinds of record have it.

    \b
    Examples:
      exporter explain
      exporter explain dangling-reference
      exporter explain book
      exporter explain issued
      exporter explain contributors.role
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.plugins import module_docstring
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
        pages = ["\n".join(_fields(name, schemas))] if name in schemas.kinds else []
        pages += _field_pages(name.replace("/", "."), schemas, exact_only=bool(pages))
        if not pages:
            hint = _meant(name, schemas, checks())
            raise UsageError(f"there is no check, kind or field “{name}”", hint)
        click.echo("\n\n".join(pages))
        return
    check = checks()[name]
    click.echo(f"{name} ({check.SEVERITY})\n\n{inspect.cleandoc(module_docstring(check))}")


def _schemas() -> Schemas:
    """Return the schemas of the catalogue; outside of one, those that come with exporter."""
    from exporter.records.loader import read_schemas

    return read_schemas(catalogue_root())


def _fields(kind: str, schemas: Schemas) -> Iterator[str]:
    """Yield a line for each field of a kind: its name, its title and what it holds; and an example."""
    from exporter.records.yaml.emitter import emit

    yield f"The fields of a record of kind {kind}, * if it must have them:"
    yield ""
    yield from _lines(schemas.root(kind).children)
    for example in schemas.files[f"{kind}.schema.json"].get("examples", ()):
        yield f"\nFor example:\n\n{emit(example).strip()}"


def _lines(fields: Mapping[str, Field]) -> Iterator[str]:
    for name, field in fields.items():
        mark = "*" if field.required else " "
        yield f"{mark} {name:<22} {field.title}: {field.keyword('description', '')}".rstrip(": ")


def _field_pages(name: str, schemas: Schemas, *, exact_only: bool) -> list[str]:
    """Return what each field with a name holds, and which kinds of record have it.

    `name` may be dotted (`identifiers.isbn`). The last part alone stands for fields inside groups,
    unless a record has a field with this name, or `exact_only` is asked for.
    """
    named = [
        (dotted, field, kind)
        for kind in schemas.kinds
        for dotted, field in _dotted_fields(schemas.root(kind))
        if name in {dotted, dotted.rpartition(".")[2]}
    ]
    exact = [each for each in named if each[0] == name]
    kinds: dict[str, list[str]] = defaultdict(list)
    for dotted, field, kind in exact or ([] if exact_only else named):
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
    if field.keyword("relation"):
        lines.append(
            "Write the id of its record, or if it has none, the fields that you know of it."
        )
    elif inner := {each.path[-1]: each for each in _inside(field)}:
        must = ", * if it must have them" if any(each.required for each in inner.values()) else ""
        lines += ["", f"{_what_has_fields(field)}{must}:", "", *_lines(inner), ""]
    return "\n".join(lines)


def _what_has_fields(field: Field) -> str:
    if "string" in field.types:
        return "Instead of text, it can have these fields"
    return "Each entry has these fields" if field.types == {"array"} else "It has these fields"


def _inside(field: Field) -> list[Field]:
    """Return the fields of a group, or of the groups in a list; those of a mention that are its own."""
    item = field.children.get("*")
    inner = {**(item.children if item else {}), **field.children}
    return [each for each in inner.values() if each.path[-1] != "*"]


def _dotted_fields(root: Field) -> Iterator[tuple[str, Field]]:
    """Yield the fields of a record, and those in its groups under dotted names.

    Related works and mentions in sources have the same fields once more: these are left out.
    """
    for name, field in root.children.items():
        yield name, field
        if name != "found" and not field.keyword("relation"):
            for inner in _inside(field):
                yield f"{name}.{inner.path[-1]}", inner


def _meant(word: str, schemas: Schemas, checks: Iterable[str]) -> str:
    """Return a hint at the check, the kind, the field or the term that is meant by a word."""
    from exporter.suggest import did_you_mean, suggestion
    from exporter.validate.field_suggestions import also_called, same_but_for_case
    from exporter.validate.kind_suggestions import suggested_kind

    fields = [name for kind in schemas.kinds for name in schemas.root(kind).children]
    if same := same_but_for_case(word, fields):
        return suggestion(same).hint
    term = _as_term(word, schemas)
    if ".role" in term:
        return term
    for kind in schemas.kinds:
        root = schemas.root(kind)
        if field := also_called(root, word, list(root.children)):
            return _as_field(word, kind, field, schemas)
    kinds = f"the kinds are {', '.join(schemas.kinds)}"
    return (
        suggested_kind(word, schemas).hint
        or term
        or _as_misspelt_field(word, schemas)
        or did_you_mean(word, checks)
        or f"“exporter explain” lists all checks; {kinds}"
    )


def _as_term(word: str, schemas: Schemas) -> str:
    """Return a hint at the field that has a word among its terms; empty if there is none."""
    from exporter.validate.field_suggestions import field_of_term

    for kind in schemas.kinds:
        if way := field_of_term(schemas, kind, (), word):
            field = ".".join(step for step in way if step != "*")
            return f"it is a term of “{field}” in a record of kind {kind}: exporter explain {field}"
    return ""


def _as_misspelt_field(word: str, schemas: Schemas) -> str:
    from exporter.validate.field_suggestions import meant_in_some_kind

    kind, field = meant_in_some_kind(schemas, word)
    return _as_field(word, kind, field, schemas) if kind else ""


def _as_field(word: str, kind: str, field: str, schemas: Schemas) -> str:
    """Return a hint at a field, or at the field inside it that a word means."""
    from exporter.validate.field_suggestions import groups_with

    inner = groups_with(schemas, kind, word).get(field)
    field += f".{inner}" if inner else ""
    return f"in a record of kind {kind} that is “{field}”: exporter explain {field}"
