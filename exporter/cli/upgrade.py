"""`exporter upgrade`: carry the records of an older exporter over to the shape of today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.plural import counted
from exporter.terminal import display_path

if TYPE_CHECKING:
    from exporter.editing.upgrade import OldRecords


@click.command()
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.option("--dry-run", is_flag=True, help="Write nothing; list the files that would change.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...], *, diff: bool, dry_run: bool) -> None:
    """Carry the records of an older exporter over to the shape of today.

    Fields get the names that they have now, and what plain text means stays the same: a record that
    is not written in the language of the catalogue says so under cataloguing_language. Comments and
    layout stay. Records of today do not change, so that it can be run again at any time.

    If the catalogue has schemas of its own, run “exporter schemas update” before it. CHANGELOG.md
    says what has changed in which version.

    \b
    Exit code: 0 done, 1 a record cannot be read or edited, 2 wrong use or no catalogue.
    \b
    Examples:
      exporter upgrade --dry-run
      exporter upgrade --diff records/people/
      exporter upgrade
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.file_update import print_unreadable, update_record
    from exporter.editing.upgrade import OldRecords, upgraded
    from exporter.records.document import Document
    from exporter.records.files import find_catalogue, find_records
    from exporter.records.loader import read_document, read_schemas, read_settings
    from exporter.records.yaml.edit import UneditableError

    root = find_catalogue(Path.cwd())
    schemas, settings = read_schemas(root), read_settings(root)
    language = settings.catalogue.language
    chosen = set(find_records(root, [Path.cwd() / path for path in paths]))
    every = (read_document(path, root, settings.limits) for path in find_records(root))
    readable = (each for each in every if isinstance(each, Document))
    old = OldRecords.among(readable, schemas, language)
    _advise_on_language(old, language)
    changed = failed = 0
    for path in sorted(chosen):
        document = read_document(path, root, settings.limits)
        if not isinstance(document, Document):
            print_unreadable(document)
            failed += 1
            continue
        try:
            text = upgraded(document, schemas, language, in_old_catalogue=old.any)
        except UneditableError:
            message = "this record is written in a way that cannot be edited; change it by hand"
            click.echo(f"{display_path(path)}: {message}", err=True)
            failed += 1
            continue
        if update_record(document, text, diff=diff, dry=dry_run):
            changed += 1
            if dry_run and not diff:
                click.echo(display_path(path))
    verb = "would change" if diff or dry_run else "changed"
    click.echo(f"{changed:,} of {counted(len(chosen), 'record')} {verb}", err=True)
    if failed:
        raise click.exceptions.Exit(1)


def _advise_on_language(old: OldRecords, language: str) -> None:
    """Say that the settings lack the language in which most records are written."""
    total = old.languages.total()
    if not total:
        return
    most, count = old.languages.most_common(1)[0]
    if most != language and count * 2 > total:
        click.echo(
            f"{count:,} of {total:,} records of persons and organisations are written in “{most}”. If"
            " that is the language of the catalogue, say so in exporter.toml before the upgrade, by"
            f' language = "{most}" under [catalogue]: then the records need not say it.',
            err=True,
        )
