"""Reading exports back, for the tests of the RDF formats."""

from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from kg.export.jsonld import write_jsonld
from kg.export.nquads import write_nquads
from kg.export.turtle import write_turtle
from kg.settings import Settings

WRITERS = {"nq": write_nquads, "ttl": write_turtle, "jsonld": write_jsonld}
FORMATS = {"nq": ox.RdfFormat.N_QUADS, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


def write_all(
    graph: nx.MultiDiGraph, folder: Path, *, base_iri: str = "https://example.org/newskg/"
) -> dict[str, Path]:
    paths = {name: folder / f"graph.{name}" for name in WRITERS}
    for name, path in paths.items():
        WRITERS[name](graph, path, settings=Settings(base_iri=base_iri))
    return paths


def merged(path: Path) -> set[ox.Triple]:
    quads = ox.parse(path=path, format=FORMATS[path.suffix[1:]])
    return {quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)}
