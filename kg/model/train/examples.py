"""Annotated articles as tensors.

``GoldArticle`` enters; one ``Example`` a window leaves, with targets for spans, modality and pairs. Pairs of names are
judged by entity: a pair of entities is right if any of its mention pairs says so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.evaluation.gold import GoldArticle, Span
from kg.model.labels import (
    KIND_ID,
    MAX_NAME,
    MAX_TRIGGER,
    MODALITY_LABELS,
    NAME_LABELS,
    PAIR_LABELS,
    RELATION_SLICE,
    SAME,
    TRIGGER_LABELS,
)
from kg.model.pairs import PairArrays, WindowSpan, make_pairs, pair_slice, span_arrays
from kg.model.tokenizer import Encoded, Tokenizer
from kg.model.windows import IntArray, Window, WindowArrays, make_windows, window_arrays
from kg.schema import RELATION_TYPES

Int8Array = NDArray[np.int8]

IGNORE = -100


@dataclass(slots=True)
class Example:
    """One window with its targets.

    Attributes:
        names, triggers: int64 (n_chars, n_lengths): 0 none, label + 1, or ``IGNORE``.
        bounds, kinds: The annotated spans, as the pair network takes them.
        modality: int64 (n_spans,), ``IGNORE`` for all but triggers of the body.
        pairs: Pairs of annotated spans.
        group: int64 (n_pairs,): pairs of one group stand for the same two entities.
        targets: int8 (n_groups, n_pair_labels): 1 right, 0 wrong, -1 not judged.
    """

    arrays: WindowArrays
    names: IntArray
    triggers: IntArray
    bounds: IntArray
    kinds: IntArray
    modality: IntArray
    pairs: PairArrays
    group: IntArray
    targets: Int8Array


@dataclass(slots=True)
class _Item:
    """An annotated span on its way into a window; ``node`` is the entity, or the number of title, time or event."""

    span: Span
    kind: str
    node: str


def make_examples(articles: Iterable[GoldArticle], tokenizer: Tokenizer, *, body_chars: int) -> list[Example]:
    """All windows of the articles."""
    examples = []
    for article in articles:
        encoded = [tokenizer.encode(sentence) for sentence in article.sentences]
        lengths = [len(sentence) for sentence in article.sentences]
        for window in make_windows(lengths, has_headline=True, body_chars=body_chars):
            examples.append(_example(article, window, encoded))
    return examples


def _items(article: GoldArticle) -> list[_Item]:
    items = [_Item(span, article.types[entity], entity) for span, entity in article.mentions]
    items += [_Item(span, "TTL", f"title:{n}") for n, (span, _, _) in enumerate(article.titles)]
    items += [_Item(span, "TIME", f"time:{value}") for span, value in article.times]
    items += [_Item(event.span, event.type, f"event:{n}") for n, event in enumerate(article.events)]
    return items


def _example(article: GoldArticle, window: Window, encoded: list[Encoded]) -> Example:
    arrays = window_arrays(window, encoded)
    order = {sentence: k for k, sentence in enumerate(window.sentences)}
    first_body = len(window.sentences) - window.n_body
    items = sorted((i for i in _items(article) if i.span[0] in order), key=lambda i: (order[i.span[0]], *i.span[1:]))
    spans = []
    for item in items:
        k = order[item.span[0]]
        at = arrays.starts[k]
        spans.append(WindowSpan(at + item.span[1], at + item.span[2], item.kind, k))
    body_start = arrays.starts[first_body]
    names = _span_targets(spans, arrays, body_start, NAME_LABELS, MAX_NAME)
    triggers = _span_targets(spans, arrays, body_start, TRIGGER_LABELS, MAX_TRIGGER)
    for s, start, end in article.unsure:
        if s in order:
            at = arrays.starts[order[s]]
            _forget(names, at + start, at + end)
            _forget(triggers, at + start, at + end)
    if "names" not in article.layers:
        names[:] = IGNORE
    if "triggers" not in article.layers:
        triggers[:] = IGNORE
    bounds, kinds = span_arrays(spans)
    modality = np.full(len(spans), IGNORE, np.int64)
    for index, item in enumerate(items):
        if item.node.startswith("event:") and spans[index].sentence >= first_body:
            event = article.events[int(item.node[6:])]
            modality[index] = MODALITY_LABELS.index(event.modality)
    pairs = make_pairs(spans, first_body=first_body, headline=first_body > 0 and window.sentences[0] == 0)
    group, targets = _pair_targets(article, items, pairs)
    if "facts" not in article.layers:
        targets[:] = -1
    return Example(arrays, names, triggers, bounds, kinds, modality, pairs, group, targets)


def _span_targets(
    spans: list[WindowSpan], arrays: WindowArrays, body_start: int, labels: tuple[str, ...], longest: int
) -> IntArray:
    n = len(arrays.chars)
    targets = np.zeros((n, longest), np.int64)
    ends = np.arange(n)[:, None] + np.arange(1, longest + 1)[None]
    targets[ends > arrays.sentence_end[:, None]] = IGNORE
    targets[:body_start] = IGNORE
    number = {label: index + 1 for index, label in enumerate(labels)}
    for span in spans:
        length = span.end - span.start
        if span.kind in number and length <= longest and span.start >= body_start:
            targets[span.start, length - 1] = number[span.kind]
    return targets


def _forget(targets: IntArray, start: int, end: int) -> None:
    """Leave one span out of the loss, if it is short enough to be scored and nothing is annotated there."""
    if end - start <= targets.shape[1] and targets[start, end - start - 1] == 0:
        targets[start, end - start - 1] = IGNORE


def _pair_targets(article: GoldArticle, items: list[_Item], pairs: PairArrays) -> tuple[IntArray, Int8Array]:
    facts = _facts(article)
    sentences_of = defaultdict(set)
    for item in items:
        sentences_of[item.node].add(item.span[0])
    groups: dict[tuple[object, ...], int] = {}
    rows: list[Int8Array] = []
    group = np.zeros(len(pairs.left), np.int64)
    for index, (i, j) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        left, right = items[i], items[j]
        is_name = left.kind in KIND_ID and RELATION_SLICE in pair_slice(left.kind, right.kind)
        near = left.span[0] in sentences_of[right.node]
        if is_name:
            key: tuple[object, ...] = (left.node, right.node) if left.node != right.node else (i, j)
        else:
            # A filler's mentions in the trigger's sentence speak for it; the rest only if there are none there.
            key = (left.node, right.node, near and right.span[0] != left.span[0])
        if key not in groups:
            groups[key] = len(rows)
            rows.append(
                _target_row(facts, left, right, is_name=is_name, ignored=not is_name and bool(key[2]), at=sentences_of)
            )
        group[index] = groups[key]
    return group, np.array(rows, np.int8).reshape(-1, len(PAIR_LABELS))


def _facts(article: GoldArticle) -> dict[tuple[str, str], dict[str, int | None]]:
    facts: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
    for n, event in enumerate(article.events):
        for role, filler in event.arguments:
            facts[f"event:{n}", f"time:{filler}" if role == "time" else filler][role] = None
        if event.source:
            facts[f"event:{n}", event.source]["source"] = None
    for n, (_, holder, of) in enumerate(article.titles):
        if holder:
            facts[f"title:{n}", holder]["holder"] = None
        if of:
            facts[f"title:{n}", of]["of"] = None
    for subject, kind, object_, sentence in article.relations:
        facts[subject, object_][kind] = sentence
        if RELATION_TYPES[kind].symmetric:
            facts[object_, subject][kind] = sentence
    return facts


def _target_row(
    facts: dict[tuple[str, str], dict[str, int | None]],
    left: _Item,
    right: _Item,
    *,
    is_name: bool,
    ignored: bool,
    at: dict[str, set[int]],
) -> Int8Array:
    row = np.full(len(PAIR_LABELS), -1, np.int8)
    if ignored:
        return row
    for part in pair_slice(left.kind, right.kind):
        row[part] = 0
    if is_name:
        row[SAME] = left.node == right.node
        if left.node == right.node:
            row[RELATION_SLICE] = -1
    for label, sentence in facts.get((left.node, right.node), {}).items():
        # A relation said in a sentence that this window does not hold is neither right nor wrong here.
        elsewhere = sentence is not None and (sentence not in at[left.node] or sentence not in at[right.node])
        row[PAIR_LABELS.index(label)] = -1 if is_name and elsewhere and not _name_says(left, right) else 1
    return row


def _name_says(left: _Item, right: _Item) -> bool:
    """Whether one name stands inside the other (中国 in 中国外交部), so that the name itself says the relation."""
    same = left.span[0] == right.span[0]
    return same and (left.span[1] <= right.span[1] and right.span[2] <= left.span[2])
