"""Graph -> GEXF 1.2 for Gephi and gephi-lite: colours by type, sizes by mentions, time intervals of events.

Entities have no interval (they are there all the time); events, offices and interactions live from begin to end,
so Gephi's timeline plays them.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

import networkx as nx

from kg.export.flat import EDGE_COLUMNS, NODE_COLUMNS, Value, flat_edges, flat_nodes
from kg.export.output import whole_file
from kg.export.palette import node_colour
from kg.settings import Settings

_TYPES: Final = {str: "string", int: "long", float: "double"}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
    "<meta><creator>newskg</creator></meta>\n"
    '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n'
)


def write_gexf(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write the whole graph as GEXF, sorted, with one flat attribute a column of ``kg.export.flat``.

    Raises:
        ExportError: The file can't be written.
    """
    with whole_file(path) as stream:
        stream.writelines(_lines(graph))


def _lines(graph: nx.MultiDiGraph) -> Iterator[str]:
    yield _HEAD
    yield from _declarations("node", NODE_COLUMNS)
    yield from _declarations("edge", EDGE_COLUMNS)
    yield "<nodes>\n"
    for key, values in flat_nodes(graph):
        label = quoteattr(str(values.get("label", key)))
        yield f"<node id={quoteattr(key)} label={label}{_interval(values, 'begin', 'until')}>"
        yield _attvalues(values, NODE_COLUMNS) + _look(values) + "</node>\n"
    yield "</nodes>\n<edges>\n"
    for edge in flat_edges(graph):
        yield (
            f'<edge id="{edge.id}" source={quoteattr(edge.source)} target={quoteattr(edge.target)} '
            f'weight="{edge.values["weight"]}" label={quoteattr(str(edge.values.get("label", "")))}'
            f"{_interval(edge.values, 'first', 'last')}>{_attvalues(edge.values, EDGE_COLUMNS)}</edge>\n"
        )
    yield "</edges>\n</graph>\n</gexf>\n"


def _declarations(what: str, columns: Mapping[str, type]) -> Iterator[str]:
    yield f'<attributes class="{what}" mode="static">\n'
    for number, (name, kind) in enumerate(columns.items()):
        yield f'<attribute id="{number}" title="{name}" type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _attvalues(values: Mapping[str, Value], columns: Mapping[str, type]) -> str:
    numbers = {name: number for number, name in enumerate(columns)}
    rows = (f'<attvalue for="{numbers[name]}" value={quoteattr(str(value))}/>' for name, value in values.items())
    return f"<attvalues>{''.join(rows)}</attvalues>"


def _interval(values: Mapping[str, Value], first: str, last: str) -> str:
    bounds = ((name, str(values.get(column, ""))[:10]) for name, column in (("start", first), ("end", last)))
    return "".join(f' {name}="{day}"' for name, day in bounds if day)


def _look(values: Mapping[str, Value]) -> str:
    red, green, blue = (int(node_colour(values)[i : i + 2], 16) for i in (1, 3, 5))
    weight = float(values.get("n_mentions") or values.get("n_reports") or 1)
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:size value="{4 + 3 * sqrt(weight):.2f}"/>'
