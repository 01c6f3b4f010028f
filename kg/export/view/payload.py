"""The page's data: a compact dictionary of columns, ready for JSON.

A graph and a part of it enter; everything the explorer needs to draw, search, filter and quote leaves. Nodes are
numbered, entities first, then events; edges, sentences and articles refer to these numbers.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import networkx as nx

from kg.export import palette
from kg.export.view.layout import Layout, lay_out
from kg.export.view.part import Part, evidence_within, importance
from kg.export.view.search import search_keys
from kg.export.view.sentences import SentenceTable
from kg.schema import ENTITY_TYPES, EVENT_TYPES, MODALITIES, RELATION_TYPES, ROLES

#: Version of the page's data; the script refuses another.
FORMAT: Final = 1

#: How strongly an edge pulls its ends together in the layout; a shared sentence says least.
_PULL: Final = {"relation": 3.0, "office": 3.0, "interaction": 2.0, "cooccurrence": 0.5}

#: Sentences kept of a mere co-occurrence: they show that there is something, the statements say what.
_MAX_COOCCURRENCE: Final = 3

#: Entities whose labels get room in the layout: those of the opening view.
N_OPENING: Final = 300

Edge = tuple[str, str, str, Mapping[str, Any]]


def build_payload(graph: nx.MultiDiGraph, part: Part) -> dict[str, Any]:
    """The data of a page that shows this part."""
    entities = {key: number for number, key in enumerate(part.entities)}
    events = {key: len(entities) + number for number, key in enumerate(part.events)}
    numbers = {**entities, **events}
    edges = _shown_edges(graph, numbers, part.articles)
    layout = _entity_layout(graph, entities, edges, events)
    table = SentenceTable(graph, entities)
    data = {
        "format": FORMAT,
        "meta": _meta(graph, part),
        "schema": _schema(),
        "entities": _entity_columns(graph, part.entities, entities, layout),
        "events": _event_columns(graph, part, table),
        "edges": _edge_columns(edges, numbers, table, part.articles),
        "mentions": _mentions(graph, part, table),
        "communities": _community_names(graph, part.entities, layout),
    }
    data.update(table.tables())
    return data


def _meta(graph: nx.MultiDiGraph, part: Part) -> dict[str, Any]:
    return {
        "n_articles": graph.graph.get("n_articles") or len(part.articles),
        "n_entities": part.n_entities,
        "n_events": part.n_events,
        "model": graph.graph.get("model") or "",
        "version": graph.graph.get("version") or "",
        "base_iri": graph.graph.get("base_iri") or "",
        "focus": part.focus,
        "opening": N_OPENING,
    }


def _schema() -> dict[str, Any]:
    """Names, labels, colours and shapes, so that the script knows no vocabulary of its own."""
    return {
        "entity": [
            [term.name, term.zh, term.en, palette.ENTITY_COLOURS[term.name], palette.ENTITY_SHAPES[term.name]]
            for term in ENTITY_TYPES.values()
        ],
        "event": [[term.name, term.zh, term.en, palette.family_of(term.name)] for term in EVENT_TYPES.values()],
        "family": [
            [name, *palette.FAMILY_LABELS[name], palette.FAMILY_COLOURS[name]] for name in palette.EVENT_FAMILIES
        ],
        "modality": [[term.name, term.zh, term.en] for term in MODALITIES.values()],
        "role": [[term.name, term.zh, term.en] for term in ROLES.values()] + [["source", "消息来源", "said by"]],
        "relation": [[term.name, term.zh, term.en] for term in RELATION_TYPES.values()],
    }


def _shown_edges(graph: nx.MultiDiGraph, numbers: Mapping[str, int], articles: frozenset[str]) -> list[Edge]:
    """Edges between shown nodes, sorted; of those with evidence only such as have some in the shown articles."""
    found = []
    for source, target, key, data in graph.edges(keys=True, data=True):
        if source not in numbers or target not in numbers or data["kind"] in ("mention", "report"):
            continue
        if data["kind"] == "interaction":
            if any(event in numbers for event in data.get("events") or ()):
                found.append((source, target, str(key), data))
        elif not data.get("evidence") or any(item.article in articles for item in data["evidence"]):
            found.append((source, target, str(key), data))
    return sorted(found, key=lambda edge: edge[:3])


def _entity_layout(
    graph: nx.MultiDiGraph, entities: Mapping[str, int], edges: Sequence[Edge], events: Mapping[str, int]
) -> Layout:
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    parties: dict[str, set[int]] = defaultdict(set)
    for source, target, _, data in edges:
        if data["kind"] == "role":
            parties[source].add(entities[target])
        elif source != target:
            pair = (min(entities[source], entities[target]), max(entities[source], entities[target]))
            pulls[pair] += _PULL[data["kind"]] * (1 + math.log(max(data.get("count") or 1, 1)))
    for event in sorted(events):
        members = sorted(parties[event])[:6]
        for i, one in enumerate(members):
            for other in members[i + 1 :]:
                pulls[one, other] += 1.0 / len(members)
    pairs = sorted(pulls)
    degrees = Counter(end for pair in pairs for end in pair)
    # A bond of two hubs says less than the same bond of two that know nobody else; without this one star remains.
    weights = [pulls[a, b] / math.sqrt(math.sqrt(degrees[a] * degrees[b])) for a, b in pairs]
    radii = [_room(graph.nodes[key], is_labelled=number < N_OPENING) for key, number in entities.items()]
    return lay_out(len(entities), pairs, weights, radii, n_core=N_OPENING)


def node_radius(data: Mapping[str, Any]) -> float:
    """Radius of an entity on the page: its area grows with the articles that name it."""
    return round(min(4 + 2.4 * math.sqrt(max(importance(data), 0.0)), 34.0), 1)


def _room(data: Mapping[str, Any], *, is_labelled: bool) -> float:
    radius = node_radius(data) + 3
    return radius + min(4 * len(str(data.get("name") or "")), 26) if is_labelled else radius


def _entity_columns(
    graph: nx.MultiDiGraph, keys: Sequence[str], entities: Mapping[str, int], layout: Layout
) -> dict[str, list[Any]]:
    nodes = [graph.nodes[key] for key in keys]
    types = {name: number for number, name in enumerate(ENTITY_TYPES)}
    columns = {
        "key": list(keys),
        "type": [types[node["type"]] for node in nodes],
        "radius": [node_radius(node) for node in nodes],
        "x": layout.positions[:, 0].tolist(),
        "y": layout.positions[:, 1].tolist(),
        "community": list(layout.communities),
        "names": [_other_names(node) for node in nodes],
        "search": [search_keys([node["name"], *(node.get("names") or ())]) for node in nodes],
        "titles": [_titles(node, entities, graph) for node in nodes],
    }
    for column, missing in (
        ("name", ""),
        ("qid", None),
        ("label_en", None),
        ("description", None),
        ("latitude", None),
        ("longitude", None),
        ("n_mentions", 0),
        ("n_articles", 0),
    ):
        columns[column] = [node.get(column) or missing if missing is not None else node.get(column) for node in nodes]
    return columns


def _other_names(node: Mapping[str, Any]) -> list[str]:
    return [name for name in node.get("names") or () if name != node["name"]]


def _titles(node: Mapping[str, Any], entities: Mapping[str, int], graph: nx.MultiDiGraph) -> list[list[Any]]:
    """Office, where it is held (number, or name of what is not on the page, or None), how often it is said."""
    rows: list[list[Any]] = []
    for title, of, count in node.get("titles") or ():
        where: int | str | None = entities.get(of) if of else None
        if where is None and of in graph:
            where = str(graph.nodes[of].get("name") or "")
        rows.append([title, where, count])
    return rows


def _event_columns(graph: nx.MultiDiGraph, part: Part, table: SentenceTable) -> dict[str, list[Any]]:
    nodes = [graph.nodes[key] for key in part.events]
    types = {name: number for number, name in enumerate(EVENT_TYPES)}
    modalities = {name: number for number, name in enumerate(MODALITIES)}
    columns: dict[str, list[Any]] = {
        "key": list(part.events),
        "type": [types[node["type"]] for node in nodes],
        "modality": [modalities[node["modality"]] for node in nodes],
        "confidence": [_hundredths(node.get("confidence")) for node in nodes],
        "triggers": [list(node.get("triggers") or ()) for node in nodes],
        "evidence": [table.evidence(evidence_within(node, part.articles)) for node in nodes],
    }
    for column in ("label", "begin", "until", "edtf", "precision", "time_source", "first_reported"):
        columns[column] = [str(node.get(column) or "") for node in nodes]
    for column in ("n_reports", "n_articles", "n_sources"):
        columns[column] = [node.get(column) or 0 for node in nodes]
    columns["reports"] = [_reports(graph, key, part, table) for key in part.events]
    return columns


def _reports(graph: nx.MultiDiGraph, event: str, part: Part, table: SentenceTable) -> list[int]:
    found = {target for _, target, data in graph.out_edges(event, data=True) if data["kind"] == "report"}
    return [table.article(article) for article in sorted(found & part.articles)]


def _edge_columns(
    edges: Sequence[Edge], numbers: Mapping[str, int], table: SentenceTable, articles: frozenset[str]
) -> dict[str, list[Any]]:
    modalities = {name: number for number, name in enumerate(MODALITIES)}
    columns: dict[str, list[Any]] = {
        "source": [numbers[source] for source, _, _, _ in edges],
        "target": [numbers[target] for _, target, _, _ in edges],
        "kind": [data["kind"] for _, _, _, data in edges],
        "type": [data["type"] for _, _, _, data in edges],
        "title": [data.get("title") or "" for _, _, _, data in edges],
        "count": [data.get("count") or 1 for _, _, _, data in edges],
        "confidence": [_hundredths(data.get("confidence")) for _, _, _, data in edges],
        "first": [str(data.get("first") or "")[:10] for _, _, _, data in edges],
        "last": [str(data.get("last") or "")[:10] for _, _, _, data in edges],
        "evidence": [],
        "events": [],
        "modalities": [[modalities[name] for name in data.get("modalities") or ()] for _, _, _, data in edges],
    }
    for _, _, _, data in edges:
        items = evidence_within(data, articles)
        columns["evidence"].append(
            table.evidence(items[:_MAX_COOCCURRENCE] if data["kind"] == "cooccurrence" else items)
        )
        columns["events"].append([numbers[event] for event in data.get("events") or () if event in numbers])
    return columns


def _hundredths(confidence: float | None) -> int | None:
    return None if confidence is None else round(confidence * 100)


def _mentions(graph: nx.MultiDiGraph, part: Part, table: SentenceTable) -> list[list[int]]:
    """For each entity the articles that name it and how often, by turns, most often first."""
    rows = []
    for key in part.entities:
        found = [
            (data.get("count") or 1, target)
            for _, target, data in graph.out_edges(key, data=True)
            if data["kind"] == "mention" and target in part.articles
        ]
        found.sort(key=lambda item: (-item[0], item[1]))
        rows.append([value for count, target in found for value in (table.article(target), count)])
    return rows


def _community_names(graph: nx.MultiDiGraph, keys: Sequence[str], layout: Layout) -> list[list[Any]]:
    """Name of each community, after its most important members, and its size."""
    members: dict[int, list[str]] = defaultdict(list)
    for key, community in zip(keys, layout.communities, strict=True):
        if community >= 0:
            members[community].append(key)
    return [[_join_names(graph, members[number][:3]), len(members[number])] for number in sorted(members)]


def _join_names(graph: nx.MultiDiGraph, keys: Iterable[str]) -> str:
    return "、".join(str(graph.nodes[key]["name"]) for key in keys)
