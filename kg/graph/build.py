"""Assembling the graph from what was found in each article.

``ArticleFacts`` stream in, with the tables that say which entity a local entity is and which node an event is; a
``networkx.MultiDiGraph`` as docs/graph.md describes it comes out, the same for any order of articles.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Final

import networkx as nx

from kg.graph.events import finish_events
from kg.graph.evidence import Quoter, confidence
from kg.records import ArticleFacts, Entity, Event, Evidence, Mention, Relation, Title
from kg.schema import MUTUAL_EVENTS, PLACE_RELATIONS, PLACE_TYPES, RELATION_TYPES
from kg.textform import simplify

#: Sentences kept as evidence of a co-occurrence; the count goes on.
MAX_COOCCURRENCE_EVIDENCE: Final = 20
#: A sentence that names more entities is a list; its pairs say nothing.
MAX_SENTENCE_ENTITIES: Final = 12
#: A relation whose two ends stand further apart than this is quoted by the sentence of its later end only.
MAX_QUOTE: Final = 400
#: Least score of a report that a place lies where the index of names says it doesn't. Of 104 such reports below it in
#: 4,400 articles some 90 were misread (巴黎 in 中国); above it, it is mostly the item that is wrong (圣地亚哥 of 加州).
MIN_ELSEWHERE: Final = 0.9


def build_graph(
    facts: Iterable[ArticleFacts],
    *,
    entities: Iterable[Entity],
    entity_of: Mapping[str, str],
    event_of: Mapping[str, str],
    sources: Mapping[str, str],
    header: Mapping[str, Any],
) -> nx.MultiDiGraph:
    """Make the graph.

    Args:
        facts: One record an article, in any order; read once.
        entities: All entities across articles.
        entity_of: Id of a local entity -> node of its entity.
        event_of: Id of an event -> its node; events that are not in it are left out.
        sources: Article id -> id of its source, one for near-identical copies.
        header: Attributes of the graph itself: base_iri, model, version.
    """
    builder = _Builder(entity_of, event_of, {f"article/{a}": s for a, s in sources.items()})
    for entity in entities:
        builder.add_entity(entity)
    for record in facts:
        builder.add_article(record)
    builder.graph.graph.update(header)
    return builder.finish()


class _Builder:
    """Holds the graph while articles are added; ``finish`` sorts and sums up."""

    def __init__(self, entity_of: Mapping[str, str], event_of: Mapping[str, str], sources: Mapping[str, str]) -> None:
        self.graph = nx.MultiDiGraph()
        self._entity_of, self._event_of, self._sources = entity_of, event_of, sources
        self._titles: dict[str, Counter[tuple[str, str | None]]] = {}

    def add_entity(self, entity: Entity) -> None:
        """Add a node without mentions; it stays only if an article names it."""
        self.graph.add_node(
            entity.id,
            kind="entity",
            type=entity.type,
            name=entity.name,
            names=entity.names,
            qid=entity.qid,
            label_en=entity.label_en,
            description=entity.description,
            country=entity.country,
            latitude=entity.latitude,
            longitude=entity.longitude,
            reasons=entity.reasons,
        )

    def add_article(self, record: ArticleFacts) -> None:
        """Add one article with all that it says."""
        article, extraction = record.article, record.extraction
        quote = Quoter(article)
        self.graph.add_node(
            quote.node,
            kind="article",
            url=article.url,
            title=article.title,
            published=article.published,
            publisher=article.publisher,
            sha256=article.sha256,
            source=article.source,
            n_characters=len(article.text),
        )
        node_of = {m: self._entity_of[e.id] for e in record.entities if e.id in self._entity_of for m in e.mention_ids}
        mentions = {m.id: m for m in extraction.mentions if m.id in node_of}
        for mention in mentions.values():
            evidence = quote(mention.start, mention.end, mention.score)
            self._edge(node_of[mention.id], quote.node, "mention", "mentioned_in", evidence)
        self._add_cooccurrences(record, mentions, node_of, quote)
        for title in extraction.titles:
            self._add_title(title, node_of, quote, _sentence_at(record, title.start))
        for relation in extraction.relations:
            self._add_relation(record, relation, mentions, node_of, quote)
        values = {t.id: t for t in extraction.times}
        for event in extraction.events:
            if event.id in self._event_of:
                self._add_event(event, node_of, values, quote, article.published)

    def _edge(
        self, left: str, right: str, kind: str, type_: str, evidence: Evidence, *, key: str = "", **more: Any
    ) -> dict[str, Any]:
        key = f"{kind}:{type_}" + (f":{key}" if key else "")
        if not self.graph.has_edge(left, right, key):
            self.graph.add_edge(left, right, key, kind=kind, type=type_, count=0, evidence=[], **more)
        data: dict[str, Any] = self.graph.edges[left, right, key]
        data["count"] += 1
        data["evidence"].append(evidence)
        return data

    def _add_cooccurrences(
        self, record: ArticleFacts, mentions: Mapping[str, Mention], node_of: Mapping[str, str], quote: Quoter
    ) -> None:
        by_sentence: dict[tuple[int, int], list[Mention]] = {}
        for mention in mentions.values():
            by_sentence.setdefault(_sentence_at(record, mention.start), []).append(mention)
        for (start, end), here in sorted(by_sentence.items()):
            pairs = set()
            if len({node_of[m.id] for m in here}) <= MAX_SENTENCE_ENTITIES:
                for a, b in combinations(here, 2):
                    apart = a.end <= b.start or b.end <= a.start
                    if apart and node_of[a.id] != node_of[b.id]:
                        pairs.add(tuple(sorted((node_of[a.id], node_of[b.id]))))
            for left, right in sorted(pairs):
                evidence = quote(start, end, 1.0)
                data = self._edge(left, right, "cooccurrence", "co_occurs", evidence, articles=set())
                data["articles"].add(quote.node)

    def _add_title(self, title: Title, node_of: Mapping[str, str], quote: Quoter, sentence: tuple[int, int]) -> None:
        if title.holder is None or title.holder not in node_of:
            return
        holder = node_of[title.holder]
        body = node_of.get(title.of) if title.of else None
        name = simplify(title.text)
        self._titles.setdefault(holder, Counter())[name, body] += 1
        if body and body != holder:
            evidence = quote(*sentence, title.score)
            self._edge(holder, body, "office", "holds_office", evidence, key=name, title=name)

    def _add_relation(
        self,
        record: ArticleFacts,
        relation: Relation,
        mentions: Mapping[str, Mention],
        node_of: Mapping[str, str],
        quote: Quoter,
    ) -> None:
        if relation.subject not in node_of or relation.object not in node_of:
            return
        ends = node_of[relation.subject], node_of[relation.object]
        if ends[0] == ends[1]:
            return
        if relation.type in PLACE_RELATIONS and relation.score < MIN_ELSEWHERE and self._is_elsewhere(*ends):
            return
        if RELATION_TYPES[relation.type].symmetric:
            ends = min(ends), max(ends)
        start, end = relation.start, relation.end
        if end - start > MAX_QUOTE:
            start, end = _sentence_at(record, max(mentions[m].start for m in (relation.subject, relation.object)))
        self._edge(*ends, "relation", relation.type, quote(start, end, relation.score))

    def _is_elsewhere(self, place: str, around: str) -> bool:
        """Whether both are places, linked, and in different states by the index of names."""
        one, other = self.graph.nodes[place], self.graph.nodes[around]
        if not {one["type"], other["type"]} <= PLACE_TYPES or not one["country"] or not other["country"]:
            return False
        return one["country"] not in (other["country"], other["qid"])

    def _add_event(
        self, event: Event, node_of: Mapping[str, str], values: Mapping[str, Any], quote: Quoter, published: str | None
    ) -> None:
        node = self._event_of[event.id]
        evidence = quote(*event.sentence, event.score)
        if node not in self.graph:
            self.graph.add_node(node, kind="event", type=event.type, reports=[], evidence=[])
        data = self.graph.nodes[node]
        times = [values[a.filler] for a in event.arguments if a.role == "time" and a.filler in values]
        data["reports"].append(
            (published or "", event.id, event.text, event.modality, tuple(t for t in times if t.value))
        )
        data["evidence"].append(evidence)
        self._edge(node, quote.node, "report", "reported_in", evidence)
        fillers = {(a.role, node_of[a.filler]): a.score for a in event.arguments if a.filler in node_of}
        if event.source is not None and event.source in node_of:
            fillers["source", node_of[event.source]] = event.source_score
        for (role, filler), score in sorted(fillers.items()):
            self._edge(node, filler, "role", role, quote(*event.sentence, score))

    def finish(self) -> nx.MultiDiGraph:
        """The graph with sums, summary edges and sorted evidence; nodes and edges in order of their keys."""
        unnamed = [n for n, kind in self.graph.nodes(data="kind") if kind == "entity" and self.graph.degree(n) == 0]
        self.graph.remove_nodes_from(unnamed)
        finish_events(self.graph, self._sources)
        for left, right, data in self.graph.edges(data=True):
            self._finish_edge(left, right, data)
        for node, data in self.graph.nodes(data=True):
            if data["kind"] == "entity":
                self._finish_entity(node, data)
        _add_interactions(self.graph)
        self.graph.graph["n_articles"] = sum(kind == "article" for _, kind in self.graph.nodes(data="kind"))
        return _sorted_graph(self.graph)

    def _finish_edge(self, left: str, right: str, data: dict[str, Any]) -> None:
        evidence = sorted(data["evidence"], key=lambda e: (e.article, e.start, e.end))
        data["evidence"] = tuple(evidence)
        if data["kind"] in ("relation", "office", "role"):
            data["confidence"] = confidence(evidence, self._sources)
        if data["kind"] == "office":
            days = sorted(filter(None, (_day(self.graph.nodes[e.article]["published"]) for e in evidence)))
            data["first"], data["last"] = (days[0], days[-1]) if days else (None, None)
        if data["kind"] == "cooccurrence":
            data["n_articles"] = len(data.pop("articles"))
            data["evidence"] = data["evidence"][:MAX_COOCCURRENCE_EVIDENCE]

    def _finish_entity(self, node: str, data: dict[str, Any]) -> None:
        spans = [d for _, _, d in self.graph.out_edges(node, data=True) if d["kind"] == "mention"]
        data["n_articles"], data["n_mentions"] = len(spans), sum(d["count"] for d in spans)
        titles = self._titles.get(node, Counter())
        rows = ((title, body, n) for (title, body), n in titles.items())
        data["titles"] = tuple(sorted(rows, key=lambda row: (-row[2], row[0], row[1] or "")))


def _day(published: str | None) -> str | None:
    return published[:10] if published else None


def _sentence_at(record: ArticleFacts, position: int) -> tuple[int, int]:
    for start, end in record.extraction.document.sentences:
        if start <= position < end:
            return start, end
    return position, position + 1


def _add_interactions(graph: nx.MultiDiGraph) -> None:
    """Summary edges: who did what to whom, over all events, so that questions need not join through events."""
    for node, data in sorted(graph.nodes(data=True)):
        if data["kind"] != "event":
            continue
        fillers: dict[str, list[str]] = {}
        for _, filler, edge in graph.out_edges(node, data=True):
            if edge["kind"] == "role":
                fillers.setdefault(edge["type"], []).append(filler)
        agents, targets = sorted(fillers.get("agent", ())), sorted(fillers.get("target", ()))
        pairs = {(a, b) for a in agents for b in targets if a != b}
        if data["type"] in MUTUAL_EVENTS:
            pairs = {(min(p), max(p)) for p in pairs} | set(combinations(agents, 2))
        for left, right in sorted(pairs):
            _sum_up(graph, left, right, node, data)


def _sum_up(graph: nx.MultiDiGraph, left: str, right: str, node: str, event: Mapping[str, Any]) -> None:
    key = f"interaction:{event['type']}"
    if not graph.has_edge(left, right, key):
        graph.add_edge(
            left, right, key, kind="interaction", type=event["type"], count=0, events=(), modalities=(),
            first=None, last=None, confidence=0.0,
        )  # fmt: skip
    edge = graph.edges[left, right, key]
    edge["count"] += 1
    edge["events"] = (*edge["events"], node)
    edge["modalities"] = tuple(sorted({*edge["modalities"], event["modality"]}))
    day = event["begin"] or _day(event["first_reported"])
    if day:
        edge["first"] = min(filter(None, (edge["first"], day)))
        edge["last"] = max(filter(None, (edge["last"], day)))
    edge["confidence"] = max(edge["confidence"], event["confidence"])


def _sorted_graph(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    result = nx.MultiDiGraph(**graph.graph)
    for node in sorted(graph):
        result.add_node(node, **dict(sorted(graph.nodes[node].items())))
    for left, right, key in sorted(graph.edges(keys=True)):
        result.add_edge(left, right, key, **dict(sorted(graph.edges[left, right, key].items())))
    return result
