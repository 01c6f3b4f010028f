from copy import deepcopy

import pytest

from kg.evaluation.gold import GoldArticle, GoldEvent
from kg.evaluation.scoring import Score, score_article, score_articles


def _gold() -> GoldArticle:
    return GoldArticle(
        key="报/1",
        published_ms=1683000000000,
        sentences=["外长秦刚2日访问缅甸", "秦刚与敏昂莱会谈"],
        types={"e1": "PER", "e2": "GPE", "e3": "PER"},
        names={"e1": "秦刚", "e2": "缅甸", "e3": "敏昂莱"},
        mentions=[((0, 2, 4), "e1"), ((0, 8, 10), "e2"), ((1, 0, 2), "e1"), ((1, 3, 6), "e3")],
        titles=[((0, 0, 2), "e1", None)],
        times=[((0, 4, 6), "2023-05-02")],
        events=[
            GoldEvent((0, 6, 8), "VISIT", [("agent", "e1"), ("target", "e2"), ("time", "2023-05-02")], "actual", None),
            GoldEvent((1, 6, 8), "MEET", [("agent", "e1"), ("agent", "e3")], "planned", None),
        ],
        relations=[("e3", "lives_in", "e2", 1)],
    )


def test_gold_against_itself_is_perfect_in_every_layer() -> None:
    for layer, score in score_article(_gold(), _gold()).items():
        assert score.right == score.gold == score.found, layer


def test_renamed_entities_are_the_same_entities() -> None:
    found = deepcopy(_gold())
    for old, new in (("e1", "x9"), ("e2", "x8"), ("e3", "x7")):
        found.types[new] = found.types.pop(old)
        found.mentions = [(span, new if e == old else e) for span, e in found.mentions]
        found.titles = [(span, new if h == old else h, o) for span, h, o in found.titles]
        for event in found.events:
            event.arguments = [(role, new if e == old else e) for role, e in event.arguments]
        found.relations = [(new if s == old else s, t, new if o == old else o, n) for s, t, o, n in found.relations]
    assert all(score.f1 == 1 or score.gold == 0 for score in score_article(_gold(), found).values())


def test_a_span_off_by_one_is_wrong() -> None:
    found = deepcopy(_gold())
    found.mentions[0] = ((0, 2, 5), "e1")
    assert score_article(_gold(), found)["mentions"] == Score(3, 4, 4)


def test_a_wrong_type_is_wrong_for_the_mention() -> None:
    found = deepcopy(_gold())
    found.types["e2"] = "LOC"
    scores = score_article(_gold(), found)
    assert scores["mentions"] == Score(3, 4, 4)
    assert scores["mentions/GPE"] == Score(0, 1, 0)
    assert scores["mentions/LOC"] == Score(0, 0, 1)


def test_an_argument_needs_the_right_trigger_type_role_and_entity() -> None:
    found = deepcopy(_gold())
    found.events[1].arguments = [("agent", "e1"), ("target", "e3")]
    found.events[0].type = "MEET"
    assert score_article(_gold(), found)["arguments"] == Score(1, 5, 5)


def test_modality_is_judged_on_found_triggers_only() -> None:
    found = deepcopy(_gold())
    found.events = found.events[1:]
    found.events[0].modality = "actual"
    assert score_article(_gold(), found)["modality"] == Score(0, 1, 1)


def test_a_mirrored_symmetric_relation_is_right_and_a_mirrored_other_is_not() -> None:
    gold, found = _gold(), _gold()
    gold.relations, found.relations = [("e1", "spouse", "e3", 1)], [("e3", "spouse", "e1", 1)]
    assert score_article(gold, found)["relations"].right == 1
    gold.relations, found.relations = [("e1", "parent_of", "e3", 1)], [("e3", "parent_of", "e1", 1)]
    assert score_article(gold, found)["relations"].right == 0


def test_scores_add_up_over_articles() -> None:
    total = score_articles([(_gold(), _gold()), (_gold(), _gold())])
    assert total["mentions"] == Score(8, 8, 8)
    assert next(iter(total)) == "mentions"


def test_empty_score_is_zero_not_an_error() -> None:
    assert Score().f1 == Score().precision == Score().recall == pytest.approx(0)
