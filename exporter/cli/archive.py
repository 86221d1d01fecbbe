"""`exporter archive`: a preservation package of the catalogue; its check, and its restoration."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import click

from exporter.errors import UsageError
from exporter.plural import counted
from exporter.terminal import display_path, escape_control_chars

if TYPE_CHECKING:
    from exporter.archive.package import ArchivedCatalogue, ArchivedState, Summary
    from exporter.cli.work_selection import Selection
    from exporter.export.kept import KeptResults

_MOST_NAMED = 10
"""How many files are named in a message."""


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="The package to write (catalogue.zip), or with restore: the new or empty folder for the "
    "catalogue.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave records with errors out of the deliveries, and name them. They are archived all "
    "the same. Default: write nothing if there are any.",
)
@click.option(
    "--ocfl",
    is_flag=True,
    help="Write an OCFL object into the folder of -o, or add a version to the one that is there. "
    "What has not changed is stored once.",
)
@click.argument("action", required=False, type=click.Choice(["verify", "restore"]))
@click.argument("package", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
def command(
    action: str | None,
    package: Path | None,
    output: Path | None,
    *,
    keep_going: bool,
    ocfl: bool,
) -> None:
    """Pack the catalogue into one file for preservation, check such a file, or restore it.

    The package is a zip file without compression that holds a BagIt bag: records, schemas,
    settings, files that records name, the works in every format, checksums, the history of git as
    PREMIS, an RO-Crate description, and a README for readers who do not have exporter. The same
    commit makes the same bytes.

    verify finds every changed byte and every missing or added file, in the zip file, in the folder
    that another program has unpacked, or in all versions of an OCFL object. restore verifies, then
    writes the catalogue into a new folder, byte for byte.

    \b
    Exit code: 0 done, 1 the package is damaged, or errors in the catalogue, 2 wrong use.
    \b
    Examples:
      exporter archive -o catalogue.zip
      exporter archive --ocfl -o versions/
      exporter archive verify catalogue.zip
      exporter archive restore catalogue.zip -o my-library
    """  # noqa: D301 - \b keeps click from filling the lines
    if action is not None and ocfl:
        raise UsageError(f"{action} sees whether it is an OCFL object", "leave out --ocfl")
    if action is None:
        if output is None:
            raise UsageError("a package needs a file", "add -o FILE.zip")
        if output.is_dir() and not ocfl:
            hint = "name a file: -o catalogue.zip; or add --ocfl for an OCFL object"
            raise UsageError(f"{output} is a folder", hint)
        _write(output, keep_going=keep_going, ocfl=ocfl)
        return
    if package is None:
        raise UsageError(f"{action} needs a package", f"exporter archive {action} FILE.zip")
    if action == "verify":
        _require_undamaged(package)
        click.echo(f"{package}: nothing has changed, nothing is missing.", err=True)
    elif output is None:
        raise UsageError("restore needs a folder", "add -o DIR")
    else:
        _restore(package, output)


def _write(output: Path, *, keep_going: bool, ocfl: bool) -> None:
    from exporter.archive.package import write_package
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.filter_options import FilterOptions
    from exporter.cli.kept_results import kept_results
    from exporter.cli.progress import progress
    from exporter.cli.work_selection import select_works
    from exporter.records.files import find_catalogue

    selection = select_works("dc", (), FilterOptions(), (), keep_going=keep_going)
    if ocfl:
        _require_object_id(selection)
    root = find_catalogue(Path.cwd())
    with TemporaryFile() as file, progress() as tick, catalogue_cache(root) as cache:
        catalogue = _catalogue(root, selection, kept_results(cache, selection))
        summary = write_package(
            catalogue, file, lambda done, total: tick(done, total, "deliveries written")
        )
        file.seek(0)
        write = _add_version if ocfl else _write_zip
        digest = write(file, output, catalogue)
    _report(summary, output, digest)


def _write_zip(file: IO[bytes], output: Path, _catalogue: ArchivedCatalogue) -> str:
    """Write a package to its place, and return its SHA-512."""
    from exporter.archive.bag import blocks
    from exporter.records.atomic_write import write_file

    digest = hashlib.file_digest(file, "sha512").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    write_file(blocks(file), output)
    return digest


def _require_object_id(selection: Selection) -> None:
    """Raise UsageError if the catalogue has no identifier for an OCFL object."""
    if not selection.result.settings.catalogue.base_uri:
        raise UsageError(
            "an OCFL object needs an identifier that never changes",
            "set base_uri under [catalogue] in exporter.toml",
        )


def _add_version(file: IO[bytes], output: Path, catalogue: ArchivedCatalogue) -> str:
    """Add the package to an OCFL object, and return the SHA-512 of the inventory."""
    from zipfile import ZipFile

    from exporter.archive.ocfl import VersionNote, finish_version, new_version, write_version
    from exporter.archive.reading import files_of_zip

    state, settings = catalogue.state, catalogue.settings.catalogue
    note = VersionNote(
        settings.base_uri,
        state.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"The catalogue as of commit {state.commit}" if state.commit else "The catalogue",
        settings.institution or settings.title or "exporter",
    )
    with ZipFile(file) as archive, _locked_to_write(output):
        finish_version(output, settings.base_uri)
        version = new_version(files_of_zip(archive), output, note)
        if version.is_new:
            write_version(version, output)
    made = "is new" if version.is_new else "has this state already"
    click.echo(f"{display_path(output)}: {version.name} {made}", err=True)
    return version.digest


@contextlib.contextmanager
def _locked_to_write(folder: Path) -> Iterator[None]:
    """Make the folder of an object if there is none, and keep other runs from changing it.

    A new folder that is still empty in the end is removed. Raises UsageError.
    """
    from exporter.records.folder_lock import locked

    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}"
        raise UsageError(message, "name a folder with -o DIR") from None
    try:
        with locked(folder, partial(_say_waiting, folder)):
            yield
    finally:
        if is_new:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _say_waiting(folder: Path) -> None:
    click.echo(f"waiting until another run has finished with {folder}", err=True)


def _catalogue(root: Path, selection: Selection, results: KeptResults | None) -> ArchivedCatalogue:
    from exporter.archive.package import ArchivedCatalogue

    result = selection.result
    return ArchivedCatalogue(
        root,
        result.settings,
        result.schemas,
        result.records,
        replace(selection.context, results=results),
        selection.ids,
        _state(root),
    )


def _state(root: Path) -> ArchivedState:
    """Return the state that git knows; without git, that of now.

    Raises UsageError if the clone lacks older commits.
    """
    from exporter.archive.package import ArchivedState
    from exporter.export.delivery_time import delivery_time
    from exporter.records.git import last_commit
    from exporter.records.revisions import revisions

    try:
        head = last_commit(root)
    except UsageError as error:
        click.echo(f"{error.message}; the package has no history.", err=True)
        return ArchivedState(delivery_time(os.environ))
    return ArchivedState(datetime.fromtimestamp(head.time, UTC), head.commit, revisions(root))


def _report(summary: Summary, output: Path, digest: str) -> None:
    """Say what is in the package, and what a reader of it should know."""
    if summary.uncommitted:
        files = escape_control_chars(", ".join(summary.uncommitted[:_MOST_NAMED]))
        more = len(summary.uncommitted) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        click.echo(f"not as in the last commit: {files}{rest}", err=True)
    if summary.omitted:
        number = len({id for _, id, _ in summary.omitted})
        works = "1 work" if number == 1 else f"{number:,} works"
        click.echo(
            f"left out of formats that cannot hold them: {works}; see deliveries/omitted.tsv",
            err=True,
        )
    click.echo(f"{display_path(output)}: {counted(summary.files, 'file')}", err=True)
    click.echo(f"SHA-512 {digest}", err=True)


def _require_undamaged(package: Path) -> None:
    """End the command with 1, and name what is damaged, unless nothing is."""
    from exporter.archive.reading import find_damage
    from exporter.cli.output import write_lines
    from exporter.records.folder_lock import locked

    with contextlib.ExitStack() as lock:
        if package.is_dir():
            lock.enter_context(locked(package, partial(_say_waiting, package), to_read=True))
        damage = find_damage(package)
    if not damage:
        return
    lines = [f"{each.name or package}: {each.message}" for each in damage]
    write_lines(lines)
    click.echo(f"{package} is damaged.", err=True)
    raise click.exceptions.Exit(1)


def _restore(package: Path, folder: Path) -> None:
    from exporter.archive.reading import restored_files
    from exporter.records.atomic_write import write_files

    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", "name a new one with -o DIR")
    if package.is_dir() and folder.resolve().is_relative_to(package.resolve()):
        raise UsageError(f"{folder} is inside the package", "name a folder elsewhere with -o DIR")
    _require_undamaged(package)
    number = write_files(restored_files(package), folder)
    click.echo(f"{display_path(folder)}: {counted(number, 'file')}, as archived.", err=True)
