"""Times the commands beside a bare YAML loop and beside other programs, as whole processes in one run.

    python benchmarks/run.py [--records 10000] [--runs 5] [--json FILE]

Prints a table with the minimum, the median and the maximum of the wall time, the peak memory, and the ratio of the
medians to the reference of each group. Only ratios of one run say anything: machines differ, and are busy. Programs
that are not installed are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from generate import write

HERE = Path(__file__).parent
ROOT = HERE.parent
BARE = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1], "records").rglob("*.yaml")):
    with path.open(encoding="utf-8") as file:
        yaml.load(file.read(), yaml.CSafeLoader)
"""
EXPORTER = (sys.executable, "-m", "exporter")


@dataclass
class Measured:
    """One command: its wall times in seconds, its peak memory in MB (of the largest process), its ratio."""

    group: str
    name: str
    minimum: float
    median: float
    maximum: float
    memory: float
    ratio: float


def timed(words: tuple[str, ...], cwd: Path) -> tuple[float, float]:
    """Run a command to its end; give the seconds and the megabytes. Raises RuntimeError where it fails."""
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, cwd=cwd, stdout=quiet, stderr=quiet)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1000


def group(name: str, commands: dict[str, tuple[str, ...]], cwd: Path, runs: int) -> list[Measured]:
    """Run the commands of a group in turn, so that a busy minute falls on all; the first is the reference."""
    found: dict[str, list[tuple[float, float]]] = {each: [] for each in commands}
    for turn in range(runs + 1):
        for each, words in commands.items():
            figures = timed(words, cwd)
            if turn:  # the first warms up
                found[each].append(figures)
    medians = {each: statistics.median(seconds for seconds, _ in figures) for each, figures in found.items()}
    reference = medians[next(iter(medians))]
    return [
        Measured(
            name,
            each,
            min(seconds for seconds, _ in figures),
            medians[each],
            max(seconds for seconds, _ in figures),
            max(memory for _, memory in figures),
            medians[each] / reference,
        )
        for each, figures in found.items()
    ]


def installed(commands: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Leave out the programs that are not there."""
    return {name: words for name, words in commands.items() if shutil.which(words[0])}


def groups(folder: Path, records: int) -> dict[str, tuple[Path, dict[str, tuple[str, ...]]]]:
    """Give the commands to be measured, by group, each with the folder to run them in."""
    export: Callable[[str], tuple[str, ...]] = lambda name: (*EXPORTER, "export", "--format", name, "-o", os.devnull)  # noqa: E731
    formats = ("bibtex", "csl-json", "tei", "dc")
    return {
        f"{records:,} records": (
            folder,
            {
                "bare loop of CSafeLoader": (sys.executable, "-c", BARE, str(folder)),
                "validate": (*EXPORTER, "validate"),
                **{f"export {name}": export(name) for name in formats},
            },
        ),
        f"{records:,} records, other programs": (
            folder,
            {
                "export bibtex": export("bibtex"),
                **installed(
                    {
                        "pandoc CSL-JSON to BibTeX": ("pandoc", "-f", "csljson", "-t", "bibtex", "peers.json"),
                        "bibutils BibTeX to MODS": ("bib2xml", "peers.bib"),
                    }
                ),
            },
        ),
        "start": (
            ROOT,
            {
                "import click": (sys.executable, "-c", "import click"),
                "--version": (*EXPORTER, "--version"),
                "--help": (*EXPORTER, "--help"),
                "export tei of this repository": export("tei"),
            },
        ),
    }


def main() -> None:
    """Make the catalogue, measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        write(asked.records, Path(folder))
        for name, (cwd, commands) in groups(Path(folder), asked.records).items():
            print(f"\n{name:<42}{'min':>9}{'median':>9}{'max':>9}{'MB':>8}{'ratio':>8}")
            for each in group(name, commands, cwd, asked.runs):
                figures = (each.minimum, each.median, each.maximum)
                print(
                    f"{each.name:<42}{''.join(f'{seconds:9.3f}' for seconds in figures)}{each.memory:8.0f}{each.ratio:8.2f}"
                )
                measured.append(each)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(each) for each in measured], indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
