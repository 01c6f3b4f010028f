"""Pages in, articles out: formats, encodings, boilerplate, duplicates; every character keeps its place in the page."""

from kg.article.decode import decode_page
from kg.article.duplicates import Deduplicator, article_keys, deduplicate
from kg.article.inputs import iter_pages
from kg.article.page import REASONS, Page, Skip
from kg.article.reader import read_inputs, read_page, rename_article

__all__ = [
    "REASONS",
    "Deduplicator",
    "Page",
    "Skip",
    "article_keys",
    "decode_page",
    "deduplicate",
    "iter_pages",
    "read_inputs",
    "read_page",
    "rename_article",
]
