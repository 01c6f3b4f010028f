"""The graph in memory for the explorer, loaded when it is first asked for and again after a new build."""

import threading
from pathlib import Path
from typing import Any

import networkx as nx

from kg.export.html import html_page
from kg.export.view.neighbourhood import SearchIndex, neighbourhood
from kg.graph.store import load_graph
from kg.settings import Settings


class Graphs:
    """The explorer's page and what it asks for while open; its methods are for threads."""

    def __init__(self, out: Path) -> None:
        self._path = out / ".kg" / "graph.json"
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._graph: nx.MultiDiGraph | None = None
        self._index: SearchIndex | None = None
        self._page = ""

    def page(self) -> str:
        """The explorer as served."""
        with self._lock:
            graph = self._current()
            if not self._page:
                self._page = html_page(graph, max_nodes=Settings().max_view_nodes, served=True)
            return self._page

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

    def _current(self) -> nx.MultiDiGraph:
        state = self._path.stat() if self._path.exists() else None
        stamp = (state.st_mtime_ns, state.st_size) if state else None
        if self._graph is None or stamp != self._stamp:
            self._graph, self._stamp, self._index, self._page = load_graph(self._path), stamp, None, ""
        return self._graph
