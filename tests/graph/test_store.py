import networkx as nx
import pytest

from kg.errors import ExportError, InputError
from kg.graph.store import load_graph, save_graph
from tests.graph_factory import small_graph, synthetic_graph


def contents(graph):
    return graph.graph, dict(graph.nodes(data=True)), {edge[:3]: edge[3] for edge in graph.edges(keys=True, data=True)}


@pytest.mark.parametrize("graph", [small_graph(), synthetic_graph(10)], ids=["small", "synthetic"])
def test_graph_comes_back_with_its_records(tmp_path, graph):
    save_graph(graph, tmp_path / "graph.json")
    assert contents(load_graph(tmp_path / "graph.json")) == contents(graph)


def test_equal_graphs_give_equal_bytes(tmp_path):
    graph = synthetic_graph(5)
    backwards = nx.MultiDiGraph(**graph.graph)
    backwards.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for start, end, key, data in reversed(list(graph.edges(keys=True, data=True))):
        backwards.add_edge(start, end, key=key, **data)
    for name, version in (("a", graph), ("b", backwards)):
        save_graph(version, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"graph":{"format":99},"nodes":[],"edges":[]}', '{"graph":{"format":1},"nodes":[{}],"edges":[]}'],
)
def test_damaged_file_is_told(tmp_path, text):
    (tmp_path / "graph.json").write_text(text)
    with pytest.raises(InputError, match="build it again"):
        load_graph(tmp_path / "graph.json")


def test_missing_file_and_folder_are_told(tmp_path):
    with pytest.raises(InputError, match="kg build"):
        load_graph(tmp_path / "graph.json")
    with pytest.raises(ExportError, match="another output folder"):
        save_graph(small_graph(), tmp_path / "none" / "graph.json")
