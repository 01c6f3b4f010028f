"""Identity: mentions -> things, within an article, to Wikidata and across articles."""

from kg.entity.article import resolve_article
from kg.entity.index import Candidate, NameIndex

__all__ = ["Candidate", "NameIndex", "resolve_article"]
