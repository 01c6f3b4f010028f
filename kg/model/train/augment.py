"""Making new articles out of annotated ones, so that names and scripts can't be learnt by heart.

A ``GoldArticle`` enters, a changed one with moved spans leaves: entities under other names, names run together
without separators, simplified turned traditional. All choices come from the given ``random.Random``.
"""

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import opencc

from kg.evaluation.gold import GoldArticle, Span

#: Shares, chosen so that about half of the articles of an epoch are as written.
SWAP_ARTICLE: Final = 0.5
SWAP_ENTITY: Final = 0.4
TRADITIONAL: Final = 0.12
JOIN_NAMES: Final = 0.15
OTHER_CONJUNCTION: Final = 0.3

_SWAPPED: Final = ("PER", "GPE", "ORG", "LOC", "FAC")
_SEPARATORS: Final = "、，,和与及"
#: Words that join two names; news of one outlet prefers 和, of another 同, and each is part of many names.
_CONJUNCTIONS: Final = "和与同跟及、"

Edit = tuple[int, int, str]


class Augmenter:
    """Changes articles at random.

    Args:
        names: Type -> names to swap in.
        rng: Source of every choice.
    """

    def __init__(self, names: dict[str, list[str]], rng: random.Random) -> None:
        self._names, self._rng = names, rng
        self._to_traditional = opencc.OpenCC("s2t")

    def __call__(self, article: GoldArticle) -> GoldArticle:
        """A changed copy, or the article itself."""
        if self._rng.random() < SWAP_ARTICLE:
            article = rewrite(article, self._swaps(article))
        if self._rng.random() < JOIN_NAMES:
            article = rewrite(article, _joins(article))
        elif self._rng.random() < OTHER_CONJUNCTION:
            article = rewrite(article, self._conjunctions(article))
        if self._rng.random() < TRADITIONAL:
            article = _convert(article, self._to_traditional.convert)
        return article

    def _swaps(self, article: GoldArticle) -> dict[int, list[Edit]]:
        mentions: dict[str, list[Span]] = defaultdict(list)
        for span, entity in article.mentions:
            mentions[entity].append(span)
        edits: dict[int, list[Edit]] = defaultdict(list)
        for entity, kind in sorted(article.types.items()):
            if kind not in self._names or self._rng.random() >= SWAP_ENTITY:
                continue
            name = article.names[entity]
            new = self._pick(kind, name)
            for s, start, end in mentions[entity]:
                if not _is_nested(article, (s, start, end)):
                    old = article.sentences[s][start:end]
                    edits[s].append((start, end, _part(old, name, new)))
        return edits

    def _conjunctions(self, article: GoldArticle) -> dict[int, list[Edit]]:
        """Another word between two names that one joins."""
        edits: dict[int, list[Edit]] = defaultdict(list)
        for s, spans in _neighbours(article, frozenset(_SWAPPED)):
            for (_, end), (start, _) in pairwise(spans):
                if start - end == 1 and article.sentences[s][end] in _CONJUNCTIONS:
                    edits[s].append((end, start, self._rng.choice(_CONJUNCTIONS)))
        return edits

    def _pick(self, kind: str, name: str) -> str:
        foreign = "·" in name or len(name) > 4
        for _ in range(20):
            new = self._rng.choice(self._names[kind])
            if kind != "PER" or ("·" in new or len(new) > 4) == foreign:
                break
        return new


def load_names(path: Path) -> dict[str, list[str]]:
    """Names by type from a table with the columns ``type`` and ``zh_label`` (gzipped TSV)."""
    names: dict[str, list[str]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["type"] in _SWAPPED and 2 <= len(row["zh_label"]) <= 14:
                names[row["type"]].append(row["zh_label"])
    return dict(names)


def _is_nested(article: GoldArticle, span: Span) -> bool:
    """Whether another mention lies inside the span or around it: such names are left as they are."""
    s, start, end = span
    return any(t == s and (b, e) != (start, end) and b < end and start < e for (t, b, e), _ in article.mentions)


def _part(old: str, name: str, new: str) -> str:
    """What of the new name stands where ``old`` stood for ``name``: a surname for a surname, a last part for one."""
    if old == name or len(old) > len(name):
        return new
    if "·" in name and old == name.rpartition("·")[2]:
        return new.rpartition("·")[2]
    return new[0] if len(old) == 1 else new


def _neighbours(article: GoldArticle, types: frozenset[str]) -> list[tuple[int, list[tuple[int, int]]]]:
    """Sentence numbers with the outermost names of the given types in reading order."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (s, start, end), entity in article.mentions:
        if article.types[entity] in types:
            spans[s].append((start, end))
    return [
        (s, sorted(a for a in row if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in row)))
        for s, row in sorted(spans.items())
    ]


def _joins(article: GoldArticle) -> dict[int, list[Edit]]:
    edits: dict[int, list[Edit]] = defaultdict(list)
    for s, spans in _neighbours(article, frozenset({"PER"})):
        for (_, end), (start, _) in pairwise(spans):
            if start - end == 1 and article.sentences[s][end] in _SEPARATORS:
                edits[s].append((end, start, ""))
    return edits


def rewrite(article: GoldArticle, edits: dict[int, list[Edit]]) -> GoldArticle:
    """Put new strings in place of stretches and move every span; spans inside a changed stretch are dropped."""
    if not edits:
        return article
    for rows in edits.values():
        rows.sort()

    def position(s: int, at: int, *, is_end: bool) -> int | None:
        moved = at
        for start, end, new in edits.get(s, ()):
            if end <= at:
                moved += len(new) - (end - start)
            elif start < at or (start == at and is_end and start == end):
                return None
        return moved

    def move(span: Span) -> Span | None:
        s, start, end = span
        b, e = position(s, start, is_end=False), position(s, end, is_end=True)
        return None if b is None or e is None or b >= e else (s, b, e)

    sentences = list(article.sentences)
    for s, rows in edits.items():
        for start, end, new in reversed(rows):
            sentences[s] = sentences[s][:start] + new + sentences[s][end:]
    return replace(
        article,
        sentences=sentences,
        mentions=[(m, e) for span, e in article.mentions if (m := move(span))],
        titles=[(m, h, o) for span, h, o in article.titles if (m := move(span))],
        times=[(m, v) for span, v in article.times if (m := move(span))],
        events=[replace(event, span=m) for event in article.events if (m := move(event.span))],
        unsure=[m for span in article.unsure if (m := move(span))],
    )


def _convert(article: GoldArticle, convert: Callable[[str], str]) -> GoldArticle:
    """The article in the other script; a sentence whose length would change stays as it is."""
    sentences = []
    for sentence in article.sentences:
        changed = convert(sentence)
        sentences.append(changed if len(changed) == len(sentence) else sentence)
    return replace(article, sentences=sentences)
