"""The merged graph as JSON-LD: the context inlined, one node a line.

The triples are those of the default graph of ``graph.nq``. No reader has to fetch anything: the context of
``ontologies/context.jsonld`` stands in the file.
"""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import ExportError
from kg.export.output import whole_file
from kg.export.statements import TYPE, Block, Statements
from kg.export.terms import PREFIXES, Iri, Literal, Term
from kg.export.turtle import relative_base
from kg.settings import Settings, ontology_dir


def write_jsonld(graph: nx.MultiDiGraph, path: Path, *, settings: Settings) -> None:
    """Write the merged graph, sorted by subject.

    Raises:
        ExportError: The file can't be written, or the context is missing from the installation.
    """
    context = load_context()
    base = relative_base(settings.base_iri)
    shortener = Shortener(context, base)
    head = {"@base": base, **context} if base else context
    with whole_file(path) as stream:
        stream.write(f'{{"@context": {json.dumps(head, ensure_ascii=False)},\n"@graph": [')
        for number, block in enumerate(Statements(graph, settings.base_iri).merged_blocks()):
            line = json.dumps(shortener.node(block), ensure_ascii=False, separators=(",", ":"))
            stream.write((",\n" if number else "\n") + line)
        stream.write("\n]}\n")


def load_context() -> dict[str, Any]:
    """The JSON-LD context that ships with the ontology.

    Raises:
        ExportError: The file is missing or broken.
    """
    path = ontology_dir() / "context.jsonld"
    try:
        context: dict[str, Any] = json.loads(path.read_text("utf-8"))["@context"]
    except (OSError, ValueError, KeyError) as exc:
        raise ExportError(f"{path}: no JSON-LD context there ({exc}); install newskg again") from exc
    return context


class Shortener:
    """Writes blocks with the terms of a context; what the context doesn't coerce is written in full."""

    def __init__(self, context: dict[str, Any], base: str) -> None:
        self._base = base
        self._terms: dict[str, tuple[str, str]] = {}
        for name, value in context.items():
            if isinstance(value, dict):
                self._terms[_expand(value["@id"])] = (name, _expand(value.get("@type", "")))

    def node(self, block: Block) -> dict[str, Any]:
        """One block as a JSON-LD node object."""
        node: dict[str, Any] = {"@id": self._iri(block.subject)}
        for predicate, pairs in groupby(block.pairs, key=lambda pair: pair[0]):
            if predicate == TYPE:
                node["@type"] = [_compact(str(value)) for _, value in pairs]
                continue
            name, coerced = self._terms.get(predicate, (_compact(predicate), ""))
            values = [self._value(value, coerced) for _, value in pairs]
            node[name] = values[0] if len(values) == 1 else values
        return node

    def _iri(self, iri: str) -> str:
        return iri[len(self._base) :] if self._base and iri.startswith(self._base) else iri

    def _value(self, term: Term, coerced: str) -> Any:
        if isinstance(term, Iri):
            return self._iri(term) if coerced == "@id" else {"@id": self._iri(term)}
        return _literal(term, coerced)


def _literal(literal: Literal, coerced: str) -> Any:
    if literal.language:
        return {"@value": literal.text, "@language": literal.language}
    if literal.datatype == coerced:
        return int(literal.text) if literal.datatype == PREFIXES["xsd"] + "integer" else literal.text
    if literal.datatype:
        return {"@value": literal.text, "@type": _compact(literal.datatype)}
    return {"@value": literal.text}


def _expand(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
