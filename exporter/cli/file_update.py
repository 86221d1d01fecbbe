"""How commands change record files: write new content, or show the change as a diff."""

from __future__ import annotations

import codecs
import os
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from exporter.terminal import display_path, escape_lines, printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from exporter.records.document import Document
    from exporter.records.finding import Finding


def update_record(
    document: Document, text: str, *, diff: bool = False, dry: bool = False, mark: bool = False
) -> bool:
    """Replace the file of a record, and return whether its content changes.

    With `diff`, print the change to stdout instead; with `dry`, do nothing. With `mark`, keep a
    byte order mark. If the path is a symbolic link, the file it leads to is replaced. Raises
    UsageError if the file has changed since it was read.
    """
    from exporter.records.atomic_write import write_file
    from exporter.records.files import read_unchanged

    before = read_unchanged(document)
    content = text.encode()
    if mark and before.startswith(codecs.BOM_UTF8):
        content = codecs.BOM_UTF8 + content
    if before == content:
        return False
    if diff:
        print_diff(document.path, before.decode(), content.decode())
    elif not dry:
        write_file([content], document.path.resolve())
    return True


def write_and_list(root: Path, texts: Mapping[Path, str], *, dry_run: bool = False) -> None:
    """Write record files of the catalogue at `root`, all or none, and list them on stdout in order.

    With `dry_run`, only list them.
    """
    from exporter.records.atomic_write import write_records

    if texts and not dry_run:
        write_records(root, texts)
    for path in texts:
        click.echo(display_path(path))


def print_unreadable(finding: Finding) -> None:
    """Say on stderr why the file of a record cannot be read."""
    click.echo(f"{display_path(finding.path)}: {printable(finding.message)}", err=True)


def print_changes(new: Mapping[Path, str], differing: Mapping[Path, str]) -> None:
    """Print what would be written as diffs: new files, and files that have another content."""
    for path, text in sorted({**new, **differing}.items()):
        before = path.read_bytes().decode("utf-8", "replace") if path in differing else ""
        print_diff(path, before, text)


def print_diff(path: Path, before: str, after: str) -> None:
    """Print what changes in a file, as bytes, so that the line ends of a record stay.

    On a terminal, where nobody applies a diff, what cannot be printed is escaped: a line could
    write over another one, or turn round the order of its letters.

    On GitHub's runner, a line of a log that begins with `::` or contains `##[` is a command. A diff
    must repeat each line as it is, so the runner is told to obey nothing until it reads a token
    that no record can contain: a digest of the diff itself. `git apply` and `patch` skip these
    lines. Source: GitHub Docs, Workflow commands, Stopping and starting workflow commands.
    """
    from exporter.cli.unified_diff import unified_diff

    diff = unified_diff(display_path(path), before, after)
    if sys.stdout.isatty():
        diff = escape_lines(diff)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        token = sha256(diff.encode()).hexdigest()
        diff = f"::stop-commands::{token}\n{diff}::{token}::\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(diff.encode())
    sys.stdout.buffer.flush()
