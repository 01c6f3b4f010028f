import numpy as np

from kg.extract.gazetteer import CUT, HINT, known_spans

PLACES = frozenset({"仰光", "内比都", "缅甸"})


def test_known_names_are_hinted_at_by_start_and_length() -> None:
    found = known_spans("在内比都和仰光", PLACES, 28)
    assert found.shape == (7, 28)
    assert [(int(i), int(j) + 1) for i, j in zip(*np.nonzero(found > 0), strict=True)] == [(1, 3), (5, 2)]
    assert found.max() == HINT


def test_the_beginning_of_a_known_name_is_made_less_likely() -> None:
    found = known_spans("在内比都", PLACES, 28)
    assert found[1, 1] == -CUT
    assert known_spans("在内比都", PLACES | {"内比"}, 28)[1, 1] == HINT


def test_traditional_text_is_hinted_at_too() -> None:
    assert known_spans("緬甸", PLACES, 28)[0, 1] == HINT


def test_a_name_cut_off_by_the_end_is_none() -> None:
    assert not known_spans("内比", PLACES, 28).any()
    assert known_spans("", PLACES, 28).shape == (0, 28)
