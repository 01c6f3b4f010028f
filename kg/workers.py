"""Working through pages, one process a core.

Pages enter; for each its key, its packed articles and its skips leave, in the order of the pages. A page whose worker
dies is tried once more alone and then passed over; the rest goes on.
"""

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from multiprocessing import get_context
from typing import Final

from kg.article import Page, Skip, read_page
from kg.document import make_document
from kg.entity import NameIndex, resolve_article
from kg.extract.pipeline import Extractor, make_extractor_for
from kg.records import ArticleFacts
from kg.settings import Settings
from kg.store import pack

#: Pages that wait for each worker: enough to keep it busy, few enough to hold little in memory.
_AHEAD: Final = 4

Result = tuple[bytes, str]


class Worker:
    """Holds the loaded model and index of one process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._extract: Extractor = make_extractor_for(settings)
        self._index = NameIndex.open(names=settings.names)

    def __call__(self, page: Page) -> Result:
        """Read one page and all that its article says."""
        skips: list[Skip] = []
        facts = []
        for article in read_page(page, settings=self._settings, on_skip=skips.append):
            extraction = self._extract(make_document(article))
            entities = resolve_article(extraction, index=self._index)
            facts.append(ArticleFacts(article=article, extraction=extraction, entities=tuple(entities)))
        return pack(facts), json.dumps([asdict(skip) for skip in skips], ensure_ascii=False)


_worker: Worker | None = None


def _start(settings: Settings) -> None:
    global _worker
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    _worker = Worker(settings)


def _work(page: Page) -> Result:
    assert _worker is not None
    return _worker(page)


def n_jobs(settings: Settings) -> int:
    """Worker processes to start."""
    if settings.jobs:
        return settings.jobs
    # Containers may allow fewer cores than the machine has; not every system can tell.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work_pages(pages: Iterable[tuple[str, Page]], *, settings: Settings) -> Iterator[tuple[str, Result]]:
    """Work through ``(key, page)`` pairs; results come in the same order.

    Raises:
        KgError: The model or the index can't be loaded.
    """
    jobs = n_jobs(settings)
    if jobs == 1:
        worker = Worker(settings)
        for key, page in pages:
            yield key, worker(page)
        return
    yield from _Pool(jobs, settings).run(pages)


class _Pool:
    """A process pool that survives the death of a worker."""

    def __init__(self, jobs: int, settings: Settings) -> None:
        self._jobs, self._settings = jobs, settings

    def _open(self, jobs: int) -> ProcessPoolExecutor:
        # Spawned, not forked: onnxruntime's threads do not live through a fork.
        return ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(self._settings,)
        )

    def run(self, pages: Iterable[tuple[str, Page]]) -> Iterator[tuple[str, Result]]:
        Worker(self._settings)  # loads once here, so that a broken model is told as itself and not as a dead worker
        pool = self._open(self._jobs)
        waiting: deque[tuple[str, Page, Future[Result]]] = deque()
        source = iter(pages)
        try:
            while True:
                while len(waiting) < self._jobs * _AHEAD and (item := next(source, None)) is not None:
                    waiting.append((*item, _submit(pool, item[1])))
                if not waiting:
                    return
                key, page, future = waiting.popleft()
                try:
                    yield key, future.result()
                except BrokenProcessPool:
                    pool.shutdown(cancel_futures=True)
                    yield key, self._alone(page)
                    pool = self._open(self._jobs)
                    waiting = deque((k, p, _submit(pool, p)) for k, p, _ in waiting)
        finally:
            pool.shutdown(cancel_futures=True)

    def _alone(self, page: Page) -> Result:
        with self._open(1) as pool:
            try:
                return pool.submit(_work, page).result()
            except BrokenProcessPool:
                message = f"{page.source}: the worker died twice on this page; it is left out"
                return pack([]), json.dumps([asdict(Skip(source=page.source, reason="crash", message=message))])


def _submit(pool: ProcessPoolExecutor, page: Page) -> Future[Result]:
    """Hand a page to the pool; a pool that has died meanwhile is told like a page that died with it.

    The page waits its turn with the others then, and goes to the pool that is opened next.
    """
    try:
        return pool.submit(_work, page)
    except BrokenProcessPool as exc:
        broken: Future[Result] = Future()
        broken.set_exception(exc)
        return broken
