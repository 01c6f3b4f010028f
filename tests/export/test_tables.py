import csv
from pathlib import Path

import pytest

from kg.export.flat import EDGE_COLUMNS, NODE_COLUMNS
from kg.export.tables import safe_cell, write_edges, write_nodes
from kg.settings import Settings
from tests.graph_factory import small_graph


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_nodes_table_has_the_documented_columns_and_every_node(tmp_path: Path) -> None:
    graph = small_graph()
    write_nodes(graph, tmp_path / "nodes.csv", settings=Settings())
    found = rows(tmp_path / "nodes.csv")
    assert list(found[0]) == ["id", "iri", *NODE_COLUMNS]
    assert [row["id"] for row in found] == sorted(graph.nodes)
    assert found[0]["iri"] == "https://example.org/newskg/" + found[0]["id"]


def test_edges_table_gives_quote_and_count(tmp_path: Path) -> None:
    write_edges(small_graph(), tmp_path / "edges.csv", settings=Settings())
    found = rows(tmp_path / "edges.csv")
    assert list(found[0]) == ["id", "source", "target", *EDGE_COLUMNS]
    meeting = next(row for row in found if row["kind"] == "role" and row["type"] == "topic")
    assert meeting["n_evidence"] == "2"
    assert "敏昂" in meeting["quote"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\u3000=HYPERLINK()"])
def test_cell_that_a_spreadsheet_would_run_is_prefixed(text: str) -> None:
    assert safe_cell(text) == "'" + text


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [safe_cell(value) for value in (-3, -0.5, "缅甸", "a=b", "")] == [-3, -0.5, "缅甸", "a=b", ""]


def test_formula_in_a_title_reaches_the_file_prefixed(tmp_path: Path) -> None:
    graph = small_graph()
    key = next(key for key, data in graph.nodes(data=True) if data["kind"] == "article")
    graph.nodes[key]["title"] = '=HYPERLINK("http://evil.example","x")'
    write_nodes(graph, tmp_path / "nodes.csv", settings=Settings())
    article = next(row for row in rows(tmp_path / "nodes.csv") if row["id"] == key)
    assert article["label"].startswith("'=HYPERLINK")
