"""Evidence of one article, and confidence from several.

Spans of an article's text enter; ``Evidence`` records with offsets in text and page leave.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from kg.records import Article, Evidence

#: No number of reports makes a statement certain.
MOST_SURE: Final = 0.99


class Quoter:
    """Makes evidence out of spans of one article."""

    def __init__(self, article: Article) -> None:
        self.node = f"article/{article.id}"
        self._article = article

    def __call__(self, start: int, end: int, score: float) -> Evidence:
        """Evidence for ``text[start:end]``; page offsets are None where the reader made the characters up."""
        first, last = self._article.page_offset(start), self._article.page_offset(end - 1)
        return Evidence(
            article=self.node,
            start=start,
            end=end,
            quote=self._article.text[start:end],
            page_start=first,
            page_end=None if last is None else last + 1,
            score=score,
        )


def confidence(evidence: Iterable[Evidence], sources: Mapping[str, str]) -> float:
    """1 - the product of (1 - score) over independent sources, the best report of each; at most 0.99.

    Args:
        evidence: Reports of one statement.
        sources: Article node -> source; articles that copy one another have one source.
    """
    best: dict[str, float] = {}
    for item in evidence:
        source = sources.get(item.article, item.article)
        best[source] = max(best.get(source, 0.0), item.score)
    doubt = 1.0
    for source in sorted(best):
        doubt *= 1.0 - best[source]
    return round(min(MOST_SURE, 1.0 - doubt), 4)
