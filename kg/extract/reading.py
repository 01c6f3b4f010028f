"""Reading a text: windows through the network, spans and facts out.

Sentences enter; a ``Reading`` leaves: every span by sentence, every fact by span number. The network is anything
with the two methods of ``Scorer``: the shipped one or one in training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.extract.brackets import torn_spans
from kg.extract.denial import Trigger, denied
from kg.extract.facts import Facts, Link, choose_facts
from kg.extract.gazetteer import known_spans
from kg.extract.holders import is_anybodys
from kg.extract.neighbours import raise_neighbours
from kg.extract.pooling import cluster_spans, doubt_unlike, pool_pairs
from kg.extract.spans import choose_spans, sigmoid
from kg.model.bundle import Thresholds
from kg.model.labels import MAX_NAME, MODALITY_LABELS, NAME_LABELS, SAME, TRIGGER_LABELS
from kg.model.pairs import PairArrays, WindowSpan, make_pairs, span_arrays
from kg.model.tokenizer import Tokenizer
from kg.model.windows import IntArray, Window, WindowArrays, make_windows, window_arrays
from kg.schema import EVENT_TYPES

FloatArray = NDArray[np.float32]


_GPE: Final = NAME_LABELS.index("GPE") + 1


class Scorer(Protocol):
    """A network: span scores of a window, then scores of pairs of its spans; ``places`` are names it may know."""

    tokenizer: Tokenizer
    places: frozenset[str]
    thresholds: Thresholds
    temperatures: dict[str, float]

    def tag(self, arrays: WindowArrays) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Name scores (n_chars, 28, 10), trigger scores (n_chars, 4, 34), character states (n_chars, 256)."""

    def pair(
        self, states: FloatArray, bounds: IntArray, kinds: IntArray, pairs: PairArrays
    ) -> tuple[FloatArray, FloatArray]:
        """Pair log-odds (n_pairs, 29) and modality scores (n_spans, 4)."""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A span of a sentence: its number, characters ``[start, end)`` of it, a kind, a probability."""

    sentence: int
    start: int
    end: int
    kind: str
    score: float


@dataclass(slots=True)
class Reading:
    """What was read: ``same`` joins names of one thing, ``modality`` maps numbers of trigger spans to a label."""

    spans: list[ReadSpan] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    same: list[Link] = field(default_factory=list)
    modality: dict[int, str] = field(default_factory=dict)


def read_sentences(sentences: Sequence[str], *, model: Scorer, has_headline: bool = True) -> Reading:
    """Find names, titles, times, events and relations in the sentences of one text; sentence 0 may be its headline."""
    encoded = [model.tokenizer.encode(sentence) for sentence in sentences]
    windows = make_windows([len(sentence) for sentence in sentences], has_headline=has_headline)
    reading = Reading()
    tagged: list[tuple[Window, WindowArrays, FloatArray]] = []
    for window in windows:
        arrays = window_arrays(window, encoded)
        names, triggers, states = model.tag(arrays)
        text = "".join(sentences[number] for number in window.sentences)
        names[torn_spans(text, MAX_NAME), 1:] = -np.inf
        if model.places:
            names[:, :, _GPE] += known_spans(text, model.places, MAX_NAME)
        reading.spans.extend(_spans(window, arrays, names, triggers, model))
        tagged.append((window, arrays, states))
    reading.spans.sort(key=lambda span: (span.sentence, span.start, -span.end, span.kind))
    by_sentence = _by_sentence(reading.spans)
    _add_facts(reading, sentences, by_sentence, tagged, model)
    for sentence, numbers in by_sentence.items():
        found = [Trigger(n, s.start, s.end, s.kind) for n in numbers if (s := reading.spans[n]).kind in EVENT_TYPES]
        reading.modality |= dict.fromkeys(denied(sentences[sentence], found), "negated")
    reading.facts.titles = [link for link in reading.facts.titles if not _is_strangers(link, reading.spans, sentences)]
    return reading


def _is_strangers(link: Link, spans: Sequence[ReadSpan], sentences: Sequence[str]) -> bool:
    """Whether a title that names nobody is given to somebody who doesn't stand beside it."""
    title, name = spans[link.left], spans[link.right]
    is_beside = title.sentence == name.sentence and (name.start == title.end or name.end == title.start)
    return link.label == "holder" and not is_beside and is_anybodys(sentences[title.sentence], title.start, title.end)


def _spans(
    window: Window, arrays: WindowArrays, names: FloatArray, triggers: FloatArray, model: Scorer
) -> list[ReadSpan]:
    body_start = arrays.starts[len(window.sentences) - window.n_body]
    found = choose_spans(
        names,
        arrays,
        labels=NAME_LABELS,
        body_start=body_start,
        threshold=model.thresholds.name,
        nested=True,
        flat=("TTL",),
        temperature=model.temperatures.get("name", 1.0),
    )
    found += choose_spans(
        triggers,
        arrays,
        labels=TRIGGER_LABELS,
        body_start=body_start,
        threshold=model.thresholds.trigger,
        nested=False,
        temperature=model.temperatures.get("trigger", 1.0),
    )
    spans = []
    for span in found:
        order = int(arrays.sentence[span.start])
        at = arrays.starts[order]
        spans.append(ReadSpan(window.sentences[order], span.start - at, span.end - at, span.label, span.score))
    return spans


def _add_facts(
    reading: Reading,
    sentences: Sequence[str],
    by_sentence: Mapping[int, Sequence[int]],
    tagged: list[tuple[Window, WindowArrays, FloatArray]],
    model: Scorer,
) -> None:
    lefts: list[int] = []
    rights: list[int] = []
    rows: list[FloatArray] = []
    for window, arrays, states in tagged:
        numbers, spans = [], []
        for order, sentence in enumerate(window.sentences):
            for number in by_sentence.get(sentence, ()):
                span, at = reading.spans[number], arrays.starts[order]
                numbers.append(number)
                spans.append(WindowSpan(at + span.start, at + span.end, span.kind, order))
        if not spans:
            continue
        first_body = len(window.sentences) - window.n_body
        headline = first_body > 0 and window.sentences[0] == 0
        pairs = make_pairs(spans, first_body=first_body, headline=headline)
        scores, modality = model.pair(states, *span_arrays(spans), pairs)
        scores = raise_neighbours(spans, pairs, scores / model.temperatures.get("pair", 1.0))
        texts = [sentences[reading.spans[n].sentence][reading.spans[n].start : reading.spans[n].end] for n in numbers]
        least = float(np.log(model.thresholds.same / (1 - model.thresholds.same)))
        scores = doubt_unlike(texts, pairs, scores, least=least)
        cluster = cluster_spans(spans, texts, pairs, scores, least=least)
        pooled = pool_pairs(spans, cluster, pairs, scores)
        rows.append(sigmoid(pooled.scores))
        lefts.extend(numbers[i] for i in pooled.left)
        rights.extend(numbers[j] for j in pooled.right)
        reading.same.extend(_same(numbers, pairs, scores[:, SAME], least=least))
        choice = modality.argmax(-1)
        for k, number in enumerate(numbers):
            if spans[k].kind in EVENT_TYPES and spans[k].sentence >= first_body:
                reading.modality[number] = MODALITY_LABELS[int(choice[k])]
    if rows:
        kinds_of = [span.kind for span in reading.spans]
        reading.facts = choose_facts(kinds_of, lefts, rights, np.concatenate(rows), thresholds=model.thresholds)


def _by_sentence(spans: Sequence[ReadSpan]) -> dict[int, list[int]]:
    """Numbers of the spans of each sentence that has any."""
    numbers: dict[int, list[int]] = {}
    for number, span in enumerate(spans):
        numbers.setdefault(span.sentence, []).append(number)
    return numbers


def _same(numbers: list[int], pairs: PairArrays, scores: FloatArray, *, least: float) -> list[Link]:
    """Pairs of names that the network holds for one thing."""
    sure = np.nonzero(scores >= least)[0]
    return [
        Link(numbers[pairs.left[row]], numbers[pairs.right[row]], "same", float(score))
        for row, score in zip(sure, sigmoid(scores[sure]), strict=True)
    ]
