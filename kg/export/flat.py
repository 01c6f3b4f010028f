"""The graph as rows of plain values, for formats that know no lists and no None.

A graph enters; nodes and edges leave in sorted order, each with strings, whole numbers and real numbers only.
The columns are the same in GraphML, GEXF and CSV.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx

from kg.records import Evidence

Value = str | int | float
SEPARATOR: Final = "|"

NODE_COLUMNS: Final = {
    "kind": str,
    "label": str,
    "type": str,
    "names": str,
    "qid": str,
    "label_en": str,
    "description": str,
    "country": str,
    "latitude": float,
    "longitude": float,
    "titles": str,
    "modality": str,
    "begin": str,
    "until": str,
    "edtf": str,
    "precision": str,
    "time_source": str,
    "first_reported": str,
    "url": str,
    "published": str,
    "publisher": str,
    "n_mentions": int,
    "n_reports": int,
    "n_articles": int,
    "n_sources": int,
    "n_characters": int,
    "confidence": float,
    "n_evidence": int,
    "quote": str,
    "quote_article": str,
}

EDGE_COLUMNS: Final = {
    "kind": str,
    "type": str,
    "label": str,
    "count": int,
    "weight": float,
    "confidence": float,
    "first": str,
    "last": str,
    "modalities": str,
    "n_articles": int,
    "n_evidence": int,
    "quote": str,
    "quote_article": str,
}

# XML 1.0 forbids these; networkx writes them into GEXF all the same, and the file then opens nowhere.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatEdge:
    """One edge: where from, where to, an id that no other edge has, and its plain values."""

    id: str
    source: str
    target: str
    values: dict[str, Value]


def clean(text: str) -> str:
    """The text without characters that XML can't hold (replaced by U+FFFD) and without line breaks."""
    return _FORBIDDEN.sub("\ufffd", " ".join(text.splitlines()) if "\n" in text or "\r" in text else text)


def flat_nodes(graph: nx.MultiDiGraph) -> Iterator[tuple[str, dict[str, Value]]]:
    """Every node in the order of its key, with the columns of ``NODE_COLUMNS`` that it has."""
    for key in sorted(graph.nodes):
        attributes = dict(graph.nodes[key])
        attributes["label"] = node_label(attributes)
        attributes.update(_first_quote(attributes))
        yield clean(key), _plain_values(attributes, NODE_COLUMNS)


def flat_edges(graph: nx.MultiDiGraph) -> Iterator[FlatEdge]:
    """Every edge in the order of source, target and key, with the columns of ``EDGE_COLUMNS`` that it has."""
    rows = sorted(graph.edges(keys=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
    for number, (source, target, key) in enumerate(rows):
        attributes = dict(graph.edges[source, target, key])
        attributes["label"] = str(attributes.get("title") or attributes.get("type", ""))
        attributes["weight"] = float(attributes.get("count") or 1)
        attributes.update(_first_quote(attributes))
        yield FlatEdge(
            id=f"e{number}", source=clean(source), target=clean(target), values=_plain_values(attributes, EDGE_COLUMNS)
        )


def node_label(attributes: Mapping[str, Any]) -> str:
    """What a person would call the node: a name, an event's headline, an article's title or address."""
    for name in ("name", "label", "title", "url"):
        if attributes.get(name):
            return str(attributes[name])
    return ""


def _first_quote(attributes: Mapping[str, Any]) -> dict[str, Any]:
    evidence: tuple[Evidence, ...] = tuple(attributes.get("evidence") or ())
    if not evidence:
        return {}
    return {"n_evidence": len(evidence), "quote": evidence[0].quote, "quote_article": evidence[0].article}


def _plain_values(attributes: Mapping[str, Any], columns: Mapping[str, type]) -> dict[str, Value]:
    found = {}
    for name, kind in columns.items():
        value = attributes.get(name)
        if value is None or value == "" or value == ():
            continue
        found[name] = _as_text(name, value) if kind is str else kind(value)
    return found


def _as_text(name: str, value: Any) -> str:
    if name == "titles":
        return SEPARATOR.join(clean(str(title)) for title, _of, _count in value)
    if isinstance(value, tuple):
        return SEPARATOR.join(clean(str(item)) for item in value)
    return clean(str(value))
