"""The sentences and articles of a page, each stored once, and the names that stand in them.

Evidence enters, numbers leave; at the end the tables themselves. Highlighting needs no guess: the places of the
names come from the graph's own ``mention`` edges, in offsets of the article.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import networkx as nx

from kg.records import Evidence

#: Sentences kept for one statement; the panel tells how many more there are.
MAX_EVIDENCE: Final = 12

#: Names found in one sentence, of which a list of 200 places would be longer than the sentence.
_MAX_SPANS: Final = 40


class SentenceTable:
    """Numbers for sentences and articles, given out as they are asked for."""

    def __init__(self, graph: nx.MultiDiGraph, entities: Mapping[str, int]) -> None:
        self._graph = graph
        self._articles: dict[str, int] = {}
        self._sentences: dict[tuple[str, int, int], int] = {}
        self._rows: list[list[Any]] = []
        self._spans = _mention_spans(graph, entities)

    def article(self, key: str) -> int:
        """The number of an article."""
        return self._articles.setdefault(key, len(self._articles))

    def evidence(self, items: Sequence[Evidence]) -> list[int]:
        """Number of the sentence and score in hundredths, by turns, for at most ``MAX_EVIDENCE`` items."""
        flat: list[int] = []
        for item in items[:MAX_EVIDENCE]:
            flat += [self._sentence(item), round(item.score * 100)]
        return flat

    def _sentence(self, item: Evidence) -> int:
        place = (item.article, item.start, item.end)
        known = self._sentences.get(place)
        if known is None:
            known = self._sentences[place] = len(self._rows)
            self._rows.append([self.article(item.article), item.quote, self._names_in(item)])
        return known

    def _names_in(self, item: Evidence) -> list[int]:
        """Entity, start and end within the quote, by turns, in reading order."""
        spans = self._spans.get(item.article, [])
        flat: list[int] = []
        for start, end, entity in spans[bisect_left(spans, (item.start, 0, 0)) :]:
            if start >= item.end or len(flat) >= 3 * _MAX_SPANS:
                break
            if end <= item.end:
                flat += [entity, start - item.start, end - item.start]
        return flat

    def tables(self) -> dict[str, Any]:
        """``articles`` and ``sentences`` as columns."""
        nodes = [self._graph.nodes[key] for key in self._articles]
        publishers = sorted({str(node.get("publisher") or "") for node in nodes})
        number = {name: i for i, name in enumerate(publishers)}
        return {
            "publishers": publishers,
            "articles": {
                "key": list(self._articles),
                "url": [web_address(node.get("url")) for node in nodes],
                "title": [node.get("title") or "" for node in nodes],
                "published": [node.get("published") or "" for node in nodes],
                "publisher": [number[str(node.get("publisher") or "")] for node in nodes],
            },
            "sentences": {
                "article": [row[0] for row in self._rows],
                "text": [row[1] for row in self._rows],
                "names": [row[2] for row in self._rows],
            },
        }


def web_address(url: object) -> str:
    """The url if a browser may follow it; else an empty string (``javascript:`` and the like are no links)."""
    text = str(url or "").strip()
    return text if text.lower().startswith(("http://", "https://")) and not any(c.isspace() for c in text) else ""


def _mention_spans(graph: nx.MultiDiGraph, entities: Mapping[str, int]) -> dict[str, list[tuple[int, int, int]]]:
    """Where each article names the entities of the page: start, end, number of the entity."""
    spans: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for source, target, data in graph.edges(data=True):
        if data["kind"] == "mention" and source in entities:
            spans[target] += [(item.start, item.end, entities[source]) for item in data.get("evidence") or ()]
    return {article: sorted(places) for article, places in spans.items()}
