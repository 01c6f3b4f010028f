"""The graph said in RDF, subject by subject: the one place that decides which triples are written.

A graph enters; blocks leave, each a subject with its properties and values, sorted. ``merged_blocks`` is the default
graph: nodes, statements and the passages that support them. ``article_blocks`` is the named graph of one article:
what it mentions and reports, with scores. How a block looks in Turtle or JSON-LD is left to the writers.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

import networkx as nx

from kg.export.evidence import ArticleEvidence, EdgeKey, Span, index_evidence, is_statement, statement_key
from kg.export.nodes import describe_node, geometry_pairs, model_key
from kg.export.terms import Iri, Names, Term, day, decimal, integer, string, vocabulary
from kg.export.vocabulary import (
    EVENT_CLASSES,
    INTERACTION_PROPERTIES,
    MODALITY_IRIS,
    RELATION_PROPERTIES,
    ROLE_PROPERTIES,
)
from kg.records import Evidence
from kg.schema import MUTUAL_EVENTS, RELATION_TYPES

Pairs: TypeAlias = Iterable[tuple[Iri, Term]]


class Block(NamedTuple):
    """One subject with its (property, value) pairs, sorted, without repeats."""

    subject: Iri
    pairs: list[tuple[Iri, Term]]


TYPE = vocabulary("rdf", "type")
_SUBJECT, _PREDICATE, _OBJECT = (vocabulary("rdf", name) for name in ("subject", "predicate", "object"))
_KG = {
    name: vocabulary("kg", name)
    for name in (
        *("Mention", "Passage", "mentionOf", "mentionedIn", "inArticle", "reportedIn", "extractedBy"),
        *("quote", "start", "end", "pageStart", "pageEnd", "score", "evidence", "confidence", "count", "articleCount"),
        *("holdsOffice", "title", "coOccursWith", "event", "eventType", "modality", "first", "last"),
    )
}
_STATEMENT_CLASSES = {
    "relation": vocabulary("kg", "RelationStatement"),
    "office": vocabulary("kg", "OfficeStatement"),
    "role": vocabulary("kg", "RoleStatement"),
    "interaction": vocabulary("kg", "InteractionStatement"),
    "cooccurrence": vocabulary("kg", "CoOccurrence"),
}


class Statements:
    """Says a graph in RDF under one base IRI."""

    def __init__(self, graph: nx.MultiDiGraph, base_iri: str) -> None:
        self.graph = graph
        self.names = Names(base_iri)
        self._evidence = index_evidence(graph)

    def merged_blocks(self) -> Iterator[Block]:
        """The default graph, sorted by subject."""
        kinds: dict[str, list[str]] = {"article": [], "entity": [], "event": []}
        for key, node in self.graph.nodes(data=True):
            kinds[node["kind"]].append(key)
        yield from self._dataset(len(kinds["article"]))
        for key in sorted(kinds["article"]):
            yield _block(self.names.node(key), self._article(key))
            yield from self._passages(key, self._evidence[key].passages, _KG["Passage"])
        for key in sorted(kinds["entity"]):
            yield from self._entity(key)
        for key in sorted(kinds["event"]):
            yield _block(self.names.node(key), self._event(key))
        yield from self._extractor()
        yield from self._statements()

    def article_keys(self) -> list[str]:
        """Node keys of the articles, sorted."""
        return sorted(self._evidence)

    def article_blocks(self, article: str) -> Iterator[Block]:
        """The named graph of one article, sorted by subject."""
        found = self._evidence[article]
        name = self.names.node(article)
        yield from sorted(self._spans(article, found), key=lambda block: block.subject)
        for key in sorted(found.mentioned.keys() | found.supported.keys()):
            pairs: list[tuple[Iri, Term]] = []
            if key in found.mentioned:
                pairs.append((_KG["mentionedIn"], name))
            if key in found.supported:
                pairs += self._support(article, found.supported[key])
            if key.startswith("event/"):
                pairs.append((_KG["reportedIn"], name))
            yield _block(self.names.node(key), pairs)

    def _support(self, article: str, scores: dict[Span, float]) -> Iterator[tuple[Iri, Term]]:
        yield _KG["score"], decimal(max(scores.values()))
        for start, end in scores:
            yield _KG["evidence"], self.names.passage(article, start, end)

    def _spans(self, article: str, found: ArticleEvidence) -> Iterator[Block]:
        of: dict[Span, list[str]] = {}
        for entity, spans in found.mentioned.items():
            for span in spans:
                of.setdefault(span, []).append(entity)
        for span in found.passages.keys() | found.mentions.keys():
            pairs: list[tuple[Iri, Term]] = [(_KG["mentionOf"], self.names.node(entity)) for entity in of.get(span, ())]
            if span in found.mentions:
                pairs.append((TYPE, _KG["Mention"]))
            if span in found.passages:
                pairs.append((TYPE, _KG["Passage"]))
            evidence = found.passages.get(span) or found.mentions[span]
            yield _block(self.names.passage(article, *span), [*pairs, *self._passage(evidence)])

    def _dataset(self, n_articles: int) -> Iterator[Block]:
        yield _block(self.names.node(""), [
            (TYPE, vocabulary("void", "Dataset")),
            (vocabulary("void", "vocabulary"), vocabulary("kg", "")),
            (_KG["articleCount"], integer(n_articles)),
            (_KG["extractedBy"], self.names.node(model_key(self.graph))),
        ])  # fmt: skip

    def _extractor(self) -> Iterator[Block]:
        version, model = str(self.graph.graph.get("version", "")), str(self.graph.graph.get("model", ""))
        yield _block(self.names.node(model_key(self.graph)), [
            (TYPE, vocabulary("kg", "Extractor")),
            (vocabulary("rdfs", "label"), string(f"newskg {version}".strip())),
            (vocabulary("kg", "version"), string(version)),
            (vocabulary("kg", "modelDigest"), string(model)),
        ])  # fmt: skip

    def _article(self, key: str) -> Pairs:
        yield from describe_node(self.graph.nodes[key], self.names)
        yield _KG["extractedBy"], self.names.node(model_key(self.graph))

    def _passages(self, article: str, passages: dict[Span, Evidence], kind: Iri) -> Iterator[Block]:
        blocks = (
            _block(self.names.passage(article, *span), [(TYPE, kind), *self._passage(evidence)])
            for span, evidence in passages.items()
        )
        yield from sorted(blocks, key=lambda block: block.subject)

    def _passage(self, evidence: Evidence) -> Pairs:
        yield _KG["inArticle"], self.names.node(evidence.article)
        yield _KG["quote"], string(evidence.quote)
        yield _KG["start"], integer(evidence.start)
        yield _KG["end"], integer(evidence.end)
        if evidence.page_start is not None and evidence.page_end is not None:
            yield _KG["pageStart"], integer(evidence.page_start)
            yield _KG["pageEnd"], integer(evidence.page_end)

    def _entity(self, key: str) -> Iterator[Block]:
        node = self.graph.nodes[key]
        yield _block(self.names.node(key), [*describe_node(node, self.names, key=key), *self._shortcuts(key)])
        point = geometry_pairs(node)
        if point:
            yield _block(self.names.geometry(key), point)

    def _event(self, key: str) -> Pairs:
        node = self.graph.nodes[key]
        yield from describe_node(node, self.names)
        yield from ((_KG["evidence"], self._passage_iri(evidence)) for evidence in node["evidence"])
        for _, other, data in self.graph.out_edges(key, data=True):
            if data["kind"] == "role":
                yield ROLE_PROPERTIES[data["type"]], self.names.node(other)
            elif data["kind"] == "report":
                yield _KG["reportedIn"], self.names.node(other)
                yield from ((_KG["evidence"], self._passage_iri(evidence)) for evidence in data["evidence"])

    def _shortcuts(self, key: str) -> Pairs:
        """Plain triples for easy queries; a symmetric one is said from both ends."""
        for _, other, data in self.graph.out_edges(key, data=True):
            if data["kind"] == "mention":
                yield _KG["mentionedIn"], self.names.node(other)
            elif _is_shortcut(data):
                yield _edge_property(data), self.names.node(other)
        for other, _, data in self.graph.in_edges(key, data=True):
            if _is_shortcut(data) and _is_symmetric(data):
                yield _edge_property(data), self.names.node(other)

    def _statements(self) -> Iterator[Block]:
        edges = [
            (statement_key((start, end, key)), (start, end, key))
            for start, end, key, data in self.graph.edges(keys=True, data=True)
            if is_statement(data)
        ]
        for name, edge in sorted(edges):
            yield _block(self.names.node(name), self._statement(edge))

    def _statement(self, edge: EdgeKey) -> Pairs:
        start, end, _ = edge
        data: dict[str, Any] = self.graph.edges[edge]
        yield TYPE, _STATEMENT_CLASSES[data["kind"]]
        yield _SUBJECT, self.names.node(start)
        yield _PREDICATE, _edge_property(data)
        yield _OBJECT, self.names.node(end)
        yield _KG["count"], integer(data["count"])
        if data.get("confidence") is not None:
            yield _KG["confidence"], decimal(data["confidence"])
        for evidence in data.get("evidence", ()):
            yield _KG["evidence"], self._passage_iri(evidence)
        yield from self._particulars(data)

    def _particulars(self, data: dict[str, Any]) -> Pairs:
        if data["kind"] == "office":
            yield _KG["title"], string(data["title"])
        if data["kind"] == "cooccurrence":
            yield _KG["articleCount"], integer(data["n_articles"])
        if data["kind"] == "interaction":
            yield _KG["eventType"], EVENT_CLASSES[data["type"]]
            yield from ((_KG["event"], self.names.node(event)) for event in data["events"])
            yield from ((_KG["modality"], MODALITY_IRIS[modality]) for modality in data["modalities"])
        for name in ("first", "last"):
            value = day(data.get(name))
            if value:
                yield _KG[name], value

    def _passage_iri(self, evidence: Evidence) -> Iri:
        return self.names.passage(evidence.article, evidence.start, evidence.end)


def _is_shortcut(data: dict[str, Any]) -> bool:
    """Whether an edge between entities may be said as a plain triple; what was only planned or denied may not."""
    if data["kind"] == "interaction":
        return "actual" in data["modalities"]
    return data["kind"] in {"relation", "office"}


def _is_symmetric(data: dict[str, Any]) -> bool:
    if data["kind"] == "relation":
        return RELATION_TYPES[data["type"]].symmetric
    return data["kind"] == "interaction" and data["type"] in MUTUAL_EVENTS


def _edge_property(data: dict[str, Any]) -> Iri:
    kind, name = data["kind"], data["type"]
    if kind == "relation":
        return RELATION_PROPERTIES[name]
    if kind == "role":
        return ROLE_PROPERTIES[name]
    if kind == "interaction":
        return INTERACTION_PROPERTIES[name]
    return _KG["holdsOffice"] if kind == "office" else _KG["coOccursWith"]


def _block(subject: Iri, pairs: Pairs) -> Block:
    return Block(subject, sorted(set(pairs), key=_order))


def _order(pair: tuple[Iri, Term]) -> tuple[str, str, str, str]:
    """Types first, then by property; IRIs and literals can't be compared as they are."""
    predicate, value = pair
    name = "" if predicate is TYPE else predicate
    return (name, value, "", "") if isinstance(value, Iri) else (name, *value)
