import networkx as nx
import pytest

from kg.errors import QueryError
from kg.graph.explain import explain_entity, find_entities
from tests.graph_factory import small_graph


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    return small_graph()


def test_a_name_is_found_in_either_script_and_by_item(graph: nx.MultiDiGraph) -> None:
    assert find_entities(graph, "緬甸") == find_entities(graph, "缅甸") == find_entities(graph, "Q836")


def test_an_unknown_name_says_what_to_do(graph: nx.MultiDiGraph) -> None:
    with pytest.raises(QueryError, match="无此人: no entity of that name"):
        find_entities(graph, "无此人")


def test_the_explanation_gives_surfaces_titles_reasons_and_articles(graph: nx.MultiDiGraph) -> None:
    text = explain_entity(graph, "秦刚")
    data = graph.nodes[find_entities(graph, "秦刚")[0]]
    assert text.startswith(f"{data['name']}  entity/")
    assert f"named     {data['n_mentions']} times in {data['n_articles']} articles" in text
    assert all(reason in text for reason in data["reasons"])
    assert all(title in text for title, _, _ in data["titles"][:5])
