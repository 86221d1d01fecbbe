"""pandoc as a referee: what it reads, and the bibliography that its `--citeproc` makes of works in a style."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import html

from tests.support.commands import run
from tests.support.inputs import missing, program


@cache
def _pandoc() -> str:
    try:
        import pypandoc
    except ImportError:
        missing("pandoc 3", "pip install pypandoc-binary")
    return str(Path(pypandoc.__file__).parent / "files" / "pandoc")


@cache
def pandoc_entries(style: Path, items: Path, locale: str = "") -> dict[str, str]:
    """Return the entries of the works of a CSL-JSON file in order, as plain text, by their ids."""
    options = ["-f", "csljson", "-t", "html", "--wrap=none", "--citeproc", "--csl", style]
    if locale:
        options += ["-M", f"lang={locale}"]
    ran = run(_pandoc(), *options, items)
    assert ran.code == 0, ran.err
    entries = {}
    for entry in html.fromstring(ran.out).find_class("csl-entry"):
        text = entry.text_content().replace("\u2060", "")
        entries[entry.get("id", "").removeprefix("ref-")] = re.sub(r"\s+", " ", text).strip()
    return entries


def items_by_pandoc(path: Path, format: str) -> dict[str, Any]:
    """Return what the pandoc of this machine reads in a file of a format, as items of CSL by their ids."""
    ran = run(program("pandoc", "pandoc"), "-f", format, "-t", "csljson", path)
    assert (ran.code, ran.err) == (0, "")
    return {each["id"]: each for each in json.loads(ran.out)}
