"""The Dask engine on a real cluster: the bytes of one machine, whatever fails on the way."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from exporter.distributed.cluster import RETRIES, connect
from exporter.distributed.dask_export import Engine, find_parts
from exporter.errors import UsageError
from exporter.export import registry as formats
from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.render import missing_requirements, render
from exporter.model.linker import link
from exporter.validate.pipeline import validate_catalogue
from exporter.validate.result import ValidationResult
from tests.conftest import ROOT, exporter, run
from tests.support.commands import EXPORTER, PIPE, started
from tests.unit.test_plugins import FILES, install

FORMS = ("yaml", "jsonl", "parquet")
NAMESAKE = (
    "# exporter: allow orphaned-record\nid: namesake\nkind: organization\nname: {ja: 日本茶社}\n"
)
"""Has the name that a book prints as its publisher, as another record has: so neither is meant for
sure."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler and two worker processes on this machine, for all tests."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    ) as those:
        yield str(those.scheduler_address)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with each record in its own file."""
    folder = tmp_path_factory.mktemp("whole") / "catalogue"
    shutil.copytree(ROOT / "tests" / "golden" / "catalogue", folder)
    (folder / "records" / "organizations" / "namesake.yaml").write_text(NAMESAKE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def shards(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its records in shards of each form, five in each."""
    folder = tmp_path_factory.mktemp("shards")
    for form in FORMS:
        ran = exporter("-C", whole, "shard", "--as", form, "--records", "5", "-o", folder / form)
        assert (ran.code, ran.out, ran.err) == (0, "", "17 records in 4 shards\n")
    return folder


def delivered(
    verdict: ValidationResult, name: str, by: Engine | None = None
) -> tuple[bytes, Sequence[Loss]]:
    catalogue, _ = link(verdict.records, verdict.schemas, complete=True)
    context = ExportContext(catalogue, formats.crosswalk(name))
    format = formats.format_named(name)
    ids = [id for id in catalogue.works if not missing_requirements(format, [id], context)]
    return b"".join(render(format, ids, context, writer=by.write if by else None)), context.losses


def written_with(verdict: ValidationResult, name: str, by: Engine | None) -> bytes:
    """Return a document whose losses nobody asks for, so that its steps can run anywhere."""
    catalogue, _ = link(verdict.records, verdict.schemas, complete=True)
    crosswalk = formats.crosswalk(name)
    context = ExportContext(catalogue, crosswalk, collect_losses=False, results=by)
    works = list(catalogue.works)
    writer = by.write if by else None
    return b"".join(render(formats.format_named(name), works, context, writer=writer))


def silent(done: int, everything: int, what: str) -> None:
    pass


@pytest.mark.parametrize("form", FORMS)
def test_shards_give_the_same_bytes(
    form: str, address: str, whole: Path, shards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.parallel.CHUNK_SIZE", 4)
    monkeypatch.setattr(
        "exporter.distributed.dask_export.written", lambda *_: pytest.fail("written here")
    )
    here = validate_catalogue(whole, for_export=True)
    with connect(address, pytest.fail) as workers:
        those = Engine(workers)
        there = those.validate_catalogue(whole, find_parts(whole, [str(shards / form)]), silent)
        assert there.files_with_errors == here.files_with_errors == frozenset()
        for name in (
            formats.names() if form == "yaml" else ("bibtex", "csl-json", "dc", "marc", "tei")
        ):
            assert delivered(there, name, those) == delivered(here, name), name


def test_steps_run_on_the_workers(
    address: str, whole: Path, shards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = validate_catalogue(whole, for_export=True)
    expected = {name: written_with(here, name, None) for name in ("html", "tei", "turtle")}
    monkeypatch.setattr("exporter.parallel.CHUNK_SIZE", 4)
    monkeypatch.setattr(
        "exporter.export.tei.tei.agent_element", lambda *_: pytest.fail("written here")
    )
    with connect(address, pytest.fail) as workers:
        those = Engine(workers)
        there = those.validate_catalogue(whole, find_parts(whole, [str(shards / "yaml")]), silent)
        assert {name: written_with(there, name, those) for name in expected} == expected


@pytest.mark.long
def test_a_format_sees_the_whole_catalogue_on_a_worker(whole: Path, tmp_path: Path) -> None:
    """Also one from another package, which the workers import by themselves."""
    looks_far = '''"""The names of all persons and organisations, for each work."""
SUFFIX = ".txt"
MEDIA_TYPE = "text/plain"
def render_work(work, context):
    return f"{work.id}: {', '.join(context.catalogue.agents)}\\n"
def render_document(works, entries, context):
    yield from entries
'''
    install(tmp_path / "site", {**FILES, "title_list.py": looks_far})
    asked = [*EXPORTER, "-C", whole, "export", "-f", "title-list"]
    env = {"PYTHONPATH": f"{tmp_path / 'site'}:{ROOT}"}
    alone = run(*asked, env=env)
    assert (alone.code, alone.err) == (0, "")
    assert "web-article: anne-onymous, carl-schmitt, khwaja, li-wei, namesake, " in alone.out
    assert run(*asked, "--engine", "dask", env=env) == alone


def test_a_task_that_fails_is_run_again(address: str, tmp_path: Path) -> None:
    """As often as promised, and no other task; then the message names the part."""

    def attempt(part: str) -> int:
        with (tmp_path / part).open("a") as file:
            file.write("x")
        number = (tmp_path / part).stat().st_size
        if part == "never" or (part == "later" and number <= RETRIES):
            raise OSError(f"attempt {number} failed")
        return number

    def results(*parts: str) -> list[int]:
        return list(workers.results(workers.map(attempt, parts), parts))

    with connect(address, pytest.fail) as workers:
        assert results("at once", "later") == [1, RETRIES + 1]
        with pytest.raises(UsageError, match="never: it cannot be read: attempt") as failed:
            results("also at once", "never")
    assert failed.value.hint == f"it was tried {RETRIES + 1} times; nothing was written"
    assert (tmp_path / "never").stat().st_size == RETRIES + 1
    assert (tmp_path / "also at once").stat().st_size == 1


def test_the_command_starts_a_cluster_of_its_own(whole: Path, tmp_path: Path) -> None:
    """Without shards it takes the records of the catalogue."""
    asked, target = ("-C", whole, "export", "-f", "tei"), tmp_path / "tei.xml"
    ran = run(*EXPORTER, *asked, "--engine", "dask", "-o", target)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert target.read_text("utf-8") == exporter(*asked).out


def test_a_catalogue_without_records_gives_what_one_machine_gives(
    address: str, tmp_path: Path
) -> None:
    (tmp_path / "records").mkdir()
    asked = ("-C", tmp_path, "export", "-f", "tei")
    assert exporter(*asked, "--engine", "dask", "--cluster", address) == exporter(*asked)


def test_works_are_chosen_and_losses_told_as_on_one_machine(
    address: str, whole: Path, shards: Path
) -> None:
    asked = (
        "export",
        "-f",
        "bibtex",
        "--language",
        "en",
        "--losses",
        "-",
        "tea-photo",
        "disputed-book",
    )
    alone = exporter("-C", whole, *asked)
    ran = exporter(
        "-C", shards, *asked, "--engine", "dask", "--cluster", address, "--shards", "yaml/*.yaml"
    )
    assert (ran.code, ran.out) == (alone.code, alone.out) == (0, alone.out)
    listed, _, table = ran.err.partition("\nbibtex: ")
    listed_alone, _, table_alone = alone.err.partition("\nbibtex: ")
    assert table == table_alone
    losses = [line.split(": ", 1) for line in listed.splitlines()]
    assert [said for _, said in losses] == [
        line.split(": ", 1)[1] for line in listed_alone.splitlines()
    ]
    for place, fated in losses:  # "yaml/records-00001.yaml:58:10", "lost: disputed-book/title: …"
        said = fated.partition(": ")[2]
        file, line, column = place.split(":")
        text = (shards / file).read_text("utf-8").splitlines()[int(line) - 1]
        assert said.split(": ")[1][:2] in text[int(column) - 1 :]


def test_a_link_to_no_record_of_any_shard_is_found(
    address: str, whole: Path, shards: Path, tmp_path: Path
) -> None:
    """It is shown at its line.

    Nothing is written, or, with --keep-going, what one machine writes.
    """
    shutil.copytree(whole, tmp_path / "whole")
    shutil.copytree(shards / "jsonl", tmp_path / "shards")
    slips = {"forthcoming-book": ("tea-board", "tea-bored"), "tea-report": ("title", "titel")}
    for id, slip in slips.items():
        (record,) = (tmp_path / "whole").rglob(f"{id}.yaml")
        record.write_text(record.read_text("utf-8").replace(*slip, 1), "utf-8")
    for shard in sorted((tmp_path / "shards").iterdir()):
        lines = shard.read_text("utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            id = json.loads(line)["id"]
            lines[number - 1] = line.replace(*slips[id], 1) if id in slips else line
            if id == "forthcoming-book":
                wrong, column = (
                    f"shards/{shard.name}:{number}",
                    lines[number - 1].index('"tea-bored"') + 1,
                )
        shard.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    asked = (
        "export",
        "-f",
        "dc",
        "-o",
        "dc.xml",
        "--engine",
        "dask",
        "--cluster",
        address,
        "--shards",
        "shards",
    )
    ran = exporter("-C", tmp_path, *asked)
    assert ran.code == 1
    assert (
        f"{wrong}:{column}: error: dangling-reference: there is no record “tea-bored”\n" in ran.err
    )
    assert "      = did you mean “tea-board”?\n" in ran.err
    assert not (tmp_path / "dc.xml").exists()
    going = exporter("-C", tmp_path, *asked, "--keep-going")
    assert going.code == 0
    assert f"skipped: {wrong}\n" in going.err
    alone = exporter("-C", tmp_path / "whole", "export", "-f", "dc", "--keep-going")
    assert "skipped: records/books/forthcoming-book.yaml\n" in alone.err
    assert (tmp_path / "dc.xml").read_text("utf-8") == alone.out


def begun(*words: str | Path) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start `exporter` with these words; it is killed when the block ends."""
    return started(*EXPORTER, *words, stdout=PIPE, stderr=PIPE, text=True)


def until(what: Any) -> Any:
    for _ in range(600):
        if found := what():
            return found
        time.sleep(0.1)
    pytest.fail("it never came to this")


@pytest.mark.long
def test_a_worker_is_killed_during_the_run(
    address: str, whole: Path, shards: Path, tmp_path: Path
) -> None:
    """One of the two is stopped until it has a task, and then killed: the other one does
    everything.
    """
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(2)
        worker, pid = sorted(client.run(os.getpid).items())[0]
        os.kill(pid, signal.SIGSTOP)
        asked = (
            "export",
            "-f",
            "marc",
            "-o",
            tmp_path / "marc",
            "--engine",
            "dask",
            "--cluster",
            address,
        )
        with begun("-C", shards, *asked, "--shards", "yaml/*.yaml") as process:
            try:
                until(lambda: client.processing().get(worker))
            finally:
                os.kill(pid, signal.SIGKILL)
            out, err = process.communicate(timeout=60)
        client.wait_for_workers(2)
    assert (process.returncode, out, err) == (0, "", "")
    exporter("-C", whole, "export", "-f", "marc", "-o", tmp_path / "alone")
    assert (tmp_path / "marc").read_bytes() == (tmp_path / "alone").read_bytes()


@pytest.mark.long
def test_a_cluster_without_workers_is_waited_for(whole: Path, shards: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as empty:
        asked = (
            "export",
            "-f",
            "dc",
            "--engine",
            "dask",
            "--cluster",
            empty.scheduler_address,
            "--shards",
            "yaml",
        )
        with begun("-C", shards, *asked) as process:
            assert process.stderr
            assert process.stderr.readline() == "the cluster has no workers yet; waiting for one\n"
            empty.scale(1)
            out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, exporter("-C", whole, "export", "-f", "dc").out)


@pytest.mark.long
def test_a_shard_that_cannot_be_read_is_named(
    address: str, whole: Path, shards: Path, tmp_path: Path
) -> None:
    """The next run, in which it can be read, succeeds."""
    shutil.copytree(shards / "jsonl", tmp_path / "shards")
    last = (tmp_path / "shards" / "records-00004.jsonl").read_bytes()
    (tmp_path / "shards" / "records-00004.jsonl").unlink()
    broken = tmp_path / "shards" / "records-00004.jsonl.gz"
    broken.write_bytes(b"nonsense")
    asked = ("export", "-f", "dc", "--engine", "dask", "--cluster", address, "--shards", "shards")
    ran = exporter("-C", tmp_path, *asked)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"exporter: shards/{broken.name}: it cannot be read: Not a gzipped file (b'no')\n"
        f"          it was tried {RETRIES + 1} times; nothing was written\n"
    )
    broken.write_bytes(gzip.compress(last))
    ran = exporter("-C", tmp_path, *asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == exporter("-C", whole, "export", "-f", "dc").out


@pytest.mark.long
def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    """It stops at once, even if a worker waits for input that never comes."""
    os.mkfifo(tmp_path / "never.jsonl")
    (tmp_path / "dc.xml").write_text("what was there")
    words = ("export", "-f", "dc", "-o", "dc.xml", "--engine", "dask", "--shards", "never.jsonl")

    def children(pid: int) -> list[str]:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [child for each in tasks for child in (each / "children").read_text().split()]

    with begun("-C", tmp_path, *words) as process:
        workers = until(lambda: children(process.pid))
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)  # the worker would wait for ever
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert (process.returncode, out) == (130, "")
    assert err == "exporter: stopped; no file is left half written\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dc.xml", "never.jsonl"]
    assert (tmp_path / "dc.xml").read_text() == "what was there"
