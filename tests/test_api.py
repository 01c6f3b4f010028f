import copy
import subprocess
import sys

import pytest
import rdflib

import kg
from kg.errors import InputError, QueryError
from kg.export.turtle import write_turtle
from kg.settings import Settings
from tests.graph_factory import small_graph
from tests.query.conftest import build_out


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    out = build_out(small_graph(), tmp_path_factory.mktemp("out"))
    write_turtle(small_graph(), out / "graph.ttl", settings=Settings())
    return kg.open(str(out))


def test_graph_is_the_one_that_was_built(opened):
    assert opened.graph.nodes["entity/Q836"] == small_graph().nodes["entity/Q836"]
    assert opened.graph.number_of_edges() == small_graph().number_of_edges()


def test_query_by_name_or_text_gives_rows_and_a_data_frame(opened):
    rows = opened.query("who-met-whom", person="秦刚", since="2023-01-01")
    assert [row["whom"] for row in rows] == ["敏昂莱"]
    frame = rows.to_pandas()
    assert list(frame.columns) == ["day", "who", "whom", "place", "modality", "confidence", "event"]
    assert len(frame) == 1
    empty = opened.query("SELECT ?a ?b { <urn:no> ?a ?b }")
    assert empty == []
    assert list(empty.to_pandas().columns) == ["a", "b"]
    with pytest.raises(QueryError, match="no parameter"):
        opened.query("who-met-whom", nobody="秦刚")


def test_rows_show_as_a_table_of_inert_text(opened):
    rows = opened.query("articles-about", name='<img src=x onerror="alert(1)">')
    shown = rows._repr_html_()
    assert len(rows) == 1
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_entity_is_found_by_any_of_its_names(opened):
    qin = opened.entity("秦刚")
    assert (qin.type, qin.qid) == ("PER", "Q28417240")
    assert opened.entity("緬甸").key == opened.entity("Q836").key == "entity/Q836"
    assert [(title, body.name, first) for title, body, first, _ in qin.offices] == [
        ("外交部长", "中国外交部", "2023-05-02"),
        ("外长", "中国", "2023-05-02"),
    ]
    assert {other.name for other in qin.neighbours} == {"中国", "中国外交部", "缅甸", "敏昂莱", "王毅"}
    assert [article["publisher"] for article in qin.articles] == ["丙报", "乙报", "甲报"]
    assert "秦刚" in repr(qin)
    with pytest.raises(AttributeError, match="n_mentions"):
        _ = qin.age
    with pytest.raises(QueryError, match="no entity"):
        opened.entity("無此人")


def test_entity_is_the_same_however_it_was_found_and_can_be_copied(opened, tmp_path):
    myanmar = opened.entity("緬甸")
    assert myanmar == opened.entity("Q836") == copy.copy(myanmar)
    assert len({myanmar, opened.entity("Q836"), opened.entity("秦刚")}) == 2
    assert myanmar != opened.entity("秦刚")
    assert myanmar != kg.open(build_out(small_graph(), tmp_path)).entity("Q836")
    assert copy.deepcopy(myanmar).name == myanmar.name
    with pytest.raises(AttributeError):
        _ = myanmar._nothing


def test_rdflib_and_pyvis(opened):
    graph = opened.to_rdflib()
    myanmar = rdflib.URIRef("https://example.org/newskg/entity/Q836")
    assert rdflib.Literal("缅甸", lang="zh") in set(graph.objects(myanmar, rdflib.RDFS.label))
    network = opened.to_pyvis(focus="秦刚")
    assert "entity/Q28417240" in network.get_nodes()


def test_folder_without_a_build_is_told(tmp_path):
    with pytest.raises(InputError, match="kg build"):
        kg.open(tmp_path)


def test_importing_kg_loads_nothing():
    code = "import sys, kg; print(sorted({'networkx', 'rdflib', 'pyoxigraph', 'spacy', 'kg.api'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
