"""Scores of found annotations against gold ones, layer by layer.

Two lists of articles enter, a table of counts leaves. All matches are strict: a span must have both edges right.
An entity counts as found where one of its annotated mentions was found with the same span.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from kg.evaluation.gold import GoldArticle, GoldEvent, Span
from kg.schema import RELATION_TYPES


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one layer: right, gold, found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        """Share of the found that is right, 0..1; 0 if nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0..1; 0 if there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.gold + self.found
        return 2 * self.right / total if total else 0.0


Key = Hashable


def score_article(gold: GoldArticle, found: GoldArticle) -> dict[str, Score]:
    """Scores of one article by layer; sub-layers are named ``mentions/PER``, ``triggers/MEET``."""
    alike = _entity_map(gold, found)
    scores: dict[str, Score] = {}
    for layer, keys in _LAYERS.items():
        ours, theirs = Counter(keys(gold, lambda e: e)), Counter(keys(found, alike))
        scores[layer] = Score((ours & theirs).total(), ours.total(), theirs.total())
    for layer, keys in (("mentions", _mentions), ("triggers", _triggers), ("relations", _relations)):
        kinds = {_kind(layer, key) for a in (gold, found) for key in keys(a, lambda e: e)}
        for kind in kinds:
            ours = Counter(k for k in keys(gold, lambda e: e) if _kind(layer, k) == kind)
            theirs = Counter(k for k in keys(found, alike) if _kind(layer, k) == kind)
            scores[f"{layer}/{kind}"] = Score((ours & theirs).total(), ours.total(), theirs.total())
    scores["modality"] = _modality(gold, found)
    return scores


def score_articles(pairs: Iterable[tuple[GoldArticle, GoldArticle]]) -> dict[str, Score]:
    """Summed scores of many articles, layers first, then sub-layers by name."""
    total: dict[str, Score] = defaultdict(Score)
    for gold, found in pairs:
        for layer, score in score_article(gold, found).items():
            total[layer] = total[layer] + score
    order = [*_LAYERS, "modality"]
    return {k: total[k] for k in sorted(total, key=lambda k: (k not in order, order.index(k) if k in order else 0, k))}


def _kind(layer: str, key: tuple[Key, ...]) -> str:
    return str(key[1])


def _entity_map(gold: GoldArticle, found: GoldArticle) -> Callable[[str], str]:
    """Found entity -> the gold entity that most of its mentions belong to, or a name that nothing gold has."""
    owner = dict(gold.mentions)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for span, entity in found.mentions:
        if span in owner:
            votes[entity][owner[span]] += 1
    best = {entity: min(c, key=lambda e: (-c[e], e)) for entity, c in votes.items()}
    return lambda entity: best.get(entity, f"found:{entity}")


def _mentions(article: GoldArticle, _: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return sorted({(span, article.types[entity]) for span, entity in article.mentions})


def _times_spans(article: GoldArticle, _: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return [(span,) for span, _ in article.times]


def _times(article: GoldArticle, _: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return list(article.times)


def _title_spans(article: GoldArticle, _: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return [(span,) for span in {span for span, _, _ in article.titles}]


def _titles(article: GoldArticle, alike: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return [(span, holder and alike(holder)) for span, holder, _ in article.titles]


def _title_bodies(article: GoldArticle, alike: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return sorted({(span, alike(of)) for span, _, of in article.titles if of})


def _triggers(article: GoldArticle, _: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return [(event.span, event.type) for event in article.events]


def _arguments(article: GoldArticle, alike: Callable[[str], str]) -> list[tuple[Key, ...]]:
    rows = {
        (event.span, event.type, role, filler if role == "time" else alike(filler))
        for event in article.events
        for role, filler in event.arguments
    }
    return sorted(rows)


def _attributions(article: GoldArticle, alike: Callable[[str], str]) -> list[tuple[Key, ...]]:
    return [(event.span, event.type, alike(event.source)) for event in article.events if event.source]


def _relations(article: GoldArticle, alike: Callable[[str], str]) -> list[tuple[Key, ...]]:
    rows = set()
    for subject, kind, object_, _ in article.relations:
        ends = alike(subject), alike(object_)
        rows.add(((*sorted(ends),) if RELATION_TYPES[kind].symmetric else ends, kind))
    return sorted(rows)


_LAYERS: dict[str, Callable[[GoldArticle, Callable[[str], str]], list[tuple[Key, ...]]]] = {
    "mentions": _mentions,
    "title spans": _title_spans,
    "titles": _titles,
    "title bodies": _title_bodies,
    "time spans": _times_spans,
    "times": _times,
    "triggers": _triggers,
    "arguments": _arguments,
    "attribution": _attributions,
    "relations": _relations,
}


def _modality(gold: GoldArticle, found: GoldArticle) -> Score:
    """Accuracy over the triggers found with the right type: gold and found are both their number."""

    def table(events: list[GoldEvent]) -> dict[tuple[Span, str], str]:
        return {(event.span, event.type): event.modality for event in events}

    ours, theirs = table(gold.events), table(found.events)
    both = ours.keys() & theirs.keys()
    return Score(sum(ours[key] == theirs[key] for key in both), len(both), len(both))
