"""The whole graph as N-Quads: the merged default graph, then one named graph an article.

Lines stream to the file subject by subject, so memory does not grow with the text; the order is fixed.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import networkx as nx

from kg.export.output import whole_file
from kg.export.statements import Block, Statements
from kg.export.terms import Iri, Literal, Term
from kg.settings import Settings

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\n\r\t]')


def write_nquads(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write everything that the graph says, sorted by graph, subject, property and value.

    Raises:
        ExportError: The file can't be written.
    """
    statements = Statements(graph, settings.base_iri)
    with whole_file(path) as stream:
        for block in statements.merged_blocks():
            stream.write(_lines(block, ""))
        for article in statements.article_keys():
            name = f" <{statements.names.node(article)}>"
            for block in statements.article_blocks(article):
                stream.write(_lines(block, name))


def _lines(block: Block, graph: str) -> str:
    head = f"<{block.subject}> "
    return "".join([f"{head}{_iri(predicate)} {format_term(value)}{graph} .\n" for predicate, value in block.pairs])


def format_term(term: Term) -> str:
    """The term in N-Quads (and Turtle) syntax, written in full."""
    if isinstance(term, Iri):
        return f"<{term}>"
    return quote_literal(term) + (f"^^{_iri(term.datatype)}" if term.datatype else "")


def quote_literal(literal: Literal) -> str:
    """The literal in double quotes, with its language but without its datatype."""
    text = _TO_ESCAPE.sub(lambda found: _ESCAPES[found.group()], literal.text)
    return f'"{text}"@{literal.language}' if literal.language else f'"{text}"'


@lru_cache(maxsize=1024)
def _iri(text: str) -> str:
    return f"<{text}>"
