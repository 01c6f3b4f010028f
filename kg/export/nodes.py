"""What is said of a single node, apart from its edges: names, types, times, places.

The attributes of a node enter; pairs of property and value leave. An attribute that is unknown is not said.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import networkx as nx

from kg.export.terms import (
    PREFIXES,
    Iri,
    Literal,
    Names,
    Term,
    day,
    decimal,
    described,
    integer,
    label,
    moment,
    string,
    vocabulary,
    wikidata,
)
from kg.export.urls import safe_url
from kg.export.vocabulary import ENTITY_CLASSES, EVENT_CLASSES, MODALITY_IRIS

Pair: TypeAlias = tuple[Iri, Term]

_TYPE = vocabulary("rdf", "type")
_LABEL = vocabulary("rdfs", "label")
#: An url that can't be an IRI is kept as a string, cut here: a reader needs the beginning, nobody 100 KB.
_MAX_REFUSED_URL = 500


def model_key(graph: nx.MultiDiGraph) -> str:
    """Node key of the extractor: this version of kg with these weights."""
    return f"extractor/{graph.graph.get('model') or 'unknown'}-{graph.graph.get('version') or 'unknown'}"


def describe_node(node: Mapping[str, Any], names: Names, *, key: str = "") -> Iterator[Pair]:
    """All that is said of a node itself; ``key`` is needed for entities, which may have a geometry."""
    if node["kind"] == "entity":
        yield from _entity(node, names, key)
    elif node["kind"] == "event":
        yield from _event(node)
    else:
        yield from _article(node)


def geometry_pairs(node: Mapping[str, Any]) -> list[Pair]:
    """The point of a place as GeoSPARQL has it, longitude first; empty if there are no valid coordinates."""
    point = _coordinates(node)
    if point is None:
        return []
    latitude, longitude = (decimal(value, places=6).text for value in point)
    return [
        (_TYPE, vocabulary("sf", "Point")),
        (vocabulary("geo", "asWKT"), Literal(f"POINT({longitude} {latitude})", PREFIXES["geo"] + "wktLiteral")),
    ]


def _coordinates(node: Mapping[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = node.get("latitude"), node.get("longitude")
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


def _entity(node: Mapping[str, Any], names: Names, key: str) -> Iterator[Pair]:
    yield _TYPE, vocabulary("kg", "Entity")
    yield _TYPE, ENTITY_CLASSES[node["type"]]
    yield _LABEL, label(node["name"])
    yield from ((vocabulary("kg", "name"), string(name)) for name in (node["name"], *node["names"]))
    if node.get("label_en"):
        yield _LABEL, label(node["label_en"], "en")
    if node.get("description"):
        yield vocabulary("schema", "description"), described(node["description"])
    for title, _, _ in node.get("titles") or ():
        yield vocabulary("kg", "title"), string(title)
    for reason in node.get("reasons") or ():
        yield vocabulary("kg", "reason"), string(reason)
    yield vocabulary("kg", "mentionCount"), integer(node["n_mentions"])
    yield vocabulary("kg", "articleCount"), integer(node["n_articles"])
    for name, prefix, qid in (("sameAs", "owl", node.get("qid")), ("country", "kg", node.get("country"))):
        item = wikidata(qid)
        if item:
            yield vocabulary(prefix, name), item
    point = _coordinates(node)
    if point:
        yield vocabulary("wgs84", "lat"), decimal(point[0], places=6)
        yield vocabulary("wgs84", "long"), decimal(point[1], places=6)
        yield vocabulary("geo", "hasGeometry"), names.geometry(key)


def _event(node: Mapping[str, Any]) -> Iterator[Pair]:
    yield _TYPE, vocabulary("kg", "Event")
    yield _TYPE, EVENT_CLASSES[node["type"]]
    yield _LABEL, label(node["label"])
    yield from ((vocabulary("kg", "trigger"), string(trigger)) for trigger in node["triggers"])
    yield vocabulary("kg", "modality"), MODALITY_IRIS[node["modality"]]
    yield vocabulary("kg", "confidence"), decimal(node["confidence"])
    yield vocabulary("kg", "reportCount"), integer(node["n_reports"])
    yield vocabulary("kg", "articleCount"), integer(node["n_articles"])
    yield vocabulary("kg", "sourceCount"), integer(node["n_sources"])
    yield vocabulary("kg", "timeSource"), string(node["time_source"])
    if node.get("precision"):
        yield vocabulary("kg", "precision"), string(node["precision"])
    if node.get("edtf"):
        yield vocabulary("kg", "edtf"), string(node["edtf"])
    if len(node.get("times") or ()) > 1:
        yield from ((vocabulary("kg", "statedTime"), string(time)) for time, _ in node["times"])
    for name, value in (("begin", day(node.get("begin"))), ("until", day(node.get("until")))):
        if value:
            yield vocabulary("kg", name), value
    reported = moment(node.get("first_reported"))
    if reported:
        yield vocabulary("kg", "firstReported"), reported


def _article(node: Mapping[str, Any]) -> Iterator[Pair]:
    yield _TYPE, vocabulary("kg", "Article")
    if node["title"]:
        yield _LABEL, label(node["title"])
    url = safe_url(node["url"])
    if url:
        yield vocabulary("kg", "url"), Iri(url)
    elif node["url"]:
        yield vocabulary("kg", "refusedUrl"), string(node["url"][:_MAX_REFUSED_URL])
    published = moment(node["published"])
    if published:
        yield vocabulary("kg", "published"), published
    if node["publisher"]:
        yield vocabulary("kg", "publisher"), string(node["publisher"])
    yield vocabulary("kg", "sha256"), string(node["sha256"])
    yield vocabulary("kg", "file"), string(node["source"])
    yield vocabulary("kg", "characterCount"), integer(node["n_characters"])
