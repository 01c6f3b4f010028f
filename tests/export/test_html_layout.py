"""Positions: the same for the same graph, groups together, discs apart, and labels with room at the opening."""

import random

import numpy as np
import pytest

from kg.export.view.layout import lay_out
from kg.export.view.spacing import push_apart


def two_cliques(size: int = 12) -> tuple[list[tuple[int, int]], list[float]]:
    edges = [(a, b) for start in (0, size) for a in range(start, start + size) for b in range(a + 1, start + size)]
    return [*edges, (0, size)], [1.0] * (len(edges) + 1)


def test_same_graph_has_the_same_positions_whatever_the_generator_does() -> None:
    edges, weights = two_cliques()
    first = lay_out(24, edges, weights, [5.0] * 24, n_core=10)
    random.seed(1)
    second = lay_out(24, edges, weights, [5.0] * 24, n_core=10)
    assert (first.positions == second.positions).all()
    assert first.communities == second.communities


def test_layout_leaves_the_callers_generator_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    lay_out(24, *two_cliques(), [5.0] * 24, n_core=10)
    assert random.random() == expected


def test_two_groups_are_two_communities_that_stand_apart() -> None:
    layout = lay_out(24, *two_cliques(), [5.0] * 24, n_core=24)
    assert set(layout.communities) == {0, 1}
    left, right = layout.positions[:12], layout.positions[12:]
    assert len(set(layout.communities[:12])) == 1
    between = np.linalg.norm(left.mean(axis=0) - right.mean(axis=0))
    within = max(np.linalg.norm(part - part.mean(axis=0), axis=1).max() for part in (left, right))
    assert between > 1.5 * within


@pytest.mark.parametrize(("n_nodes", "edges"), [(0, []), (1, []), (3, []), (2, [(0, 1)]), (3, [(0, 1), (1, 2)])])
def test_tiny_graphs_have_distinct_positions(n_nodes: int, edges: list[tuple[int, int]]) -> None:
    layout = lay_out(n_nodes, edges, [1.0] * len(edges), [5.0] * n_nodes, n_core=300)
    assert layout.positions.shape == (n_nodes, 2)
    assert np.isfinite(layout.positions).all()
    assert len({tuple(point) for point in layout.positions.tolist()}) == n_nodes


@pytest.mark.parametrize("count", [50, 700])
def test_pushed_discs_overlap_no_more(count: int) -> None:
    chance = np.random.default_rng(3)
    points, radii = chance.uniform(0, 40 * count**0.5, (count, 2)), chance.uniform(2, 12, count)
    moved = push_apart(points, radii, n_rounds=300)
    gaps = np.linalg.norm(moved[:, None] - moved[None], axis=2) - radii[:, None] - radii[None]
    np.fill_diagonal(gaps, 0)
    assert gaps.min() > -0.5


def test_discs_in_one_place_come_apart() -> None:
    moved = push_apart(np.zeros((5, 2)), np.full(5, 3.0), n_rounds=300)
    distances = np.linalg.norm(moved[:, None] - moved[None], axis=2)[np.triu_indices(5, 1)]
    assert distances.min() > 5.5
