import hashlib
import random
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import ExportError, InputError, SchemaError
from kg.export.nquads import write_nquads
from kg.export.reading import parse_quads, read_rdf, to_rdflib
from kg.export.statements import Statements
from kg.export.turtle import write_turtle
from kg.export.validate import validate_file, validate_graph
from kg.settings import Settings
from tests.export.rdf_files import WRITERS, merged, write_all
from tests.graph_factory import small_graph, synthetic_graph

BASES = ["https://example.org/newskg/", "http://localhost/x?y/", "urn:kg:", "https://example.org/a#"]


@pytest.mark.parametrize("base_iri", BASES)
def test_turtle_and_jsonld_say_what_the_default_graph_says(tmp_path, base_iri):
    paths = write_all(small_graph(base_iri=base_iri), tmp_path, base_iri=base_iri)
    expected = merged(paths["nq"])
    assert len(expected) > 500
    assert merged(paths["ttl"]) == expected
    assert merged(paths["jsonld"]) == expected


# rdflib's own parsers still use what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_what_pyoxigraph_reads(tmp_path):
    paths = write_all(small_graph(), tmp_path)
    formats = (("ttl", "turtle"), ("jsonld", "json-ld"))
    graphs = [rdflib.Graph().parse(data=paths[name].read_text("utf-8"), format=format_) for name, format_ in formats]
    assert set(graphs[0]) == set(graphs[1]) == set(read_rdf(paths["nq"]))
    dataset = rdflib.Dataset()
    dataset.parse(data=paths["nq"].read_text("utf-8"), format="nquads")
    assert len(list(dataset.quads())) == len(list(parse_quads(paths["nq"])))


def test_export_is_the_same_for_a_graph_built_in_another_order(tmp_path):
    graph = synthetic_graph(8)
    shuffled = nx.MultiDiGraph(**graph.graph)
    chance = random.Random(1)
    shuffled.add_nodes_from(chance.sample(list(graph.nodes(data=True)), graph.number_of_nodes()))
    for start, end, key, data in chance.sample(list(graph.edges(keys=True, data=True)), graph.number_of_edges()):
        shuffled.add_edge(start, end, key=key, **data)
    for name, write in WRITERS.items():
        sums = set()
        for number, version in enumerate((graph, shuffled)):
            path = tmp_path / f"{number}.{name}"
            write(version, path, settings=Settings())
            sums.add(hashlib.sha256(path.read_bytes()).hexdigest())
        assert len(sums) == 1, name


def test_each_quad_stands_once_and_default_graph_comes_first(tmp_path):
    path = write_all(synthetic_graph(5), tmp_path)["nq"]
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines))
    graphs = [quad.graph_name for quad in parse_quads(path)]
    runs = [name for number, name in enumerate(graphs) if not number or graphs[number - 1] != name]
    assert runs[0] == ox.DefaultGraph()
    assert [run.value for run in runs[1:]] == sorted(run.value for run in runs[1:])
    assert len(runs) == 6


def test_default_graph_is_sorted_by_subject():
    subjects = [
        block.subject for block in Statements(synthetic_graph(5), "https://example.org/newskg/").merged_blocks()
    ]
    assert subjects == sorted(set(subjects))


def test_graph_of_an_article_holds_only_what_that_article_says(tmp_path):
    graph = small_graph()
    path = write_all(graph, tmp_path)["nq"]
    for quad in parse_quads(path):
        if isinstance(quad.graph_name, ox.DefaultGraph):
            continue
        if quad.predicate.value.endswith(("#evidence", "#quote")):
            passage = quad.object if quad.predicate.value.endswith("#evidence") else quad.subject
            assert passage.value.startswith(quad.graph_name.value + "#char=")


@pytest.mark.parametrize("graph", [small_graph(), synthetic_graph(20)], ids=["small", "synthetic"])
def test_turtle_obeys_the_shapes(tmp_path, graph):
    path = write_all(graph, tmp_path)["ttl"]
    assert "Conforms: True" in validate_file(path)


@pytest.mark.parametrize("broken", [None, "mentionOf", "score", "quote"])
def test_graphs_of_the_articles_obey_the_shapes(tmp_path, broken):
    graph = rdflib.Graph()
    for quad in parse_quads(write_all(small_graph(), tmp_path)["nq"]):
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    if broken is None:
        assert "Conforms: True" in validate_graph(graph)
        return
    path = rdflib.URIRef("https://example.org/newskg/ontology#" + broken)
    subject = min(graph.subjects(path))
    graph.remove((subject, path, None))
    if broken == "score":
        graph.add((subject, path, rdflib.Literal(Decimal(2))))
    with pytest.raises(SchemaError) as caught:
        validate_graph(graph)
    assert str(subject) in caught.value.report


def test_interaction_that_ends_before_it_begins_is_told(tmp_path):
    graph = small_graph()
    data = next(data for _, _, data in graph.edges(data=True) if data["kind"] == "interaction" and data["first"])
    data.update(first="2023-05-09", last="2023-05-02")
    with pytest.raises(SchemaError) as caught:
        validate_file(write_all(graph, tmp_path)["ttl"])
    assert "ontology#first" in caught.value.report


def test_broken_graph_is_told_with_its_report(tmp_path):
    graph = small_graph()
    event = next(key for key, node in graph.nodes(data=True) if node["kind"] == "event" and node["begin"])
    graph.nodes[event].update(begin="2023-05-09", until="2023-05-02", confidence=1.5)
    path = write_all(graph, tmp_path)["ttl"]
    with pytest.raises(SchemaError, match=r"graph\.ttl") as caught:
        validate_file(path)
    assert event in caught.value.report


def test_time_that_is_no_day_is_never_an_xsd_date(tmp_path):
    graph = small_graph()
    for key, node in list(graph.nodes(data=True)):
        if node["kind"] == "event":
            graph.nodes[key].update(begin="2019-02-30", until="12019-01-01")
        if node["kind"] == "article":
            graph.nodes[key]["published"] = "yesterday"
    path = write_all(graph, tmp_path)["ttl"]
    text = path.read_text("utf-8")
    assert "kg:begin" not in text
    assert "kg:published" not in text
    validate_file(path)


def test_each_time_is_said_where_reports_differ(tmp_path):
    graph = small_graph()
    event = next(key for key, node in graph.nodes(data=True) if node["kind"] == "event")
    graph.nodes[event]["times"] = (("2023-05-02", 2), ("2023-05-03", 1))
    path = write_all(graph, tmp_path)["ttl"]
    assert 'kg:statedTime "2023-05-02", "2023-05-03"' in path.read_text("utf-8")
    validate_file(path)


def test_plain_triples_leave_out_what_was_denied_or_only_planned(tmp_path):
    graph = read_rdf(write_all(small_graph(), tmp_path)["nq"])
    kg = rdflib.Namespace("https://example.org/newskg/ontology#")
    entity = rdflib.Namespace("https://example.org/newskg/entity/")
    assert (entity.Q28417240, kg.visit, entity.Q836) in graph
    assert (entity.Q10895574, kg.meet, entity.Q28417240) in graph
    assert (entity.Q28417240, kg.meet, entity.Q10895574) in graph
    assert (entity.Q836, kg.borders, entity.Q148) in graph
    assert (entity.Q148, kg.borders, entity.Q836) in graph
    assert not list(graph.triples((None, kg.visit, entity.Q28417240)))


def test_write_failure_keeps_the_old_file(tmp_path):
    path = tmp_path / "graph.nq"
    path.write_text("old")
    broken = small_graph()
    next(node for _, node in broken.nodes(data=True) if node["kind"] == "event")["type"] = "NOPE"
    with pytest.raises(KeyError):
        write_nquads(broken, path, settings=Settings())
    assert path.read_text() == "old"
    with pytest.raises(ExportError, match="nowhere"):
        write_turtle(small_graph(), tmp_path / "nowhere" / "graph.ttl", settings=Settings())
    assert [item.name for item in tmp_path.iterdir()] == ["graph.nq"]


def test_provenance_can_be_followed_to_the_character(tmp_path):
    store = ox.Store()
    store.bulk_load(path=write_all(small_graph(), tmp_path)["nq"])
    rows = list(
        store.query(
            """PREFIX kg: <https://example.org/newskg/ontology#>
            PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
            SELECT ?quote ?start ?end ?pageStart ?publisher ?model {
              ?s rdf:subject/kg:name "昂山" ; rdf:predicate kg:parentOf ;
                 rdf:object/kg:name "昂山素季" ; kg:evidence ?p .
              ?p kg:quote ?quote ; kg:start ?start ; kg:end ?end ; kg:pageStart ?pageStart ; kg:inArticle ?article .
              ?article kg:publisher ?publisher ; kg:extractedBy/kg:modelDigest ?model }"""
        )
    )
    assert len(rows) == 1
    row = rows[0]
    assert row["quote"].value.startswith("昂山素季是昂山之女")
    assert int(row["end"].value) - int(row["start"].value) == len(row["quote"].value)
    assert int(row["pageStart"].value) == int(row["start"].value) + 60
    assert row["publisher"].value == "乙报"
    assert row["model"].value == "0123456789abcdef"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("bomb.rdf", '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x">]><r/>', "document type"),
        ("context.jsonld", '{"@context": "http://127.0.0.1:9/context", "a": 1}', "context"),
        ("broken.ttl", "<a> <b> ", "broken.ttl"),
        ("what.txt", "", "not a known RDF file"),
    ],
)
def test_fault_16_files_that_need_the_network_or_hide_bombs_are_refused(tmp_path: Path, name, text, reason):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=reason):
        read_rdf(path)


def test_fault_16_imports_are_not_followed(tmp_path: Path):
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/b> .")
    assert len(read_rdf(path)) == 1
