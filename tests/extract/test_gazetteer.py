import numpy as np

from kg.extract.gazetteer import HINT, known_spans

PLACES = frozenset({"仰光", "内比都", "缅甸"})


def test_known_names_are_hinted_at_by_start_and_length() -> None:
    found = known_spans("在内比都和仰光", PLACES, 28)
    assert found.shape == (7, 28)
    assert [(int(i), int(j) + 1) for i, j in zip(*np.nonzero(found), strict=True)] == [(1, 3), (5, 2)]
    assert found.max() == HINT


def test_traditional_text_is_hinted_at_too() -> None:
    assert known_spans("緬甸", PLACES, 28)[0, 1] == HINT


def test_a_name_cut_off_by_the_end_is_none() -> None:
    assert not known_spans("内比", PLACES, 28).any()
    assert known_spans("", PLACES, 28).shape == (0, 28)
