"""The step from the Catalogue to a file: complete, or not there at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from exporter.formats import Format
from exporter.model.agent import Agent
from exporter.model.delivery import Delivery
from exporter.model.document import leaves
from exporter.model.lack import Lack
from exporter.model.unusable import Unusable
from exporter.model.work import Work


def render(
    format: Format, works: Sequence[Work], delivery: Delivery, tick: Callable[[], None] = lambda: None
) -> Iterator[bytes]:
    """Give the document of these works piece by piece, in UTF-8. `tick` is called after each work."""
    scope = getattr(format, "scope", None)
    everything = scope(works, delivery) if scope else works

    def entries() -> Iterator[str]:
        for work in everything:
            _lose_fields(work, "work", delivery)
            for agent in (*(each.agent for each in work.contributions), *work.publishers, *work.about):
                _lose_fields(agent, "agent", delivery)
            yield format.entry(work, delivery)
            tick()

    return (piece.encode("utf-8") for piece in format.frame(everything, entries(), delivery))


def lacks(format: Format, works: Iterable[Work], delivery: Delivery) -> list[Lack]:
    """Give what the format demands of these works and their records do not say; most formats demand nothing."""
    demanded = getattr(format, "lacks", None)
    return [lack for work in works for lack in demanded(work, delivery)] if demanded else []


def _lose_fields(record: Work | Agent, noun: str, delivery: Delivery) -> None:
    """Report, once for each record, every statement whose field the format's table calls lost or weakened."""
    if record.id in delivery.told:
        return
    delivery.told.add(record.id)
    for pointer, value in leaves(record.data):
        row = delivery.crosswalk.field(noun, pointer)
        if row.match == "none":
            delivery.lose(record, pointer, value, "there is no place for it")
        elif row.match == "broad":
            delivery.lose(record, pointer, value, f"only as {row.theirs}")


def write(pieces: Iterable[bytes], target: Path) -> None:
    """Write a file: beside its place first, then flushed to the disk, then renamed.

    The file that was there stays whole until the new one is complete. A link stays and what it leads to is written; a
    pipe or a device (`/dev/null`) is written into, never replaced. Raises Unusable where it cannot be written.
    """
    target = Path(os.path.realpath(target))
    if target.exists() and not (target.is_file() or target.is_dir()):
        with _explained(target), target.open("wb") as device:
            device.writelines(pieces)
        return
    with _explained(target), _beside(target) as temporary:
        with temporary.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)


def write_all(documents: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> int:
    """Write several files into a folder, all of them or none, and give their number.

    Raises Unusable where one cannot be written; then the folder is as it was.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".exporter-", dir=folder) as staging:
            staged = []
            for name, pieces in documents:
                write(pieces, Path(staging, name))
                staged.append(name)
            for name in staged:
                Path(staging, name).replace(folder / name)
    return len(staged)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    if target.is_dir():
        raise Unusable(f"{target} is a folder, not a file", "name a file, or add --split to write one file a record")
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unusable(
            f"{target} cannot be written: {error.strerror}", "choose another place with -o, or check its permissions"
        ) from error
