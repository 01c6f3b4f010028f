"""B-cubed: how well clusters of mentions agree with annotated ones.

Source: Bagga and Baldwin 1998. A mention that only one side has counts as a wrong (or missed) cluster of its own.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Mention = TypeVar("Mention", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Sums over mentions; add those of many articles, then ask for the shares."""

    precision_sum: float = 0.0
    recall_sum: float = 0.0
    n_found: int = 0
    n_gold: int = 0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.precision_sum + other.precision_sum,
            self.recall_sum + other.recall_sum,
            self.n_found + other.n_found,
            self.n_gold + other.n_gold,
        )

    def to_dict(self) -> dict[str, float]:
        """Precision, recall and F1, 0..1."""
        precision = self.precision_sum / self.n_found if self.n_found else 0.0
        recall = self.recall_sum / self.n_gold if self.n_gold else 0.0
        total = precision + recall
        return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / total if total else 0.0}


def b_cubed(gold: Mapping[Mention, str], found: Mapping[Mention, str]) -> Agreement:
    """Agreement of two clusterings (mention -> its cluster) of one article."""
    ours, theirs = _members(gold), _members(found)

    def overlap(mention: Mention) -> int:
        return len(ours[gold[mention]] & theirs[found[mention]])

    both = [mention for mention in found if mention in gold]
    return Agreement(
        sum(overlap(m) / len(theirs[found[m]]) for m in both),
        sum(overlap(m) / len(ours[gold[m]]) for m in both),
        len(found),
        len(gold),
    )


def _members(clustering: Mapping[Mention, str]) -> dict[str, set[Mention]]:
    members: dict[str, set[Mention]] = defaultdict(set)
    for mention, cluster in clustering.items():
        members[cluster].add(mention)
    return members


def sum_up(agreements: Iterable[Agreement]) -> dict[str, float]:
    """Precision, recall and F1 over many articles."""
    return sum(agreements, Agreement()).to_dict()
