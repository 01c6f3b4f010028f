"""The explorer's page as the build left it, and the graph in memory for what the page asks for while it is open."""

import contextlib
import threading
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import InputError
from kg.export.view.neighbourhood import SearchIndex, neighbourhood
from kg.graph.store import load_graph


class Graphs:
    """The explorer's page and what it asks for while open; its methods are for threads.

    The graph is loaded when a page is first shown, so that a server of queries alone does without, and again after a
    new build.
    """

    def __init__(self, out: Path) -> None:
        self._path = out / ".kg" / "graph.json"
        self._page = out / ".kg" / "explorer.html"
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._graph: nx.MultiDiGraph | None = None
        self._index: SearchIndex | None = None

    def page(self) -> bytes:
        """The explorer as served; the graph that it will ask for is loaded meanwhile.

        Raises:
            InputError: The build left none.
        """
        try:
            page = self._page.read_bytes()
        except OSError as exc:
            raise InputError(f"{self._page}: no explorer there ({exc.strerror}); build this folder again") from exc
        threading.Thread(target=self._load, daemon=True).start()
        return page

    def search(self, words: str) -> list[dict[str, Any]]:
        """Entities so called."""
        with self._lock:
            graph = self._current()
            self._index = self._index or SearchIndex(graph)
            return self._index.find(words)

    def around(self, key: str) -> dict[str, Any]:
        """What an entity is linked to.

        Raises:
            InputError: There is no such entity.
        """
        with self._lock:
            return neighbourhood(self._current(), key)

    def _load(self) -> None:
        with contextlib.suppress(InputError), self._lock:  # who asks for a node will be told
            self._current()

    def _current(self) -> nx.MultiDiGraph:
        state = self._path.stat() if self._path.exists() else None
        stamp = (state.st_mtime_ns, state.st_size) if state else None
        if self._graph is None or stamp != self._stamp:
            self._graph, self._stamp, self._index = load_graph(self._path), stamp, None
        return self._graph
