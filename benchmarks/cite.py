"""Sets the references of N works with `exporter cite` and with pandoc, and prints how long each took.

    python benchmarks/cite.py [10000]

Both are whole processes: `exporter cite` reads and checks the records of the works and of all that they name; pandoc is
given the CSL-JSON that the exporter makes of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from generate import write

from exporter.cite.styles import style_file

STYLES = ("apa", "chicago-author-date", "sist02")
FORMS = {"html": "html", "text": "plain"}
"""What `exporter cite` calls a form, and what pandoc does."""


def seconds(*words: str | Path) -> float:
    """Run a command to its end, and give the seconds that it took."""
    started = time.perf_counter()
    subprocess.run([str(word) for word in words], check=True, capture_output=True)  # noqa: S603 - our own words
    return time.perf_counter() - started


def main(works: int) -> None:
    """Print a table: a row a style and form."""
    with tempfile.TemporaryDirectory() as folder:
        write(works * 5 // 4 // 10 * 10, Path(folder))  # of ten records eight are works
        exporter = (sys.executable, "-m", "exporter", "-C", folder)
        items = Path(folder, "items.json")
        reading = seconds(*exporter, "export", "--format", "csl-json", "-o", items)
        print(f"{works} works; `exporter export --format csl-json` takes {reading:.1f} s\n")
        print(f"{'style':<22}{'form':<6}{'exporter cite':>14}{'pandoc':>10}{'ratio':>8}")
        for style, (form, theirs) in product(STYLES, FORMS.items()):
            here = seconds(
                *exporter, "cite", "--style", style, "--as", form, "-o", Path(folder, "here")
            )
            asked = ("-f", "csljson", "--citeproc", "--csl", style_file(style), "-t", theirs)
            there = seconds("pandoc", *asked, "-o", Path(folder, "there"), items)
            print(f"{style:<22}{form:<6}{here:>12.1f} s{there:>8.1f} s{here / there:>8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
