"""Which pairs of spans are scored, and the numbers that describe a pair.

Spans of one window enter (with their kinds); the pairs that the schema allows leave, with distance buckets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.model.labels import ARGUMENT_SLICE, KIND_ID, N_DISTANCES, RELATION_SLICE, SAME, TITLE_SLICE
from kg.model.windows import IntArray
from kg.schema import ENTITY_TYPES, EVENT_TYPES


@dataclass(frozen=True, slots=True)
class WindowSpan:
    """A span in a window: characters ``[start, end)`` of it, a kind of ``KINDS``, and the order of its sentence."""

    start: int
    end: int
    kind: str
    sentence: int


@dataclass(frozen=True, slots=True)
class PairArrays:
    """Pairs of spans: int64 arrays ``left``, ``right``, ``distance``, ``sentence_distance``, all (n_pairs,)."""

    left: IntArray
    right: IntArray
    distance: IntArray
    sentence_distance: IntArray


def pair_slice(left: str, right: str) -> list[slice]:
    """The outputs that mean something for a pair of these kinds; empty if the pair is not scored."""
    if left in EVENT_TYPES:
        return [ARGUMENT_SLICE] if right in ENTITY_TYPES or right == "TIME" else []
    if left == "TTL":
        return [TITLE_SLICE] if right in ENTITY_TYPES else []
    if left in ENTITY_TYPES and right in ENTITY_TYPES:
        return [RELATION_SLICE, slice(SAME, SAME + 1)]
    return []


def distance_bucket(left: WindowSpan, right: WindowSpan) -> int:
    """Signed distance in 20 buckets: overlapping in the middle, then 0, 1, 2, 3-4, 5-8, 9-16, 17-32, 33-64, more."""
    if right.start >= left.end:
        gap, sign = right.start - left.end, 1
    elif right.end <= left.start:
        gap, sign = left.start - right.end, -1
    else:
        inside = left.start <= right.start and right.end <= left.end
        return N_DISTANCES // 2 if inside else N_DISTANCES // 2 - 1
    size = gap if gap < 3 else min(8, int(np.ceil(np.log2(gap + 1))) + 1)
    return N_DISTANCES // 2 + 1 + size if sign > 0 else N_DISTANCES // 2 - 2 - size


def sentence_bucket(left: WindowSpan, right: WindowSpan, *, headline: bool) -> int:
    """0 same sentence, 1 the one before, 2 earlier, 3 the next, 4 later, 5 the headline."""
    step = right.sentence - left.sentence
    if step == 0:
        return 0
    if headline and right.sentence == 0:
        return 5
    if step < 0:
        return 1 if step == -1 else 2
    return 3 if step == 1 else 4


def make_pairs(spans: Sequence[WindowSpan], *, first_body: int, headline: bool) -> PairArrays:
    """All pairs that the schema allows and that this window answers for.

    A trigger or title must lie in the body (sentence order >= ``first_body``); of two names at least one must.
    """
    rows: list[tuple[int, int, int, int]] = []
    for i, left in enumerate(spans):
        for j, right in enumerate(spans):
            if i == j or not pair_slice(left.kind, right.kind):
                continue
            is_name = left.kind in ENTITY_TYPES
            if left.sentence < first_body and not (is_name and right.sentence >= first_body):
                continue
            rows.append((i, j, distance_bucket(left, right), sentence_bucket(left, right, headline=headline)))
    table = np.array(rows, np.int64).reshape(-1, 4)
    return PairArrays(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def span_arrays(spans: Sequence[WindowSpan]) -> tuple[IntArray, IntArray]:
    """``(bounds, kinds)``: int64 (n_spans, 2) of first and last character, and int64 (n_spans,)."""
    bounds = np.array([(span.start, span.end - 1) for span in spans], np.int64).reshape(-1, 2)
    return bounds, np.array([KIND_ID[span.kind] for span in spans], np.int64)
