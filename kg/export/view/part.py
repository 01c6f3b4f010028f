"""Which part of the graph a page shows.

A graph and a wish enter (a focus, a period, entity types, a limit); the keys of the entities, events and articles
that are shown leave. What a page has to leave out is counted, so that the reader can be told.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

import networkx as nx

from kg.errors import InputError
from kg.records import Evidence
from kg.schema import ENTITY_TYPES
from kg.settings import check_period
from kg.textform import normal_form

#: Event nodes on a page for each entity: they are drawn on request only, and fill the timeline and the lists.
EVENTS_PER_ENTITY: Final = 3

_BONDS: Final = ("relation", "office", "interaction", "cooccurrence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The shown part.

    Attributes:
        entities: Keys, the most important first.
        events: Keys, sorted.
        articles: Keys of the articles whose words may be shown.
        n_entities, n_events: How many there were before the limit.
        focus: Key of the entity in the middle, or None.
    """

    entities: tuple[str, ...]
    events: tuple[str, ...]
    articles: frozenset[str]
    n_entities: int
    n_events: int
    focus: str | None = None


def select_part(
    graph: nx.MultiDiGraph,
    *,
    max_nodes: int,
    focus: str | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[str] | None = None,
) -> Part:
    """Choose the entities and events of a page.

    Args:
        max_nodes: Entities at most; those in most articles are kept. Of events, three times as many at most.
        focus: Name, Wikidata item or node key; keeps the entity and what it is linked to.
        since: First day (ISO date).
        until: Last day (ISO date, inclusive).
        types: Entity types to keep; None keeps all. The focus is kept whatever its type.

    Raises:
        InputError: No entity is called ``focus``, a type is unknown, or the period is none or has nothing in it.
    """
    _check_types(types)
    check_period(since or "", until or "")
    centre = None if focus is None else find_entity(graph, focus)
    articles = frozenset(
        key
        for key, data in graph.nodes(data=True)
        if data["kind"] == "article" and _in_period(data.get("published"), data.get("published"), since, until)
    )
    events = {key for key, data in graph.nodes(data=True) if data["kind"] == "event" and _event_in(data, since, until)}
    if (since or until) and not articles and not events:
        raise InputError(f"--since/--until: nothing from {since or '...'} to {until or '...'} is in the graph")
    weights = _entity_weights(graph, articles, limited=bool(since or until))
    if centre is not None:
        near = _neighbours(graph, centre, events)
        weights = Counter({key: weight for key, weight in weights.items() if key in near})
        weights[centre] = max(weights.values(), default=0) + 1
        events &= near
    wanted = [key for key in weights if key == centre or types is None or graph.nodes[key]["type"] in types]
    ranked = sorted(wanted, key=lambda key: (-weights[key], key))
    entities = ranked[:max_nodes]
    chosen, n_events = _choose_events(graph, events, set(entities), limit=max_nodes * EVENTS_PER_ENTITY)
    return Part(
        entities=tuple(entities),
        events=chosen,
        articles=articles,
        n_entities=len(ranked),
        n_events=n_events,
        focus=centre,
    )


def find_entity(graph: nx.MultiDiGraph, wish: str) -> str:
    """The key of the entity called so: by node key, Wikidata item, or any of its names in either script.

    Of several with one name the most mentioned is taken.

    Raises:
        InputError: There is none; the message offers similar names.
    """
    if wish in graph and graph.nodes[wish]["kind"] == "entity":
        return wish
    form = normal_form(wish)
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, data in graph.nodes(data=True):
        if data["kind"] == "entity":
            for name in _all_names(data):
                by_name[name].append(key)
    found = by_name.get(form)
    if found:
        return min(found, key=lambda key: (-(graph.nodes[key].get("n_mentions") or 0), key))
    similar = get_close_matches(form, sorted(by_name), n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(similar)}?" if similar else "try another spelling or a Wikidata item such as Q836"
    raise InputError(f"--focus: no entity is called {wish}; {hint}")


def importance(data: Mapping[str, Any]) -> float:
    """How much an entity weighs on a page: articles first, mentions to tell equals apart."""
    return float(data.get("n_articles") or 0) + min(float(data.get("n_mentions") or 0), 1e6) / 1e7


def _all_names(data: Mapping[str, Any]) -> set[str]:
    names = [data.get("name"), data.get("label_en"), data.get("qid"), *(data.get("names") or ())]
    return {normal_form(str(name)) for name in names if name}


def _check_types(types: Collection[str] | None) -> None:
    unknown = sorted(set(types or ()) - set(ENTITY_TYPES))
    if unknown:
        raise InputError(f"--types: {unknown[0]} is no entity type; choose from {', '.join(ENTITY_TYPES)}")


def _in_period(first: str | None, last: str | None, since: str | None, until: str | None) -> bool:
    """Whether [first, last] meets [since, until]; what has no date is out as soon as a period is asked for."""
    if not since and not until:
        return True
    if not first and not last:
        return False
    begin, end = (first or last or "")[:10], (last or first or "")[:10]
    return (not since or end >= since) and (not until or begin <= until)


def _event_in(data: Mapping[str, Any], since: str | None, until: str | None) -> bool:
    begin, end = data.get("begin"), data.get("until")
    reported = data.get("first_reported")
    return _in_period(begin or (None if end else reported), end or (None if begin else reported), since, until)


def _entity_weights(graph: nx.MultiDiGraph, articles: frozenset[str], *, limited: bool) -> Counter[str]:
    """Importance of every entity; with a period, counted in the articles of the period alone."""
    if not limited:
        return Counter({key: importance(data) for key, data in graph.nodes(data=True) if data["kind"] == "entity"})
    weights: Counter[str] = Counter()
    for source, target, data in graph.edges(data=True):
        if data["kind"] == "mention" and target in articles:
            weights[source] += 1
    return weights


def _neighbours(graph: nx.MultiDiGraph, centre: str, events: set[str]) -> set[str]:
    """The entity, the entities it is bound to, its events and whoever else has a part in them."""
    near = {centre}
    own_events = {source for source, _, data in graph.in_edges(centre, data=True) if data["kind"] == "role"} & events
    for event in own_events:
        near.update(target for _, target, data in graph.out_edges(event, data=True) if data["kind"] == "role")
    near |= own_events
    near.update(target for _, target, data in graph.out_edges(centre, data=True) if data["kind"] in _BONDS)
    near.update(source for source, _, data in graph.in_edges(centre, data=True) if data["kind"] in _BONDS)
    return near


def _choose_events(
    graph: nx.MultiDiGraph, events: Iterable[str], entities: set[str], *, limit: int
) -> tuple[tuple[str, ...], int]:
    """Events with a shown participant; over the limit those with more shown participants and reports are kept."""
    n_parties: Counter[str] = Counter()
    for event in events:
        n_parties[event] = len({target for _, target, data in graph.out_edges(event, data=True) if target in entities})
    found = [event for event, count in n_parties.items() if count]
    found.sort(key=lambda key: (-min(n_parties[key], 2), -(graph.nodes[key].get("n_reports") or 0), key))
    return tuple(sorted(found[:limit])), len(found)


def evidence_within(data: Mapping[str, Any], articles: frozenset[str]) -> list[Evidence]:
    """The evidence of a node or an edge that stands in these articles, best first, ties in the order of the text."""
    found = [item for item in data.get("evidence") or () if item.article in articles]
    return sorted(found, key=lambda item: (-round(item.score, 2), item.article, item.start, item.end))
