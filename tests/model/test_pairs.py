import pytest

from kg.model.labels import ARGUMENT_SLICE, N_DISTANCES, PAIR_LABELS, RELATION_SLICE, SAME, TITLE_SLICE
from kg.model.pairs import WindowSpan, distance_bucket, make_pairs, pair_slice, sentence_bucket


def test_slices_cover_the_labels_in_order() -> None:
    assert PAIR_LABELS[ARGUMENT_SLICE] == ("agent", "target", "place", "time", "topic", "source")
    assert PAIR_LABELS[TITLE_SLICE] == ("holder", "of")
    assert PAIR_LABELS[RELATION_SLICE][0] == "member_of"
    assert PAIR_LABELS[SAME] == "same"


@pytest.mark.parametrize(
    ("left", "right", "n"),
    [
        ("MEET", "PER", 1),
        ("MEET", "TIME", 1),
        ("MEET", "TTL", 0),
        ("TTL", "PER", 1),
        ("TTL", "TIME", 0),
        ("PER", "ORG", 2),
    ],
)
def test_only_pairs_of_the_schema_are_scored(left: str, right: str, n: int) -> None:
    assert len(pair_slice(left, right)) == n


@pytest.mark.parametrize("gap", [0, 1, 2, 3, 7, 20, 50, 100, 5000])
def test_distance_is_mirrored_and_within_bounds(gap: int) -> None:
    left, right = WindowSpan(0, 2, "PER", 0), WindowSpan(2 + gap, 4 + gap, "PER", 0)
    there, back = distance_bucket(left, right), distance_bucket(right, left)
    assert 0 <= back < N_DISTANCES // 2 - 1
    assert N_DISTANCES // 2 < there < N_DISTANCES
    assert there - (N_DISTANCES // 2 + 1) == (N_DISTANCES // 2 - 2) - back


def test_a_nested_span_has_a_bucket_of_its_own() -> None:
    outer, inner = WindowSpan(0, 5, "ORG", 0), WindowSpan(0, 2, "GPE", 0)
    assert distance_bucket(outer, inner) != distance_bucket(inner, outer)


def test_headline_is_told_from_other_sentences() -> None:
    trigger, head = WindowSpan(50, 52, "MEET", 3), WindowSpan(0, 2, "PER", 0)
    assert sentence_bucket(trigger, head, headline=True) == 5
    assert sentence_bucket(trigger, head, headline=False) == 2


def test_context_is_pointed_at_but_does_not_ask() -> None:
    spans = [WindowSpan(0, 2, "PER", 0), WindowSpan(3, 5, "MEET", 0), WindowSpan(10, 12, "VISIT", 1)]
    pairs = make_pairs(spans, first_body=1, headline=True)
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(2, 0)]
