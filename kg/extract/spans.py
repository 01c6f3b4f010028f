"""Choosing spans from span scores.

Scores of all spans of a window enter; the spans that hold leave, nested ones too, crossing ones never.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model.windows import WindowArrays

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """Characters ``[start, end)`` of a window with a label and its probability."""

    start: int
    end: int
    label: str
    score: float


def softmax(scores: FloatArray, *, temperature: float = 1.0) -> FloatArray:
    """Probabilities over the last axis."""
    shifted = scores / temperature
    shifted = np.exp(shifted - shifted.max(-1, keepdims=True))
    result: FloatArray = shifted / shifted.sum(-1, keepdims=True)
    return result


def sigmoid(scores: FloatArray) -> FloatArray:
    """Probabilities from log-odds, without overflow at either end."""
    result: FloatArray = np.exp(-np.logaddexp(0, -scores)).astype(np.float32)
    return result


def choose_spans(
    scores: FloatArray,
    arrays: WindowArrays,
    *,
    labels: Sequence[str],
    body_start: int,
    threshold: float,
    nested: bool,
    flat: Collection[str] = (),
    temperature: float = 1.0,
) -> list[FoundSpan]:
    """Take spans from the surest down, leaving out those that cross one already taken.

    Args:
        scores: Unnormalised, float32, shape (n_chars, n_lengths, n_labels + 1); label 0 is "no span".
        arrays: The window; spans stay inside a sentence.
        labels: Names of the labels, in order.
        body_start: First character that this window answers for.
        threshold: Least probability of a span, 0..1; tuned on the development set.
        nested: Whether a span may lie inside another.
        flat: Labels of which no two spans overlap, even where others may.
        temperature: Divides the scores; fitted on the development set.

    Returns:
        Spans in reading order, the longer first where two begin together.
    """
    n, longest, _ = scores.shape
    probabilities = softmax(scores, temperature=temperature)
    kind = probabilities[:, :, 1:].argmax(-1)
    best = np.take_along_axis(probabilities[:, :, 1:], kind[:, :, None], 2)[:, :, 0]
    ends = np.arange(n)[:, None] + np.arange(1, longest + 1)[None]
    held = (best >= threshold) & (ends <= arrays.sentence_end[:, None])
    held[:body_start] = False
    found: list[FoundSpan] = []
    for i, length in sorted(zip(*np.nonzero(held), strict=True), key=lambda at: (-best[at], at)):
        start, end = int(i), int(i + length + 1)
        label = labels[kind[i, length]]
        if not any(
            _clash(start, end, other, nested=nested and not (label == other.label and label in flat)) for other in found
        ):
            found.append(FoundSpan(start, end, label, float(best[i, length])))
    return sorted(found, key=lambda span: (span.start, -span.end))


def _clash(start: int, end: int, other: FoundSpan, *, nested: bool) -> bool:
    if end <= other.start or other.end <= start:
        return False
    if not nested or (start, end) == (other.start, other.end):
        return True
    inside = other.start <= start and end <= other.end
    around = start <= other.start and other.end <= end
    return not (inside or around)
