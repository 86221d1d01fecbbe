"""Fills the reference pages from the schemas, the checks, the tables and the commands themselves.

Each function gives Markdown for one cog block: `[[[cog import reference; reference.tree() ]]]`. Run
`cog -rP -I docs README.md CONTRIBUTING.md docs/*.md` after a change; the tests run `cog --check`.
"""

from __future__ import annotations

import ast
import inspect
import subprocess
from pathlib import Path

import click

from exporter.cli.main import COMMANDS, group
from exporter.export import registry as formats
from exporter.export.crosswalk_report import RENDERINGS, fates
from exporter.records.loader import read_schemas
from exporter.records.schema import Field
from exporter.validate import checks

ROOT = Path(__file__).parents[1]


def tree() -> None:
    """Print the tree of the package, each file with the first line of its docstring."""
    print("```text")
    tracked = subprocess.run(
        ["git", "ls-files", "exporter"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = sorted(
        {
            Path(name)
            for name in tracked.stdout.split()
            if name.endswith(".py") and "checks/" not in name
        }
    )
    files.append(Path("exporter/validate/checks/__init__.py"))
    shown = set()
    for path in sorted(
        files, key=lambda path: (path.parent.parts, path.name != "__init__.py", path.name)
    ):
        if not (ROOT / path).exists():
            continue
        purpose = (ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8"))) or "").split(
            "\n"
        )[0]
        folder = path.name == "__init__.py"
        depth = "  " * (len(path.parts) - (2 if folder else 1))
        name = f"{path.parent.name}/" if folder else path.name
        if (folder, path.parent, name) not in shown:
            shown.add((folder, path.parent, name))
            print(f"{depth + name:<24} {purpose}")
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


def records() -> None:
    """Print the fields of every kind."""
    schemas = read_schemas(ROOT)
    for kind in schemas.kinds:
        schema = schemas.files[f"{kind}.schema.json"]
        said = schemas.catalogued(kind)
        print(
            f"\n## {kind}\n\n{schema['description']} A `{said['as']}`; its records stand in `records/{said['folder']}/`.\n"
        )
        print("| field | what it holds | example |\n| --- | --- | --- |")
        for path, field in schemas.fields(kind).items():
            if path[-1] != "*":
                name = "/".join(step for step in path if step != "*")
                print(
                    f"| `{name}`{' (required)' if field.required else ''} | {field.keyword('description', '')} | {_example(field)} |"
                )


def _example(field: Field) -> str:
    example = next(iter(field.keyword("examples", [])), "")
    text = str(example).replace("|", "\\|")
    return f"`{text}`" if text and len(text) < 60 else ""


def formats_page() -> None:
    """Print what each format is, and its words for types, roles and other terms."""
    for name in formats.names():
        format = formats.format_named(name)
        page = inspect.cleandoc(format.__doc__ or "")
        print(
            f"\n## {name}\n\n{page}\n\nMedia type `{format.MEDIA_TYPE}`, files `*{format.SUFFIX}`.\n"
        )
        print("| | ours | theirs | match | source |\n| --- | --- | --- | --- | --- |")
        for row in (
            each for each in formats.crosswalk(name) if each.vocabulary not in {"work", "agent"}
        ):
            cells = (
                row.vocabulary,
                f"`{row.ours}`",
                f"`{row.theirs}`" if row.theirs else "–",
                row.match,
                row.source,
            )
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")


def losses() -> None:
    """Print what becomes of every field in every format."""
    schemas = read_schemas(ROOT)
    print("".join(RENDERINGS["markdown"](fates(schemas, list(formats.names()), schemas.kinds))))


def commands() -> None:
    """Print the help of every command."""
    for name in ("", *COMMANDS):
        context = click.Context(group, info_name="exporter")
        command = group if not name else group.get_command(context, name)
        inner = context if not name else click.Context(command, info_name=name, parent=context)
        inner.terminal_width = inner.max_content_width = 100
        print(f"\n## exporter {name}".rstrip() + f"\n\n```text\n{command.get_help(inner)}\n```")
