"""Worker processes: started afresh, one item at a time each, killed one by one.

A pool of the standard library breaks as a whole when one worker dies, and cannot stop
one that hangs. Here each worker has its own pipe and holds one item, so that a page
which hangs or crashes an extractor costs exactly that page.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any

from byline.run.interface import R, T, TaskFailed

# Items, results and the function cross the pipe pickled: Any inside this module.

_LOG = logging.getLogger(__name__)
_LOOK_AHEAD = 4
"""Items taken ahead of the result that is due, per worker: enough to keep workers busy behind one slow
item, few enough that bodies do not pile up."""
_START_S = 60.0
"""Added to the first item's time in a worker: it has to import its libraries first."""
_STOP_S = 2.0
_PARENT_CHECK_S = 1.0


class ProcessExecutor:
    """Runs items in spawned processes. Keeps workers between calls; use `close` or a with statement."""

    def __init__(self, workers: int = 0, timeout_s: float = 20.0) -> None:
        """Start nothing yet. `workers=0`: one per core that this process may use."""
        self._count = workers or _cores()
        self._timeout_s = timeout_s
        self._workers: list[_Worker] = []

    def __enter__(self) -> ProcessExecutor:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all workers."""
        self.close()

    def map(self, fn: Callable[[T], R], items: Iterable[T]) -> Iterator[R | TaskFailed]:
        """Yield one result per item, in order. `fn` must be a top-level function; items and results picklable.

        An item whose worker dies or takes longer than the time limit gives a `TaskFailed`; the others
        go on. Closing the iterator stops the workers that are busy.
        """
        run = _Run(self, fn, enumerate(items))
        try:
            yield from run.results()
        finally:
            run.abandon()

    def close(self) -> None:
        """Stop all workers."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    @property
    def look_ahead(self) -> int:
        """Number of items in flight or waiting for their turn to be yielded."""
        return self._count * _LOOK_AHEAD

    @property
    def timeout_s(self) -> float:
        """Seconds given to one item."""
        return self._timeout_s

    def idle_worker(self) -> _Worker | None:
        """Return a worker without an item, a new one while there are fewer than wanted."""
        for worker in self._workers:
            if not worker.busy:
                return worker
        if len(self._workers) >= self._count:
            return None
        worker = _Worker()
        self._workers.append(worker)
        return worker

    def busy_workers(self) -> list[_Worker]:
        """Return the workers that hold an item."""
        return [worker for worker in self._workers if worker.busy]

    def discard(self, worker: _Worker) -> None:
        """Kill one worker; another one takes its place when needed."""
        self._workers.remove(worker)
        worker.kill()


class _Run:
    """One call of map."""

    def __init__(self, pool: ProcessExecutor, fn: Callable[[Any], Any], items: Iterator[tuple[int, Any]]) -> None:
        self._pool = pool
        self._fn = fn
        self._items = items
        self._due: deque[int] = deque()
        self._done: dict[int, Any] = {}
        self._exhausted = False

    def results(self) -> Iterator[Any]:
        while True:
            self._hand_out()
            while self._due and self._due[0] in self._done:
                yield self._done.pop(self._due.popleft())
                self._hand_out()
            if not self._due:
                return
            self._collect()

    def _hand_out(self) -> None:
        while not self._exhausted and len(self._due) < self._pool.look_ahead:
            worker = self._pool.idle_worker()
            if worker is None:
                return
            found = next(self._items, None)
            if found is None:
                self._exhausted = True
                return
            self._give(worker, *found)

    def _give(self, worker: _Worker, index: int, item: Any) -> None:
        self._due.append(index)
        try:
            worker.give(index, self._fn, item, limit_s=self._pool.timeout_s)
        except (OSError, ValueError) as error:
            self._lost(worker, index, f"the worker could not be reached ({type(error).__name__})", kind="died")
        except Exception as error:  # pickling raises whatever the object's class raises
            worker.index = None
            self._done[index] = TaskFailed(index=index, error=f"The item cannot be sent: {error}", kind="error")

    def _collect(self) -> None:
        busy = self._pool.busy_workers()
        now = time.monotonic()
        patience = max(0.0, min(worker.deadline for worker in busy) - now)
        ready = set(map(id, wait([worker.pipe for worker in busy], timeout=patience)))
        now = time.monotonic()
        for worker in busy:
            index = worker.index
            if index is None:
                continue
            if id(worker.pipe) in ready:
                self._receive(worker, index)
            elif now >= worker.deadline:
                self._lost(worker, index, f"The work took longer than {self._pool.timeout_s:g} s.", kind="timeout")

    def _receive(self, worker: _Worker, index: int) -> None:
        try:
            result = worker.take()
        except (EOFError, OSError):
            self._lost(worker, index, "The worker process died.", kind="died")
            return
        self._done[index] = result

    def _lost(self, worker: _Worker, index: int, error: str, *, kind: str) -> None:
        _LOG.warning("item %d: %s", index, error)
        self._pool.discard(worker)
        self._done[index] = TaskFailed(index=index, error=error, kind=kind)

    def abandon(self) -> None:
        """Kill the workers that still hold an item of this call."""
        for worker in self._pool.busy_workers():
            self._pool.discard(worker)


class _Worker:
    """One process and its pipe."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True, name="byline-worker")
        with _nameless_main():
            self._process.start()
        theirs.close()
        self.index: int | None = None
        self.deadline = 0.0
        self._fresh = True

    @property
    def busy(self) -> bool:
        return self.index is not None

    def give(self, index: int, fn: Callable[[Any], Any], item: Any, *, limit_s: float) -> None:
        self.index = index
        self.deadline = time.monotonic() + limit_s + (_START_S if self._fresh else 0.0)
        self.pipe.send((index, fn, item))

    def take(self) -> Any:
        failed, value = self.pipe.recv()
        index, self.index, self._fresh = self.index, None, False
        return TaskFailed(index=index or 0, error=value, kind="error") if failed else value

    def stop(self) -> None:
        """Ask the process to end, then end it."""
        try:
            self.pipe.send(None)
        except (OSError, ValueError):
            _LOG.debug("the worker was gone already")
        self._process.join(0 if self.busy else _STOP_S)
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.join(_STOP_S)
        self.pipe.close()
        self._process.close()


@contextmanager
def _nameless_main() -> Iterator[None]:
    """Keep a spawned process from running the caller's script again.

    Spawning imports the parent's main module. A script without the `if __name__` guard
    would start its own run in every worker, and each of those its workers.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, parent: int) -> None:
    """Work in the child process until the parent closes the pipe or dies."""
    threading.Thread(target=_exit_with_parent, args=(parent,), daemon=True).start()
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        if job is None:
            return
        index, fn, item = job
        try:
            pipe.send_bytes(_outcome(fn, item, index))
        except OSError:
            return


def _outcome(fn: Callable[[Any], Any], item: Any, index: int) -> bytes:
    """Return the pickled pair (failed, result or error); a result that cannot be pickled is a failure."""
    try:
        return pickle.dumps((False, fn(item)))
    except KeyboardInterrupt:
        return pickle.dumps((True, "The run was interrupted."))
    except Exception as error:
        _LOG.exception("item %d failed", index)
        return pickle.dumps((True, f"{type(error).__name__}: {error}"))


def _exit_with_parent(parent: int) -> None:
    """End this process when its parent is gone; a hanging extractor would outlive it otherwise."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_S)
    os._exit(1)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
