"""Discs that overlap are pushed apart, with a grid, so that the cost is linear in the number of discs."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]

#: Half of the neighbouring cells; the other half finds the same pairs from the other side.
_HALF: Final = ((0, 0), (1, 0), (-1, 1), (0, 1), (1, 1))
#: Below this many discs all pairs are tried: it is exact for discs of very unequal size, and quick.
_ALL_PAIRS: Final = 400


def push_apart(points: Floats, radii: Floats, *, n_rounds: int) -> Floats:
    """Positions in which the discs overlap no more, or hardly, near to the given ones.

    Args:
        points: Shape (n, 2); not changed.
        radii: Shape (n,).
        n_rounds: Rounds at most; ends early once nothing overlaps.
    """
    points = points.copy()
    if len(points) < 2:
        return points
    for _ in range(n_rounds):
        one, other = _near_pairs(points, radii)
        gap = points[other] - points[one]
        distance = np.sqrt((gap**2).sum(axis=1))
        overlap = radii[one] + radii[other] - distance
        hit = overlap > 1e-3
        if not hit.any():
            break
        one, other, gap, distance, overlap = one[hit], other[hit], gap[hit], distance[hit], overlap[hit]
        same = distance < 1e-9
        gap[same] = np.stack([np.cos(one[same] + 0.5), np.sin(one[same] + 0.5)], axis=1)
        distance[same] = 1.0
        share = radii[other] / (radii[one] + radii[other])
        shift = gap / distance[:, None] * (0.5 * overlap)[:, None]
        np.add.at(points, one, -2 * shift * share[:, None] * 0.9)
        np.add.at(points, other, 2 * shift * (1 - share)[:, None] * 0.9)
    return points


def _near_pairs(points: Floats, radii: Floats) -> tuple[_Ints, _Ints]:
    if len(points) <= _ALL_PAIRS:
        return np.triu_indices(len(points), 1)
    cells = np.floor(points / (2 * float(radii.max()))).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    width = int(cells[:, 0].max()) + 3
    numbers = cells[:, 1] * width + cells[:, 0]
    order = np.argsort(numbers, kind="stable")
    ranked = numbers[order]
    pairs = [_pairs_of(order, ranked, numbers, dx + dy * width) for dx, dy in _HALF]
    return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])


def _pairs_of(order: _Ints, ranked: _Ints, numbers: _Ints, shift: int) -> tuple[_Ints, _Ints]:
    """Every node with every node of the cell ``shift`` further on; within one cell each pair once."""
    first = np.searchsorted(ranked, numbers + shift, side="left")
    last = np.searchsorted(ranked, numbers + shift, side="right")
    counts = last - first
    one = np.repeat(np.arange(len(numbers)), counts)
    begin = np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    other = order[np.arange(len(one)) + begin]
    keep = one < other if shift == 0 else np.ones(len(one), dtype=bool)
    return one[keep], other[keep]
