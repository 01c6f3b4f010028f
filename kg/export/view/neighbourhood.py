"""What a served explorer asks for while it is open: the surroundings of one node, and search over the whole graph.

Pure functions of the graph; the endpoint turns them into answers. The data has the form of a page's own, so that
the page can join it to what it has.
"""

from typing import Any

import networkx as nx

from kg.errors import InputError
from kg.export.view.part import find_entity, importance, select_part
from kg.export.view.payload import build_payload
from kg.export.view.search import fold, search_keys


def neighbourhood(graph: nx.MultiDiGraph, key: str, *, max_nodes: int = 80) -> dict[str, Any]:
    """The data of a page around an entity: itself and the most important of what it is linked to.

    Args:
        key: Node key, Wikidata item or name.
        max_nodes: Entities at most, itself among them.

    Raises:
        InputError: There is no such entity.
    """
    return build_payload(graph, select_part(graph, focus=find_entity(graph, key), max_nodes=max_nodes))


class SearchIndex:
    """The search keys of all entities, made once a graph."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        rows = []
        for key, data in graph.nodes(data=True):
            if data["kind"] == "entity":
                names = [data["name"], *(data.get("names") or ())]
                own = [fold(str(name)) for name in (*names, data.get("label_en"), data.get("qid")) if name]
                rows.append((-importance(data), key, "\n".join([*own, search_keys(names)])))
        self._graph = graph
        self._rows = sorted(rows)

    def find(self, words: str, *, limit: int = 12) -> list[dict[str, Any]]:
        """Entities so called, whole names first, then beginnings, then parts; the important before the others.

        Raises:
            InputError: ``limit`` is not between 1 and 100.
        """
        if not 1 <= limit <= 100:
            raise InputError(f"limit: {limit} is not between 1 and 100")
        query = fold(words.strip())
        ranked = [(-_rank(keys, query), weight, key) for weight, key, keys in self._rows if query and query in keys]
        return [self._answer(key) for _, _, key in sorted(ranked)[:limit]]

    def _answer(self, key: str) -> dict[str, Any]:
        node = self._graph.nodes[key]
        columns = ("name", "type", "label_en", "qid", "n_articles")
        return {"key": key, **{column: node.get(column) for column in columns}}


def _rank(keys: str, query: str) -> int:
    lined = f"\n{keys}\n"
    return 3 if f"\n{query}\n" in lined else 2 if f"\n{query}" in lined else 1
