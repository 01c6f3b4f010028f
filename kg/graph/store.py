"""The graph on disk, for those who open a finished build: node-link JSON, one node or edge a line.

A graph enters and the same graph leaves, tuples and ``Evidence`` records included. Nothing but JSON is read back, so
a file from a stranger can run nothing.
"""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import networkx as nx

from kg.errors import ExportError, InputError
from kg.records import Evidence

#: Changed when the form of the file changes; another version is refused, never guessed at.
FORMAT: Final = 1

_FIELDS: Final = ("article", "start", "end", "quote", "page_start", "page_end", "score")


def save_graph(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the graph, sorted, so that equal graphs give equal bytes.

    Raises:
        ExportError: The file can't be written; an older one stays as it was.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        # A lone surrogate in a title is no UTF-8, but must not end a build.
        with temporary.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
            stream.writelines(_lines(graph))
        temporary.replace(path)
    except OSError as exc:
        raise ExportError(f"{path}: can't be written ({exc.strerror}); choose another output folder") from exc
    finally:
        temporary.unlink(missing_ok=True)


def _lines(graph: nx.MultiDiGraph) -> Iterator[str]:
    head = {"format": FORMAT, **dict(sorted(graph.graph.items()))}
    yield f'{{"directed":true,"multigraph":true,"graph":{_json(head)},"nodes":[\n'
    nodes = sorted(graph.nodes(data=True))
    yield ",\n".join(_json({"id": key, **node}) for key, node in nodes)
    yield '\n],"edges":[\n'
    separator = ""
    for start, end, key in sorted(graph.edges(keys=True)):
        yield separator + _json({"source": start, "target": end, "key": key, **graph.edges[start, end, key]})
        separator = ",\n"
    yield "\n]}\n"


def _json(data: dict[str, Any]) -> str:
    if "evidence" in data:
        rows = [[getattr(item, name) for name in _FIELDS] for item in data["evidence"]]
        data = {**data, "evidence": rows}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def load_graph(path: Path) -> nx.MultiDiGraph:
    """The graph that ``save_graph`` wrote.

    Raises:
        InputError: There is no such file, or it is damaged or of another version of kg.
    """
    try:
        with path.open(encoding="utf-8", errors="surrogatepass") as stream, _no_collection():
            return _graph(json.load(stream))
    except OSError as exc:
        raise InputError(f"{path}: no graph there ({exc.strerror}); run kg build into this folder first") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise InputError(f"{path}: not a graph of this version of kg ({exc}); build it again") from exc


def _graph(data: dict[str, Any]) -> nx.MultiDiGraph:
    head = data["graph"]
    if head.pop("format", None) != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    graph = nx.MultiDiGraph(**head)
    for node in data["nodes"]:
        graph.add_node(node.pop("id"), **_restored(node))
    for edge in data["edges"]:
        graph.add_edge(edge.pop("source"), edge.pop("target"), key=edge.pop("key"), **_restored(edge))
    return graph


def _restored(data: dict[str, Any]) -> dict[str, Any]:
    evidence = data.pop("evidence", None)
    restored = {key: _tuples(value) if isinstance(value, list) else value for key, value in data.items()}
    if evidence is not None:
        restored["evidence"] = tuple(Evidence(**dict(zip(_FIELDS, row, strict=True))) for row in evidence)
    return restored


def _tuples(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuples(value) if isinstance(value, list) else value for value in values)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cyclic collector, which finds nothing here and takes half the time of loading a large graph."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
