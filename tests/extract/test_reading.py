"""Reading with a scorer made by hand: it knows the words of a small list and nothing else."""

from typing import ClassVar

import numpy as np

from kg.extract.reading import Reading, read_sentences
from kg.model.bundle import Thresholds
from kg.model.labels import MAX_NAME, MAX_TRIGGER, NAME_LABELS, PAIR_LABELS, TRIGGER_LABELS
from kg.model.pairs import PairArrays
from kg.model.windows import IntArray, WindowArrays
from tests.model.train.builders import make_tokenizer


class ListScorer:
    """Finds listed words, makes every PER the agent of every trigger, and calls everything planned."""

    names: ClassVar = {"秦刚": "PER", "缅甸": "GPE", "敏昂莱": "PER"}
    triggers: ClassVar = {"访问": "VISIT", "会谈": "MEET"}

    def __init__(self) -> None:
        self.tokenizer = make_tokenizer()
        self.thresholds = Thresholds()
        self.temperatures: dict[str, float] = {}
        self.places: frozenset[str] = frozenset()
        self.n_windows = 0

    def tag(self, arrays: WindowArrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        self.n_windows += 1
        rows = {i: c for c, i in self.tokenizer._char_id.items()}
        text = "".join(rows.get(int(c), "？") for c in arrays.chars)
        names = np.zeros((len(text), MAX_NAME, len(NAME_LABELS) + 1), np.float32)
        triggers = np.zeros((len(text), MAX_TRIGGER, len(TRIGGER_LABELS) + 1), np.float32)
        for scores, words, labels in ((names, self.names, NAME_LABELS), (triggers, self.triggers, TRIGGER_LABELS)):
            scores[:, :, 0] = 9
            for word, label in words.items():
                at = text.find(word)
                while at >= 0:
                    scores[at, len(word) - 1, labels.index(label) + 1] = 18
                    at = text.find(word, at + 1)
        return names, triggers, np.zeros((len(text), 256), np.float32)

    def pair(
        self, states: np.ndarray, bounds: IntArray, kinds: IntArray, pairs: PairArrays
    ) -> tuple[np.ndarray, np.ndarray]:
        scores = np.full((len(pairs.left), len(PAIR_LABELS)), -9.0, np.float32)
        scores[:, PAIR_LABELS.index("agent")] = np.where(kinds[pairs.right] == 1, 9.0, -9.0)
        return scores, np.tile(np.array([0, 9, 0, 0], np.float32), (len(kinds), 1))


def _words(reading: Reading, sentences: list[str]) -> list[tuple[str, str]]:
    return [(sentences[s.sentence][s.start : s.end], s.kind) for s in reading.spans]


def test_spans_are_counted_in_their_sentence() -> None:
    sentences = ["秦刚访问缅甸", "秦刚与敏昂莱会谈。"]
    reading = read_sentences(sentences, model=ListScorer())
    assert _words(reading, sentences) == [
        ("秦刚", "PER"),
        ("访问", "VISIT"),
        ("缅甸", "GPE"),
        ("秦刚", "PER"),
        ("敏昂莱", "PER"),
        ("会谈", "MEET"),
    ]
    assert set(reading.modality.values()) == {"planned"}


def test_each_sentence_is_read_once_and_points_back_over_a_window_edge() -> None:
    model = ListScorer()
    sentences = ["秦刚访问缅甸", "长" * 300, "长" * 90, "会谈。"]
    reading = read_sentences(sentences, model=model)
    assert model.n_windows == 2
    assert _words(reading, sentences).count(("秦刚", "PER")) == 1
    agents = {(reading.spans[k.left].kind, reading.spans[k.right].sentence) for k in reading.facts.arguments}
    assert agents == {("VISIT", 0), ("MEET", 0)}, "the headline is there to be pointed at from the second window"


def test_a_text_without_anything_gives_an_empty_reading() -> None:
    reading = read_sentences(["长长长"], model=ListScorer())
    assert reading.spans == []
    assert reading.facts.arguments == []


def test_no_sentences_no_windows() -> None:
    assert read_sentences([], model=ListScorer()).spans == []
