"""What `validate --fix` and `fmt` share: a record's file gets other bytes, or it is shown which."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.model.document import Document


def rewrite(document: Document, text: str, *, diff: bool = False, dry: bool = False, mark: bool = False) -> bool:
    """Replace a record's file, unless it has changed since it was read, and tell whether anything changes.

    With `diff`, write what changes to stdout, and with `dry` nothing at all, instead of the file. With `mark`, a byte
    order mark stays where there is one. Where a link leads to a record, that record is written.
    """
    from exporter.read import reread
    from exporter.reports import typed
    from exporter.syntax.unified_diff import unified_diff
    from exporter.write import write

    before = reread(document)
    content = (codecs.BOM_UTF8 if mark and before.startswith(codecs.BOM_UTF8) else b"") + text.encode()
    if before == content:
        return False
    if diff:
        sys.stdout.flush()
        shown = unified_diff(typed(document.path), before.decode(), content.decode())
        sys.stdout.buffer.write(shown.encode())  # as bytes: the line breaks of the record stay
        sys.stdout.buffer.flush()
    elif not dry:
        write([content], document.path.resolve())
    return True
