"""A plain baseline for events: a list of trigger words, and the nearest names around each.

The list is learnt from annotated articles: a word is a trigger of its commonest type if it is one in at least half of
its occurrences. The nearest name before it is the agent, the nearest after it the target.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.evaluation.gold import GoldArticle, GoldEvent


class TriggerRules:
    """Words that trigger, with their types."""

    def __init__(self, articles: Iterable[GoldArticle]) -> None:
        types: dict[str, Counter[str]] = defaultdict(Counter)
        texts = []
        for article in articles:
            texts.extend(article.sentences)
            for event in article.events:
                s, start, end = event.span
                types[article.sentences[s][start:end]][event.type] += 1
        whole = "\n".join(texts)
        self._type = {
            word: min(counts, key=lambda t: (-counts[t], t))
            for word, counts in types.items()
            if counts.total() >= 2 and 2 * counts.total() >= whole.count(word)
        }

    def annotate(self, gold: GoldArticle, named: GoldArticle) -> GoldArticle:
        """Events in the sentences of ``gold`` with the names found in ``named`` as arguments."""
        found = GoldArticle(gold.key, gold.published_ms, gold.sentences, named.types, named.names, named.mentions)
        for s, sentence in enumerate(gold.sentences):
            names = sorted((start, end, entity) for (t, start, end), entity in named.mentions if t == s)
            at = 0
            while at < len(sentence):
                word = next((sentence[at : at + n] for n in (4, 3, 2, 1) if sentence[at : at + n] in self._type), "")
                if word:
                    end = at + len(word)
                    before = [entity for _, stop, entity in names if stop <= at]
                    after = [entity for start, _, entity in names if start >= end]
                    arguments = [("agent", before[-1])] if before else []
                    arguments += [("target", after[0])] if after else []
                    found.events.append(GoldEvent((s, at, end), self._type[word], arguments, "actual", None))
                at += max(1, len(word))
        return found
