"""A pool of workers that die; the work itself is a stand-in, since no model is needed to lose a process."""

import json
import multiprocessing
import os
import time
from collections.abc import Iterator

import pytest

from kg import workers
from kg.article import Page
from kg.settings import Settings

#: A page that kills its worker, and how long a test waits for the pool to notice.
DEADLY = b"die"
DEADLINE_S = 60


def _load_nothing(_settings: Settings) -> None:
    return


def _echo(page: Page) -> workers.Result:
    if page.data == DEADLY:
        os._exit(1)
    return page.data, "[]"


@pytest.fixture
def echoing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "Worker", _load_nothing)
    monkeypatch.setattr(workers, "_start", _load_nothing)
    monkeypatch.setattr(workers, "_work", _echo)


def _pages(n_pages: int, *, deadly: set[int], late: int | None = None) -> Iterator[tuple[str, Page]]:
    """Numbered pages; the ``late`` one comes when the pool that was given the others is gone."""
    others = set(multiprocessing.active_children())
    for number in range(n_pages):
        end = time.monotonic() + DEADLINE_S
        while number == late and set(multiprocessing.active_children()) - others:
            assert time.monotonic() < end, "the pool does not notice that its worker died"
            time.sleep(0.02)
        yield str(number), Page.of(f"{number}.md", DEADLY if number in deadly else str(number).encode())


@pytest.mark.usefixtures("echoing")
@pytest.mark.parametrize(
    ("deadly", "late"),
    [
        pytest.param({2}, None, id="while its result is waited for"),
        pytest.param({2}, 5, id="before the next page is handed over"),
        pytest.param({0, 3}, 7, id="two of them"),
    ],
)
def test_a_page_whose_worker_dies_is_left_out_and_the_rest_goes_on(deadly: set[int], late: int | None) -> None:
    pages = _pages(12, deadly=deadly, late=late)
    results = list(workers.work_pages(pages, settings=Settings(jobs=2)))
    assert [key for key, _ in results] == [str(number) for number in range(12)]
    skipped = {key: [row["reason"] for row in json.loads(skips)] for key, (_, skips) in results}
    assert {key: reasons for key, reasons in skipped.items() if reasons} == {str(n): ["crash"] for n in deadly}
    assert all(data == key.encode() for key, (data, skips) in results if skips == "[]")
