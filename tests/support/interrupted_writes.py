"""Runs of the writer that are interrupted: each in a process of its own, and stopped at one of its
steps.

The steps are the points before and after each system call (open, fsync, rename …), and each work
that is written. The processes are forked from this one, so that thousands of runs take a minute.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType

import click

from exporter.archive import ocfl
from exporter.archive.bag_files import BagFiles
from exporter.cli.export import Export
from exporter.cli.filter_options import FilterOptions
from exporter.cli.main import _run
from exporter.cli.work_selection import select_works
from exporter.export.registry import format_named
from exporter.records import atomic_write as writer

Job = Callable[[], object]
Cut = Callable[[str], None]
FAILING = {"open", "writelines", "flush", "fsync", "rename", "replace", "mkdir", "chmod"}
"""The calls that a full disk makes fail."""


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code (minus the signal that killed it), its words, whether it came
    to the cut.

    `steps` names the calls up to there, each twice: `fsync` before it, `fsync'` after it.
    """

    code: int
    said: str
    cut: bool
    steps: list[str]


def by_signal(number: int) -> Cut:
    return lambda _: os.kill(os.getpid(), number)


def by_failure(number: int) -> Cut:
    def fail(call: str) -> None:
        if call in FAILING:
            raise OSError(number, os.strerror(number))

    return fail


def run(job: Job, *, at: int = 0, how: Cut = lambda _: None, before: Job = lambda: None) -> Ended:
    """Run a job as a command of `exporter`, in a process of its own, and cut it short at a step
    (the first is 1).
    """
    talk, their_talk = os.pipe()
    with tempfile.TemporaryFile() as reached:
        child = os.fork()
        if child == 0:
            try:
                os.dup2(their_talk, 2)
                writer._remove_abandoned.cache_clear()
                before()
                steps: list[str] = []

                def watch(frame: FrameType, event: str, call: object) -> None:
                    if name := _step(frame, event, call):
                        steps.append(name)
                        if len(steps) == at:
                            os.write(reached.fileno(), " ".join([*steps, "!"]).encode())
                            how(name)

                sys.setprofile(watch if at else None)
                _run(click.Command("job", callback=lambda: [job()]), [])
            except SystemExit as end:
                sys.setprofile(None)
                if len(steps) < at:
                    os.write(reached.fileno(), " ".join(steps).encode())
                sys.stderr.flush()
                os._exit(end.code if isinstance(end.code, int) else 0)
            finally:
                os._exit(99)
        os.close(their_talk)
        with os.fdopen(talk, "rb") as said:
            words = said.read().decode()
        _, status = os.waitpid(child, 0)
        reached.seek(0)
        names = reached.read().decode().split()
    return Ended(os.waitstatus_to_exitcode(status), words, names[-1:] == ["!"], names)


def _step(frame: FrameType, event: str, call: object) -> str:
    """Name the step that a call is; empty for one that is none."""
    if event == "call" and frame.f_code.co_qualname == "render.<locals>.entries":
        return "writelines"
    if event not in {"c_call", "c_return"} or not _is_step(call):
        return ""
    return str(getattr(call, "__name__", "")) + ("'" if event == "c_return" else "")


def _is_step(call: object) -> bool:
    owner = getattr(call, "__self__", None)
    if isinstance(owner, ModuleType):
        return owner.__name__ in {"posix", "_io"} and getattr(call, "__name__", "") not in {
            "fspath",
            "getpid",
        }
    return isinstance(owner, io.BufferedWriter)


def every_step(job: Job, how: Cut, arrange: Job) -> Iterator[Ended]:
    """Run a job again and again, cut short at each of its steps one after the other, until one run
    is not cut.
    """
    at = 0
    while True:
        at += 1
        arrange()
        ended = run(job, at=at, how=how)
        if not ended.cut:
            assert ended.code == 0, ended
            assert at > 20, "the steps are not seen"
            return
        yield ended


def strays(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".exporter-")]


def fill(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold these files and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def held(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes() for name, path in files.items() if not name.startswith(".exporter-")
    }


OLD, NEW = b"old " * 3000, b"new " * 4000


def one_file(place: Path, how: Cut, codes: set[int]) -> None:
    """Interrupted at each step: the old file or the new one, and after the next run no trace."""
    target = place / "out.xml"

    def job() -> None:
        writer.write_file([NEW[:9000], NEW[9000:]], target)

    for old in (None, OLD):
        for ended in every_step(
            job, how, lambda old=old: fill(place, {} if old is None else {"out.xml": old})
        ):
            found = held(place).get("out.xml")
            assert found in {old, NEW}, ended
            _ended_well(ended, codes, place, new=found == NEW)
            assert run(lambda: writer.write_file([OLD], target)).code == 0
            assert (held(place), strays(place)) == ({"out.xml": OLD}, []), ended


def a_folder(place: Path, how: Cut, codes: set[int], *, there: bool) -> None:
    """Interrupted at each step: each file is the old or the new one, and after the next run no
    trace is left.
    """
    folder = place / "out"
    names = ["a.xml", "new/b.xml", "there/c.xml"]
    old = {"a.xml": b"old a", "there/c.xml": b"old c", "mine.txt": b"another file"} if there else {}
    new = {name: b"new " + name.encode() for name in names}

    def job() -> None:
        writer.write_files(((name, [new[name]]) for name in names), folder)

    def arrange() -> None:
        fill(place, {})
        if there:
            fill(folder, old)

    mixtures = 0
    for ended in every_step(job, how, arrange):
        found = held(folder) if folder.exists() else {}
        assert set(found) <= {*old, *new}, ended
        for name, content in found.items():
            assert content in {old.get(name), new.get(name)}, ended
        assert set(old) <= set(found), ended
        mixtures += found not in (old, {**old, **new})
        _ended_well(ended, codes, place, new=found == {**old, **new})
        assert run(lambda: writer.write_files([("new/b.xml", [b"last"])], folder)).code == 0
        assert held(folder) == {**found, "new/b.xml": b"last"}, ended
        assert strays(folder) == strays(place) == [], ended
    assert mixtures, "no run was cut short while it replaced its files"


def an_object(place: Path, how: Cut, codes: set[int], *, there: bool) -> None:
    """A version of an OCFL object, interrupted at each step: the object is as it was, or says that
    a run was interrupted, and the next run leaves a sound object without a trace.
    """
    folder = place / "object"
    note = ocfl.VersionNote("urn:x", "2026-01-01T00:00:00Z", "", "")

    def add(**contents: bytes) -> None:
        folder.mkdir(exist_ok=True)
        ocfl.finish_version(folder, note.object_id)
        bag = BagFiles(list(contents), lambda name: iter([contents[name]]))
        version = ocfl.new_version(bag, folder, note)
        if version.is_new:
            ocfl.write_version(version, folder)

    def arrange() -> None:
        fill(place, {})
        if there:
            add(a=b"one")

    interrupted = set()
    for ended in every_step(lambda: add(a=b"one", b=b"two"), how, arrange):
        _ended_well(ended, codes, place, new=True)
        if ocfl.is_object(folder):
            found = ocfl.find_object_damage(folder)
            assert all("an interrupted run" in each.message for each in found), (ended, found)
            interrupted.update(each.name.partition("-")[0] for each in found)
        assert run(lambda: add(a=b"one", b=b"two")).code == 0, ended
        assert ocfl.find_object_damage(folder) == [], ended
        newest = ocfl.newest_bag(folder)
        assert [newest.content(name) for name in newest.names] == [b"one", b"two"]
        assert len(list(folder.glob("v*"))) == 1 + there, ended
    assert ("v2" if there else "v1") in interrupted


def _ended_well(ended: Ended, codes: set[int], place: Path, *, new: bool) -> None:
    assert ended.code in codes or (ended.code == 0 and new), ended
    assert "Traceback" not in ended.said, ended
    assert "bug in exporter" not in ended.said, ended
    if ended.code > 2:
        assert ended.said == "exporter: stopped; no file is left half written\n", ended
    elif ended.code == 2:
        assert any(os.strerror(number) in ended.said for number in (errno.ENOSPC, errno.EDQUOT)), (
            ended
        )
        assert "make room" in ended.said or "the others are as they were" in ended.said, ended
    if ended.code > 0:
        assert not list(place.rglob(".exporter-*")), ended


CUTS: dict[str, tuple[Cut, set[int]]] = {
    "SIGKILL": (by_signal(signal.SIGKILL), {-signal.SIGKILL}),
    "SIGINT": (by_signal(signal.SIGINT), {130}),
    "SIGTERM": (by_signal(signal.SIGTERM), {143}),
    "SIGHUP": (by_signal(signal.SIGHUP), {129}),
    "ENOSPC": (by_failure(errno.ENOSPC), {2}),
    "EDQUOT": (by_failure(errno.EDQUOT), {2}),
}


def an_export(place: Path, catalogue: Path, cuts: list[str], *, split: bool) -> None:
    """Cut an export of a thousand records short at each kind of step that writes, in turn by one of
    the cuts.

    Where it is killed, that is once early, once in the middle and once late.
    """
    killed = cuts == ["SIGKILL"]
    os.chdir(catalogue)
    chosen, format = (
        select_works("dc", (), FilterOptions(), (), keep_going=False),
        format_named("dc"),
    )
    target = place / "out"
    folder = target if split else place

    def job() -> None:
        export = Export(format, chosen, chosen.ids, None)
        write = export.write_files if split else export.write
        write(chosen.context, target, lambda: None)

    def last() -> None:
        writer.write_files([("last", [b"last"])], folder) if split else writer.write_file(
            [b"last"], place / "last"
        )

    fill(place, {})
    assert run(job).code == 0
    new = held(folder)
    old = dict.fromkeys(new, OLD)
    fill(folder, old)
    steps = run(job, at=sys.maxsize).steps
    mixtures = 0
    for turn, at in enumerate(_spread(steps, 3 if killed else 1)):
        how, codes = CUTS[cuts[turn % len(cuts)]]
        fill(folder, old)
        ended = run(job, at=at, how=how)
        assert ended.cut, ended.said
        found = held(folder)
        assert set(found) == set(old), ended.steps[-5:]
        assert all(content in {OLD, new[name]} for name, content in found.items()), ended.steps[-5:]
        whole = found in (old, new)
        _ended_well(ended, codes, place, new=found == new)
        assert whole or split, ended.said
        assert run(last).code == 0
        assert held(folder) == {**found, "last": b"last"}, ended.steps[-5:]
        assert strays(place) == strays(folder) == [], ended.steps[-5:]
        mixtures += not whole
    assert mixtures or not split or not killed, "no run was killed while it moved its files"


def _spread(steps: list[str], many: int) -> list[int]:
    """Return the numbers of one step of each kind that writes, in the middle, or of three."""
    numbers = [[number for number, step in enumerate(steps, 1) if step == kind] for kind in FAILING]
    return sorted({each[at] for each in numbers if each for at in (len(each) // 2, 0, -1)[:many]})


def at_once(place: Path, rounds: int) -> None:
    """Several runs at once on one output, one of which is killed: each file is that of one run, and
    whole.
    """
    folder = place / "out"
    for number in range(rounds):
        fill(place, {})
        if number % 2:
            folder.mkdir()
        ready, go = os.pipe()
        children = []
        for word in (b"one", b"two", b"three"):

            def job(word: bytes = word) -> None:
                writer.write_files(((f"{each}.xml", [word * 999]) for each in range(9)), folder)
                writer.write_file((word for _ in range(999)), place / "all.xml")

            child = os.fork()
            if child == 0:
                os.close(go)
                os.read(ready, 1)  # until all are there
                ended = run(
                    job,
                    at=100 + 30 * number if word == b"three" else 0,
                    how=by_signal(signal.SIGKILL),
                )
                sys.stderr.write(ended.said)
                os._exit(0 if ended.code in {0, -signal.SIGKILL if word == b"three" else 0} else 1)
            children.append(child)
        os.close(ready)
        os.close(go)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
        assert run(lambda: writer.write_files([("last.xml", [b"last"])], folder)).code == 0
        assert run(lambda: writer.write_file([b"last"], place / "last.xml")).code == 0
        found = held(folder)
        assert found.pop("last.xml") == b"last"
        assert len(found) == 9
        assert set(found.values()) <= {word * 999 for word in (b"one", b"two", b"three")}
        assert (place / "all.xml").read_bytes() in {
            word * 999 for word in (b"one", b"two", b"three")
        }
        assert strays(folder) == strays(place) == []


def a_copy_lives_on(place: Path) -> None:
    """Killed while a process that it has forked still works: the next run tidies all the same."""
    fill(place, {})
    for job, last in (
        (
            lambda some: writer.write_file(some, place / "out.xml"),
            lambda: writer.write_file([NEW], place / "last.xml"),
        ),
        (
            lambda some: writer.write_files([("a.xml", some)], place),
            lambda: writer.write_files([("a.xml", [NEW])], place),
        ),
    ):
        reading, writing = os.pipe()

        def pieces(writing: int = writing) -> Iterator[bytes]:
            copy = os.fork()
            if copy == 0:
                signal.pause()
            os.write(writing, str(copy).encode())
            os.kill(os.getpid(), signal.SIGKILL)
            yield b""

        child = os.fork()
        if child == 0:
            job(pieces())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        copy = int(os.read(reading, 9))
        try:
            assert len(strays(place)) == 1
            assert run(last).code == 0
            assert strays(place) == []
        finally:
            os.kill(copy, signal.SIGKILL)
            os.close(reading)
            os.close(writing)


def too_large(place: Path, pieces: list[bytes], limits: Iterable[int]) -> None:
    """No file may be larger than a limit: the output breaks off while it is written."""
    import resource

    fill(place, {"out.xml": OLD})
    for limit in limits:
        ended = run(
            lambda: writer.write_file(pieces, place / "out.xml"),
            before=lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert ended.code == 2, ended
        assert "out.xml cannot be written: File too large" in ended.said, ended
        assert "no file is left half written; make room" in ended.said, ended
        assert (held(place), strays(place)) == ({"out.xml": OLD}, [])


def a_small_disk(place: Path, catalogue: Path, frees: Iterable[int]) -> None:
    """A real disk with less and less room: an export of a thousand records into a file, and into a
    folder.
    """
    os.chdir(catalogue)
    chosen, format = (
        select_works("dc", (), FilterOptions(), (), keep_going=False),
        format_named("dc"),
    )
    for free in frees:
        for path in place.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        (place / "out.xml").write_bytes(OLD)
        room = os.statvfs(place)
        (place / "ballast").write_bytes(bytes(max(0, room.f_bavail * room.f_bsize - free)))
        before = held(place)
        for target, split in ((place / "out.xml", False), (place, True), (place / "new", True)):

            def job(target: Path = target, split: bool = split) -> None:
                export = Export(format, chosen, chosen.ids, None)
                write = export.write_files if split else export.write
                write(chosen.context, target, lambda: None)

            ended = run(job)
            assert ended.code == 2, ended
            assert "cannot be written: No space left on device" in ended.said, ended
            assert (held(place), strays(place)) == (before, []), ended


def a_closed_folder(place: Path) -> None:
    """A folder that one may read and not write, for a user to whom permissions apply."""
    fill(place, {"out.xml": OLD})
    place.chmod(0o555)

    def nobody() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)

    try:
        for job in (
            lambda: writer.write_file([NEW], place / "out.xml"),
            lambda: writer.write_files([("a", [NEW])], place),
        ):
            ended = run(job, before=nobody)
            assert ended.code == 2, ended
            assert "cannot be written: Permission denied" in ended.said, ended
            assert "choose another place, or check its permissions" in ended.said, ended
        assert (held(place), strays(place)) == ({"out.xml": OLD}, [])
    finally:
        place.chmod(0o755)
