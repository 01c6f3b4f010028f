"""From pairs of mentions to pairs of things: what several mentions of one thing say together.

The network is trained so that the log-sum-exp over the mention pairs of two entities is the log-odds of a fact;
here the same sum is taken over the mentions that the text shows to be one. Spans, pairs and their log-odds enter;
one row for each pair of things leaves, held by its strongest pair of mentions.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from networkx.utils import UnionFind
from numpy.typing import NDArray

from kg.model.labels import SAME
from kg.model.pairs import PairArrays, WindowSpan
from kg.schema import ENTITY_TYPES

FloatArray = NDArray[np.float32]

#: Log-odds of what can't be, still a number to reckon with.
_SURELY_NOT: Final = -30.0


@dataclass(frozen=True, slots=True)
class Pooled:
    """Pairs of spans, by number, with pooled log-odds (n, n_pair_labels) float32."""

    left: list[int]
    right: list[int]
    scores: FloatArray


def cluster_spans(
    spans: Sequence[WindowSpan], texts: Sequence[str], pairs: PairArrays, scores: FloatArray, *, least: float
) -> list[int]:
    """A number for each span, equal for names that are one thing (and for times written alike).

    Args:
        spans, texts: The spans of a window and what they say.
        pairs, scores: Pairs of them and their log-odds; the label ``same`` is looked at.
        least: Log-odds from which two names of one type are one.
    """
    things: UnionFind = UnionFind(range(len(spans)))
    first: dict[tuple[str, str], int] = {}
    for n, span in enumerate(spans):
        if span.kind in ENTITY_TYPES or span.kind == "TIME":
            things.union(first.setdefault((texts[n], span.kind), n), n)
    for row in np.nonzero(scores[:, SAME] >= least)[0]:
        i, j = int(pairs.left[row]), int(pairs.right[row])
        if spans[i].kind == spans[j].kind and spans[i].kind in ENTITY_TYPES:
            things.union(i, j)
    return [things[n] for n in range(len(spans))]


def doubt_unlike(texts: Sequence[str], pairs: PairArrays, scores: FloatArray, *, least: float) -> FloatArray:
    """Log-odds (n_pairs, n_pair_labels) in which only names that are alike are held for one.

    Without this the network holds two people who meet, or two states side by side, for one as soon as they act alike.
    """
    doubted = scores.copy()
    for row in np.nonzero(scores[:, SAME] >= least)[0]:
        if not alike(texts[pairs.left[row]], texts[pairs.right[row]]):
            doubted[row, SAME] = _SURELY_NOT
    return doubted


def alike(one: str, other: str) -> bool:
    """Whether one name is the other shortened: its characters stand in the other in the same order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def pool_pairs(spans: Sequence[WindowSpan], cluster: Sequence[int], pairs: PairArrays, scores: FloatArray) -> Pooled:
    """Sum up the pairs of each two things.

    Of the mentions that may fill a role, those in the trigger's sentence speak for the thing; the others only where
    there are none. Two mentions of one thing have no relation.
    """
    sentences: dict[int, set[int]] = defaultdict(set)
    for n, span in enumerate(spans):
        sentences[cluster[n]].add(span.sentence)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row, (i, j) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        if spans[i].kind in ENTITY_TYPES:
            if cluster[i] != cluster[j]:
                groups["names", cluster[i], cluster[j]].append(row)
        elif spans[j].sentence == spans[i].sentence or spans[i].sentence not in sentences[cluster[j]]:
            groups["filler", i, cluster[j]].append(row)
    left, right, pooled = [], [], []
    for rows in groups.values():
        part = scores[rows]
        best = rows[int(part.max(1).argmax())]
        left.append(int(pairs.left[best]))
        right.append(int(pairs.right[best]))
        top = part.max(0)
        pooled.append(top + np.log(np.exp(part - top).sum(0)))
    return Pooled(left, right, np.array(pooled, np.float32).reshape(-1, scores.shape[1]))
