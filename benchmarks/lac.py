"""Baidu's LAC 2.1.2 without paddle, as a peer to measure against.

The network (ONNX) and transitions converted from its package, and its dictionaries, are read from a folder::

    net.onnx  weights.npz (key crf)  word.dic  tag.dic  q2b.dic  small_seg.dic
"""

from math import log
from pathlib import Path

import numpy as np
import onnxruntime

Spans = list[tuple[int, int, str]]


class Lac:
    """LAC's tagger: its own cut into words, two BiGRU layers, a CRF."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._net = onnxruntime.InferenceSession(str(folder / "net.onnx"), options, providers=["CPUExecutionProvider"])
        self._crf = np.load(folder / "weights.npz")["crf"]
        self._word = {word: int(number) for number, word in _pairs(folder / "word.dic")}
        self._tag = {int(number): tag for number, tag in _pairs(folder / "tag.dic")}  # later lines win
        self._replace = dict(_pairs(folder / "q2b.dic"))
        self._words: set[str] = set()
        self._starts: set[str] = set()
        total = 0
        for line in (folder / "small_seg.dic").read_text(encoding="utf-8").splitlines():
            word, count = line.strip().split(" ")
            self._words.add(word)
            self._starts.update(word[:n] for n in range(1, len(word) + 1))
            total += int(count)
        self._log_total = log(total)

    def names(self, text: str) -> Spans:
        """PER, LOC and ORG spans of a sentence."""
        pieces = self._pieces(text)
        if not pieces:
            return []
        ids = np.array([[number for number, _ in pieces]], np.int64)
        scores = self._net.run(None, {"ids": ids, "lens": np.array([len(pieces)], np.int32)})[0][:, 0]
        spans: list[list[object]] = []
        at = 0
        for label, (_, length) in zip(self._viterbi(scores), pieces, strict=True):
            tag = self._tag[label]
            base, edge = (tag[:-2], tag[-1]) if tag != "O" else ("O", "B")
            if spans and edge != "B":
                spans[-1][1:] = [at + length, base]  # as LAC does it: the last tag names the word
            else:
                spans.append([at, at + length, base])
            at += length
        return [(int(s), int(e), str(t)) for s, e, t in spans if t in ("PER", "LOC", "ORG")]  # type: ignore[call-overload]

    def _cut(self, text: str) -> list[str]:
        n = len(text)
        best, following = [0.0] * (n + 1), list(range(1, n + 2))
        for i in range(n - 1, -1, -1):
            best[i] = best[i + 1] - self._log_total
            j = i + 2
            while j <= n and text[i:j] in self._starts:
                value = log(j - i) - self._log_total + best[j]
                if text[i:j] in self._words and value >= best[i]:
                    best[i], following[i] = value, j
                j += 1
        words, i = [], 0
        while i < n:
            word = text[i : following[i]]
            is_letter = len(word) == 1 and word.isascii() and word.isalnum()
            if is_letter and words and words[-1].isascii() and words[-1].isalnum():
                words[-1] += word
            else:
                words.append(word)
            i = following[i]
        return words

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        unknown = self._word["OOV"]
        pieces = []
        for word in self._cut(text):
            parts = [word] if word in self._word else list(word)
            pieces += [(self._word.get(self._replace.get(part, part), unknown), len(part)) for part in parts]
        return pieces

    def _viterbi(self, scores: np.ndarray) -> list[int]:
        start, stop, step = self._crf[0], self._crf[1], self._crf[2:]
        value, back = start + scores[0], []
        for row in scores[1:]:
            ways = value[:, None] + step
            back.append(ways.argmax(0))
            value = ways.max(0) + row
        path = [int((value + stop).argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]


def _pairs(path: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2]
