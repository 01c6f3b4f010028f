"""Query workers kept ready: a few run, a few wait, the rest are told to come back.

A request enters, a result leaves. A worker that ends at a limit is replaced before it is needed again; after a new
build each is replaced as it comes free, so that no request fails.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.query.results import Result
from kg.query.runner import Limits, Request, Worker
from kg.query.store import current_version, store_folder

#: Queries at once: one a core on the smallest machine that is meant, each has a thread of the engine.
MAX_RUNNING: Final = 2
#: Queries that wait for one of those; with 10 s each, the last waits no more than a browser does.
MAX_WAITING: Final = 16


class BusyError(Exception):
    """As many queries wait as may; the protocol answers 503 with Retry-After."""


class Ticket:
    """One query on its way; ``cancel`` ends it wherever it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self.is_cancelled = False

    def cancel(self) -> None:
        """End the query: its worker is killed, or it doesn't begin."""
        with self._lock:
            self.is_cancelled = True
            if self._worker is not None:
                self._worker.kill()

    @contextmanager
    def holding(self, worker: Worker) -> Iterator[None]:
        """For the time that a worker runs the query."""
        with self._lock:
            if self.is_cancelled:  # while a worker was started for it
                raise BusyError
            self._worker = worker
        try:
            yield
        finally:
            with self._lock:
                self._worker = None


class Pool:
    """The workers of one built folder.

    Raises:
        InputError: Nothing has been built there.
    """

    def __init__(
        self, out: Path, *, limits: Limits, max_running: int = MAX_RUNNING, max_waiting: int = MAX_WAITING
    ) -> None:
        self._folder = store_folder(out)
        self._limits = limits
        self._out = out
        self._places = threading.Semaphore(max_running)
        self._max_asked = max_running + max_waiting
        self._lock = threading.Lock()
        self._n_asked = 0
        self._idle: list[Worker] = []
        self._is_closed = False
        self._current()

    @property
    def version(self) -> str:
        """Name of the store's current version, for caches."""
        version = current_version(self._folder)
        return version.name if version else ""

    def ask(self, request: Request, ticket: Ticket | None = None) -> Result:
        """Run a query as soon as a worker is free; for a thread of its own.

        Raises:
            BusyError: Too many wait already.
            QueryError: As for ``Worker.ask``.
        """
        ticket = ticket or Ticket()
        with self._lock:
            if self._n_asked >= self._max_asked:
                raise BusyError
            self._n_asked += 1
        try:
            with self._places:
                return self._run(request, ticket)
        finally:
            with self._lock:
                self._n_asked -= 1

    def open(self) -> None:
        """Start a first worker, so that the first query need not wait for it."""
        self._keep(self._start())

    def close(self) -> None:
        """End all idle workers; one that runs ends with its query."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def _run(self, request: Request, ticket: Ticket) -> Result:
        if ticket.is_cancelled:
            raise BusyError
        worker = self._take()
        try:
            with ticket.holding(worker):
                return worker.ask(request)
        finally:
            self._keep(worker if worker.is_alive else self._replace(worker))

    def _take(self) -> Worker:
        version = current_version(self._folder)
        with self._lock:
            idle, self._idle = self._idle, []
            fresh = [worker for worker in idle if worker.version == version and worker.is_alive]
            self._idle = fresh[1:]
        for worker in idle:
            if worker not in fresh:
                worker.close()
        return fresh[0] if fresh else self._start()

    def _keep(self, worker: Worker) -> None:
        with self._lock:
            if not self._is_closed:
                self._idle.append(worker)
                return
        worker.close()

    def _replace(self, worker: Worker) -> Worker:
        worker.close()
        return self._start()

    def _start(self) -> Worker:
        return Worker(self._current(), limits=self._limits)

    def _current(self) -> Path:
        version = current_version(self._folder)
        if version is None:
            raise InputError(f"{self._out}: no graph has been built there; run kg build PATH -o {self._out}")
        return version
