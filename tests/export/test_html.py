import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import ExportError, InputError
from kg.export.html import html_page, write_html
from kg.export.network import to_pyvis
from kg.settings import Settings
from tests.graph_factory import small_graph, synthetic_graph


def data_of(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def shown(page: str) -> set[str]:
    return set(data_of(page)["entities"]["name"])


def test_page_is_the_same_bytes_whatever_the_order_of_the_graph(tmp_path: Path) -> None:
    graph = synthetic_graph(40)
    other = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    write_html(graph, tmp_path / "a.html", settings=Settings())
    write_html(other, tmp_path / "b.html", settings=Settings())
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_policy_names_the_digest_of_the_only_script_and_style() -> None:
    page = html_page(small_graph(), max_nodes=100)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert (len(script), len(style)) == (1, 1)
    for text in (*script, *style):
        assert b64encode(sha256(text.encode()).digest()).decode() in policy[1]
    assert policy[1].startswith("default-src 'none';")
    assert "connect-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]


def test_served_page_may_ask_its_own_server_and_nobody_else() -> None:
    page = html_page(small_graph(), max_nodes=100, served=True)
    assert "connect-src 'self'" in page
    assert '<body data-served="true">' in page


def test_served_page_changes_nothing_in_the_data() -> None:
    graph = small_graph()
    name = "connect-src 'none' data-served=\"false\""
    graph.nodes["entity/Q836"]["name"] = name
    alone, served = (html_page(graph, max_nodes=100, served=value) for value in (False, True))
    assert name in shown(alone) == shown(served)


def test_page_names_no_address_to_load_from_and_no_inline_handler() -> None:
    page = re.sub(
        r'<script type="application/json".*?</script>', "", html_page(small_graph(), max_nodes=100), flags=re.S
    )
    assert re.findall(r"<(?:link|img|iframe|script src|object|embed)\b", page) == []
    assert re.findall(r"<[a-z]+[^>]* on[a-z]+=", page) == []
    assert "innerHTML" not in page
    assert "eval(" not in page


def test_data_cannot_end_its_script_block() -> None:
    graph = small_graph()
    graph.nodes["entity/Q836"]["name"] = "</script><!--\u2028&"
    page = html_page(graph, max_nodes=100)
    assert page.count("</script>") == 3
    assert "</script><!--\u2028&" in shown(page)


def test_assets_weigh_less_than_a_quarter_of_a_megabyte() -> None:
    assert len(html_page(small_graph(), max_nodes=1).encode()) < 250_000


def test_most_mentioned_entities_are_kept_and_the_cut_is_told() -> None:
    data = data_of(html_page(small_graph(), max_nodes=3))
    assert set(data["entities"]["name"]) == {"秦刚", "敏昂莱", "缅甸"}
    assert data["meta"]["n_entities"] == 11


@pytest.mark.parametrize("focus", ["昂山", "Q191096", "entity/Q191096"])
def test_focus_keeps_an_entity_and_its_neighbours(focus: str) -> None:
    found = shown(html_page(small_graph(), max_nodes=100, focus=focus))
    assert {"昂山", "昂山素季"} <= found
    assert "内比都" not in found


def test_focus_on_nobody_offers_similar_names() -> None:
    with pytest.raises(InputError, match="did you mean 昂山素季"):
        html_page(small_graph(), max_nodes=100, focus="昂山素鸡")


def test_period_keeps_what_was_reported_in_it_and_its_events() -> None:
    data = data_of(html_page(small_graph(), max_nodes=100, since="2023-05-04", until="2023-05-04"))
    assert set(data["entities"]["name"]) == {"敏昂莱", "昂山素季", "东盟", "秦刚", "缅甸"}
    assert "敏昂莱批评东盟" in data["events"]["label"]
    assert "昂山素季被捕" not in data["events"]["label"]
    assert set(data["articles"]["title"]) == {"军方否认会晤"}


def test_types_keep_only_these_entities() -> None:
    data = data_of(html_page(small_graph(), max_nodes=100, types={"PER"}))
    assert set(data["entities"]["name"]) == {"秦刚", "敏昂莱", "昂山素季", "昂山", "王毅"}
    with pytest.raises(InputError, match="MAN is no entity type"):
        html_page(small_graph(), max_nodes=100, types={"MAN"})


def test_sentences_know_where_each_name_stands() -> None:
    data = data_of(html_page(small_graph(), max_nodes=100))
    sentences, names = data["sentences"], data["entities"]["name"]
    place = sentences["text"].index("秦刚当天会晤了敏昂莱，就中缅边境交换意见。")
    flat = sentences["names"][place]
    found = [(names[flat[i]], sentences["text"][place][flat[i + 1] : flat[i + 2]]) for i in range(0, len(flat), 3)]
    assert found == [("秦刚", "秦刚"), ("敏昂莱", "敏昂莱")]


def test_only_web_addresses_reach_the_page() -> None:
    graph = small_graph()
    data = data_of(html_page(graph, max_nodes=100))
    assert all(url == "" or url.startswith("https://") for url in data["articles"]["url"])
    assert "javascript:" not in json.dumps(data["articles"])


def test_empty_graph_gives_a_page(tmp_path: Path) -> None:
    write_html(nx.MultiDiGraph(), tmp_path / "graph.html", settings=Settings())
    assert shown((tmp_path / "graph.html").read_text("utf-8")) == set()


def test_unwritable_place_is_one_clear_error_and_the_old_page_stays(tmp_path: Path) -> None:
    (tmp_path / "graph.html").mkdir()
    with pytest.raises(ExportError, match="choose another output folder"):
        write_html(small_graph(), tmp_path / "graph.html", settings=Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]


def test_pyvis_network_has_every_shown_node_edge_and_position() -> None:
    network = to_pyvis(small_graph(), max_nodes=100)
    assert network.num_nodes() == 18
    node = network.get_node("entity/Q836")
    assert (node["label"], node["shape"]) == ("缅甸", "hexagon")
    assert {"x", "y", "color", "size"} <= set(node)
    assert any(edge["title"] == "接替" for edge in network.edges)


def test_pyvis_refuses_an_edge_to_nowhere() -> None:
    with pytest.raises(ExportError, match="there is no node nobody"):
        to_pyvis(small_graph()).add_edge("entity/Q836", "nobody")


def test_pyvis_page_lacks_what_was_taken_out_of_the_network() -> None:
    network = to_pyvis(small_graph())
    network.nodes = [node for node in network.nodes if node["id"] != "entity/Q836"]
    network.node_map.pop("entity/Q836")
    network.edges = [edge for edge in network.edges if "entity/Q836" not in (edge["from"], edge["to"])]
    assert "缅甸" not in shown(network.generate_html())
