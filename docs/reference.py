"""Fills the reference pages from the schemas, the checks, the tables and the commands themselves.

Each function prints Markdown for one cog block: `[[[cog import reference; reference.tree() ]]]`. Run
`cog -rP -I docs README.md CONTRIBUTING.md docs/*.md` after a change; the tests run `cog --check`.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterable
from pathlib import Path

import click

from exporter.cli.main import COMMANDS, group
from exporter.export import registry as formats
from exporter.export.crosswalk_report import Fate, fates
from exporter.importers.field_table import FRAME
from exporter.importers.registry import FORMATS
from exporter.records.loader import read_schemas
from exporter.records.schema import Field, Schemas
from exporter.records.yaml.emitter import emit
from exporter.review.requirements import packaged_target, packaged_targets
from exporter.tables import read_table
from exporter.validate import checks

ROOT = Path(__file__).parents[1]


def tree() -> None:
    """Print the tree of the package, each file with the first line of its docstring."""
    print("```text")
    files = [
        path.relative_to(ROOT)
        for path in (ROOT / "exporter").rglob("*.py")
        if path.parent.name != "checks" or path.name == "__init__.py"
    ]
    for path in sorted(
        files, key=lambda path: (path.parent.parts, path.name != "__init__.py", path.name)
    ):
        docstring = ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8"))) or ""
        folder = path.name == "__init__.py"
        depth = "  " * (len(path.parts) - (2 if folder else 1))
        name = f"{path.parent.name}/" if folder else path.name
        print(f"{depth + name:<24} {docstring.partition(chr(10))[0]}")
    print("```")


def findings() -> None:
    """Print the page of every check."""
    names = checks.checks()
    print("| finding | severity | what is wrong |\n| --- | --- | --- |")
    for name, check in names.items():
        print(
            f"| [`{name}`](#{name}) | {check.SEVERITY} | {(check.__doc__ or '').splitlines()[0]} |"
        )
    for name, check in names.items():
        page = inspect.cleandoc(check.__doc__ or "").replace("```yaml wrong", "Wrong:\n\n```yaml")
        print(
            f"\n## {name}\n\n*{check.SEVERITY}.* {page.replace('```yaml right', 'Right:' + chr(10) * 2 + '```yaml')}"
        )


def targets() -> None:
    """Print the table of every target of `exporter ready`."""
    found = [packaged_target(name) for name in packaged_targets()]
    print("| target | what it is | mandatory | recommended |\n| --- | --- | --- | --- |")
    for target in found:
        mandatory = sum(rule.is_mandatory for rule in target.rules)
        others = len(target.rules) - mandatory
        print(
            f"| [`{target.name}`](#{target.name}) | {target.description} | {mandatory} | {others} |"
        )
    for target in found:
        print(f"\n### {target.name}\n\n{' '.join((target.description, *target.sources))}\n")
        print("| rule | level | what is demanded | our fields | source |")
        print("| --- | --- | --- | --- | --- |")
        for rule in target.rules:
            name = rule.name.partition(".")[2]
            fields = " or ".join(
                " and ".join(f"`{each}`" for each in group) for group in rule.fields
            )
            print(f"| `{name}` | {rule.level} | {rule.message} | {fields} | {rule.source} |")


def records() -> None:
    """Print all kinds, the fields that works share, those that agents share, and an example of each kind."""
    schemas = read_schemas(ROOT)
    print("| kind | what it is | folder | type |\n| --- | --- | --- | --- |")
    for kind in schemas.kinds:
        schema, catalogued = schemas.files[f"{kind}.schema.json"], schemas.catalogued(kind)
        type = catalogued.get("type", "of each record") if catalogued["as"] == "work" else "–"
        folder = f"`records/{catalogued['folder']}/`"
        print(f"| [`{kind}`](#{kind}) | {schema['description']} | {folder} | {type} |")
    print("\n## Fields of works\n\nAll kinds of works share these fields.\n")
    _print_fields(_own(schemas, "book", relations=False))
    print(
        "\n### Relations of works to each other\n\nEach takes the id of a record, a group, or a list.\n"
    )
    _print_fields(_own(schemas, "book", relations=True))
    print("\n### Inside a relation\n")
    relation = schemas.field("book", ("part_of",))
    _print_fields(relation.children.values() if relation else ())
    print("\n### Identifiers of works\n")
    identifiers = schemas.field("book", ("identifiers",))
    _print_fields(identifiers.children.values() if identifiers else ())
    for kind in schemas.kinds:
        print(f"\n## {kind}\n\n{schemas.files[f'{kind}.schema.json']['description']}\n")
        if schemas.noun(kind) != "work":
            _print_fields(_own(schemas, kind, relations=False))
        for example in schemas.files[f"{kind}.schema.json"].get("examples", []):
            print(f"\n```yaml\n{emit(example).strip()}\n```")


def _own(schemas: Schemas, kind: str, *, relations: bool) -> list[Field]:
    """Return the fields of a kind, two levels deep, without the numbers of identifiers."""
    found = []
    for field in schemas.root(kind).children.values():
        if bool(field.keyword("relation")) != relations:
            continue
        found.append(field)
        if not relations and field.path[0] not in {"identifiers", "classification", "notes"}:
            found += _inside(field)
    return found


def _inside(field: Field) -> list[Field]:
    item = field.children.get("*")
    inner = {**(item.children if item else {}), **field.children}
    return [each for name, each in inner.items() if name != "*"]


def _print_fields(fields: Iterable[Field]) -> None:
    print("| field | what it holds | example |\n| --- | --- | --- |")
    for field in fields:
        if field.path[-1] == "*":
            continue
        name = "/".join(step for step in field.path if step != "*")
        required = " (required)" if field.required else ""
        print(f"| `{name}`{required} | {field.keyword('description', '')} | {_example(field)} |")


def _example(field: Field) -> str:
    example = next(iter(field.keyword("examples", [])), "")
    text = (
        json.dumps(example, ensure_ascii=False)
        if isinstance(example, (bool, dict, list))
        else str(example)
    )
    text = text.replace("|", "\\|")
    return f"`{text}`" if text and len(text) < 60 else ""


def formats_page() -> None:
    """Print what each format is, and its words for types, roles and other terms."""
    for name in formats.names():
        format = formats.format_named(name)
        page = inspect.cleandoc(format.__doc__ or "")
        print(
            f"\n## {name}\n\n{page}\n\nMedia type `{format.MEDIA_TYPE}`, files `*{format.SUFFIX}`.\n"
        )
        print("| | term | target | match | source |\n| --- | --- | --- | --- | --- |")
        for row in (
            each for each in formats.crosswalk(name) if each.vocabulary not in {"work", "agent"}
        ):
            cells = (
                row.vocabulary,
                f"`{row.term}`",
                f"`{row.target}`" if row.target else "–",
                row.match,
                row.source,
            )
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")


def import_formats() -> None:
    """Print the names of the formats that can be imported."""
    print("| name | format |\n| --- | --- |")
    for each in FORMATS:
        print(f"| `{each.name}` | {each.title} |")


def import_frames() -> None:
    """Print for each format which fields an import leaves out because they say nothing of a work."""
    print("| table | fields | reason |\n| --- | --- | --- |")
    for path in sorted((ROOT / "exporter" / "importers").rglob("*.tsv")):
        by_reason: dict[str, list[str]] = {}
        for row in read_table(path):
            if row.get("target") == FRAME:
                by_reason.setdefault(row["source"], []).extend(row["term"].split("|"))
        for reason, fields in by_reason.items():
            shown = ", ".join(f"`{each}`" for each in fields[:_MOST_FIELDS])
            more = f" and {len(fields) - _MOST_FIELDS} more" if len(fields) > _MOST_FIELDS else ""
            print(f"| `{path.stem}` | {shown}{more} | {reason} |")


_MOST_FIELDS = 8
ONE_OF_EACH = ("book", "person", "organization", "family", "event", "place", "concept")
"""Kinds that have all fields between them: works share theirs."""


def losses() -> None:
    """Print for each format which fields are lost or weakened, those with the same reason together."""
    found = fates(read_schemas(ROOT), list(formats.names()), ONE_OF_EACH)
    top = [each for each in found if not each.term and "/" not in each.field]
    for name in formats.names():
        print(f"\n## {name}\n")
        lines = [
            line
            for noun in ("work", "agent")
            for fate in ("lost", "weakened")
            for line in _losses_of(top, name, noun, fate)
        ]
        print("\n".join(lines) or "Every field is carried.")


def _losses_of(found: Iterable[Fate], name: str, noun: str, fate: str) -> list[str]:
    """Return a line for each reason for which fields of a noun are lost or weakened in a format."""
    by_reason: dict[str, list[str]] = {}
    for each in found:
        if (each.format, each.noun, each.fate) == (name, noun, fate):
            words = f" to {each.goes_to}" if each.goes_to else ""
            fields = by_reason.setdefault(f"{words} ({each.source})", [])
            if f"`{each.field}`" not in fields:
                fields.append(f"`{each.field}`")
    return [
        f"- {fate.capitalize()}{reason}, of {noun}s: {', '.join(fields)}."
        for reason, fields in by_reason.items()
    ]


def coverage() -> None:
    """Print the elements of each standard, with our fields or the reason why there is none."""
    for table in sorted((ROOT / "exporter" / "export").rglob("*coverage.tsv")):
        rows = read_table(table)
        for format in dict.fromkeys(row["format"] for row in rows):
            _print_coverage(format, [row for row in rows if row["format"] == format])


def _print_coverage(format: str, rows: list[dict[str, str]]) -> None:
    covered = sum(bool(row["fields"]) for row in rows)
    print(f"\n## {format}\n\n{covered} of {len(rows)} elements have a field.")
    part = ""
    for row in rows:
        if row["part"] != part:
            part = row["part"]
            print(f"\n### {part}\n")
            print("| element | name | our fields | reason or note |\n| --- | --- | --- | --- |")
        fields = ", ".join(f"`{each.strip()}`" for each in row["fields"].split(",") if each.strip())
        cells = (f"`{row['element']}`", row["name"], fields or "–", row["reason"])
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")


def commands() -> None:
    """Print the help of every command."""
    for name in ("", *COMMANDS):
        context = click.Context(group, info_name="exporter")
        command = group if not name else group.get_command(context, name)
        inner = context if not name else click.Context(command, info_name=name, parent=context)
        inner.terminal_width = inner.max_content_width = 100
        print(f"\n## exporter {name}".rstrip() + f"\n\n```text\n{command.get_help(inner)}\n```")
