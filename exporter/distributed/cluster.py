"""A connection to a Dask cluster, and the results of functions that it calls."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporter.distributed.shards import INSTALL
from exporter.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster
    from distributed.security import Security

RETRIES = 3
"""How often Dask runs a task again that has failed."""
_SILENT = logging.CRITICAL + 1
_TIMEOUT = "10s"
"""How long a scheduler may take to answer."""
_FORKS = sys.platform == "linux"
_LOCAL = {
    "distributed.worker.multiprocessing-method": "forkserver" if _FORKS else "spawn",
    # how Dask watches itself, which takes a twentieth of each core
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.diagnostics.nvml": False,
    # would delete the records on a worker between two steps that need them
    "distributed.scheduler.active-memory-manager.start": False,
}
"""Settings of Dask for a cluster on this machine."""


@dataclass(frozen=True)
class Cluster:
    """A cluster to compute on. `warn` is called with messages for the user."""

    client: Client
    warn: Callable[[str], None]

    def share(self, value: Any) -> Future[Any]:
        """Send a value that many tasks need to the workers, to each of them once."""
        return self.client.submit(_same, value, retries=RETRIES, pure=False)

    def map(
        self, function: Callable[..., Any], items: Sequence[Any], **others: Any
    ) -> list[Future[Any]]:
        """Call `function(item, **others)` on the workers for each item, and keep the results there.

        Futures among the items and the others, and in lists of these, stand for their results.
        """
        if not self.client.nthreads():
            self.warn("the cluster has no workers yet; waiting for one")
        futures: list[Future[Any]] = self.client.map(
            function, items, retries=RETRIES, pure=False, **others
        )
        return futures

    def results(self, futures: list[Future[Any]], names: Sequence[str]) -> Iterator[Any]:
        """Yield the results of futures in order, and forget each; `names` are for messages.

        Dask runs failed tasks again, and those of a lost worker on another one. Raises UsageError
        if a task fails for good.
        """
        for name in names:
            future = futures.pop(0)  # when nothing refers to it, the cluster forgets the result
            try:
                result = future.result()
            except UsageError:
                raise
            except Exception as error:
                raise UsageError(
                    f"{name}: {_reason(error)}",
                    f"it was tried {RETRIES + 1} times; nothing was written",
                ) from error
            yield result


def _same(value: Any) -> Any:
    return value


def _reason(error: Exception) -> str:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return "the workers that worked on it were killed; do they have enough memory?"
    if isinstance(error, OSError):
        return f"it cannot be read: {error}"
    return f"{type(error).__name__}: {error}"


@contextmanager
def connect(address: str, warn: Callable[[str], None]) -> Iterator[Cluster]:
    """Connect to the scheduler at an address; if it is empty, start a cluster on this machine.

    Such a cluster has a process for each core, and keys that nobody else has. Raises UsageError if
    Dask is not installed or no scheduler answers.
    """
    try:
        if not address:
            _start_fork_server()
        from distributed import Client
        from distributed.security import Security

        security = None if address else Security.temporary()
    except ImportError as error:
        raise UsageError(
            f"--engine dask needs Dask, which is not installed: {error}", INSTALL
        ) from None
    logging.getLogger("distributed").setLevel(_SILENT)  # we report what matters
    with ExitStack() as stack:
        scheduler = address or stack.enter_context(_local_cluster(security))
        try:
            # without an address, results need not go through the scheduler, which is this process
            direct = None if address else True
            client = stack.enter_context(
                Client(scheduler, timeout=_TIMEOUT, direct_to_workers=direct)
            )
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no Dask scheduler answers at {address}: {error}", "check the address"
            ) from None
        yield Cluster(client, warn)


@contextmanager
def _local_cluster(security: Security | None) -> Iterator[LocalCluster]:
    """Start a cluster on this machine that only the owner of the keys in `security` can use."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set(_LOCAL),
        LocalCluster(
            host="127.0.0.1",
            threads_per_worker=1,
            security=security,
            dashboard_address=None,
            silence_logs=_SILENT,
        ) as cluster,
    ):
        yield cluster


def _start_fork_server() -> None:
    """Start the process from which workers are forked, where that is possible.

    While this process imports Dask, that one imports all that the workers need. Each of them would
    take a second of CPU time for that. It has no threads, so that a fork is safe.
    """
    if _FORKS:
        import multiprocessing
        from multiprocessing import forkserver

        multiprocessing.set_forkserver_preload(["distributed", "exporter.distributed.dask_export"])
        forkserver.ensure_running()
