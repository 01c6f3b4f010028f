from itertools import permutations

import networkx as nx
import pytest

from kg.graph.build import MAX_QUOTE, build_graph
from kg.records import ArticleFacts, Entity
from tests.factory import FactsBuilder


def _visit() -> tuple[ArticleFacts, str]:
    b = FactsBuilder("中国外长秦刚周二在内比都会见敏昂莱。敏昂莱统治缅甸。", key="a")
    china, qin, town = b.name("中国", "GPE"), b.name("秦刚", "PER"), b.name("内比都", "GPE")
    min1, min2, myanmar = b.name("敏昂莱", "PER"), b.name("敏昂莱", "PER", nth=1), b.name("缅甸", "GPE")
    b.title("外长", qin, china)
    event = b.event("MEET", "会见", agent=[qin, min1], place=[town])
    b.relation(min2, "controls", myanmar)
    return b.build(), event


def _copy() -> tuple[ArticleFacts, str]:
    b = FactsBuilder("秦刚会晤敏昂莱。", key="b", publisher="另一报")
    qin, min_ = b.name("秦刚", "PER"), b.name("敏昂莱", "PER")
    event = b.event("MEET", "会晤", agent=[qin], target=[min_])
    return b.build(), event


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    return _build([_visit(), _copy()])


def _build(pairs: list[tuple[ArticleFacts, str]], *, sources: dict[str, str] | None = None) -> nx.MultiDiGraph:
    records = [record for record, _ in pairs]
    entities: dict[tuple[str, str], Entity] = {}
    entity_of = {}
    for record in records:
        for local in record.entities:
            key = f"entity/{local.name}"
            entities[local.type, local.name] = Entity(
                id=key, type=local.type, name=local.name, names=(local.name,), members=(local.id,)
            )
            entity_of[local.id] = key
    return build_graph(
        records,
        entities=entities.values(),
        entity_of=entity_of,
        event_of={event: "event/meeting" for _, event in pairs},
        sources=sources or {},
        header={"base_iri": "https://example.org/newskg/", "model": "m", "version": "0"},
    )


def test_an_office_joins_person_and_country(graph: nx.MultiDiGraph) -> None:
    data = graph.edges["entity/秦刚", "entity/中国", "office:holds_office:外长"]
    assert (data["title"], data["first"], data["count"]) == ("外长", "2023-05-02", 1)
    assert graph.nodes["entity/秦刚"]["titles"] == (("外长", "entity/中国", 1),)


def test_evidence_quotes_the_sentence_and_its_place_in_the_page(graph: nx.MultiDiGraph) -> None:
    (item,) = graph.edges["entity/敏昂莱", "entity/缅甸", "relation:controls"]["evidence"]
    assert item.quote == "敏昂莱统治缅甸。"
    assert (item.article, item.page_start, item.page_end) == ("article/a", 100 + item.start, 100 + item.end)


def test_reports_of_one_event_are_one_node_with_roles_united(graph: nx.MultiDiGraph) -> None:
    event = graph.nodes["event/meeting"]
    assert (event["n_reports"], event["n_articles"], event["n_sources"]) == (2, 2, 2)
    assert graph.edges["event/meeting", "entity/秦刚", "role:agent"]["count"] == 2
    assert graph.has_edge("event/meeting", "entity/内比都", "role:place")
    assert sorted(event["triggers"]) == ["会晤", "会见"]


def test_copies_of_one_source_do_not_add_confidence() -> None:
    apart = _build([_visit(), _copy()]).nodes["event/meeting"]
    copied = _build([_visit(), _copy()], sources={"a": "s", "b": "s"}).nodes["event/meeting"]
    assert (copied["n_sources"], apart["n_sources"]) == (1, 2)
    assert apart["confidence"] > copied["confidence"] == pytest.approx(0.8)


def test_interactions_sum_up_who_met_whom(graph: nx.MultiDiGraph) -> None:
    left, right = sorted(("entity/秦刚", "entity/敏昂莱"))
    edge = graph.edges[left, right, "interaction:MEET"]
    assert (edge["count"], edge["events"], edge["modalities"]) == (1, ("event/meeting",), ("actual",))


def test_cooccurrence_counts_sentences_and_leaves_nested_names_out() -> None:
    b = FactsBuilder("中国外交部与缅甸。", key="c")
    b.name("中国", "GPE")
    b.name("中国外交部", "ORG")
    b.name("缅甸", "GPE")
    graph = _build([(b.build(), "")])
    pairs = {frozenset((u, v)) for u, v, d in graph.edges(data=True) if d["kind"] == "cooccurrence"}
    assert frozenset(("entity/中国", "entity/中国外交部")) not in pairs
    assert frozenset(("entity/中国外交部", "entity/缅甸")) in pairs


def test_the_graph_is_the_same_for_any_order_of_articles() -> None:
    b = FactsBuilder("缅甸与中国。", key="d")
    b.name("缅甸", "GPE")
    b.name("中国", "GPE")
    rows = [_visit(), _copy(), (b.build(), "")]
    results = [_build(list(order)) for order in permutations(rows)]
    first = [list(results[0].nodes(data=True)), list(results[0].edges(keys=True, data=True))]
    for other in results[1:]:
        assert [list(other.nodes(data=True)), list(other.edges(keys=True, data=True))] == first


def test_entities_that_no_article_names_are_left_out() -> None:
    record, _ = _copy()
    graph = build_graph(
        [record],
        entities=[Entity(id="entity/x", type="PER", name="无人", names=("无人",), members=())],
        entity_of={},
        event_of={},
        sources={},
        header={},
    )
    assert list(graph) == ["article/b"]


def test_denied_and_actual_modalities_show_in_the_summary() -> None:
    b = FactsBuilder("秦刚否认会见敏昂莱。", key="e")
    qin, min_ = b.name("秦刚", "PER"), b.name("敏昂莱", "PER")
    event = b.event("MEET", "会见", modality="negated", agent=[qin, min_])
    graph = _build([(b.build(), event)])
    left, right = sorted(("entity/秦刚", "entity/敏昂莱"))
    assert graph.edges[left, right, "interaction:MEET"]["modalities"] == ("negated",)
    assert graph.nodes["event/meeting"]["label"] in {"敏昂莱、秦刚 会见", "秦刚、敏昂莱 会见"}


COUNTRIES = {"巴黎": "Q142", "法国": "Q142", "中国": "Q148", "铜锣湾": "Q8646", "香港": "Q148"}
ITEMS = {"巴黎": "Q90", "法国": "Q142", "中国": "Q148", "铜锣湾": "Q875404", "香港": "Q8646"}


def _within(place: str, around: str, score: float, *, type_: str = "located_in", label: str = "GPE") -> bool:
    b = FactsBuilder(f"{place}与{around}。", key="f")
    b.relation(b.name(place, label), type_, b.name(around, "GPE"), score=score)
    record = b.build()
    entities = [
        Entity(id=f"entity/{e.name}", type=e.type, name=e.name, names=(e.name,), members=(e.id,), qid=ITEMS.get(e.name),
               country=COUNTRIES.get(e.name))
        for e in record.entities
    ]  # fmt: skip
    graph = build_graph(
        [record],
        entities=entities,
        entity_of={e.members[0]: e.id for e in entities},
        event_of={},
        sources={},
        header={},
    )
    return graph.has_edge(f"entity/{place}", f"entity/{around}", f"relation:{type_}")


def test_a_place_that_the_index_puts_elsewhere_needs_a_sure_report() -> None:
    assert not _within("巴黎", "中国", 0.7)
    assert not _within("法国", "中国", 0.7, type_="part_of")
    assert _within("巴黎", "中国", 0.95)


def test_a_place_where_the_index_puts_it_or_that_it_does_not_know_needs_none() -> None:
    assert _within("巴黎", "法国", 0.6)
    assert _within("铜锣湾", "香港", 0.6)
    assert _within("某镇", "中国", 0.6)
    assert _within("中国", "巴黎", 0.6, type_="borders")
    assert _within("巴黎", "中国", 0.6, label="ORG")


def test_a_relation_between_far_ends_is_quoted_by_the_sentence_of_the_later() -> None:
    b = FactsBuilder("敏昂莱讲话。" + "长" * MAX_QUOTE + "。将军生于土瓦。", key="g")
    general, town = b.name("敏昂莱", "PER"), b.name("土瓦", "GPE")
    b.relation(general, "born_in", town, until=town)
    (item,) = _build([(b.build(), "")]).edges["entity/敏昂莱", "entity/土瓦", "relation:born_in"]["evidence"]
    assert item.quote == "将军生于土瓦。"


def test_a_source_is_as_sure_as_its_link() -> None:
    b = FactsBuilder("秦刚称敏昂莱访问仰光。", key="h")
    qin, general = b.name("秦刚", "PER"), b.name("敏昂莱", "PER")
    event = b.event("VISIT", "访问", source=qin, agent=[general])
    graph = _build([(b.build(), event)])
    assert graph.edges["event/meeting", "entity/秦刚", "role:source"]["confidence"] == 0.3
