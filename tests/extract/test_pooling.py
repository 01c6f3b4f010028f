import numpy as np
import pytest

from kg.extract.pooling import alike, cluster_spans, pool_pairs
from kg.model.labels import PAIR_LABELS, SAME
from kg.model.pairs import PairArrays, WindowSpan, make_pairs

AGENT, PART_OF = PAIR_LABELS.index("agent"), PAIR_LABELS.index("part_of")


def _setup(*rows: tuple[str, str, int]) -> tuple[list[WindowSpan], list[str], PairArrays, np.ndarray]:
    spans = [WindowSpan(10 * n, 10 * n + len(text), kind, sentence) for n, (text, kind, sentence) in enumerate(rows)]
    pairs = make_pairs(spans, first_body=0, headline=False)
    return spans, [text for text, _, _ in rows], pairs, np.full((len(pairs.left), len(PAIR_LABELS)), -9.0, np.float32)


def _set(pairs: PairArrays, scores: np.ndarray, i: int, j: int, label: int, value: float) -> None:
    scores[(pairs.left == i) & (pairs.right == j), label] = value


def test_names_written_alike_or_held_for_the_same_are_one_cluster() -> None:
    spans, texts, pairs, scores = _setup(
        ("特朗普", "PER", 0), ("川普", "PER", 0), ("特朗普", "PER", 1), ("美国", "GPE", 1)
    )
    _set(pairs, scores, 1, 2, SAME, 3.0)
    _set(pairs, scores, 2, 3, SAME, 3.0)
    cluster = cluster_spans(spans, texts, pairs, scores, least=1.0)
    assert cluster[0] == cluster[1] == cluster[2] != cluster[3], "things of two types are never one"


def test_weak_pairs_of_one_thing_add_up() -> None:
    spans, texts, pairs, scores = _setup(("会谈", "MEET", 0), ("秦刚", "PER", 0), ("秦刚", "PER", 0))
    _set(pairs, scores, 0, 1, AGENT, -0.2)
    _set(pairs, scores, 0, 2, AGENT, -0.3)
    pooled = pool_pairs(spans, cluster_spans(spans, texts, pairs, scores, least=1.0), pairs, scores)
    assert (pooled.left, pooled.right) == ([0], [1])
    assert pooled.scores[0, AGENT] == pytest.approx(np.logaddexp(-0.2, -0.3), abs=1e-5)


def test_a_mention_elsewhere_is_silent_where_the_sentence_has_one() -> None:
    spans, texts, pairs, scores = _setup(("秦刚", "PER", 0), ("会谈", "MEET", 1), ("秦刚", "PER", 1))
    _set(pairs, scores, 1, 0, AGENT, 8.0)
    pooled = pool_pairs(spans, cluster_spans(spans, texts, pairs, scores, least=1.0), pairs, scores)
    assert pooled.right == [2]
    assert pooled.scores[0, AGENT] == pytest.approx(-9.0)


def test_a_mention_elsewhere_speaks_where_the_sentence_has_none() -> None:
    spans, texts, pairs, scores = _setup(("秦刚", "PER", 0), ("会谈", "MEET", 1))
    _set(pairs, scores, 1, 0, AGENT, 2.0)
    pooled = pool_pairs(spans, cluster_spans(spans, texts, pairs, scores, least=1.0), pairs, scores)
    assert pooled.scores[0, AGENT] == pytest.approx(2.0)


def test_a_thing_has_no_relation_to_itself() -> None:
    spans, texts, pairs, scores = _setup(("联合国", "ORG", 0), ("联合国", "ORG", 0))
    _set(pairs, scores, 0, 1, PART_OF, 5.0)
    pooled = pool_pairs(spans, cluster_spans(spans, texts, pairs, scores, least=1.0), pairs, scores)
    assert pooled.left == []
    assert pooled.scores.shape == (0, len(PAIR_LABELS))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("上合组织", "上海合作组织", True),
        ("习", "习近平", True),
        ("特朗普", "唐纳德·特朗普", True),
        ("中国", "中国", True),
        ("王毅", "布林肯", False),
        ("俄罗斯", "缅甸", False),
        ("织组", "上合组织", False),
    ],
)
def test_names_are_alike_if_one_is_the_other_shortened(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is alike(other, one) is expected
