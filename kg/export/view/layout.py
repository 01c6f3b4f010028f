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

#: A community with fewer members is put among the loose ones at the rim.
_LEAST_COMMUNITY: Final = 3
#: Space for one node of radius 1, in units of its area; below 3 the labels of neighbours touch.
_ROOM: Final = 4.5
_GAP: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions, shape (n_nodes, 2), and the number of each node's community, 0 being the largest, -1 none."""

    positions: Floats
    communities: tuple[int, ...]


def lay_out(n_nodes: int, edges: Sequence[tuple[int, int]], weights: Sequence[float], radii: Sequence[float]) -> Layout:
    """Place nodes so that bound ones are near, communities apart, and no two discs overlap.

    Args:
        edges: Pairs of node numbers, without loops; several edges between two nodes should be one with a sum.
        weights: One positive number an edge.
        radii: Room each node needs, label included, in the units of the positions.
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
        inner = [_place_group(network, groups[number], sizes) for number in numbers]
        extents = [_extent(points, sizes, groups[n]) for n, points in zip(numbers, inner, strict=True)]
        centres = _place_discs(network, communities, extents)
    positions = np.zeros((n_nodes, 2))
    for number, points, centre in zip(numbers, inner, centres, strict=True):
        positions[groups[number]] = points + centre
    _place_loose(network, positions, loose, sizes)
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
    found = network.community_leiden(objective_function="modularity", weights="weight", n_iterations=4)
    order = sorted((members for members in found if len(members) >= _LEAST_COMMUNITY), key=lambda m: (-len(m), m[0]))
    numbers = [-1] * network.vcount()
    for number, members in enumerate(order):
        for node in members:
            numbers[node] = number
    return numbers


def _place_group(network: Any, members: Sequence[int], sizes: Floats) -> Floats:
    """One community around (0, 0)."""
    part = network.induced_subgraph(members)
    n_steps = 400 if len(members) <= 1500 else 120
    start = _spiral(len(members))
    weights = [math.sqrt(weight) for weight in part.es["weight"]]
    drawn = part.layout_fruchterman_reingold(weights=weights, niter=n_steps, seed=start.tolist(), grid="auto")
    points = np.asarray(drawn.coords, dtype=np.float64)
    points -= points.mean(axis=0)
    own = sizes[list(members)]
    spread = math.sqrt(float((points**2).sum(axis=1).mean())) or 1.0
    target = math.sqrt(_ROOM * float((own**2).sum()) / 2)
    return push_apart(_even_out(points * (target / spread)), own, n_rounds=60)


def _even_out(points: Floats) -> Floats:
    """Pull far outliers in: one weakly bound node must not make the whole disc empty."""
    distance = np.sqrt((points**2).sum(axis=1))
    limit = 1.6 * float(np.quantile(distance, 0.8)) or 1.0
    factor = np.where(distance > limit, (limit + (distance - limit) * 0.25) / np.maximum(distance, 1e-9), 1.0)
    pulled: Floats = points * factor[:, None]
    return pulled


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


def _place_loose(network: Any, positions: Floats, loose: Sequence[int], sizes: Floats) -> None:
    """Nodes of no community: in rings around the rest."""
    if not loose:
        return
    placed = np.ones(len(positions), dtype=bool)
    placed[list(loose)] = False
    rest = positions[placed]
    radius = float(np.sqrt((rest**2).sum(axis=1)).max()) + _GAP if len(rest) else 0.0
    step = 2.2 * float(sizes[list(loose)].max())
    ring, angle = radius + step, 0.0
    for node in loose:
        positions[node] = ring * math.cos(angle), ring * math.sin(angle)
        angle += step / ring
        if angle > 2 * math.pi - step / ring:
            ring, angle = ring + step, 0.0
