import numpy as np

from kg.extract.brackets import bracket_pairs, torn_spans


def torn(text: str, longest: int = 28) -> set[str]:
    found = torn_spans(text, longest)
    assert found.shape == (len(text), longest)
    return {text[i : i + n + 1] for i, n in zip(*np.nonzero(found), strict=True) if i + n < len(text)}


def test_spans_with_one_bracket_of_a_pair_are_torn() -> None:
    assert torn("周二（六）早") == {
        *("周二（", "周二（六", "二（", "二（六", "（", "（六"),
        *("六）", "六）早", "）", "）早"),
    }


def test_a_whole_pair_and_what_stands_inside_or_outside_hold() -> None:
    assert torn("《甲》乙") & {"《甲》", "《甲》乙", "甲", "乙"} == set()


def test_pairs_of_different_kinds_and_widths_belong_together_by_kind() -> None:
    assert bracket_pairs("“甲（乙)」”") == [(2, 4), (0, 6)]
    assert bracket_pairs("（甲「乙）丙」") == [(0, 4)]


def test_a_bracket_without_its_partner_tears_nothing() -> None:
    assert torn("1）甲（") == set()
    assert torn("") == set()


def test_only_spans_of_the_given_lengths_are_asked_for() -> None:
    found = torn_spans("甲" * 5 + "（" + "乙" * 9 + "）", 3)
    assert not found[:3].any()
    assert found[3].tolist() == [False, False, True]
    assert found[5].tolist() == [True, True, True]
    assert found[6:13].sum() == 0
    assert found[13].tolist() == [False, False, True]
