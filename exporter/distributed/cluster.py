"""A connection to a Dask cluster, and the results of bags computed on it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from exporter.distributed.shards import INSTALL
from exporter.errors import UsageError

if TYPE_CHECKING:
    from dask.bag import Bag
    from distributed import Client

C = TypeVar("C")

RETRIES = 3
"""How often Dask runs a task again that has failed."""
_SILENT = logging.CRITICAL + 1
_TIMEOUT = "10s"
"""How long a scheduler may take to answer."""


@dataclass(frozen=True)
class Cluster:
    """A cluster to compute on. `warn` is called with messages for the user."""

    client: Client
    warn: Callable[[str], None]

    def persist(self, collection: C) -> C:
        """Compute a bag, or an item of one, and keep the result on the workers."""
        if not self.client.nthreads():
            self.warn("the cluster has no workers yet; waiting for one")
        persisted: C = self.client.persist(collection, retries=RETRIES)
        return persisted

    def results(self, bag: Bag, names: Sequence[str]) -> Iterator[Any]:
        """Yield the results of a bag in order, one from each partition; `names` are for messages.

        Dask runs failed tasks again, and those of a lost worker on another one. Raises UsageError
        if a partition fails for good.
        """
        futures = self.client.compute(bag.to_delayed(), retries=RETRIES)
        for name in names:
            future = futures.pop(0)  # when nothing refers to it, the cluster forgets the result
            try:
                (result,) = future.result()
            except UsageError:
                raise
            except Exception as error:
                raise UsageError(
                    f"{name}: {_reason(error)}",
                    f"it was tried {RETRIES + 1} times; nothing was written",
                ) from error
            yield result


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
        from distributed import Client, LocalCluster
        from distributed.security import Security

        security = None if address else Security.temporary()
    except ImportError as error:
        raise UsageError(
            f"--engine dask needs Dask, which is not installed: {error}", INSTALL
        ) from None
    logging.getLogger("distributed").setLevel(_SILENT)  # we report what matters
    with ExitStack() as stack:
        scheduler = address or stack.enter_context(
            LocalCluster(
                host="127.0.0.1",
                threads_per_worker=1,
                security=security,
                dashboard_address=None,
                silence_logs=_SILENT,
            )
        )
        try:
            client = stack.enter_context(Client(scheduler, timeout=_TIMEOUT))
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no Dask scheduler answers at {address}: {error}", "check the address"
            ) from None
        yield Cluster(client, warn)
