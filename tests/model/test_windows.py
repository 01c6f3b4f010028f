from hypothesis import given
from hypothesis import strategies as st

from kg.model.tokenizer import Encoded
from kg.model.windows import MAX_PIECES, Window, make_windows, window_arrays


@given(st.lists(st.integers(1, 500), max_size=60), st.booleans())
def test_every_sentence_is_body_of_exactly_one_window(lengths: list[int], has_headline: bool) -> None:
    windows = make_windows(lengths, has_headline=has_headline)
    assert [s for window in windows for s in window.body] == list(range(len(lengths)))
    assert all(len(set(window.sentences)) == len(window.sentences) for window in windows)


def test_later_windows_carry_headline_and_the_sentence_before() -> None:
    windows = make_windows([20, 200, 100, 200, 50], has_headline=True)
    assert windows == [Window((0, 1, 2), 3), Window((0, 2, 3, 4), 2)]


def test_long_context_is_left_out() -> None:
    assert make_windows([20, 370, 370], has_headline=True)[-1] == Window((0, 2), 1)


def _cut(n: int) -> Encoded:
    return Encoded(list(range(10, 10 + n)), [9] * n, list(range(n)), [0] * n)


def test_arrays_join_sentences_and_count_pieces_past_the_first_special() -> None:
    arrays = window_arrays(Window((0, 1), 1), [_cut(3), _cut(2)])
    assert arrays.pieces.tolist() == [0, 10, 11, 12, 10, 11, 2]
    assert arrays.piece_of.tolist() == [1, 2, 3, 4, 5]
    assert arrays.starts == (0, 3)
    assert arrays.sentence_end.tolist() == [3, 3, 3, 5, 5]


def test_pieces_beyond_the_encoder_are_dropped_and_characters_kept() -> None:
    arrays = window_arrays(Window((0,), 1), [_cut(700)])
    assert len(arrays.pieces) == MAX_PIECES
    assert len(arrays.chars) == 700
    assert arrays.piece_of.max() == MAX_PIECES - 1
