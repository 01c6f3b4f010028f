"""Graph -> nodes.csv and edges.csv for pandas, spreadsheets and Neo4j's importer.

UTF-8, one header row. Columns are those of ``kg.export.flat``; several values in a cell are separated by ``|``.
Cells of free text that a spreadsheet would run as a formula are prefixed with an apostrophe.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import networkx as nx

from kg.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Value, flat_edges, flat_nodes
from kg.export.output import whole_file
from kg.settings import Settings

NODE_HEADER: Final = ("id", "iri", *NODE_COLUMNS)
EDGE_HEADER: Final = ("id", "source", "target", *EDGE_COLUMNS)

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_nodes(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write one row a node, in the order of the keys.

    Raises:
        ExportError: The file can't be written.
    """
    base_iri = str(graph.graph.get("base_iri") or settings.base_iri)
    with whole_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(NODE_HEADER)
        for key, values in flat_nodes(graph):
            writer.writerow([safe_cell(key), safe_cell(base_iri + key), *_cells(values, NODE_COLUMNS)])


def write_edges(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write one row an edge, in the order of source, target and key.

    Raises:
        ExportError: The file can't be written.
    """
    with whole_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(EDGE_HEADER)
        for edge in flat_edges(graph):
            ends = (edge.id, safe_cell(edge.source), safe_cell(edge.target))
            writer.writerow([*ends, *_cells(edge.values, EDGE_COLUMNS)])


def safe_cell(value: Value) -> Value:
    """The value, with an apostrophe before text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.lstrip(" \u00a0\u3000").startswith(_FORMULA):
        return "'" + value
    return value


def _cells(values: Mapping[str, Value], columns: Mapping[str, type]) -> list[Value]:
    return [safe_cell(values.get(name, "")) for name in columns]
