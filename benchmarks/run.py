"""Times the commands beside a bare YAML loop, git status and other programs, all in one run.

    python benchmarks/run.py [--records 10000 [200000 …]] [--runs 5] [--only WORD …] [--json FILE]

Each row has the minimum, the median and the maximum of the wall time, the CPU time with that of worker
processes, the memory of the largest process, the microseconds for a record, and two ratios to the first
row of its group: of the wall time and of the CPU time. Only ratios of one run say anything: machines
differ, and are busy. Programs that are not installed are left out: pandoc, bibutils (bib2xml),
citation-js, commonmeta, check-jsonschema.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from itertools import cycle
from pathlib import Path

from measure import Command, Group, heading, measure

HERE = Path(__file__).parent
ROOT = HERE.parent
EXPORTER = (sys.executable, "-m", "exporter")
GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
COLD_FORMATS = ("bibtex", "csl-json", "dc", "tei", "mods", "marcxml")
LARGE_FORMATS = (*COLD_FORMATS, "marc", "schema-org", "turtle")
SPLIT_RECORDS = 10_000
"""Up to so many records also get a file each: more wait for the disk."""
DASK_RECORDS = 20_000
"""From so many records a cluster is measured: with fewer, its start takes most of the time."""
SCHEMA = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"id": {"type": "string"}},
}
"""A schema for check-jsonschema, far simpler than ours."""


def python(script: str, *arguments: str) -> Command:
    """Return the command that runs a script of this folder."""
    return (sys.executable, str(HERE / script), *arguments)


def validate(*options: str) -> Command:
    """Return the command that checks a catalogue."""
    return (*EXPORTER, "validate", *options)


def export(format: str, *options: str) -> Command:
    """Return the command that exports a catalogue and throws the product away."""
    return (*EXPORTER, "export", "--format", format, "-o", os.devnull, *options)


def start() -> Group:
    """Return the group of commands that do little."""
    commands = {
        "import click": (sys.executable, "-c", "import click"),
        "--version": (*EXPORTER, "--version"),
        "--help": (*EXPORTER, "--help"),
        "export --help": (*EXPORTER, "export", "--help"),
        "validate --help": validate("--help"),
        "validate of this repository": validate(),
        "export tei of this repository": export("tei"),
    }
    return Group("start", ROOT, commands)


def first_catalogue(cache: str) -> Group:
    """Return the group of commands in the catalogue of this repository, with nothing changed."""
    commands = {
        "import click": (sys.executable, "-c", "import click"),
        "validate": validate(),
        "validate --staged": validate("--staged"),
        "export bibtex": export("bibtex"),
        "export tei": export("tei"),
    }
    return Group("this repository, nothing changed", ROOT, commands, cache=cache)


def cold(name: str, folder: Path, records: int) -> Group:
    """Return the group of commands that know nothing from an earlier run."""
    commands: dict[str, Command] = {
        "bare loop of CSafeLoader": python("peers/bare_loop.py", str(folder)),
        "validate": validate(),
    }
    formats = COLD_FORMATS if records <= SPLIT_RECORDS else LARGE_FORMATS
    for each in formats:
        commands[f"export {each}"] = export(each)
    return Group(f"{name}, cold", folder, commands, records)


def one_file_each(name: str, folder: Path, records: int) -> Group:
    """Return the group of commands that write many files, or list what a format cannot hold."""
    lost = str(folder / "lost.tsv")
    split = (*EXPORTER, "export", "--format", "tei", "--split", "-o", str(folder / "split"))
    commands = {
        "export tei": export("tei"),
        "export tei --losses": export("tei", "--losses", lost),
        "export tei --split": split,
        "site": (*EXPORTER, "site", "-o", str(folder / "public")),
    }
    return Group(f"{name}, files and losses", folder, commands, records)


def repeated(name: str, folder: Path, records: int) -> Iterator[Group]:
    """Yield the groups for a catalogue in git: a first run, nothing changed, a record changed.

    A comment leaves all as it was; a reference is looked at by checks of the whole catalogue.
    """
    for words in (("init", "-q"), ("add", "records"), ("commit", "-qm", "Records")):
        subprocess.run([*GIT, *words], cwd=folder, check=True)  # noqa: S603
    edited = next((folder / "records" / "books").iterdir())

    def edit() -> None:
        with edited.open("a", encoding="utf-8") as file:
            file.write("# a comment\n")

    people = cycle(sorted(each.stem for each in (folder / "records" / "people").iterdir()))

    def refer_to_another() -> None:
        text = re.sub(
            r"agent: [\w-]+", f"agent: {next(people)}", edited.read_text("utf-8"), count=1
        )
        edited.write_text(text, "utf-8")

    commands: dict[str, Command] = {
        "git status": ("git", "status"),
        "validate": validate(),
        "validate --since HEAD": validate("--since", "HEAD"),
        "validate --staged": validate("--staged"),
        "find": (*EXPORTER, "find", edited.stem),
        "new": (*EXPORTER, "new", "book", "--title", "Emma", "--author", "Jane Austen", "--diff"),
        "diff": (*EXPORTER, "diff"),
        "rename": (*EXPORTER, "rename", edited.stem, "another-id", "--diff"),
    }
    for each in COLD_FORMATS:
        commands[f"export {each}"] = export(each)
    lost = str(folder / "lost.txt")
    commands["export bibtex --losses"] = export("bibtex", "--losses", lost)
    if records <= SPLIT_RECORDS:
        package = str(folder / "package.zip")
        commands["archive"] = (*EXPORTER, "archive", "-o", package)
        commands["site"] = (*EXPORTER, "site", "-o", str(folder / "kept-site"))
    cache = str(folder / "cache")
    first = {"bare loop of CSafeLoader": python("peers/bare_loop.py", str(folder))}
    for each in ("validate", "export bibtex", "export tei", "export marcxml"):
        first[each] = commands[each]
    forget = partial(shutil.rmtree, cache, ignore_errors=True)
    yield Group(f"{name}, first run with a cache", folder, first, records, forget, cache)
    yield Group(f"{name}, nothing changed", folder, commands, records, cache=cache)
    yield Group(f"{name}, one edit", folder, commands, records, edit, cache)
    common = ("git status", "validate", "export bibtex", "export tei", "export marcxml")
    few = {each: commands[each] for each in common}
    yield Group(f"{name}, one reference edited", folder, few, records, refer_to_another, cache)


def cluster(name: str, folder: Path, records: int) -> Group:
    """Return the group that compares one machine with a cluster of a worker for each core.

    The cluster reads ten shards.
    """
    shard = (*EXPORTER, "shard", "--as", "jsonl", "--records", str(records // 10), "-o", "shards")
    subprocess.run(shard, cwd=folder, check=True)  # noqa: S603
    workers = ("--engine", "dask", "--shards", "shards")
    commands = {
        "export csl-json": export("csl-json"),
        "export csl-json --engine dask": export("csl-json", *workers),
        "export tei": export("tei"),
        "export tei --engine dask": export("tei", *workers),
    }
    return Group(f"{name}, cluster", folder, commands, records)


def peers(name: str, folder: Path, records: int) -> Group:
    """Return the group of other programs that do a part of the same."""
    (folder / "small.json").write_text(json.dumps(SCHEMA), "utf-8")
    files = map(str, (folder / "records").rglob("*.yaml"))
    commands: dict[str, Command] = {"export bibtex": export("bibtex")}
    if importlib.util.find_spec("pybtex"):
        commands["PyYAML and pybtex, no checks"] = python("peers/with_pybtex.py", str(folder))
    others: dict[str, Command] = {
        "pandoc, CSL-JSON to BibTeX": ("pandoc", "-f", "csljson", "-t", "bibtex", "peers.json"),
        "bibutils, BibTeX to MODS": ("bib2xml", "peers.bib"),
        "citation-js, CSL-JSON to BibTeX": (
            *("citation-js", "-i", "peers.json", "-f", "string", "-s", "bibtex"),
        ),
        "check-jsonschema, YAML": ("check-jsonschema", "--schemafile", "small.json", *files),
    }
    for words, command in others.items():
        if shutil.which(command[0]):
            commands[words] = command
    commonmeta = shutil.which("commonmeta")
    if commonmeta:
        interpreter = Path(commonmeta).resolve().with_name("python")
        script = HERE / "peers" / "with_commonmeta.py"
        commands["commonmeta-py, CSL-JSON to BibTeX"] = (
            str(interpreter),
            str(script),
            "peers.json",
        )
    return Group(f"{name}, other programs", folder, commands, records)


def groups(records: int, generated: Path, cloned: Path) -> Iterator[Group]:
    """Yield the groups for catalogues of some size: of generated records, and of those like real ones."""
    subprocess.run(python("generate.py", str(records), str(generated)), check=True)  # noqa: S603
    subprocess.run(python("clone.py", str(records), str(cloned)), check=True)  # noqa: S603
    name = f"{records:,} records"
    yield cold(name, generated, records)
    if records <= SPLIT_RECORDS:
        yield peers(name, generated, records)
        yield one_file_each(name, generated, records)
    yield from repeated(name, generated, records)
    if records >= DASK_RECORDS:
        yield cluster(name, generated, records)
    name += " like real ones"
    yield cold(name, cloned, records)
    yield from repeated(name, cloned, records)


def main() -> None:
    """Make the catalogues, measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, nargs="+", default=[10_000], metavar="N")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is measured")
    parser.add_argument(
        "--only", nargs="+", default=[""], metavar="WORD", help="measure groups with such a name"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, too")
    asked = parser.parse_args()
    found: list[dict[str, object]] = []

    def report(group: Group) -> None:
        if not any(word in group.name for word in asked.only):
            return
        print(f"\n{heading(group)}")
        for each in measure(group, asked.runs):
            print(each, flush=True)
            found.append(asdict(each))

    report(start())
    with tempfile.TemporaryDirectory() as cache:
        report(first_catalogue(cache))
    for records in asked.records:
        with tempfile.TemporaryDirectory() as generated, tempfile.TemporaryDirectory() as cloned:
            for group in groups(records, Path(generated), Path(cloned)):
                report(group)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
