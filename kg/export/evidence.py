"""Which passages of which article support which statement: the index behind the provenance of the exports.

A graph enters; for each article leave its passages (spans of its text, each once) and what they support.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import networkx as nx

from kg.records import Evidence, digest

Span: TypeAlias = tuple[int, int]
EdgeKey: TypeAlias = tuple[str, str, str]


@dataclass(slots=True)
class ArticleEvidence:
    """What one article supports.

    Attributes:
        passages: Every span that supports a statement or an event.
        mentions: Every span that names an entity.
        supported: Node key of an event, a relation or an office -> the spans that support it, each with its score;
            roles and interactions only unfold events, and co-occurrence only sums up mentions.
        mentioned: Node key of an entity -> the spans that name it.
    """

    passages: dict[Span, Evidence] = field(default_factory=dict)
    mentions: dict[Span, Evidence] = field(default_factory=dict)
    supported: dict[str, dict[Span, float]] = field(default_factory=dict)
    mentioned: dict[str, set[Span]] = field(default_factory=dict)

    def support(self, key: str, evidence: Evidence) -> None:
        """Note that a span supports a statement or an event; an empty key stands for one that is not told apart."""
        span = (evidence.start, evidence.end)
        self.passages.setdefault(span, evidence)
        if not key:
            return
        scores = self.supported.setdefault(key, {})
        scores[span] = max(evidence.score, scores.get(span, 0.0))

    def mention(self, key: str, evidence: Evidence) -> None:
        """Note that a span names an entity."""
        span = (evidence.start, evidence.end)
        self.mentions.setdefault(span, evidence)
        self.mentioned.setdefault(key, set()).add(span)


#: Kinds of edges that are said as statements of their own, with confidence and evidence.
STATEMENT_KINDS: Final = frozenset({"relation", "office", "role", "interaction", "cooccurrence"})

#: Pairs that share a single sentence are four in five, say little, and can be read off the mentions of the article's
#: graph; without them graph.nq has half the lines.
MIN_COOCCURRENCE: Final = 2


def is_statement(data: Mapping[str, Any]) -> bool:
    """Whether an edge is said as a statement."""
    if data["kind"] == "cooccurrence":
        return bool(data["count"] >= MIN_COOCCURRENCE)
    return data["kind"] in STATEMENT_KINDS


def statement_key(edge: EdgeKey) -> str:
    """The node key of the statement that an edge is said as."""
    return f"statement/{digest(*edge)}"


def index_evidence(graph: nx.MultiDiGraph) -> dict[str, ArticleEvidence]:
    """The evidence of every article node, by node key."""
    index = {key: ArticleEvidence() for key, node in graph.nodes(data=True) if node["kind"] == "article"}
    for owner, evidence in _supports(graph):
        if evidence.article in index:
            index[evidence.article].support(owner, evidence)
    for entity, article, data in graph.edges(data=True):
        if data["kind"] == "mention":
            for evidence in data["evidence"]:
                index[article].mention(entity, evidence)
    return index


def _supports(graph: nx.MultiDiGraph) -> Iterator[tuple[str, Evidence]]:
    for key, node in graph.nodes(data=True):
        if node["kind"] == "event":
            for evidence in node["evidence"]:
                yield key, evidence
    for start, end, key, data in graph.edges(keys=True, data=True):
        if data["kind"] == "report":
            owner = start
        elif data["kind"] in {"relation", "office"}:
            owner = statement_key((start, end, key))
        elif is_statement(data):
            owner = ""
        else:
            continue
        for evidence in data.get("evidence", ()):
            yield owner, evidence
