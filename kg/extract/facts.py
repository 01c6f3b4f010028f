"""Choosing facts from pair scores, under the constraints of the schema.

Probabilities of pairs of spans enter; titles with one holder, arguments by role, attributions and
relations leave, as numbers of spans.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.model.bundle import Thresholds
from kg.model.labels import ARGUMENT_LABELS, PAIR_LABELS, RELATION_LABELS, TITLE_LABELS
from kg.schema import ENTITY_TYPES, EVENT_TYPES, MUTUAL_EVENTS, PLACE_TYPES, RELATION_TYPES

FloatArray = NDArray[np.float32]

_ACTORS = frozenset({"PER", "ORG", "GPE", "MISC"})
_PARTIES = frozenset({"PER", "ORG", "GPE"})
_AGENT, _TARGET = ARGUMENT_LABELS.index("agent"), ARGUMENT_LABELS.index("target")

#: Entity types that may fill a role; counted on the annotated articles, where nothing else occurs more than by slip.
ROLE_TYPES = {
    "agent": frozenset(ENTITY_TYPES),
    "target": frozenset(ENTITY_TYPES),
    "place": PLACE_TYPES | {"ORG", "EVT"},
    "topic": frozenset(ENTITY_TYPES),
    "time": frozenset({"TIME"}),
    "source": _ACTORS,
    "holder": frozenset({"PER"}),
    "of": frozenset({"ORG", "GPE", "LOC", "FAC", "EVT", "MISC"}),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled pair: numbers of two spans, and a probability."""

    left: int
    right: int
    label: str
    score: float


@dataclass(slots=True)
class Facts:
    """What the pairs of a text say, by span number."""

    arguments: list[Link] = field(default_factory=list)
    titles: list[Link] = field(default_factory=list)
    relations: list[Link] = field(default_factory=list)


def allowed(label: str, left: str, right: str) -> bool:
    """Whether the schema lets a pair of these kinds bear the label."""
    if label in RELATION_TYPES:
        term = RELATION_TYPES[label]
        return left in term.subjects and right in term.objects
    if label in TITLE_LABELS:
        return left == "TTL" and right in ROLE_TYPES[label]
    return left in EVENT_TYPES and right in ROLE_TYPES[label]


def choose_facts(
    kinds: Sequence[str], left: Sequence[int], right: Sequence[int], scores: FloatArray, *, thresholds: Thresholds
) -> Facts:
    """Keep the pairs that are likely enough and allowed.

    Args:
        kinds: Kind of each span of the text.
        left, right: Span numbers of each pair.
        scores: Probabilities, float32, shape (n_pairs, n_pair_labels).
        thresholds: By group of labels.
    """
    least = dict.fromkeys(ARGUMENT_LABELS, thresholds.argument) | {"source": thresholds.source}
    least |= dict.fromkeys(TITLE_LABELS, thresholds.title)
    least |= dict.fromkeys(RELATION_LABELS, thresholds.relation)
    least["same"] = 2.0  # not a fact about two things
    floor = np.array([least[label] for label in PAIR_LABELS], np.float32)
    scores = _settle_parties(kinds, left, right, scores)
    facts = Facts()
    best: dict[tuple[int, str], Link] = {}
    for row, column in zip(*np.nonzero(scores >= floor), strict=True):
        label = PAIR_LABELS[column]
        link = Link(int(left[row]), int(right[row]), label, float(scores[row, column]))
        if not allowed(label, kinds[link.left], kinds[link.right]):
            continue
        if label in TITLE_LABELS:
            kept = best.get((link.left, label))
            if kept is None or kept.score < link.score:
                best[link.left, label] = link
        elif label in RELATION_TYPES:
            facts.relations.append(link)
        else:
            facts.arguments.append(link)
    facts.titles = [best[key] for key in sorted(best)]
    facts.relations = _one_direction(facts.relations)
    return facts


def _settle_parties(kinds: Sequence[str], left: Sequence[int], right: Sequence[int], scores: FloatArray) -> FloatArray:
    """Make up the mind between agent and target.

    All parties of a mutual event are agents, so what speaks for either role speaks for that one. In other events
    nobody is both: the likelier role stays.
    """
    settled = scores.copy()
    mutual = np.array(
        [kinds[i] in MUTUAL_EVENTS and kinds[j] in _PARTIES for i, j in zip(left, right, strict=True)], bool
    )
    agent, target = scores[:, _AGENT], scores[:, _TARGET]
    settled[:, _AGENT] = np.where(mutual, 1 - (1 - agent) * (1 - target), np.where(agent >= target, agent, 0))
    settled[:, _TARGET] = np.where(mutual | (agent >= target), 0, target)
    return settled


def _one_direction(relations: list[Link]) -> list[Link]:
    """Of a pair and its mirror keep one: for symmetric types the earlier span first, else the likelier direction."""
    groups: dict[tuple[int, int, str], list[Link]] = defaultdict(list)
    for link in relations:
        groups[min(link.left, link.right), max(link.left, link.right), link.label].append(link)
    kept = []
    for (low, high, label), links in sorted(groups.items()):
        top = max(links, key=lambda link: link.score)
        kept.append(Link(low, high, label, top.score) if RELATION_TYPES[label].symmetric else top)
    return kept


def link_events(facts: Facts) -> dict[int, list[Link]]:
    """Arguments and sources by trigger, the surest first; triggers that take part in nothing are left out.

    Annotated articles hold no event without an argument: nobody could say what it has to do with.
    """
    grouped: dict[int, list[Link]] = defaultdict(list)
    for link in facts.arguments:
        grouped[link.left].append(link)
    return {
        trigger: sorted(links, key=lambda link: (-link.score, link.right))
        for trigger, links in sorted(grouped.items())
        if any(link.label != "source" for link in links)
    }


def source_of(links: list[Link]) -> Link | None:
    """Who is likeliest to have said it, of the links of one event."""
    return next((link for link in links if link.label == "source"), None)
