"""SentencePiece unigram cutting with the place of every character kept.

A sentence enters; piece ids leave, and for each character the piece that covers it and its place inside the piece.
The normaliser (NFKC-like) may change lengths, so offsets are carried through it.

Source: Kudo 2018, Subword Regularization; the pieces and scores are those of multilingual-e5-small.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

BOS: Final = 0
PAD: Final = 1
EOS: Final = 2
UNK: Final = 3
META: Final = "\u2581"

#: Places of a character in its piece: 0-5 from the front, 6 the last of several, 7 no piece covers it.
N_PLACES: Final = 8
NO_PLACE: Final = 7

# Characters that no piece names share these rows by code point, so that a rare surname still has a row of its own
# kind (邝 韫 垚 are unknown to the pieces).
N_HASHED: Final = 64

# Longer pieces are boilerplate phrases; the longest Chinese piece kept has 8 characters.
_MAX_PIECE: Final = 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """A cut sentence: ``pieces`` without specials; ``chars``, ``piece_of`` and ``place`` have one number a character.

    ``piece_of`` counts from 0 into ``pieces``; a character without a piece takes the one before it.
    """

    pieces: list[int]
    chars: list[int]
    piece_of: list[int]
    place: list[int]


class Tokenizer:
    """Cuts sentences by the best sum of piece scores (Viterbi)."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], normalizer: Mapping[str, str]) -> None:
        self.pieces = list(pieces)
        self.scores = list(scores)
        self.normalizer = dict(normalizer)
        self._id: dict[str, int] = {}
        for index, piece in enumerate(self.pieces):
            if index > UNK and len(piece) <= _MAX_PIECE:
                self._id.setdefault(piece, index)
        self._longest = max((len(piece) for piece in self._id), default=1)
        self._unknown_score = min(self.scores) - 10.0
        self._char_id = {" " if p == META else p: i for i, p in enumerate(self.pieces) if len(p) == 1}

    @property
    def n_chars(self) -> int:
        """Rows that a table of characters needs."""
        return len(self.pieces) + N_HASHED

    @classmethod
    def load(cls, path: Path) -> "Tokenizer":
        """Read what ``save`` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["pieces"], data["scores"], data["normalizer"])

    def save(self, path: Path) -> None:
        """Write pieces, scores and normaliser as one JSON file."""
        data: dict[str, Any] = {
            "pieces": self.pieces,
            "scores": [round(score, 4) for score in self.scores],
            "normalizer": self.normalizer,
        }
        path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")

    def encode(self, text: str) -> Encoded:
        """Cut one sentence."""
        normal, origin = self._normalize(text)
        pieces, ends = self._best_path(normal)
        piece_of, place = self._align(len(text), normal, origin, ends)
        return Encoded(pieces, [self._char(c) for c in text], piece_of, place)

    def _char(self, char: str) -> int:
        index = self._char_id.get(char)
        if index is None:
            folded = self.normalizer.get(char, "").strip()[:1]
            index = self._char_id.get(folded) if folded else None
        return len(self.pieces) + ord(char) % N_HASHED if index is None else index

    def _normalize(self, text: str) -> tuple[str, list[int]]:
        out, origin = [META], [-1]
        for position, char in enumerate(text):
            for c in self.normalizer.get(char, char):
                mapped = META if c == " " else c
                if mapped == META and out[-1] == META:
                    continue
                out.append(mapped)
                origin.append(position)
        return "".join(out), origin

    def _best_path(self, text: str) -> tuple[list[int], list[int]]:
        n = len(text)
        best = [0.0] + [-1e30] * n
        piece, back = [0] * (n + 1), [0] * (n + 1)
        lookup, scores, longest = self._id.get, self.scores, self._longest
        for i in range(n):
            base = best[i]
            value = base + self._unknown_score
            if value > best[i + 1]:
                best[i + 1], piece[i + 1], back[i + 1] = value, UNK, i
            for j in range(i + 1, min(n, i + longest) + 1):
                index = lookup(text[i:j])
                if index is not None:
                    value = base + scores[index]
                    if value > best[j]:
                        best[j], piece[j], back[j] = value, index, i
        pieces, ends = [], []
        at = n
        while at > 0:
            pieces.append(piece[at])
            ends.append(at)
            at = back[at]
        return pieces[::-1], ends[::-1]

    @staticmethod
    def _align(n_chars: int, normal: str, origin: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        piece_of, place = [-1] * n_chars, [NO_PLACE] * n_chars
        start = 0
        for index, end in enumerate(ends):
            covered = sorted({origin[k] for k in range(start, end) if origin[k] >= 0 and normal[k] != META})
            for order, position in enumerate(covered):
                if piece_of[position] < 0:
                    piece_of[position] = index
                    place[position] = 6 if order and order == len(covered) - 1 else min(order, 5)
            start = end
        last = 0
        for position in range(n_chars):
            if piece_of[position] < 0:
                piece_of[position] = last
            last = piece_of[position]
        return piece_of, place
