import numpy as np

from kg.extract.spans import choose_spans, sigmoid, softmax
from kg.model.windows import WindowArrays

LABELS = ("ORG", "GPE")


def _arrays(*lengths: int) -> WindowArrays:
    n = sum(lengths)
    ends, starts = [], []
    for length in lengths:
        starts.append(len(ends))
        ends += [len(ends) + length] * length
    zero = np.zeros(n, np.int64)
    return WindowArrays(zero, zero, zero, zero, zero, tuple(starts), np.array(ends, np.int64))


def _scores(n: int, rows: dict[tuple[int, int, int], float]) -> np.ndarray:
    scores = np.zeros((n, 6, 3), np.float32)
    scores[:, :, 0] = 5
    for (start, end, label), value in rows.items():
        scores[start, end - start - 1, label] = value
    return scores


def _choose(scores: np.ndarray, arrays: WindowArrays, **more: object) -> list[tuple[int, int, str]]:
    options: dict[str, object] = {"labels": LABELS, "body_start": 0, "threshold": 0.5, "nested": True}
    found = choose_spans(scores, arrays, **(options | more))  # type: ignore[arg-type]
    return [(span.start, span.end, span.label) for span in found]


def test_nested_spans_are_kept() -> None:
    scores = _scores(8, {(0, 5, 1): 9, (0, 2, 2): 8})
    assert _choose(scores, _arrays(8)) == [(0, 5, "ORG"), (0, 2, "GPE")]


def test_of_crossing_spans_the_surer_stays() -> None:
    scores = _scores(8, {(0, 4, 1): 8, (2, 6, 2): 9})
    assert _choose(scores, _arrays(8)) == [(2, 6, "GPE")]


def test_without_nesting_overlaps_go() -> None:
    scores = _scores(8, {(0, 5, 1): 9, (0, 2, 2): 8})
    assert _choose(scores, _arrays(8), nested=False) == [(0, 5, "ORG")]


def test_spans_stay_inside_a_sentence() -> None:
    scores = _scores(8, {(2, 6, 1): 9, (4, 6, 2): 9})
    assert _choose(scores, _arrays(4, 4)) == [(4, 6, "GPE")]


def test_context_is_not_answered_for() -> None:
    scores = _scores(8, {(0, 2, 1): 9, (5, 7, 2): 9})
    assert _choose(scores, _arrays(4, 4), body_start=4) == [(5, 7, "GPE")]


def test_a_higher_temperature_makes_the_unsure_fall_below_the_threshold() -> None:
    scores = _scores(4, {(0, 2, 1): 6})
    assert _choose(scores, _arrays(4)) == [(0, 2, "ORG")]
    assert _choose(scores, _arrays(4), temperature=10.0) == []


def test_softmax_sums_to_one_for_large_scores() -> None:
    assert np.allclose(softmax(np.array([[1e4, 0.0, -1e4]], np.float32)).sum(-1), 1)


def test_sigmoid_neither_overflows_nor_leaves_its_bounds() -> None:
    values = sigmoid(np.array([-1e4, -100.0, 0.0, 100.0, 1e4], np.float32))
    assert values.tolist() == [0.0, np.float32(np.exp(-100.0)), 0.5, 1.0, 1.0]


def test_of_overlapping_spans_of_a_flat_label_the_surer_stays() -> None:
    scores = _scores(8, {(0, 5, 1): 9, (3, 5, 1): 8, (0, 2, 2): 8})
    assert _choose(scores, _arrays(8), flat=("ORG",)) == [(0, 5, "ORG"), (0, 2, "GPE")]
