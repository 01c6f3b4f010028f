"""The W3C's SPARQL 1.1 Protocol tests by their names, and the result formats term by term.

The requests are those of the manifest at w3.org/2009/sparql/docs/tests, over graphs of the same names. The service only
reads, so of the tests of updates those apply that want a refusal; the others must change nothing.
"""

import json
from urllib.parse import quote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.export.nquads import write_nquads
from kg.graph.store import save_graph
from kg.query.store import build_store, store_folder
from kg.settings import Settings
from tests.endpoint.conftest import running
from tests.graph_factory import small_graph

DATA = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in range(4)]
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}

BOTH_DEFAULT = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
FULL = f"ASK {{ <{DATA[3]}> a ?type {BOTH_NAMED.removeprefix('ASK {')}"
FROM_OTHER = BOTH_NAMED.replace("ASK", f"ASK FROM <{DATA[3]}>")

BOOLEAN = ("application/sparql-results+json", "application/sparql-results+xml")
TABLE = (*BOOLEAN, "text/csv", "text/tab-separated-values")
RDF = ("text/turtle", "application/rdf+xml", "application/n-triples")


def url(*parameters):
    return "/sparql?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters)


def get(*parameters):
    return "GET", url(*parameters), {}, b""


def post(body, *parameters, headers=DIRECT):
    return "POST", url(*parameters), headers, body if isinstance(body, bytes) else body.encode()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    out, graph = tmp_path_factory.mktemp("w3c"), small_graph()
    write_nquads(graph, out / "graph.nq", settings=Settings())
    with (out / "graph.nq").open("a", encoding="utf-8") as file:
        for iri in DATA:
            type_ = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
            file.write(f"<{iri}> <{type_}> <http://xmlns.com/foaf/0.1/Document> <{iri}> .\n")
    build_store(out / "graph.nq", store_folder(out))
    save_graph(graph, out / ".kg" / "graph.json")
    with running(out) as found:
        yield found


QUERIES = {
    "query_post_form": (post("query=ASK%20%7B%7D", (DEFAULT, DATA[0]), headers=FORM), BOOLEAN),
    "query_dataset_default_graphs_get": (
        get(("query", BOTH_DEFAULT), (DEFAULT, DATA[1]), (DEFAULT, DATA[2])),
        BOOLEAN,
    ),
    "query_dataset_default_graphs_post": (post(BOTH_DEFAULT, (DEFAULT, DATA[1]), (DEFAULT, DATA[2])), BOOLEAN),
    "query_dataset_named_graphs_post": (post(BOTH_NAMED, (NAMED, DATA[1]), (NAMED, DATA[2])), BOOLEAN),
    "query_dataset_named_graphs_get": (get(("query", BOTH_NAMED), (NAMED, DATA[1]), (NAMED, DATA[2])), BOOLEAN),
    "query_dataset_full": (post(FULL, (DEFAULT, DATA[3]), (NAMED, DATA[1]), (NAMED, DATA[2])), BOOLEAN),
    # The manifest writes the "&" between its two parameters as "%26", which makes them one graph of an odd name.
    "query_multiple_dataset": (post(FROM_OTHER, (NAMED, DATA[1]), (NAMED, DATA[2])), BOOLEAN),
    "query_get": (get(("query", "ASK {}"), (DEFAULT, DATA[0])), BOOLEAN),
    "query_content_type_select": (post("SELECT (1 AS ?value) {}", (DEFAULT, DATA[0])), TABLE),
    "query_content_type_ask": (post("ASK {}", (DEFAULT, DATA[0])), BOOLEAN),
    "query_content_type_describe": (post("DESCRIBE <http://example.org/>", (DEFAULT, DATA[0])), RDF),
    "query_content_type_construct": (post("CONSTRUCT { <s> <p> 1 } WHERE {}", (DEFAULT, DATA[0])), RDF),
    "query_post_direct": (post("ASK {}"), BOOLEAN),
}


@pytest.mark.parametrize("name", QUERIES)
def test_query(client, name):
    (method, address, headers, content), media = QUERIES[name]
    answer = client.request(method, address, headers=headers, content=content)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] in media
    if media is BOOLEAN:
        assert answer.json()["boolean"] is True


REFUSED = {
    "bad_query_method": ("PUT", url(("query", "ASK {}"), (DEFAULT, DATA[0])), FORM, b""),
    "bad_multiple_queries": get(("query", "ASK {}"), ("query", "SELECT * {}")),
    "bad_query_wrong_media_type": post("ASK {}", headers={"content-type": "text/plain"}),
    "bad_query_missing_form_type": post("query=ASK%20%7B%7D", headers={}),
    "bad_query_missing_direct_type": post("ASK {}", headers={}),
    "bad_query_non_utf8": post(
        "ASK {}".encode("utf-16"), headers={"content-type": "application/sparql-query; charset=UTF-16"}
    ),
    "bad_query_syntax": get(("query", "ASK {")),
    "bad_update_get": get(("update", "CLEAR ALL")),
    "bad_multiple_updates": post("update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", headers=FORM),
    "bad_update_wrong_media_type": post("CLEAR NAMED", headers={"content-type": "text/plain"}),
    "bad_update_missing_form_type": post("update=CLEAR%20NAMED", headers={}),
    "bad_update_non_utf8": post(
        "CLEAR NAMED".encode("utf-16"), headers={"content-type": "application/sparql-update; charset=UTF-16"}
    ),
    "bad_update_syntax": post("update=CLEAR%20XYZ", headers=FORM),
    "bad_update_dataset_conflict": post(
        "update=" + quote("USING <http://example/> DELETE WHERE { ?s ?p ?o }"),
        ("using-named-graph-uri", "http://example/people"),
        headers=FORM,
    ),
    # Well-formed updates, which a service that reads only refuses.
    "update_post_form": post("update=CLEAR+ALL", headers=FORM),
    "update_post_direct": post("CLEAR ALL", headers=UPDATE),
    "update_dataset_default_graph": post("CLEAR ALL", ("using-graph-uri", DATA[1]), headers=UPDATE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(client, name):
    def size():
        query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        return client.get("/sparql", params={"query": query}).json()["results"]["bindings"]

    before = size()
    method, address, headers, content = REFUSED[name]
    answer = client.request(method, address, headers=headers, content=content)
    assert 400 <= answer.status_code < 500
    assert size() == before


#: Every kind of term, as SPARQL writes it.
TERMS = r"""SELECT ?x ?y { VALUES (?x ?y) {
  (<http://example.org/a> "plain") ("say \"hi\", 你好\tthere\nline" "中文"@zh) (1 2.50) (true 1e0)
  ("2020-07-01"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF) ("" UNDEF) } }"""
XSD = "http://www.w3.org/2001/XMLSchema#"
HARD = 'say "hi", 你好\tthere\nline'


def body(client, accept):
    answer = client.get("/sparql", params={"query": TERMS}, headers={"accept": accept})
    assert answer.status_code == 200, answer.text
    return answer.content.decode("utf-8")


def typed(value, name):
    return {"type": "literal", "value": value, "datatype": XSD + name}


ROWS = [
    {"x": {"type": "uri", "value": "http://example.org/a"}, "y": {"type": "literal", "value": "plain"}},
    {"x": {"type": "literal", "value": HARD}, "y": {"type": "literal", "value": "中文", "xml:lang": "zh"}},
    {"x": typed("1", "integer"), "y": typed("2.50", "decimal")},
    {"x": typed("true", "boolean"), "y": typed("1e0", "double")},
    {"x": typed("2020-07-01", "date")},
    {"x": {"type": "literal", "value": ""}},
]


def test_json_results(client):
    found = json.loads(body(client, "application/sparql-results+json"))
    assert found["head"] == {"vars": ["x", "y"]}
    assert _numbers(found["results"]["bindings"]) == _numbers(ROWS)


def test_xml_results(client):
    tree = ElementTree.fromstring(body(client, "application/sparql-results+xml"))
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [item.get("name") for item in tree.iter(f"{space}variable")] == ["x", "y"]
    rows = []
    for result in tree.iter(f"{space}result"):
        row = {}
        for binding in result:
            (term,) = binding
            kind = term.tag.removeprefix(space)
            row[binding.get("name")] = {"type": kind, "value": term.text or ""} | {
                key: value
                for key, value in (
                    ("xml:lang", term.get("{http://www.w3.org/XML/1998/namespace}lang")),
                    ("datatype", term.get("datatype")),
                )
                if value
            }
        rows.append(row)
    assert _numbers(rows) == _numbers(ROWS)


def test_csv_results(client):
    lines = body(client, "text/csv").split("\r\n")
    assert lines[:3] == ["x,y", "http://example.org/a,plain", '"' + HARD.replace('"', '""') + '",中文']
    number, truth, *rest = lines[3:]
    assert [float(cell) for cell in number.split(",")] == [1, 2.5]
    assert truth.split(",")[0] == "true"
    assert float(truth.split(",")[1]) == 1
    assert rest == ["2020-07-01,", ",", ""]


def test_tsv_results(client):
    lines = body(client, "text/tab-separated-values").split("\n")
    assert lines[0] == "?x\t?y"
    assert lines[-1] == ""
    terms = [[_term(cell) for cell in line.split("\t")] for line in lines[1:-1]]
    assert terms[:2] == [
        [ox.NamedNode("http://example.org/a"), ox.Literal("plain")],
        [ox.Literal(HARD), ox.Literal("中文", language="zh")],
    ]
    assert terms[2][0] == ox.Literal("1", datatype=ox.NamedNode(XSD + "integer"))
    assert terms[4] == [ox.Literal("2020-07-01", datatype=ox.NamedNode(XSD + "date")), None]
    assert terms[5] == [ox.Literal(""), None]


def _term(cell):
    """What a cell in SPARQL's own notation means."""
    if not cell:
        return None
    (quad,) = ox.parse(f"<urn:s> <urn:p> {cell} .".encode(), format=ox.RdfFormat.TURTLE)
    return quad.object


def _numbers(rows):
    """Rows with numbers as numbers: a store may write 2.50 as 2.5."""
    wide = {XSD + "decimal", XSD + "double"}
    return [
        {
            name: term | {"value": float(term["value"])} if term.get("datatype") in wide else term
            for name, term in row.items()
        }
        for row in rows
    ]
