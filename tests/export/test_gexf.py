import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx

from kg.export.gexf import write_gexf
from kg.settings import Settings
from tests.graph_factory import small_graph

GEXF = "{http://www.gexf.net/1.2draft}"


def write(graph: nx.MultiDiGraph, tmp_path: Path) -> Path:
    path = tmp_path / "graph.gexf"
    write_gexf(graph, path, settings=Settings())
    return path


def test_gexf_reads_back_with_every_node_and_edge(tmp_path: Path) -> None:
    graph = small_graph()
    back = nx.read_gexf(write(graph, tmp_path))
    assert set(back.nodes) == set(graph.nodes)
    assert back.number_of_edges() == graph.number_of_edges()


def test_gexf_event_has_its_interval_and_entity_has_none(tmp_path: Path) -> None:
    nodes = {node.get("id"): node for node in ET.parse(write(small_graph(), tmp_path)).iter(f"{GEXF}node")}
    visit = next(
        node for node in nodes.values() if node.get("label") == "秦刚访问缅甸" and node.get("id")[:5] == "event"
    )
    assert (visit.get("start"), visit.get("end")) == ("2023-05-02", "2023-05-05")
    assert nodes["entity/Q836"].get("start") is None


def test_gexf_colours_follow_the_type(tmp_path: Path) -> None:
    root = ET.parse(write(small_graph(), tmp_path)).getroot()
    colours = {
        node.get("id"): tuple(colour.get(c) for c in "rgb")
        for node in root.iter(f"{GEXF}node")
        for colour in node.iter("{http://www.gexf.net/1.2draft/viz}color")
    }
    assert colours["entity/Q28417240"] == colours["entity/Q10895574"] == ("213", "94", "0")
    assert colours["entity/Q836"] != colours["entity/Q28417240"]


def test_gexf_is_well_formed_with_hostile_text(tmp_path: Path) -> None:
    graph = small_graph()
    graph.nodes["entity/Q836"]["name"] = "</gexf>\x08\ud83d\uffff\"'"
    back = nx.read_gexf(write(graph, tmp_path))
    assert back.nodes["entity/Q836"]["label"] == "</gexf>\ufffd\ufffd\ufffd\"'"


def test_gexf_same_bytes_twice(tmp_path: Path) -> None:
    first = write(small_graph(), tmp_path).read_bytes()
    assert write(small_graph(), tmp_path).read_bytes() == first
