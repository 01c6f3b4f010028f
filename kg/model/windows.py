"""Packing sentences into windows that the encoder reads at once.

Sentences enter; windows leave: the headline, one sentence of context, then as many new sentences as fit. Every
sentence is the body of exactly one window, so that it is decoded once; the rest of a window is there to be pointed at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.model.tokenizer import BOS, EOS, Encoded

#: Characters of new sentences in one window. 380 keeps a window near 300 pieces, within the encoder's 512 positions.
BODY_CHARS: Final = 380
#: Longer headlines or context sentences are left out rather than cut.
CONTEXT_CHARS: Final = 120
MAX_PIECES: Final = 512

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentence numbers of one window in the order they stand in it; the last ``n_body`` are its body."""

    sentences: tuple[int, ...]
    n_body: int

    @property
    def body(self) -> tuple[int, ...]:
        """The sentences that are decoded here."""
        return self.sentences[len(self.sentences) - self.n_body :]


def make_windows(lengths: Sequence[int], *, has_headline: bool, body_chars: int = BODY_CHARS) -> list[Window]:
    """Pack sentences of the given lengths (in characters) in reading order."""
    windows: list[Window] = []
    start = 0
    while start < len(lengths):
        end, total = start, 0
        while end < len(lengths) and (end == start or total + lengths[end] <= body_chars):
            total += lengths[end]
            end += 1
        context = []
        if has_headline and start > 1 and lengths[0] <= CONTEXT_CHARS:
            context.append(0)
        if start > 0 and lengths[start - 1] <= CONTEXT_CHARS:
            context.append(start - 1)
        windows.append(Window((*context, *range(start, end)), end - start))
        start = end
    return windows


@dataclass(frozen=True, slots=True)
class WindowArrays:
    """What the encoder reads, and where each character came from.

    Attributes:
        pieces: int64 (n_pieces,), with the two specials.
        chars, piece_of, place: int64 (n_chars,); ``piece_of`` counts into ``pieces``.
        sentence: int64 (n_chars,): order of the character's sentence in the window.
        starts: First character of each sentence of the window.
        sentence_end: int64 (n_chars,): where the character's sentence ends.
    """

    pieces: IntArray
    chars: IntArray
    piece_of: IntArray
    place: IntArray
    sentence: IntArray
    starts: tuple[int, ...]
    sentence_end: IntArray


def window_arrays(window: Window, encoded: Sequence[Encoded]) -> WindowArrays:
    """Join the cut sentences of a window; pieces past the encoder's positions are dropped, their characters kept."""
    pieces, starts = [BOS], []
    chars: list[int] = []
    piece_of: list[int] = []
    place: list[int] = []
    sentence: list[int] = []
    ends: list[int] = []
    for order, number in enumerate(window.sentences):
        cut = encoded[number]
        starts.append(len(chars))
        base = len(pieces)
        pieces.extend(cut.pieces)
        chars.extend(cut.chars)
        piece_of.extend(base + p for p in cut.piece_of)
        place.extend(cut.place)
        sentence.extend([order] * len(cut.chars))
        ends.extend([len(chars)] * len(cut.chars))
    pieces = [*pieces[: MAX_PIECES - 1], EOS]
    limit = len(pieces) - 1
    return WindowArrays(
        np.array(pieces, np.int64),
        np.array(chars, np.int64),
        np.minimum(np.array(piece_of, np.int64), limit),
        np.array(place, np.int64),
        np.array(sentence, np.int64),
        tuple(starts),
        np.array(ends, np.int64),
    )
