import numpy as np
import pytest

from kg.extract.facts import Link, allowed, choose_facts, link_events
from kg.model.bundle import Thresholds
from kg.model.labels import PAIR_LABELS


def _choose(kinds: list[str], *links: tuple[int, int, str, float]):
    pairs = sorted({(left, right) for left, right, _, _ in links})
    scores = np.zeros((len(pairs), len(PAIR_LABELS)), np.float32)
    for left, right, label, score in links:
        scores[pairs.index((left, right)), PAIR_LABELS.index(label)] = score
    return choose_facts(kinds, [p[0] for p in pairs], [p[1] for p in pairs], scores, thresholds=Thresholds())


def test_a_title_has_one_holder() -> None:
    facts = _choose(["TTL", "PER", "PER"], (0, 1, "holder", 0.6), (0, 2, "holder", 0.9))
    assert [(link.right, link.label) for link in facts.titles] == [(2, "holder")]


def test_a_mutual_event_has_several_agents() -> None:
    facts = _choose(["MEET", "PER", "PER"], (0, 1, "agent", 0.9), (0, 2, "agent", 0.8))
    assert [link.right for link in link_events(facts)[0]] == [1, 2]


@pytest.mark.parametrize(
    ("label", "left", "right", "is_allowed"),
    [
        ("time", "MEET", "TIME", True),
        ("time", "MEET", "PER", False),
        ("agent", "MEET", "TIME", False),
        ("holder", "TTL", "GPE", False),
        ("of", "TTL", "GPE", True),
        ("spouse", "PER", "PER", True),
        ("spouse", "PER", "ORG", False),
        ("born_in", "PER", "GPE", True),
        ("born_in", "GPE", "PER", False),
        ("same", "TTL", "PER", False),
    ],
)
def test_the_schema_constrains_what_a_pair_may_be(label: str, left: str, right: str, is_allowed: bool) -> None:
    assert allowed(label, left, right) is is_allowed


def test_forbidden_types_are_dropped_however_sure() -> None:
    assert _choose(["PER", "ORG"], (0, 1, "spouse", 0.99)).relations == []


def test_a_symmetric_relation_stands_once() -> None:
    facts = _choose(["PER", "PER"], (0, 1, "spouse", 0.6), (1, 0, "spouse", 0.9))
    assert facts.relations == [Link(0, 1, "spouse", pytest.approx(0.9))]


def test_of_two_directions_the_likelier_stays() -> None:
    facts = _choose(["ORG", "ORG"], (0, 1, "part_of", 0.6), (1, 0, "part_of", 0.9))
    assert [(link.left, link.right) for link in facts.relations] == [(1, 0)]


def test_below_the_threshold_nothing_is_said() -> None:
    facts = _choose(["MEET", "PER"], (0, 1, "agent", 0.39))
    assert facts.arguments == []


def test_the_parties_of_a_mutual_event_are_all_agents() -> None:
    facts = _choose(["MEET", "PER"], (0, 1, "agent", 0.4), (0, 1, "target", 0.35))
    assert [(link.label, round(link.score, 2)) for link in facts.arguments] == [("agent", 0.61)]


def test_nobody_is_agent_and_target_of_one_event() -> None:
    facts = _choose(["ATTACK", "PER"], (0, 1, "agent", 0.6), (0, 1, "target", 0.7))
    assert [link.label for link in facts.arguments] == ["target"]


def test_a_place_may_be_the_target_too() -> None:
    facts = _choose(["VISIT", "GPE"], (0, 1, "place", 0.8), (0, 1, "target", 0.7))
    assert sorted(link.label for link in facts.arguments) == ["place", "target"]
