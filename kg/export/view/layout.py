"""Where the nodes stand: computed once, at build time, so that a page opens without settling.

Nodes and weighted edges enter; a position and a community for each node leave, the same for the same input.
Communities (Leiden) are laid out one by one, then set beside each other as discs, so that groups stay together;
the cost grows with the edges, not with the square of the nodes.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import igraph
import numpy as np

from kg.export.view.spacing import Floats, push_apart

SEED: Final = 20230502

#: A community with fewer members that is bound to no other is put among the loose ones at the rim.
_LEAST_COMMUNITY: Final = 3
#: About as many communities as can be told apart and named on one screen.
_MOST_COMMUNITIES: Final = 24
#: Below 1 Leiden prefers fewer and larger communities.
_RESOLUTION: Final = 0.8
#: Space for one node of radius 1, in units of its area; below 3 the labels of neighbours touch.
_ROOM: Final = 4.5
_GAP: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions, shape (n_nodes, 2), and the number of each node's community, 0 being the largest, -1 none."""

    positions: Floats
    communities: tuple[int, ...]


def lay_out(
    n_nodes: int, edges: Sequence[tuple[int, int]], weights: Sequence[float], radii: Sequence[float], *, n_core: int
) -> Layout:
    """Place nodes so that bound ones are near, communities apart, and discs hardly overlap.

    Args:
        edges: Pairs of node numbers, without loops; several edges between two nodes should be one with a sum.
        weights: One positive number an edge.
        radii: Room each node needs, label included, in the units of the positions.
        n_core: The first so many nodes are seen first, and alone: they are placed first, the rest between them.
    """
    if n_nodes == 0:
        return Layout(positions=np.zeros((0, 2)), communities=())
    sizes = np.asarray(radii, dtype=np.float64)
    with _seeded():
        network = igraph.Graph(n=n_nodes, edges=list(edges), directed=False)
        network.es["weight"] = list(weights)
        communities = _communities(network)
        groups: dict[int, list[int]] = defaultdict(list)
        for node, community in enumerate(communities):
            groups[community].append(node)
        loose = groups.pop(-1, [])
        numbers = sorted(groups)
        inner = [_place_group(network, groups[number], sizes, n_core) for number in numbers]
        extents = [_extent(points, sizes, groups[n]) for n, points in zip(numbers, inner, strict=True)]
        centres = _place_discs(network, communities, extents)
    positions = np.zeros((n_nodes, 2))
    for number, points, centre in zip(numbers, inner, centres, strict=True):
        positions[groups[number]] = points + centre
    component = network.connected_components().membership
    _place_loose(positions, sorted(loose, key=lambda node: (component[node], node)), sizes)
    return Layout(positions=np.round(positions, 1), communities=tuple(communities))


@contextmanager
def _seeded() -> Iterator[None]:
    """Igraph draws from a generator of our own, and from Python's again afterwards."""
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def _communities(network: Any) -> list[int]:
    if network.ecount() == 0:
        return [-1] * network.vcount()
    found = network.community_leiden(
        objective_function="modularity", weights="weight", n_iterations=4, resolution=_RESOLUTION
    )
    groups = _join_small(network, [list(members) for members in found])
    order = sorted((members for members in groups if len(members) >= _LEAST_COMMUNITY), key=lambda m: (-len(m), min(m)))
    numbers = [-1] * network.vcount()
    for number, members in enumerate(order):
        for node in members:
            numbers[node] = number
    return numbers


def _join_small(network: Any, groups: list[list[int]]) -> list[list[int]]:
    """Small communities go to the one they are most bound to: twenty groups can be named and seen, a hundred can't."""
    least = max(_LEAST_COMMUNITY + 1, network.vcount() // _MOST_COMMUNITIES // 2)
    owner = {node: number for number, members in enumerate(groups) for node in members}
    for number in sorted(range(len(groups)), key=lambda n: (len(groups[n]), groups[n])):
        if not 0 < len(groups[number]) < least:
            continue
        bonds: dict[int, float] = defaultdict(float)
        for node in groups[number]:
            for edge in network.es[network.incident(node)]:
                other = owner[edge.source if edge.target == node else edge.target]
                if other != number:
                    bonds[other] += edge["weight"]
        if bonds:
            home = max(sorted(bonds), key=lambda other: bonds[other])
            owner.update(dict.fromkeys(groups[number], home))
            groups[home] += groups[number]
            groups[number] = []
    return [sorted(members) for members in groups if members]


def _place_group(network: Any, members: Sequence[int], sizes: Floats, n_core: int) -> Floats:
    """One community around (0, 0): first the core, which spreads over the whole disc, then the rest between them."""
    core = [node for node in members if node < n_core]
    if len(core) < 2:
        core = list(members)
    own = sizes[list(members)]
    radius = math.sqrt(_ROOM * float((own**2).sum()))
    points = np.zeros((len(members), 2))
    seats = {node: seat for seat, node in enumerate(members)}
    chosen = [seats[node] for node in core]
    points[chosen] = _place_core(network, core, sizes[core], radius)
    if len(core) < len(members):
        _place_rest(network, members, seats, points, set(chosen), radius)
        others = [seat for seat in range(len(members)) if seat not in set(chosen)]
        points[others] = _spread_out(points[others], radius)
    return push_apart(points, own, n_rounds=60 if len(members) < 1000 else 30)


def _place_core(network: Any, core: Sequence[int], sizes: Floats, radius: float) -> Floats:
    part = network.induced_subgraph(core)
    n_steps = 400 if len(core) <= 1500 else 120
    start = _spiral(len(core))
    weights = [math.sqrt(weight) for weight in part.es["weight"]]
    drawn = part.layout_fruchterman_reingold(weights=weights or None, niter=n_steps, seed=start.tolist(), grid="auto")
    points = np.asarray(drawn.coords, dtype=np.float64)
    points -= points.mean(axis=0)
    spread = math.sqrt(float((points**2).sum(axis=1).mean())) or 1.0
    points = _spread_out(points * (0.7 * radius / spread), radius)
    # Discs blown up until they fill half the area keep the core evenly spread, so that its labels have room.
    blown = math.sqrt(0.5 * radius**2 / float((sizes**2).sum()))
    return push_apart(points, sizes * min(max(blown, 1.0), 4.0), n_rounds=60)


def _place_rest(
    network: Any, members: Sequence[int], seats: dict[int, int], points: Floats, placed: set[int], radius: float
) -> None:
    """Each further node near the middle of its placed neighbours; those without come in a later round."""
    jitter = _spiral(len(members)) * (0.35 * radius / math.sqrt(len(members)))
    waiting = [seat for seat in range(len(members)) if seat not in placed]
    while waiting:
        later, now = [], []
        for seat in waiting:
            near = [seats[other] for other in network.neighbors(members[seat]) if seats.get(other) in placed]
            if near:
                points[seat] = points[near].mean(axis=0) * 1.15 + jitter[seat]
                now.append(seat)
            else:
                later.append(seat)
        if not now:
            points[later] = jitter[later] * 2.5
            return
        placed.update(now)
        waiting = later


def _spread_out(points: Floats, radius: float) -> Floats:
    """Fill a disc evenly: who is how far out keeps its order, how far is mostly set anew.

    A hub draws its neighbours into a knot in which no label can be read, and leaves the rest of the disc empty.
    """
    distance = np.sqrt((points**2).sum(axis=1))
    rank = np.empty(len(points))
    rank[np.argsort(distance, kind="stable")] = np.arange(len(points))
    wanted = radius * np.sqrt((rank + 0.3) / len(points))
    factor = (0.2 * distance + 0.8 * wanted) / np.maximum(distance, 1e-9)
    spread: Floats = points * factor[:, None]
    return spread


def _spiral(count: int) -> Floats:
    """Points on a sunflower: a start without chance and without two points in one place."""
    number = np.arange(count)
    angle = number * 2.399963229728653
    return np.stack([np.sqrt(number + 0.5) * np.cos(angle), np.sqrt(number + 0.5) * np.sin(angle)], axis=1)


def _extent(points: Floats, sizes: Floats, members: Sequence[int]) -> float:
    return float((np.sqrt((points**2).sum(axis=1)) + sizes[list(members)]).max()) + _GAP


def _place_discs(network: Any, communities: Sequence[int], extents: Sequence[float]) -> Floats:
    """Centres of the communities: those with many common edges beside each other, discs apart."""
    count = len(extents)
    if count <= 1:
        return np.zeros((count, 2))
    between: dict[tuple[int, int], float] = defaultdict(float)
    for edge in network.es:
        one, other = sorted((communities[edge.source], communities[edge.target]))
        if one >= 0 and one != other:
            between[one, other] += edge["weight"]
    pairs = sorted(between)
    meta = igraph.Graph(n=count, edges=pairs, directed=False)
    weights = [math.log1p(between[pair]) for pair in pairs]
    start = _spiral(count)
    drawn = meta.layout_fruchterman_reingold(weights=weights or None, niter=600, seed=start.tolist(), grid="nogrid")
    points = np.asarray(drawn.coords, dtype=np.float64)
    points -= points.mean(axis=0)
    radii = np.asarray(extents)
    spread = math.sqrt(float((points**2).sum(axis=1).mean())) or 1.0
    target = math.sqrt(1.1 * float((radii**2).sum()) / 2)
    return _gather(points * (target / spread), radii)


def _gather(points: Floats, radii: Floats) -> Floats:
    """Push discs apart and pull them to the middle, by turns, until they lie close without overlap."""
    for _ in range(60):
        points = push_apart(points * 0.97, radii, n_rounds=8)
    return push_apart(points, radii, n_rounds=200)


def _place_loose(positions: Floats, loose: Sequence[int], sizes: Floats) -> None:
    """Nodes of no community: evenly on rings around the rest."""
    if not loose:
        return
    placed = np.ones(len(positions), dtype=bool)
    placed[list(loose)] = False
    rest = positions[placed]
    ring = float(np.sqrt((rest**2).sum(axis=1)).max()) + _GAP if len(rest) else 0.0
    step = 2.2 * float(sizes[list(loose)].max())
    left = list(loose)
    while left:
        ring += step
        seats = left[: max(int(2 * math.pi * ring / step), 1)]
        del left[: len(seats)]
        for number, node in enumerate(seats):
            angle = 2 * math.pi * number / len(seats)
            positions[node] = ring * math.cos(angle), ring * math.sin(angle)
