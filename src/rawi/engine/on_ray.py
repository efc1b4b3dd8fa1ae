"""Map a pure function over many items with the workers of a Ray cluster, or of this machine (extra ``ray``)."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rawi.engine.local import READ_AHEAD, Failure, attempt
from rawi.errors import UsageError


@contextmanager
def ray_cluster(workers: int = 0) -> Iterator[None]:
    """Join the Ray cluster that ``RAY_ADDRESS`` names, or start one here with so many workers (0: one for each core).

    Raises UsageError if Ray is not installed.
    """
    try:
        import ray
    except ImportError as error:
        raise UsageError("this engine needs Ray", remedy="pip install 'rawi[ray]'") from error
    os.environ.setdefault("RAY_worker_niceness", "0")  # Ray gives its workers the last place otherwise
    ray.init(
        num_cpus=workers or None, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False,
        configure_logging=False,
    )  # fmt: skip
    try:
        yield
    finally:
        ray.shutdown()


def map_as_done(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield (item, result) for every item as it is done; the result of one that failed is a `Failure`.

    To be called inside `ray_cluster`. A worker that dies is replaced by Ray; its item has failed. No more than a few
    items per core are handed out at once.
    """
    import ray

    run = ray.remote(max_retries=0)(attempt)
    work_there = ray.put(work)
    most = READ_AHEAD * max(int(ray.cluster_resources().get("CPU", 1)), 1)
    going: dict[Any, Any] = {}
    for item in items:
        going[run.remote(work_there, item)] = item
        if len(going) >= most:
            yield _take(going)
    while going:
        yield _take(going)


def _take(going: dict[Any, Any]) -> tuple[Any, Any]:
    """Wait for one item that is going on, and return it with its result."""
    import ray

    (done,), _ = ray.wait(list(going), num_returns=1)
    item = going.pop(done)
    try:
        return item, ray.get(done)
    except ray.exceptions.RayError as error:
        return item, Failure(item, f"the worker process died ({type(error).__name__})")
