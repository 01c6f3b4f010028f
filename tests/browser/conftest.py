"""A real Chromium that opens pages from disk; every request, console message and broken policy is noted."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.export.html import write_html
from kg.settings import Settings
from tests.graph_factory import small_graph

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def chromium_path() -> str | None:
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    path = chromium_path()
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium, or set CHROMIUM to its path")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page, and what it did that it should not."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        assert self.requests == []
        assert self.messages == []
        assert self.page.evaluate("window.violations") == []


Opener = Callable[..., Opened]


@pytest.fixture
def open_graph(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    contexts = []

    def opener(graph: nx.MultiDiGraph | None = None, hash_: str = "", **context: Any) -> Opened:
        path = tmp_path / f"graph{len(contexts)}.html"
        write_html(graph if graph is not None else small_graph(), path, settings=Settings())
        return open_file(path, hash_, **context)

    def open_file(path: Path, hash_: str = "", **options: Any) -> Opened:
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN", **options}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        opened = Opened(page)
        page.on("request", lambda request: note_request(opened, request.url))
        page.on("console", lambda message: opened.messages.append(message.text))
        page.on("pageerror", lambda error: opened.messages.append(str(error)))
        page.on("dialog", lambda dialog: opened.messages.append(f"dialog {dialog.message}"))
        page.add_init_script(
            "window.violations = []; addEventListener('securitypolicyviolation', "
            "(event) => violations.push(event.violatedDirective + ' ' + event.blockedURI));"
        )
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("body[data-ready]")
        return opened

    opener.open_file = open_file  # type: ignore[attr-defined]
    yield opener
    for context in contexts:
        context.close()


def note_request(opened: Opened, url: str) -> None:
    if not url.startswith(("file:", "blob:file:", "blob:null")):
        opened.requests.append(url)


def search(page: Any, words: str) -> None:
    page.fill("#search", words)
    page.press("#search", "Enter")
