"""`exporter merge-driver`: what git runs to merge a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.errors import UsageError, hint_to_open

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exporter.editing.merge_text import MergedText


@click.command()
@click.option(
    "--install",
    is_flag=True,
    help="Register the driver in this clone, and ask for it in .gitattributes.",
)
@click.option("--marker-size", metavar="N", type=int, default=7, help="git's %L.")
@click.option("--path", "name", metavar="PATH", default="", help="git's %P: the record's path.")
@click.argument("files", nargs=-1, metavar="[BASE OURS THEIRS]", type=click.Path(path_type=Path))
def command(files: tuple[Path, ...], marker_size: int, name: str, *, install: bool) -> None:
    """Merge a record that two branches have changed, field by field, for git.

    Changes of different fields are merged, and so are items that both sides added to a list; a
    field that both changed is one conflict that names it. Comments and layout stay. The result is
    written to OURS. Each clone has to register the driver once, with --install; “exporter validate”
    says if that was forgotten. Merge buttons of hosting sites do not run drivers.

    \b
    Exit code: 0 merged, 1 conflicts, or the merged record has an error, 2 wrong use.
    \b
    Examples:
      exporter merge-driver --install
      exporter merge-driver base.yaml ours.yaml theirs.yaml
    """  # noqa: D301 - \b keeps click from filling the lines
    if install:
        _install()
        return
    if len(files) != 3:
        raise UsageError("name three files", "exporter merge-driver BASE OURS THEIRS")
    base, ours, theirs = files
    name = name or str(ours)
    merged = _merged(base, ours, theirs, marker_size)
    if merged is None:
        _merge_lines(base, ours, theirs, marker_size, name)
        return
    problems = [f"both sides have changed {each.place}" for each in merged.conflicts]
    problems += () if problems else _new_errors(merged.text, (ours, theirs), name)
    # not atomically: git made this file for the driver, and reads it when the driver has ended
    ours.write_bytes(merged.text.encode())
    for problem in problems:
        click.echo(f"{name}: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _install() -> None:
    from exporter.records import git
    from exporter.records.files import find_catalogue

    changed = git.register_merge_driver(find_catalogue(Path.cwd()))
    click.echo("registered: git now merges records field by field in this clone", err=True)
    if changed:
        click.echo("commit .gitattributes, so that others are asked to register it, too", err=True)


def _merged(base: Path, ours: Path, theirs: Path, marker_size: int) -> MergedText | None:
    """Merge three files; None if they cannot be merged field by field."""
    from exporter.editing.merge_text import merge_texts
    from exporter.records.yaml import YamlError
    from exporter.records.yaml.edit import UneditableError

    try:
        texts = [path.read_text("utf-8") for path in (base, ours, theirs)]
        return merge_texts(*texts, marker=marker_size)
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be read: {error.strerror}",
            hint_to_open(error, "check its name"),
        ) from None
    except (YamlError, UneditableError, UnicodeDecodeError, LookupError):
        return None


def _merge_lines(base: Path, ours: Path, theirs: Path, marker_size: int, name: str) -> None:
    from exporter.records.git import merge_lines

    click.echo(f"{name}: cannot be merged field by field, so it is merged by lines", err=True)
    if not merge_lines(ours, base, theirs, marker_size):
        raise click.exceptions.Exit(1)


def _new_errors(text: str, sides: Sequence[Path], name: str) -> list[str]:
    """Return the errors of the merged record that neither side has."""
    found = _errors(text, name)
    if not found:
        return []
    known = [message for side in sides for message in _errors(side.read_text("utf-8"), name)]
    return [each for each in found if each not in known]


def _errors(text: str, name: str) -> list[str]:
    """Return the messages of a record's errors, by the schemas of the catalogue around it."""
    from exporter.records.document import Document
    from exporter.records.files import find_catalogue
    from exporter.records.finding import Severity
    from exporter.records.loader import parse_document, read_schemas, read_settings
    from exporter.validate.record import RecordValidator, severity

    path = Path.cwd() / name
    try:
        root = find_catalogue(path.parent)
        schemas, settings = read_schemas(root), read_settings(root)
    except UsageError:
        return []
    document = parse_document(text.encode(), path, settings.limits)
    if not isinstance(document, Document):
        return [document.message]
    result = RecordValidator(schemas, settings.catalogue.language).validate(document)
    return [each.message for each in result.findings if severity(each) is Severity.ERROR]
