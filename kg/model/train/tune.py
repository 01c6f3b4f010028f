"""Fitting temperatures and thresholds on development articles.

A scorer and annotated articles enter; numbers for ``bundle.json`` leave. First temperatures (least negative
log-likelihood), then each threshold (best F1 of its layer), names before what hangs on them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.gold import GoldArticle
from kg.evaluation.scoring import score_articles
from kg.extract.annotate import annotate
from kg.extract.reading import FloatArray, Scorer, read_sentences
from kg.model.bundle import Thresholds
from kg.model.pairs import PairArrays
from kg.model.train.examples import IGNORE, Example, make_examples
from kg.model.windows import BODY_CHARS, IntArray, WindowArrays
from kg.settings import DEFAULT_TIMEZONE

_TEMPERATURES: Final = tuple(round(0.6 + 0.1 * k, 1) for k in range(20))
_GRID: Final = tuple(round(0.1 + 0.05 * k, 2) for k in range(18))
#: Threshold -> the layer whose F1 it is chosen by.
_LAYERS: Final = {
    "name": "mentions",
    "trigger": "triggers",
    "same": "arguments",
    "argument": "arguments",
    "source": "attribution",
    "title": "titles",
    "relation": "relations",
}


class CachedScorer:
    """Remembers the span scores of windows, which no threshold changes."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self.tokenizer, self.places = scorer.tokenizer, scorer.places
        self.thresholds, self.temperatures = scorer.thresholds, scorer.temperatures
        self._tags: dict[bytes, tuple[FloatArray, FloatArray, FloatArray]] = {}

    def tag(self, arrays: WindowArrays) -> tuple[FloatArray, FloatArray, FloatArray]:
        """As ``Scorer.tag``."""
        key = arrays.pieces.tobytes() + arrays.chars.tobytes()
        if key not in self._tags:
            self._tags[key] = self._scorer.tag(arrays)
        names, triggers, states = self._tags[key]
        return names.copy(), triggers, states  # hints are added to the names

    def pair(
        self, states: FloatArray, bounds: IntArray, kinds: IntArray, pairs: PairArrays
    ) -> tuple[FloatArray, FloatArray]:
        """As ``Scorer.pair``."""
        return self._scorer.pair(states, bounds, kinds, pairs)


def tune(scorer: Scorer, articles: Sequence[GoldArticle]) -> tuple[Thresholds, dict[str, float]]:
    """Thresholds and temperatures that suit the articles best."""
    cached = CachedScorer(scorer)
    examples = make_examples(articles, scorer.tokenizer, body_chars=BODY_CHARS)
    cached.temperatures = {
        "name": _temperature([(cached.tag(x.arrays)[0], x.names) for x in examples]),
        "trigger": _temperature([(cached.tag(x.arrays)[1], x.triggers) for x in examples]),
        "pair": _pair_temperature(cached, examples),
    }
    cached.thresholds = Thresholds()
    for name, layer in _LAYERS.items():
        scores = {value: _f1(cached, articles, layer, replace(cached.thresholds, **{name: value})) for value in _GRID}
        # The middle of the values within half a point of the best: a plateau carries over better than a peak.
        good = [value for value, f1 in scores.items() if f1 >= max(scores.values()) - 0.005]
        cached.thresholds = replace(cached.thresholds, **{name: good[len(good) // 2]})
    return cached.thresholds, cached.temperatures


def _f1(scorer: CachedScorer, articles: Sequence[GoldArticle], layer: str, thresholds: Thresholds) -> float:
    scorer.thresholds = thresholds
    pairs = ((a, annotate(a, read_sentences(a.sentences, model=scorer), timezone=DEFAULT_TIMEZONE)) for a in articles)
    return score_articles(pairs)[layer].f1


def _temperature(rows: list[tuple[FloatArray, IntArray]]) -> float:
    # Spans that are surely none (log-odds beyond 8) make up nearly all and say nothing about calibration.
    scores = np.concatenate([s[t != IGNORE] for s, t in rows])
    targets = np.concatenate([t[t != IGNORE] for _, t in rows])
    unsure = (scores[:, 0] - scores[:, 1:].max(-1) < 8) | (targets > 0)
    scores, targets = scores[unsure], targets[unsure]

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        top = scaled.max(-1, keepdims=True)
        log_sum = (top + np.log(np.exp(scaled - top).sum(-1, keepdims=True)))[:, 0]
        return float((log_sum - scaled[np.arange(len(targets)), targets]).mean())

    return min(_TEMPERATURES, key=loss)


def _pair_temperature(scorer: CachedScorer, examples: list[Example]) -> float:
    scores, targets = [], []
    for x in examples:
        if not len(x.pairs.left):
            continue
        rows, _ = scorer.pair(scorer.tag(x.arrays)[2], x.bounds, x.kinds, x.pairs)
        pooled = np.full(x.targets.shape, -30.0, np.float32)
        np.maximum.at(pooled, x.group, rows)
        scores.append(pooled[x.targets >= 0])
        targets.append(x.targets[x.targets >= 0])
    flat: NDArray[np.float32] = np.concatenate(scores)
    truth = np.concatenate(targets)

    def loss(temperature: float) -> float:
        scaled = flat / temperature
        return float((np.logaddexp(0, scaled) - truth * scaled).mean())

    return min(_TEMPERATURES, key=loss)
