"""The way to go through many parts on a Dask cluster, in their order; what fails is named and tried again."""

from __future__ import annotations

import logging
import pickle
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from exporter import __version__
from exporter.distributed.shards import INSTALL
from exporter.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")

PAUSES = (0.5, 1.0, 2.0)
"""The seconds after which a part that has failed is tried again, each time."""
_AHEAD = 2
"""How many parts there are in a bag for each thread of the workers, so that none of them waits for this process."""
_PATIENCE = "10s"
"""How long a scheduler may take to answer."""


@dataclass
class Cluster:
    """A cluster at work. `say` is told of what has failed and is tried again."""

    client: Client
    say: Callable[[str], None]
    begun: dict[Any, str] = field(default_factory=dict)
    """What each task that is not taken yet is about, by its key."""

    def spread(self, work: Callable[[T], R], parts: Iterable[tuple[str, T]]) -> Iterator[R]:
        """Give what the workers make of each part, in order, a bag of parts after the other; each part has a name.

        What has failed is named and tried again; UsageError is raised where it fails for good.
        """
        rest, bags = iter(parts), deque[list[Any]]()
        while some := list(islice(rest, _AHEAD * self._threads())):
            bags.append(self._begun(work, some))
            if len(bags) > 1:
                yield from self._taken(bags.popleft())
        while bags:
            yield from self._taken(bags.popleft())

    def _threads(self) -> int:
        threads = sum(self.client.nthreads().values())
        if not threads:
            self.say("the cluster has no workers yet; waiting for one")
        return threads or 1

    def _begun(
        self, work: Callable[[T], R], parts: Sequence[tuple[str, T]]
    ) -> list[tuple[str, Future[Any]]]:
        from dask.bag import Bag

        run = f"exporter-{uuid4().hex}"  # what another run has made of a shard of this name may be out of date
        tasks: dict[Any, Any] = {
            (run, place): (_done, work, pickle.dumps(part), __version__)
            for place, (_, part) in enumerate(parts)
        }
        futures = self.client.compute(Bag(tasks, run, len(tasks)).to_delayed())
        named = [(name, future) for (name, _), future in zip(parts, futures, strict=True)]
        self.begun |= {future.key: name for name, future in named}
        return named

    def _taken(self, bag: list[tuple[str, Future[Any]]]) -> Iterator[Any]:
        while bag:
            name, future = bag.pop(0)  # what was taken is forgotten, here and there
            result = self._result(name, future)
            del self.begun[future.key], future
            yield result

    def _result(self, name: str, future: Future[Any]) -> Any:
        for pause in (*PAUSES, 0):
            try:
                return future.result()[0]
            except UsageError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it may be better the next time
                failed = error
            if pause:
                self.say(f"{name}: {_why(failed)}; it is tried again")
                time.sleep(pause)
                future.retry()
        raise UsageError(
            f"{name}: {_why(failed)}",
            f"it was tried {len(PAUSES) + 1} times, and nothing was written",
        )

    def told(self, event: tuple[float, Any]) -> None:
        """Say what a worker was about that is lost; the scheduler gives it to another one."""
        if event[1].get("action") == "remove-worker":
            for key in (*event[1]["processing-tasks"], *event[1]["lost-computed-tasks"]):
                if name := self.begun.get(key):
                    self.say(f"{name}: its worker is lost; it is tried again")


@contextmanager
def cluster(address: str, say: Callable[[str], None]) -> Iterator[Cluster]:
    """Give the cluster whose scheduler is at an address, or else one of this machine, with a process for each core.

    Only this run has the keys of a cluster that it makes: nobody else can send that anything to be run.

    Raises UsageError if Dask is not installed or no scheduler answers.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
        from distributed.security import Security

        keys = None if address else Security.temporary()
    except ImportError as error:
        raise UsageError(f"--engine dask needs Dask, which is not here: {error}", INSTALL) from None
    with ExitStack() as stack:
        stack.callback(logging.disable, logging.root.manager.disable)
        logging.disable()  # what matters of it we say ourselves
        stack.enter_context(
            dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
        )
        main = sys.modules[
            "__main__"
        ]  # the workers would begin by running the script by which this was started
        if file := vars(main).pop("__file__", None):
            stack.callback(setattr, main, "__file__", file)
        own = {
            "host": "127.0.0.1",
            "dashboard_address": "127.0.0.1:0",
            "scheduler_kwargs": {"dashboard": False},
        }
        there = address or stack.enter_context(
            LocalCluster(threads_per_worker=1, security=keys, silence_logs=logging.CRITICAL, **own)
        )
        try:
            client = stack.enter_context(Client(there, timeout=_PATIENCE))
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no scheduler of Dask answers at {address}: {error}", "check the address"
            ) from None
        here = Cluster(client, say)
        client.subscribe_topic("all", here.told)
        stack.callback(client.unsubscribe_topic, "all")
        yield here


def _why(error: Exception) -> str:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return "the workers that had it were lost"
    return (
        f"it cannot be read: {error}"
        if isinstance(error, OSError)
        else f"{type(error).__name__}: {error}"
    )


def _done(work: Callable[[Any], R], part: bytes, version: str) -> list[R]:
    """Do a part of the work. This runs on a worker; one that has another exporter would write other bytes."""
    if version != __version__:
        raise UsageError(
            f"the workers have exporter {__version__}, this is {version}",
            "install the same on both sides",
        )
    return [work(pickle.loads(part))]  # noqa: S301 - our own bytes
