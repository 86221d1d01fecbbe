"""Measure how long the bibliography of N works takes with exporter, citeproc-js and pandoc.

    python benchmarks/cite.py [10000]

All read the same file of CSL-JSON and write HTML. The figures are CPU seconds of whole processes,
with worker processes. The first row of each style is one work: what a cold start takes.
citeproc-js needs node with NODE_PATH; a processor that is not installed is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import catalogue

from exporter.cite.csl_data import locale_folder
from exporter.cite.style_files import style_file

STYLES = ("apa", "chicago-author-date", "chicago-notes-bibliography", "sist02")
CITEPROC_JS = """
const fs = require("fs"), CSL = require("citeproc");
const [style, file, locales] = process.argv.slice(1);
const items = JSON.parse(fs.readFileSync(file, "utf8"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));
const engine = new CSL.Engine({
  retrieveLocale: (tag) => fs.readFileSync(`${locales}/locales-${tag}.xml`, "utf8"),
  retrieveItem: (id) => byId[id],
}, fs.readFileSync(style, "utf8"));
engine.updateItems(items.map((item) => item.id));
console.log(engine.makeBibliography()[1].join(""));
"""

Command = list[str]


def cpu_seconds(command: Command) -> float:
    """Run a command to its end, and return the CPU seconds that it and its children took."""
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def commands(style: str, items: Path) -> dict[str, Command]:
    """Return the command of each processor that is installed."""
    path = str(style_file(style).path)
    exporter = [sys.executable, "-m", "exporter", "cite", "--style", style, "--as", "html"]
    found = {"exporter": [*exporter, "--items", str(items)]}
    node = shutil.which("node") or shutil.which("nodejs")
    if node and not subprocess.run([node, "-e", "require('citeproc')"], check=False).returncode:  # noqa: S603
        found["citeproc-js"] = [node, "-e", CITEPROC_JS, path, str(items), str(locale_folder())]
    pandoc = shutil.which("pandoc")
    if pandoc:
        found["pandoc"] = [pandoc, "-f", "csljson", "-t", "html", "--citeproc", "--csl", path]
        found["pandoc"] += [str(items)]
    return found


def main(works: int) -> None:
    """Print a table with a row for each style and number of works."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {}
        for count in (1, works):
            generated = catalogue(count * 5 // 4 // 10 * 10 + 10)  # of ten records eight are works
            items = [item for *_, item in generated if item]
            files[count] = folder / f"{count}.json"
            files[count].write_text(json.dumps(items[:count]), "utf-8")
        for style in STYLES:
            for count, path in files.items():
                row = f"{style:<28}{count:>8}"
                for processor, command in commands(style, path).items():
                    row += f"  {processor} {cpu_seconds(command):.2f} s"
                print(row, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
