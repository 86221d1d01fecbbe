"""What the commands share that change records: a file gets other bytes, or it is shown which."""

from __future__ import annotations

import codecs
import os
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from exporter.records.document import Document


def rewrite(
    document: Document, text: str, *, diff: bool = False, dry: bool = False, mark: bool = False
) -> bool:
    """Replace a record's file, unless it has changed since it was read, and tell whether anything changes.

    With `diff`, write what changes to stdout, and with `dry` nothing at all, instead of the file. With `mark`, a byte
    order mark stays where there is one. Where a link leads to a record, that record is written.
    """
    from exporter.records.atomic_write import write_file
    from exporter.records.loader import read_unchanged

    before = read_unchanged(document)
    content = (
        codecs.BOM_UTF8 if mark and before.startswith(codecs.BOM_UTF8) else b""
    ) + text.encode()
    if before == content:
        return False
    if diff:
        show_change(document.path, before.decode(), content.decode())
    elif not dry:
        write_file([content], document.path.resolve())
    return True


def show_change(path: Path, before: str, after: str) -> None:
    """Write to stdout what changes in a file, as bytes, since the line breaks of a record stay.

    GitHub's runner would obey a line that begins with `::`, or has `##[` in it, and a diff has to repeat each as it is.
    There it is told to obey nothing until it reads a word that stands in no record: a digest of the diff itself, which
    `git apply` and `patch` pass over. Source: GitHub Docs, Workflow commands, Stopping and starting workflow commands.
    """
    from exporter.cli.unified_diff import unified_diff
    from exporter.validate.reporters import typed

    diff = unified_diff(typed(path), before, after)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        word = sha256(diff.encode()).hexdigest()
        diff = f"::stop-commands::{word}\n{diff}::{word}::\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(diff.encode())
    sys.stdout.buffer.flush()
