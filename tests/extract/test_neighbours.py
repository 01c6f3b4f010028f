import numpy as np
import pytest

from kg.extract.neighbours import raise_neighbours
from kg.model.labels import PAIR_LABELS
from kg.model.pairs import WindowSpan, make_pairs


def _found(text: str, *names: tuple[str, str]) -> set[tuple[str, str, str]]:
    """(title, label, name) of all pairs that are likely, where the network says nothing."""
    spans = [WindowSpan(text.index(name), text.index(name) + len(name), kind, 0) for name, kind in names]
    pairs = make_pairs(spans, first_body=0, headline=False)
    scores = raise_neighbours(spans, pairs, np.full((len(pairs.left), len(PAIR_LABELS)), -9, np.float32))
    return {
        (names[i][0], PAIR_LABELS[column], names[j][0])
        for i, j, row in zip(pairs.left, pairs.right, scores, strict=True)
        for column in np.nonzero(row > 0)[0]
    }


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "中国外长秦刚会见敏昂莱",
            [("中国", "GPE"), ("外长", "TTL"), ("秦刚", "PER"), ("敏昂莱", "PER")],
            {("外长", "holder", "秦刚"), ("外长", "of", "中国")},
        ),
        ("王毅外长说", [("王毅", "PER"), ("外长", "TTL")], {("外长", "holder", "王毅")}),
        # Between two people it belongs to the one after it.
        (
            "习近平总书记王毅",
            [("习近平", "PER"), ("总书记", "TTL"), ("王毅", "PER")],
            {("总书记", "holder", "王毅")},
        ),
        # The whole body, not the place that its name ends with.
        (
            "驻美国使馆发言人说",
            [("驻美国使馆", "ORG"), ("使馆", "ORG"), ("发言人", "TTL")],
            {("发言人", "of", "驻美国使馆")},
        ),
        ("外长、秦刚", [("外长", "TTL"), ("秦刚", "PER")], set()),
    ],
)
def test_what_stands_beside_a_title_belongs_to_it(text, names, expected) -> None:
    assert _found(text, *names) == expected


def test_what_the_network_is_surer_of_stays() -> None:
    spans = [WindowSpan(0, 2, "TTL", 0), WindowSpan(2, 4, "PER", 0)]
    pairs = make_pairs(spans, first_body=0, headline=False)
    scores = np.full((1, len(PAIR_LABELS)), 7, np.float32)
    assert (raise_neighbours(spans, pairs, scores) == scores).all()
