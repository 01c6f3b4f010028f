import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.query.results import Result, format_results
from kg.query.runner import Limits, Request, Worker
from kg.query.store import current_version, store_folder

SELECT = """SELECT ?a ?b {} {{ VALUES (?a ?b) {{
  ("引号\\" 和 <标签>, 逗号\\t\\n换行" 1) ("zh"@zh 1.5) (<urn:a> 2e0) (UNDEF true)
  ("2020-02-29"^^<http://www.w3.org/2001/XMLSchema#date> "x"^^<urn:t>) }} }}"""


@pytest.fixture(scope="module")
def ask(small_out):
    worker = Worker(current_version(store_folder(small_out)), limits=Limits())
    yield lambda text: worker.ask(Request(text=text))
    worker.close()


def test_rows_have_plain_values(ask):
    result = ask(SELECT.format(""))
    assert result.variables == ["a", "b"]
    assert [tuple(row.values()) for row in result.rows()] == [
        ('引号" 和 <标签>, 逗号\t\n换行', 1),
        ("zh", 1.5),
        ("urn:a", 2.0),
        (None, True),
        ("2020-02-29", "x"),
    ]


def test_literal_that_is_no_number_stays_text(ask):
    result = ask('SELECT ?v { VALUES ?v { "x"^^xsd:integer "y"^^xsd:decimal "3"^^xsd:integer } }')
    assert [row["v"] for row in result.rows()] == ["x", "y", 3]


def test_every_format_holds_the_same_answers(ask):
    result = ask(SELECT.format(""))
    rows = result.rows()
    bindings = json.loads(format_results(result, "json"))["results"]["bindings"]
    assert [row.get("a", {}).get("value") for row in bindings] == [row["a"] for row in rows]
    assert bindings[1]["a"] == {"type": "literal", "value": "zh", "xml:lang": "zh"}
    table = list(csv.reader(io.StringIO(format_results(result, "csv"))))
    assert table[0] == ["a", "b"]
    assert [row[0] for row in table[1:]] == [row["a"] or "" for row in rows]
    tsv = format_results(result, "tsv").split("\n")
    assert tsv[0] == "?a\t?b"
    assert tsv[1] == '"引号\\" 和 <标签>, 逗号\\t\\n换行"\t1'
    xml = ElementTree.fromstring(result.serialize("xml"))
    assert len(xml.findall(".//{*}result")) == 5


def test_answers_are_those_of_the_engine_itself(ask, small_out):
    store = ox.Store.read_only(str(current_version(store_folder(small_out))))
    text = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    expected = json.loads(store.query(text).serialize(format=ox.QueryResultsFormat.JSON))
    assert json.loads(ask(text).serialize("json")) == expected


def test_truths_and_triples(ask):
    assert json.loads(format_results(ask("ASK { ?s ?p ?o }"), "json")) == {"head": {}, "boolean": True}
    assert format_results(ask("ASK { <urn:no> ?p ?o }"), "csv") == "false\n"
    assert "false" in format_results(ask("ASK { <urn:no> ?p ?o }"), "table")
    result = ask("CONSTRUCT { ?s <urn:p> ?o } WHERE { VALUES (?s ?o) { (<urn:a> '甲') (<urn:b> 2) } }")
    triples = {quad.triple for quad in ox.parse(format_results(result, "ttl"), format=ox.RdfFormat.TURTLE)}
    assert len(triples) == 2
    assert {quad.triple for quad in ox.parse(format_results(result, "json"), format=ox.RdfFormat.JSON_LD)} == triples
    assert {quad.triple for quad in ox.parse(format_results(result, "tsv"), format=ox.RdfFormat.N_TRIPLES)} == triples
    assert result.variables == ["subject", "predicate", "object"]
    assert {row["object"] for row in result.rows()} == {"甲", 2}


def test_table_is_aligned_and_holds_no_control_characters():
    result = Result("rows", '?名\t?n\n"中文\\u001b[31m\u202e"\t1\n"long{}"\t22\n'.format("x" * 90).encode())
    lines = format_results(result, "table").splitlines()
    assert lines[0].startswith("名")
    assert "\x1b" not in "".join(lines)
    assert "\u202e" not in "".join(lines)
    assert lines[3].endswith("…  22")
    assert len({line.index(number) + extra for line, number, extra in ((lines[2], "1", 2), (lines[3], "22", 0))}) <= 2


def test_empty_answers_have_a_heading(ask):
    assert format_results(ask("SELECT ?a { <urn:no> ?p ?a }"), "table").splitlines()[0] == "a"
    assert format_results(ask("CONSTRUCT { ?s ?p ?o } WHERE { <urn:no> ?p ?o . ?s ?p ?o }"), "ttl") is not None


@pytest.mark.parametrize(
    ("text", "format_"), [("SELECT ?s { ?s ?p ?o } LIMIT 1", "ttl"), ("ASK {}", "ttl"), ("ASK {}", "pdf")]
)
def test_format_that_does_not_fit_is_told(ask, text, format_):
    with pytest.raises(QueryError, match="choose") as caught:
        format_results(ask(text), format_)
    assert caught.value.reason == "format"
