"""Graph -> ``pyvis.network.Network``, the object that notebooks know, without what makes pyvis slow and unsafe.

Positions are computed, physics is off, adding an edge costs the same however many there are, and writing gives our
own offline page: pyvis's template asks five servers and lets a heading become markup.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import networkx as nx
from pyvis.edge import Edge
from pyvis.network import Network

from kg.errors import ExportError
from kg.export.output import whole_file
from kg.export.palette import ENTITY_COLOURS, FAMILY_COLOURS, family_of
from kg.export.view.page import make_page
from kg.export.view.part import select_part
from kg.export.view.payload import build_payload
from kg.schema import ENTITY_TYPES, EVENT_TYPES, RELATION_TYPES

#: vis-network's names for the shapes of the explorer, as near as it has them.
_SHAPES: Final = {
    "PER": "dot",
    "GPE": "hexagon",
    "LOC": "triangle",
    "FAC": "triangleDown",
    "ORG": "square",
    "EVT": "star",
    "MISC": "dot",
}


class OfflineNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis Network of a news graph; ``write_html`` and ``show`` give the explorer of what it holds.

    Nodes and edges that are added by hand are shown too: a node as an entity of the type in its ``group`` (else
    MISC), an edge as a relation called by its ``label``.
    """

    def __init__(self, graph: nx.MultiDiGraph | None = None, **options: Any) -> None:
        super().__init__(**{"directed": True, "cdn_resources": "in_line", **options})
        self.graph = nx.MultiDiGraph() if graph is None else graph
        self.toggle_physics(False)

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """Add an edge between two known nodes; parallel edges are kept.

        Raises:
            ExportError: One of the nodes is not there.
        """
        for end in (source, to):
            if end not in self.node_map:
                raise ExportError(f"edge {source} - {to}: there is no node {end}; add it first")
        self.edges.append(Edge(source, to, self.directed, **options).options)

    def add_edges(self, edges: Iterable[tuple[Any, ...]]) -> None:
        """Add edges given as (source, target) or (source, target, width)."""
        for source, to, *width in edges:
            self.add_edge(source, to, **({"width": width[0]} if width else {}))

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """The explorer of these nodes and edges, as one page; the arguments are pyvis's and change nothing."""
        graph = self._shown_graph()
        part = select_part(graph, max_nodes=max(len(self.nodes), 1))
        return make_page(build_payload(graph, part))

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
        """Write the page in UTF-8, whatever the locale; ``open_browser`` is left to the reader.

        Raises:
            ExportError: The file can't be written.
        """
        with whole_file(Path(name)) as stream:
            stream.write(self.generate_html(name))

    def save_graph(self, name: str) -> None:
        """Write the page."""
        self.write_html(name)

    def show(self, name: str, local: bool = True, notebook: bool = False) -> None:
        """Write the page."""
        self.write_html(name)

    def _shown_graph(self) -> nx.MultiDiGraph:
        """The news graph without what was taken out of the network, with what was added by hand."""
        shown = {key for key in self.graph if key in self.node_map or self.graph.nodes[key]["kind"] == "article"}
        graph = nx.MultiDiGraph(self.graph.subgraph(shown))
        graph.graph.update(self.graph.graph)
        for options in self.nodes:
            if options["id"] not in graph:
                graph.add_node(options["id"], **_entity_by_hand(options))
        for options in self.edges:
            if not options.get("kg"):
                label = str(options.get("label") or options.get("title") or "")
                graph.add_edge(
                    options["from"],
                    options["to"],
                    f"relation:{label}",
                    kind="relation",
                    type=label,
                    count=1,
                    evidence=(),
                )
        return graph


def _entity_by_hand(options: dict[str, Any]) -> dict[str, Any]:
    name = str(options.get("label") or options["id"])
    group = str(options.get("group") or "")
    kind = group if group in ENTITY_TYPES else "MISC"
    return {"kind": "entity", "type": kind, "name": name, "names": (name,), "n_articles": 1, "n_mentions": 1}


def to_pyvis(
    graph: nx.MultiDiGraph, *, max_nodes: int = 3_000, focus: str | None = None, **options: Any
) -> OfflineNetwork:
    """A pyvis Network of the most important entities, their events, and all edges between them.

    Args:
        max_nodes: Entities at most.
        focus: Name, Wikidata item or key of an entity: only what it is linked to.
        options: What ``pyvis.network.Network`` takes (height, width, bgcolor, ...).

    Raises:
        InputError: There is no such entity.
    """
    data = build_payload(graph, select_part(graph, max_nodes=max_nodes, focus=focus))
    network = OfflineNetwork(graph, **options)
    entities, events, edges = data["entities"], data["events"], data["edges"]
    types, event_types = list(ENTITY_TYPES), list(EVENT_TYPES)
    for number, key in enumerate(entities["key"]):
        kind = types[entities["type"][number]]
        network.add_node(
            key, label=entities["name"][number], shape=_SHAPES[kind], color=ENTITY_COLOURS[kind],
            x=entities["x"][number], y=entities["y"][number], size=entities["radius"][number],
            title=f"{ENTITY_TYPES[kind].zh} · {entities['n_articles'][number]}",
        )  # fmt: skip
    keys = [*entities["key"], *events["key"]]
    middles = _middles(data)
    for number, key in enumerate(events["key"]):
        kind = event_types[events["type"][number]]
        x, y = middles.get(len(entities["key"]) + number, (0.0, 0.0))
        network.add_node(
            key, label=events["label"][number], shape="diamond", color=FAMILY_COLOURS[family_of(kind)],
            x=x, y=y, size=5, title=f"{EVENT_TYPES[kind].zh} · {events['begin'][number]}",
        )  # fmt: skip
    for number, (source, target) in enumerate(zip(edges["source"], edges["target"], strict=True)):
        label = _edge_label(edges["kind"][number], edges["type"][number], edges["title"][number])
        network.add_edge(keys[source], keys[target], title=label, value=edges["count"][number], kg=True)
    return network


def _edge_label(kind: str, name: str, title: str) -> str:
    if kind == "relation" and name in RELATION_TYPES:
        return RELATION_TYPES[name].zh
    if kind == "interaction":
        return EVENT_TYPES[name].zh
    return title or name


def _middles(data: dict[str, Any]) -> dict[int, tuple[float, float]]:
    """Middle of the participants of each event."""
    x, y = data["entities"]["x"], data["entities"]["y"]
    parties: dict[int, list[int]] = {}
    for kind, source, target in zip(
        data["edges"]["kind"], data["edges"]["source"], data["edges"]["target"], strict=True
    ):
        if kind == "role":
            parties.setdefault(source, []).append(target)
    return {
        event: (sum(x[i] for i in members) / len(members), sum(y[i] for i in members) / len(members))
        for event, members in parties.items()
    }
