from pathlib import Path

import networkx as nx
import pytest

from kg.errors import ExportError
from kg.export.graphml import write_graphml
from kg.settings import Settings
from tests.graph_factory import small_graph


def read_back(graph: nx.MultiDiGraph, tmp_path: Path) -> nx.MultiDiGraph:
    write_graphml(graph, tmp_path / "graph.graphml", settings=Settings())
    return nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)


def test_graphml_reads_back_with_every_node_and_edge(tmp_path: Path) -> None:
    graph = small_graph()
    back = read_back(graph, tmp_path)
    assert set(back.nodes) == set(graph.nodes)
    assert sorted(back.edges()) == sorted(graph.edges())


def test_graphml_keeps_numbers_as_numbers_and_joins_lists(tmp_path: Path) -> None:
    node = read_back(small_graph(), tmp_path).nodes["entity/Q836"]
    assert node["latitude"] == 22.0
    assert node["names"] == "緬甸|缅甸"
    assert "label_en" in node
    assert "edtf" not in node


def test_graphml_edge_carries_evidence_count_and_first_quote(tmp_path: Path) -> None:
    back = read_back(small_graph(), tmp_path)
    office = next(data for *_, data in back.edges(data=True) if data.get("label") == "外长")
    assert office["kind"] == "office"
    assert office["n_evidence"] == 2
    assert office["quote"] == "中国外交部长秦刚五月二日抵达内比都，开始访问缅甸。"


def test_graphml_edge_ids_are_unique(tmp_path: Path) -> None:
    graph = small_graph()
    write_graphml(graph, tmp_path / "g.graphml", settings=Settings())
    text = (tmp_path / "g.graphml").read_text("utf-8")
    ids = [part.split('"')[0] for part in text.split('<edge id="')[1:]]
    assert len(ids) == len(set(ids)) == graph.number_of_edges()


def test_graphml_survives_markup_controls_and_surrogates(tmp_path: Path) -> None:
    graph = small_graph()
    graph.nodes["entity/Q836"]["name"] = "<b>&\x00\x1f\ud800]]>\u2028"
    back = read_back(graph, tmp_path)
    assert back.nodes["entity/Q836"]["label"].startswith("<b>&\ufffd\ufffd\ufffd]]>")


def test_graphml_same_bytes_whatever_the_order_of_insertion(tmp_path: Path) -> None:
    graph = small_graph()
    other = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    write_graphml(graph, tmp_path / "a", settings=Settings())
    write_graphml(other, tmp_path / "b", settings=Settings())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_graphml_to_a_missing_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="choose another output folder"):
        write_graphml(small_graph(), tmp_path / "none" / "g", settings=Settings())
    assert list(tmp_path.iterdir()) == []
