"""A built graph in Python: ``kg.open("out/")``, made for notebooks.

A folder enters; its graph, answers to SPARQL and entities leave. Nothing is loaded before it is asked for.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.query.results import Value
from kg.query.runner import Limits, run_query
from kg.query.store import current_version, store_folder

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.export.network import OfflineNetwork


class Rows(list[dict[str, Value]]):
    """The rows of an answer: a list of dictionaries that knows the names of its columns."""

    def __init__(self, rows: Iterable[dict[str, Value]], *, columns: Iterable[str]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a data frame, with its columns even if there are no rows.

        Raises:
            InputError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as exc:
            raise InputError("to_pandas: pandas is not installed; pip install 'newskg[notebook]'") from exc
        return pd.DataFrame(list(self), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """A table, in notebooks; text of articles stays text."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        cells = ("".join(f"<td>{_cell(row[name])}</td>" for name in self.columns) for row in self)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Value) -> str:
    return "" if value is None else escape(str(value))


class Entity:
    """One entity of an opened graph: its attributes by name, and what it is linked to."""

    def __init__(self, graph: "nx.MultiDiGraph", key: str) -> None:
        self.key = key
        self._graph = graph

    def __getattr__(self, name: str) -> Any:
        """An attribute of the node, as docs/graph.md lists them: ``name``, ``type``, ``qid``, ``n_mentions``."""
        # copy and pickle ask for such names before there is a key to look them up under.
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._graph.nodes[self.key][name]
        except KeyError:
            raise AttributeError(f"an entity has no {name}; it has {', '.join(self._graph.nodes[self.key])}") from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and self.key == other.key and self._graph is other._graph

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<{self.name} ({self.type}, {self.key})>"

    @property
    def offices(self) -> list[tuple[str, "Entity", str | None, str | None]]:
        """Title, body, first and last day of each office, the earliest first."""
        edges = self._edges("office", is_out=True)
        rows = [(data["title"], other, data["first"], data["last"]) for other, data in edges]
        return sorted(rows, key=lambda row: (row[2] or "", row[0], row[1].key))

    @property
    def neighbours(self) -> list["Entity"]:
        """Entities that it has a relation, an office or dealings with, sorted by name."""
        found = {other.key: other for kind in ("relation", "office", "interaction") for other, _ in self._edges(kind)}
        return sorted(found.values(), key=lambda other: (other.name, other.key))

    @property
    def articles(self) -> list[dict[str, Any]]:
        """The articles that mention it, the newest first."""
        edges = self._graph.out_edges(self.key, data="kind")
        nodes = [dict(self._graph.nodes[article]) for _, article, kind in edges if kind == "mention"]
        return sorted(nodes, key=lambda node: (node["published"] or "", node["url"]), reverse=True)

    def _edges(self, kind: str, *, is_out: bool = False) -> Iterator[tuple["Entity", dict[str, Any]]]:
        for _, other, data in self._graph.out_edges(self.key, data=True):
            if data["kind"] == kind:
                yield Entity(self._graph, other), data
        for other, _, data in () if is_out else self._graph.in_edges(self.key, data=True):
            if data["kind"] == kind:
                yield Entity(self._graph, other), data


class KnowledgeGraph:
    """A built folder."""

    def __init__(self, out: Path, *, limits: Limits | None = None) -> None:
        if current_version(store_folder(out)) is None and not (out / ".kg" / "graph.json").exists():
            raise InputError(f"{out}: no graph has been built there; run kg build PATH -o {out}")
        self.path = out
        self._limits = limits

    def __repr__(self) -> str:
        return f"<knowledge graph in {self.path}>"

    @cached_property
    def graph(self) -> "nx.MultiDiGraph":
        """The ``networkx.MultiDiGraph`` of docs/graph.md.

        Raises:
            InputError: The file is missing or of another version of kg.
        """
        from kg.graph.store import load_graph

        return load_graph(self.path / ".kg" / "graph.json")

    def query(self, query: str, **values: object) -> Rows:
        """The rows that a SPARQL text or a named query gives; ``values`` are the parameters of a named one.

        Raises:
            QueryError: The query is wrong, refused, or ended at a limit.
        """
        result = run_query(self.path, query, values=values, limits=self._limits)
        return Rows(result.rows(), columns=result.variables)

    def entity(self, name: str) -> Entity:
        """The most mentioned entity of that name, Wikidata item or key.

        Raises:
            QueryError: There is none.
        """
        from kg.graph.explain import find_entities

        return Entity(self.graph, find_entities(self.graph, name)[0])

    def to_rdflib(self) -> "rdflib.Graph":
        """The merged graph for rdflib; above some hundred thousand triples ask by ``query`` instead.

        Raises:
            InputError: Turtle was not among the formats of the build.
        """
        from kg.export.reading import read_rdf

        return read_rdf(self.path / "graph.ttl")

    def to_pyvis(self, *, focus: str | None = None, max_nodes: int = 300, **options: Any) -> "OfflineNetwork":
        """A ``pyvis.network.Network`` of the graph or of what surrounds one entity; writes offline pages.

        Raises:
            InputError: There is no such entity.
        """
        from kg.export.network import to_pyvis

        return to_pyvis(self.graph, focus=focus, max_nodes=max_nodes, **options)


def open_folder(out: str | Path) -> KnowledgeGraph:
    """Open the folder of a build.

    Raises:
        InputError: Nothing has been built there.
    """
    return KnowledgeGraph(Path(out))
