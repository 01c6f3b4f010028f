"""Graph -> GraphML, read by Gephi, yEd, Cytoscape, Neo4j (apoc) and networkx.

Written by hand as a stream: networkx's writer gives parallel edges the same id and stops at None and lists.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from kg.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Value, flat_edges, flat_nodes
from kg.export.output import whole_file
from kg.settings import Settings

_TYPES: Final = {str: "string", int: "long", float: "double"}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write_graphml(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write the whole graph as GraphML, sorted, with one flat attribute a column of ``kg.export.flat``.

    Raises:
        ExportError: The file can't be written.
    """
    with whole_file(path) as stream:
        stream.writelines(_lines(graph))


def _lines(graph: nx.MultiDiGraph) -> Iterator[str]:
    yield _HEAD
    yield from _declarations("node", "n", NODE_COLUMNS)
    yield from _declarations("edge", "e", EDGE_COLUMNS)
    yield '<graph edgedefault="directed">\n'
    for key, values in flat_nodes(graph):
        yield f"<node id={quoteattr(key)}>{_data('n', values, NODE_COLUMNS)}</node>\n"
    for edge in flat_edges(graph):
        yield (
            f'<edge id="{edge.id}" source={quoteattr(edge.source)} target={quoteattr(edge.target)}>'
            f"{_data('e', edge.values, EDGE_COLUMNS)}</edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def _declarations(what: str, prefix: str, columns: Mapping[str, type]) -> Iterator[str]:
    for number, (name, kind) in enumerate(columns.items()):
        yield f'<key id="{prefix}{number}" for="{what}" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'


def _data(prefix: str, values: Mapping[str, Value], columns: Mapping[str, type]) -> str:
    numbers = {name: number for number, name in enumerate(columns)}
    return "".join(f'<data key="{prefix}{numbers[name]}">{escape(str(value))}</data>' for name, value in values.items())
