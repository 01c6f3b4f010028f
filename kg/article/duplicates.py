"""The same page twice is one article: same address (``url_key``) or same text.

Of two, the one with the smaller source stays, so the order in which pages come does not matter. A page that is dropped
still lends its address and text: an update of an article and a copy of that update both go.
"""

from collections.abc import Callable, Iterable

from kg.article.page import Skip
from kg.article.urls import url_key
from kg.records import Article, digest


def article_keys(article: Article) -> tuple[str, ...]:
    """What tells a duplicate: the address (if it is one of an article) and a digest of the letters of the text."""
    text = digest("text", "".join(article.text.split()), length=32)
    key = url_key(article.url)
    return (f"url:{key}", f"text:{text}") if key else (f"text:{text}",)


class Deduplicator:
    """Remembers what has come; articles must come in the order of their sources, as ``iter_pages`` gives them."""

    def __init__(self, on_skip: Callable[[Skip], None]) -> None:
        self._on_skip = on_skip
        self._source_of: dict[str, str] = {}

    def is_new(self, article: Article) -> bool:
        """Whether this is the first with its address and its text; ``on_skip`` is told if it is a double."""
        return self.is_new_key(article.source, article_keys(article))

    def is_new_key(self, source: str, keys: tuple[str, ...]) -> bool:
        """The same from keys alone, for a caller that has kept them."""
        known = next((self._source_of[key] for key in keys if key in self._source_of), None)
        for key in keys:
            self._source_of.setdefault(key, known or source)
        if known is None:
            return True
        message = f"{source}: the same article as {known}"
        self._on_skip(Skip(source=source, reason="duplicate", message=message))
        return False


def deduplicate(articles: Iterable[Article], *, on_skip: Callable[[Skip], None]) -> list[Article]:
    """The articles without doubles, sorted by source, whatever order they come in."""
    seen = Deduplicator(on_skip)
    return [article for article in sorted(articles, key=lambda article: article.source) if seen.is_new(article)]
