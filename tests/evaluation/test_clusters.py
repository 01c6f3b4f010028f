import pytest

from kg.evaluation.clusters import b_cubed, sum_up


def test_equal_clusters_agree_whatever_their_names() -> None:
    result = b_cubed({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "y"}).to_dict()
    assert result == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_one_big_cluster_is_complete_but_not_precise() -> None:
    result = b_cubed({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "x"}).to_dict()
    assert result["recall"] == 1.0
    assert result["precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)


def test_a_missed_mention_costs_recall_and_an_invented_one_precision() -> None:
    result = b_cubed({1: "a", 2: "a"}, {1: "x", 9: "z"}).to_dict()
    assert result["precision"] == pytest.approx(1 / 2)
    assert result["recall"] == pytest.approx(1 / 4)


def test_articles_are_weighed_by_their_mentions() -> None:
    good, bad = b_cubed({1: "a"}, {1: "a"}), b_cubed({1: "a", 2: "a", 3: "a"}, {})
    assert sum_up([good, bad])["recall"] == pytest.approx(1 / 4)
