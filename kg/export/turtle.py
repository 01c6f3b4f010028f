"""The merged graph as Turtle for people: prefixes, relative IRIs, one paragraph a subject.

The triples are those of the default graph of ``graph.nq``.
"""

import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

import networkx as nx

from kg.export.nquads import quote_literal
from kg.export.output import whole_file
from kg.export.statements import TYPE, Block, Statements
from kg.export.terms import PREFIXES, Iri, Term
from kg.settings import Settings

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_INTEGER: Final = PREFIXES["xsd"] + "integer"


def write_turtle(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write the merged graph, sorted by subject.

    Raises:
        ExportError: The file can't be written.
    """
    statements = Statements(graph, settings.base_iri)
    base = relative_base(settings.base_iri)
    with whole_file(path) as stream:
        stream.write("".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()))
        if base:
            stream.write(f"@base <{base}> .\n")
        for block in statements.merged_blocks():
            stream.write(_paragraph(block, base))


def relative_base(base_iri: str) -> str:
    """The base IRI where ``base + key`` is what a relative reference ``<key>`` resolves to, else an empty string."""
    is_plain = base_iri.startswith(("http://", "https://")) and base_iri.endswith("/")
    return base_iri if is_plain and not re.search(r"[?#]|/\.{1,2}/", base_iri) else ""


def _paragraph(block: Block, base: str) -> str:
    rows = []
    for predicate, pairs in groupby(block.pairs, key=lambda pair: pair[0]):
        name = "a" if predicate == TYPE else _short(predicate, "")
        rows.append(f"{name} {', '.join(_term(value, base) for _, value in pairs)}")
    body = " ;\n    ".join(rows)
    return f"\n{_term(block.subject, base)} {body} .\n"


def _term(term: Term, base: str) -> str:
    if isinstance(term, Iri):
        return _short(term, base) if term.startswith("http") else f"<{term}>"
    if term.datatype == _INTEGER:
        return term.text
    return quote_literal(term) + (f"^^{_short(term.datatype, base)}" if term.datatype else "")


@lru_cache(maxsize=65536)
def _short(iri: str, base: str) -> str:
    for name, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL.match(iri, len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    if base and iri.startswith(base):
        return f"<{iri[len(base) :]}>"
    return f"<{iri}>"
