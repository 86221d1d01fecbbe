"""The way to go through many records on all cores, in their order."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from exporter.errors import UsageError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

FEW = 2_000
"""How many records one process has done before others would have begun."""
_CHUNK = 250
_alone = False


@contextmanager
def alone() -> Iterator[None]:
    """Let this process do all for a while: it has threads, and a copy of it might wait for a lock of theirs."""
    global _alone
    _alone = True
    try:
        yield
    finally:
        _alone = False


def spread(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> Iterator[R]:
    """Give what `work` makes of some of the items at a time, of all of them in order.

    Few items are done here, many by as many processes as there are cores, each of them a copy of this one. That takes a
    fork, which is only safe on Linux; elsewhere this process does all. What `work` raises is raised here.
    """
    return spread_over(lambda some: work(items[some.start : some.stop]), parted(items))


def parted(items: Sequence[T]) -> list[range]:
    """Part items into as many as are done in one go, by their places."""
    return [range(len(items))[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]


def spread_over(work: Callable[[range], R], chunks: Sequence[range]) -> Iterator[R]:
    """Do the same for items that are parted already."""
    cores = min(_cores(), len(chunks))
    if _alone or sum(map(len, chunks)) < FEW or cores < 2:
        yield from map(work, chunks)
        return
    with ExitStack() as stack:
        owners, shares = _shared(chunks, cores)
        ends: list[Connection] = []
        for share in shares:
            ends.append(_begun(work, share, ends, stack))
        for owner in owners:
            yield _received(ends[owner])


def _shared(chunks: Sequence[range], cores: int) -> tuple[list[int], list[list[range]]]:
    """Share chunks so that each core has as much to do, and nearly in turn; give also the core that has each."""
    owners: list[int] = []
    shares: list[list[range]] = [[] for _ in range(cores)]
    loads = [0] * cores
    for chunk in chunks:
        owner = loads.index(min(loads))
        owners.append(owner)
        shares[owner].append(chunk)
        loads[owner] += len(chunk)
    return owners, shares


def spread_each(work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Give what `work` makes of each item, of all of them in order."""
    for made in spread(lambda some: [work(each) for each in some], items):
        yield from made


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _begun(
    work: Callable[[range], R],
    chunks: Sequence[range],
    before: Sequence[Connection],
    stack: ExitStack,
) -> Connection:
    """Begin a process that works through some chunks, and give the end of the pipe at which the results come out."""
    import multiprocessing  # here, since few catalogues need others
    import pickle

    here, there = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # which reaches all processes: the first one decides
        for each in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        for end in (here, *before):  # where nobody reads any more, writing ends the process
            end.close()
        gc.disable()  # nothing that is made here goes round in circles
        with suppress(BrokenPipeError):
            for chunk in chunks:
                there.send_bytes(pickle.dumps(_tried(work, chunk), pickle.HIGHEST_PROTOCOL))

    process = multiprocessing.get_context("fork").Process(target=run, daemon=True)
    process.start()
    there.close()
    stack.callback(process.join)
    stack.callback(process.terminate)
    stack.callback(here.close)
    return here


def _tried(work: Callable[[T], R], some: T) -> tuple[R | None, Exception | None]:
    try:
        return work(some), None
    except Exception as error:  # noqa: BLE001 - it is raised where the result is awaited
        return None, error


def _received(end: Connection) -> Any:
    import pickle

    try:
        result, error = pickle.loads(end.recv_bytes())  # noqa: S301 - our own process made it
    except EOFError:
        message = "a process that did a part of the work was ended from outside"
        raise UsageError(message, "is there memory enough? run the command again") from None
    if error:
        raise error
    return result
