"""Maps a function over many items on all cores, with the results in order.

On Linux each core gets a worker process that is forked from this one, so that the function and the
items are there without being copied or pickled; only the results travel. On macOS and Windows,
where a fork is unsafe or impossible, and in a process with several threads, one core does all the
work: a fork copies only the thread that calls it, and locks that other threads hold would stay
locked for ever.

A process that is started (`spawn`) instead of forked has neither the function nor the items. The
linked catalogue cannot be pickled: each worker would read and link all records again, as those of
`--engine dask` do.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from exporter.errors import UsageError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")
Chunk = TypeVar("Chunk", bound=Sized)

MIN_ITEMS = 1_000
"""From how many items on several processes are worth their start."""
CHUNK_SIZE = 250
"""How many items a worker process takes at a time."""
_COLLECTED_AFTER = 20_000


def map_in_order(function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield `function(item)` for each item, in order, as `map_chunks` does for chunks."""
    for results in map_chunks(lambda chunk: [function(item) for item in chunk], chunked(items)):
        yield from results


def chunked(
    items: Sequence[T], most: int = sys.maxsize, least: int | None = None
) -> list[Sequence[T]]:
    """Return the items in chunks of `least` or CHUNK_SIZE, or of more, for at most `most` chunks."""
    size = max(CHUNK_SIZE if least is None else least, -(-len(items) // most))
    return [items[start : start + size] for start in range(0, len(items), size)]


def collect_rarely() -> None:
    """Let the garbage collector of this process look for cycles less often.

    They are rare there, and what is in memory already lives to the end. With Python's default, a
    search after 700 new objects, it takes a twentieth of the time.
    """
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER)


def map_chunks(function: Callable[[Chunk], R], chunks: Sequence[Chunk]) -> Iterator[R]:
    """Yield `function(chunk)` for each chunk, in order.

    Results must be picklable, and `function` cannot rely on changing anything in this process: it
    may run in another one. Raises the exception that `function` raises, and UsageError if a worker
    process is killed.
    """
    workers = min(_usable_cores(), len(chunks))
    if workers < 2 or sum(map(len, chunks)) < MIN_ITEMS:
        yield from map(function, chunks)
        return
    pipes: list[Connection] = []
    with ExitStack() as stack:
        for number in range(workers):
            pipes.append(_start_worker(function, chunks[number::workers], pipes, stack))
        for number in range(len(chunks)):
            yield _receive(pipes[number % workers])


def _usable_cores() -> int:
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _start_worker(
    function: Callable[[Chunk], R],
    chunks: Sequence[Chunk],
    earlier: Sequence[Connection],
    stack: ExitStack,
) -> Connection:
    """Start a process that sends its results through a pipe; return the end to read.

    `stack` ends the process.
    """
    import multiprocessing  # imported late: few catalogues are large enough
    import pickle

    reader, writer = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # Ctrl-C reaches all processes; the parent decides
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        collect_rarely()
        for inherited in (*earlier, reader):
            inherited.close()  # so that writing fails, and the worker ends, when the parent is gone
        with suppress(BrokenPipeError):
            for chunk in chunks:
                writer.send_bytes(pickle.dumps(_outcome(function, chunk), pickle.HIGHEST_PROTOCOL))

    process = multiprocessing.get_context("fork").Process(target=run, daemon=True)
    process.start()
    writer.close()
    stack.callback(process.join)
    stack.callback(process.terminate)
    stack.callback(reader.close)
    return reader


def _outcome(function: Callable[[Chunk], R], chunk: Chunk) -> tuple[R | None, Exception | None]:
    try:
        return function(chunk), None
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        return None, error


def _receive(pipe: Connection) -> Any:
    import pickle

    try:
        result, error = pickle.loads(pipe.recv_bytes())  # noqa: S301 - sent by our own process
    except EOFError:
        message = "a worker process was killed"
        raise UsageError(message, "the memory may have run out; run the command again") from None
    if error:
        raise error
    return result
