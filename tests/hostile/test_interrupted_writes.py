"""Files are whole whatever happens while they are written, and the next run removes what a killed
one has left.

The runs are in tests/support/interrupted_writes.py. They are started in a process without threads,
since they fork.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.errors import UsageError
from exporter.records.atomic_write import write_files
from tests.conftest import ROOT, Ran, exporter, run
from tests.support.commands import EXPORTER, PIPE, started, wait_until_asleep
from tests.support.interrupted_writes import CUTS
from tests.support.markers import long_except


def forked(statement: str, place: Path) -> None:
    """Run a function of interrupted_writes.py on a folder, in a process of its own."""
    imports = "from pathlib import Path; from tests.support.interrupted_writes import *"
    code = f"{imports}; place = Path({str(place)!r}); {statement}"
    quiet = (
        "-W",
        "error",
        "-W",
        "ignore::ResourceWarning",
    )  # a file of a run that was stopped is closed by its end
    ran = run(sys.executable, *quiet, "-c", code, timeout=300)
    assert ran.code == 0, ran.err[-3000:]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory if possible, where it costs nothing to flush each file to the disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of a thousand records."""
    folder = tmp_path_factory.mktemp("thousand")
    assert run(sys.executable, ROOT / "benchmarks" / "generate.py", "1000", folder).code == 0
    return folder


@pytest.mark.parametrize("cut", long_except(CUTS, "SIGKILL"))
def test_a_file_is_the_old_or_the_new_one(cut: str, place: Path) -> None:
    forked(f"one_file(place / 'out', *CUTS[{cut!r}])", place)


@pytest.mark.parametrize("there", [False, True], ids=["a new folder", "a folder that is there"])
@pytest.mark.parametrize("cut", long_except(CUTS, "SIGKILL"))
def test_files_are_old_or_new_and_the_next_run_tidies(cut: str, there: bool, place: Path) -> None:
    forked(f"a_folder(place / 'out', *CUTS[{cut!r}], there={there})", place)


@pytest.mark.parametrize("there", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_version_is_complete_or_finished_by_the_next_run(there: bool, place: Path) -> None:
    forked(f"an_object(place / 'out', *CUTS['SIGKILL'], there={there})", place)


@pytest.mark.long
@pytest.mark.parametrize("split", [False, True], ids=["a file", "a folder"])
@pytest.mark.parametrize(
    "cuts", [["SIGKILL"], ["SIGINT", "SIGTERM", "SIGHUP"], ["ENOSPC", "EDQUOT"]], ids="-".join
)
def test_an_export_of_a_thousand_records(
    cuts: list[str], split: bool, place: Path, thousand: Path
) -> None:
    forked(f"an_export(place, Path({str(thousand)!r}), {cuts}, split={split})", place)


def test_two_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    forked("at_once(place / 'out', 20)", tmp_path)


def test_a_process_that_outlives_a_killed_run_keeps_nothing(tmp_path: Path) -> None:
    forked("a_copy_lives_on(place / 'out')", tmp_path)


@pytest.mark.long
def test_a_file_that_becomes_too_large(tmp_path: Path) -> None:
    forked("too_large(place / 'out', [b'<record/>'] * 90_000, range(0, 800_000, 24_000))", tmp_path)


def test_a_folder_that_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:  # pytest keeps them closed to others
        parent.chmod(0o755)
    forked("a_closed_folder(place / 'out')", tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", "size=512k", "none", place).code != 0:
        pytest.skip("only root can make a small disk")
    yield place
    run("umount", place)


@pytest.mark.long
def test_a_disk_that_is_full(small_disk: Path, thousand: Path) -> None:
    forked(f"a_small_disk(place, Path({str(thousand)!r}), range(0, 400_000, 48_000))", small_disk)


def test_a_disk_that_cannot_be_written(small_disk: Path, catalogue: Path) -> None:
    (small_disk / "out.xml").write_text("what was there", "utf-8")
    assert run("mount", "-o", "remount,ro", small_disk).code == 0
    for words in (
        ("-o", small_disk / "out.xml"),
        ("--split", "-o", small_disk),
        ("--split", "-o", small_disk / "new"),
    ):
        ran = exporter("-C", catalogue, "export", "--format", "dc", *words)
        assert (ran.code, ran.out) == (2, "")
        assert "cannot be written: Read-only file system" in ran.err
    assert (small_disk / "out.xml").read_text("utf-8") == "what was there"


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name
)
def test_a_signal_stops_the_command(number: signal.Signals, catalogue: Path) -> None:
    """It comes in the middle of the work: while nobody reads from the small pipe into which the
    command writes.

    Before the command waits for the pipe, the signal could come while a file is opened, and Python
    in development mode would warn that nothing has closed it.
    """
    os.mkfifo(catalogue / "pipe")
    with open(os.open(catalogue / "pipe", os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:  # noqa: PTH123
        fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 4096)
        words = ("export", "--format", "tei", "-o", "pipe")
        with started(*EXPORTER, *words, cwd=catalogue, stderr=PIPE) as process:
            assert select.select([reader], [], [], 60)[0]
            wait_until_asleep(process)
            process.send_signal(number)
            said = process.communicate(timeout=60)[1].decode()
    assert (process.returncode, said) == (
        128 + number,
        "exporter: stopped; no file is left half written\n",
    )


def replaced(catalogue: Path, *words: str) -> Ran:
    return exporter(
        "-C", catalogue, "export", "--format", "dc", "--split", "-o", catalogue / "out", *words
    )


def test_a_folder_with_the_name_of_a_file_stops_all(catalogue: Path) -> None:
    (catalogue / "out" / "tea-photo.xml").mkdir(parents=True)
    ran = replaced(catalogue)
    assert ran.code == 2
    assert "out cannot be written: tea-photo.xml is a folder there" in ran.err
    assert [path.name for path in (catalogue / "out").iterdir()] == ["tea-photo.xml"]


def test_what_another_user_has_left_is_not_touched(catalogue: Path) -> None:
    """In a folder that all may write to, a stranger must not have us move or remove files."""
    if os.geteuid() != 0:
        pytest.skip("only root can make files of another user")
    left = catalogue / "out" / ".exporter-999999999-0123456789abcdef"
    left.mkdir(parents=True)
    (left / "mine.txt").write_text("a stranger's", "utf-8")
    os.chown(left, 65534, 65534)
    assert replaced(catalogue).code == 0
    assert (left / "mine.txt").read_text("utf-8") == "a stranger's"
    assert not (catalogue / "out" / "mine.txt").exists()
    os.chown(left, os.geteuid(), -1)
    assert replaced(catalogue).code == 0
    assert not left.exists()


def test_a_link_in_the_folder_is_not_followed(catalogue: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "tea-photo.xml").write_text("mine", "utf-8")
    (catalogue / "out").mkdir()
    (catalogue / "out" / "tea-photo.xml").symlink_to(outside / "tea-photo.xml")
    assert replaced(catalogue).code == 0
    assert not (catalogue / "out" / "tea-photo.xml").is_symlink()
    assert (outside / "tea-photo.xml").read_text("utf-8") == "mine"
    (catalogue / "in").symlink_to(outside)
    with pytest.raises(UsageError, match="in is not a folder there"):
        write_files([("in/a.xml", [b"a"])], catalogue)
    assert [path.name for path in outside.iterdir()] == ["tea-photo.xml"]


def test_a_file_of_a_run_that_is_running_stays(catalogue: Path) -> None:
    running = catalogue / f".exporter-{os.getpid()}-0123456789abcdef"
    running.write_text("half", "utf-8")
    assert exporter("-C", catalogue, "export", "-f", "dc", "-o", catalogue / "a.xml").code == 0
    assert running.exists()


def test_the_mode_of_a_file_stays(catalogue: Path) -> None:
    target = catalogue / "out.xml"
    target.write_text("secret", "utf-8")
    target.chmod(0o640)
    assert exporter("-C", catalogue, "export", "--format", "dc", "-o", target).code == 0
    assert target.stat().st_mode & 0o777 == 0o640
    assert (
        exporter("-C", catalogue, "export", "--format", "dc", "-o", catalogue / "new.xml").code == 0
    )
    mask = os.umask(0)
    os.umask(mask)
    assert (catalogue / "new.xml").stat().st_mode & 0o777 == 0o666 & ~mask
