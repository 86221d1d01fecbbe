"""Times the commands beside a bare YAML loop and beside other programs, as whole processes in one run.

    python benchmarks/run.py [--records 10000 [100000 …]] [--runs 5] [--json FILE]

Prints a table with the minimum, the median and the maximum of the wall time, the peak memory of the largest process,
the microseconds a record, and the ratio of the medians to the reference of each group. Only ratios of one run say
anything: machines differ, and are busy. Programs that are not on the PATH are left out: pandoc, bibutils (bib2xml),
citation-js, commonmeta, check-jsonschema.
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
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
BARE = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1], "records").rglob("*.yaml")):
    with path.open(encoding="utf-8") as file:
        yaml.load(file.read(), yaml.CSafeLoader)
"""
COMMONMETA = """
import json, sys
from commonmeta import Metadata
for item in json.load(open(sys.argv[1], encoding="utf-8")):
    sys.stdout.buffer.write(Metadata(json.dumps(item), via="csl").write(to="bibtex"))
"""
SMALL = '{"type": "object", "required": ["id", "kind"], "properties": {"id": {"type": "string"}}}'
EXPORTER = (sys.executable, "-m", "exporter")


Commands = dict[str, tuple[str, ...]]


@dataclass
class Measured:
    """One command: its wall times in seconds, its peak memory in MB, its microseconds a record, its ratio."""

    group: str
    name: str
    minimum: float
    median: float
    maximum: float
    memory: float
    each: float
    ratio: float

    def __str__(self) -> str:
        seconds = "".join(f"{each:9.3f}" for each in (self.minimum, self.median, self.maximum))
        return f"{self.name:<42}{seconds}{self.memory:8.0f}{self.each:10.1f}{self.ratio:8.2f}"


@dataclass
class Group:
    """Commands that are measured in turn in a folder, the first as the reference; `before` each of them is run."""

    name: str
    folder: Path
    commands: Commands
    records: int = 0
    before: Callable[[], object] = lambda: None
    cache: str = ""


def timed(words: tuple[str, ...], cwd: Path, cache: str) -> tuple[float, float]:
    """Run a command to its end; give the seconds and the megabytes. Raises RuntimeError where it fails.

    A process is never told to have taken less memory than this one, which therefore stays small.
    """
    started = time.perf_counter()
    quiet, surroundings = subprocess.DEVNULL, {**os.environ, "EXPORTER_CACHE": cache}
    process = subprocess.Popen(words, cwd=cwd, stdout=quiet, stderr=quiet, env=surroundings)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)[:200]} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1000


def measured(group: Group, runs: int) -> list[Measured]:
    """Run the commands of a group in turn, so that a busy minute falls on all."""
    found: dict[str, list[tuple[float, float]]] = {each: [] for each in group.commands}
    for turn in range(runs + 1):
        for each, words in group.commands.items():
            group.before()
            figures = timed(words, group.folder, group.cache)
            if turn:  # the first warms up
                found[each].append(figures)
    medians = {
        each: statistics.median(seconds for seconds, _ in figures)
        for each, figures in found.items()
    }
    reference = medians[next(iter(medians))]
    return [
        Measured(
            group.name,
            each,
            min(seconds for seconds, _ in figures),
            medians[each],
            max(seconds for seconds, _ in figures),
            max(memory for _, memory in figures),
            medians[each] / group.records * 1e6 if group.records else 0,
            medians[each] / reference,
        )
        for each, figures in found.items()
    ]


def installed(commands: Commands) -> Commands:
    """Leave out the programs that are not there."""
    return {name: words for name, words in commands.items() if shutil.which(words[0])}


def export(name: str) -> tuple[str, ...]:
    """Return the command that exports a catalogue and throws the product away."""
    return (*EXPORTER, "export", "--format", name, "-o", os.devnull)


def of_size(folder: Path, records: int) -> Iterator[Group]:
    """Yield the groups for a catalogue of some size in a folder."""
    commands = {
        "bare loop of CSafeLoader": (sys.executable, "-c", BARE, str(folder)),
        "validate": (*EXPORTER, "validate"),
        **{f"export {name}": export(name) for name in ("bibtex", "csl-json", "tei", "dc")},
    }
    if records <= 10_000:  # each file waits for the disk
        commands["export dc --split"] = (
            *EXPORTER,
            "export",
            "--format",
            "dc",
            "--split",
            "-o",
            str(folder / "split"),
        )
        commands["site"] = (*EXPORTER, "site", "-o", str(folder / "public"))
    yield Group(f"{records:,} records", folder, commands, records)
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "records"), ("commit", "-qm", "Records")):
        subprocess.run([*git, *words], cwd=folder, check=True)  # noqa: S603
    edited = folder / "records" / "books" / "book-0-7.yaml"

    def edit() -> None:
        with edited.open("a", encoding="utf-8") as file:
            file.write("# a comment\n")

    commands = {
        "git status": ("git", "status"),
        "validate": (*EXPORTER, "validate"),
        "validate --since HEAD": (*EXPORTER, "validate", "--since", "HEAD"),
        "validate --staged": (*EXPORTER, "validate", "--staged"),
        **{f"export {name}": export(name) for name in ("bibtex", "csl-json", "tei", "marcxml")},
    }
    yield Group(
        f"{records:,} records, after an edit",
        folder,
        commands,
        records,
        edit,
        str(folder / "cache"),
    )


def like_real(folder: Path, records: int) -> Group:
    """Return the group for a catalogue of records that are like real ones."""
    commands = {
        "bare loop of CSafeLoader": (sys.executable, "-c", BARE, str(folder)),
        "validate": (*EXPORTER, "validate"),
        **{f"export {name}": export(name) for name in ("bibtex", "tei", "mods", "marcxml")},
    }
    return Group(f"{records:,} records like real ones", folder, commands, records)


def peers(folder: Path, records: int) -> Group:
    """Return the group of other programs that do a part of the same, from files that they read."""
    schema = folder / "small.json"
    schema.write_text(SMALL, "utf-8")
    files = map(str, (folder / "records").rglob("*.yaml"))
    commonmeta = Path(shutil.which("commonmeta") or "commonmeta").resolve().with_name("python")
    commands = {
        "export bibtex": export("bibtex"),
        **installed(
            {
                "pandoc, CSL-JSON to BibTeX": (
                    "pandoc",
                    "-f",
                    "csljson",
                    "-t",
                    "bibtex",
                    "peers.json",
                ),
                "bibutils, BibTeX to MODS": ("bib2xml", "peers.bib"),
                "citation-js, CSL-JSON to BibTeX": (
                    "citation-js",
                    "-i",
                    "peers.json",
                    "-f",
                    "string",
                    "-s",
                    "bibtex",
                ),
                "commonmeta-py, CSL-JSON to BibTeX": (
                    str(commonmeta),
                    "-c",
                    COMMONMETA,
                    "peers.json",
                ),
                "check-jsonschema, YAML": ("check-jsonschema", "--schemafile", str(schema), *files),
            }
        ),
    }
    return Group(f"{records:,} records, other programs", folder, commands, records)


def start() -> Group:
    """Return the group of what is short."""
    return Group(
        "start",
        ROOT,
        {
            "import click": (sys.executable, "-c", "import click"),
            "--version": (*EXPORTER, "--version"),
            "--help": (*EXPORTER, "--help"),
            "export --help": (*EXPORTER, "export", "--help"),
            "validate --help": (*EXPORTER, "validate", "--help"),
            "export tei of this repository": export("tei"),
        },
    )


def main() -> None:
    """Make the catalogues, measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[10_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found: list[Measured] = []

    def run(group: Group) -> None:
        print(
            f"\n{group.name:<42}{'min':>9}{'median':>9}{'max':>9}{'MB':>8}{'us/record':>10}{'ratio':>8}"
        )
        for each in measured(group, asked.runs):
            print(each, flush=True)
            found.append(each)

    run(start())
    for records in asked.records:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, HERE / "generate.py", str(records), folder], check=True)  # noqa: S603
            if records <= 10_000:  # the names of more files make no command
                run(peers(Path(folder), records))
            for group in of_size(Path(folder), records):
                run(group)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, HERE / "clone.py", str(records), folder], check=True)  # noqa: S603
            run(like_real(Path(folder), records))
    if asked.json:
        asked.json.write_text(
            json.dumps([asdict(each) for each in found], indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
