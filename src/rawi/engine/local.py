"""Map a pure function over many items with worker processes of this machine.

Results come in the order of the items, or as they are done. No more than a few items per worker are read ahead, so
memory stays bounded whatever the length of the input. A worker that dies (out of memory, a crash in a C library) is
replaced; the item that it was working on comes back as a `Failure`, and the items that waited behind it are done by
others.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, count, islice
from math import inf
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from typing import Any, Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Result = TypeVar("Result")

ALONE = 2.0
"""After how many seconds of work it is worth while to start workers, where their number is left open.

To load what `annotate` needs takes this process about half of that, and each of them as long again.
"""

_SETTLING = frozenset(8**n for n in range(1, 8))
_attempts = count(1)

READ_AHEAD = 4
"""How many items a worker is given at once: enough to keep it busy, few enough to name the one it died on."""


class Failure(Struct, frozen=True):
    """What stands in the place of a result: the item that could not be worked on, and why."""

    item: Any
    reason: str


def map_in_order(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int = 1
) -> Iterator[tuple[Item, Result | Failure]]:
    """Yield (item, result) for every item, in order; the result of an item that failed is a `Failure`.

    With one worker everything happens in this process; with 0 as many work as the machine has cores, once there turns
    out to be more than a little to do: this process works until they have loaded what they need. `work` must be
    importable (a function of a module) unless one worker is asked for. Closing the iterator, or an interrupt, ends the
    workers.

    >>> list(map_in_order(int, ["1", "two"]))
    [('1', 1), ('two', Failure(item='two', reason="ValueError: invalid literal for int() with base 10: 'two'"))]
    """
    return _map(work, items, workers, ordered=True)


def map_as_done(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int = 1, ahead: int = READ_AHEAD
) -> Iterator[tuple[Item, Result | Failure]]:
    """Yield (item, result) for every item as it is done; otherwise as `map_in_order`.

    A worker is given `ahead` items at once: 1 where each takes long.

    >>> sorted(map_as_done(int, ["1", "2"]))
    [('1', 1), ('2', 2)]
    """
    return _map(work, items, workers, ordered=False, ahead=ahead)


def _map(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int, *, ordered: bool, ahead: int = READ_AHEAD
) -> Iterator[tuple[Item, Result | Failure]]:
    items = iter(items)
    spent, enough = 0.0, {0: ALONE, 1: inf}.get(workers, 0.0)
    for item in items if enough else ():
        begun = perf_counter()
        result = attempt(work, item)
        spent += perf_counter() - begun
        yield item, result
        if spent > enough:
            break
    if first := tuple(islice(items, 1)):
        crew = _Crew(work, workers or os.cpu_count() or 1, ahead, trial=() if workers else first)
        items = chain(first, items)
        try:
            while not crew.is_ready() and (own := list(islice(items, 1))):
                yield own[0], attempt(work, own[0])
            yield from crew.run(items, ordered)
        finally:
            crew.dismiss()


def attempt(work: Callable[[Item], Result], item: Item) -> Result | Failure:
    """Return the result of one item, or its `Failure`."""
    try:
        return work(item)
    except Exception as error:  # whatever goes wrong in one document must not stop the others
        return Failure(item, f"{type(error).__name__}: {error}")
    finally:
        settle(next(_attempts))


def settle(attempts: int) -> None:
    """Take what this process holds out of the sight of the garbage collector, after the first items and now and then.

    The tables that the work has loaded and its caches stay for good. To walk them again and again for garbage costs a
    tenth of the time of `annotate`.
    """
    if attempts in _SETTLING:
        gc.collect()
        gc.freeze()


def _serve(work: Callable[[Any], Any], line: Connection, trial: tuple[Any, ...]) -> None:
    """Be a worker: answer every (number, item) that comes in, until the line is closed.

    A `trial` item is worked on before, for what the work then loads; that it is done is all that is answered.

    A thread takes the items off the line, so that neither side ever waits for the other to listen.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for item in trial:
        attempt(work, item)
        line.send(None)
    given: SimpleQueue[tuple[int, Any] | None] = SimpleQueue()
    Thread(target=_listen, args=(line, given), daemon=True).start()
    while (task := given.get()) is not None:
        number, item = task
        try:
            line.send((number, attempt(work, item)))
        except (BrokenPipeError, ConnectionResetError):
            return


def _listen(line: Connection, given: SimpleQueue[tuple[int, Any] | None]) -> None:
    try:
        while True:
            given.put(line.recv())
    except (EOFError, ConnectionResetError, OSError):
        given.put(None)


class _Worker:
    """One process, the line to it, and the numbers of the items that it has not answered yet, oldest first."""

    def __init__(self, work: Callable[[Any], Any], trial: tuple[Any, ...] = ()) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(work, theirs, trial), daemon=True)
        self.process.start()
        theirs.close()
        self.waiting: deque[int] = deque()
        self._trying = bool(trial)

    def is_ready(self) -> bool:
        """Tell whether the trial item is done. A worker that died over it counts: the next item finds that out."""
        if self._trying and self.line.poll():
            self._trying = False
            with suppress(EOFError, OSError):
                self.line.recv()
        return not self._trying


class _Crew(Generic[Item, Result]):
    """The workers, what they are doing, and what has come back but is not due yet."""

    def __init__(self, work: Callable[[Item], Result], workers: int, ahead: int, trial: tuple[Item, ...] = ()) -> None:
        self._work = work
        self._ahead = ahead
        self._workers = [_Worker(work, trial) for _ in range(workers)]
        self._open: dict[int, Item] = {}
        self._done: dict[int, Result | Failure] = {}
        self._nobodys: deque[int] = deque()

    def is_ready(self) -> bool:
        """Tell whether every worker has done its trial item, if it was given one."""
        return all(worker.is_ready() for worker in self._workers)

    def run(self, items: Iterator[Item], ordered: bool) -> Iterator[tuple[Item, Result | Failure]]:
        """Hand out items, collect answers, yield them in order or as they come."""
        numbered = enumerate(items)
        due = 0
        exhausted = False
        while True:
            while not exhausted and len(self._open) < self._ahead * len(self._workers):
                number, item = next(numbered, (-1, None))
                if number < 0:
                    exhausted = True
                else:
                    self._open[number] = item  # type: ignore[assignment]
                    self._nobodys.append(number)
            self._hand_out()
            if not self._open:
                return
            if not self._done or (ordered and due not in self._done):
                self._collect()
            while (number := due if ordered else next(iter(self._done), due)) in self._done:
                yield self._open.pop(number), self._done.pop(number)
                due += 1

    def _hand_out(self) -> None:
        """Give the items that nobody has to the workers with the shortest queues."""
        while self._nobodys:
            worker = min(self._workers, key=lambda w: len(w.waiting))
            if len(worker.waiting) >= self._ahead:
                return
            number = self._nobodys[0]
            try:
                worker.line.send((number, self._open[number]))
            except (BrokenPipeError, ConnectionResetError):
                self._replace(worker)
                continue
            worker.waiting.append(self._nobodys.popleft())

    def _collect(self) -> None:
        """Wait until a worker answers or dies."""
        lines = {worker.line: worker for worker in self._workers if worker.waiting}
        for line in wait(list(lines)):
            worker = lines[line]  # type: ignore[index]
            try:
                self._take(worker)
            except (EOFError, OSError):  # OSError: it died while it answered
                self._replace(worker)

    def _take(self, worker: _Worker) -> None:
        number, result = worker.line.recv()
        worker.waiting.popleft()
        self._done[number] = result

    def _replace(self, worker: _Worker) -> None:
        """Put a new worker in the place of a dead one; the item that it was at has failed, the rest is handed out.

        What it had answered before may still lie on its line.
        """
        with suppress(EOFError, OSError):
            while worker.waiting:
                self._take(worker)
        worker.process.join()
        code = worker.process.exitcode or 0
        cause = f"signal {-code}" if code < 0 else f"exit code {code}"
        if worker.waiting:
            culprit = worker.waiting.popleft()
            self._done[culprit] = Failure(self._open[culprit], f"the worker process died ({cause})")
        self._nobodys.extendleft(reversed(worker.waiting))
        worker.line.close()
        self._workers[self._workers.index(worker)] = _Worker(self._work)

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.line.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
