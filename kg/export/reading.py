"""RDF files back into memory, without trust and without the network.

A file in Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML enters; rdflib terms leave. pyoxigraph parses, as it
neither fetches JSON-LD contexts nor follows ``owl:imports``; document types, which hide entity bombs, are refused.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import rdflib
from rdflib.term import Identifier

from kg.errors import InputError

_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}


def read_rdf(path: Path) -> rdflib.Graph:
    """The default graph of an RDF file.

    Raises:
        InputError: The file can't be read, is ill-formed, or would need the network.
    """
    graph = rdflib.Graph()
    for quad in parse_quads(path):
        if isinstance(quad.graph_name, ox.DefaultGraph):
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def parse_quads(path: Path) -> Iterator[ox.Quad]:
    """The quads of an RDF file, in the order of the file.

    Raises:
        InputError: As for ``read_rdf``; raised at the first quad that can't be read.
    """
    format_ = _FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise InputError(f"{path}: not a known RDF file; give one of {', '.join(_FORMATS)}")
    try:
        if format_ == ox.RdfFormat.RDF_XML:
            _refuse_document_type(path)
        yield from ox.parse(path=path, format=format_)
    except (OSError, SyntaxError, ValueError) as exc:
        raise InputError(f"{path}: {exc}; build the graph again or mend the file") from exc


def _refuse_document_type(path: Path) -> None:
    # Without NULs the check holds for UTF-16 and UTF-32 too.
    if b"<!DOCTYPE" in path.read_bytes().replace(b"\x00", b"").upper():
        raise InputError(f"{path}: RDF/XML with a document type is not read; remove <!DOCTYPE …> from the file")


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
    """A pyoxigraph term as an rdflib term.

    Raises:
        InputError: The term is a quoted triple, which rdflib doesn't know.
    """
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        datatype = (
            None if term.language or term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
        )
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    raise InputError(f"{term}: a quoted triple can't be read; write the graph without them")
