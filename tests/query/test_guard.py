import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.query.guard import MAX_QUERY, check_query
from tests.query.trap import trap

HIDDEN = [
    "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { service silent <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 5SERVICE<ADDRESS>{?a ?b ?c} }",
    "SELECT * { ?s ?p 'x'SERVICE<ADDRESS>{?a ?b ?c} }",
    "SELECT * { ?s ?p ?o.SERVICE<ADDRESS>{?a ?b ?c} }",
    "SELECT * { {}SERVICE<ADDRESS>{?a ?b ?c} }",
    "SELECT * { VALUES ?g { <ADDRESS> } SERVICE?g{?a ?b ?c} }",
    "PREFIX : <ADDRESS> SELECT * { SERVICE:{?a ?b ?c} }",
    "PREFIX : <ADDRESS> SELECT * { SERVICESILENT:{?a ?b ?c} }",
    "PREFIX x: <ADDRESS> SELECT * { SERVICE x:{?a ?b ?c} }",
    "SELECT * { # it's\n SERVICE <ADDRESS> { ?s ?p ?o } # it's\n }",
    "SELECT * { ?s ?p '#' . SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?s <http://a#b> ?o . SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?s <http://a/\\u0041#b> ?o . SERVICE <ADDRESS> { ?s ?p ?o } }",
    "PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . SERVICE <ADDRESS> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """a"" " """ . SERVICE <ADDRESS> { ?s ?p ?o } . ?s ?p """b""" }',
    'SELECT * { ?s ?p "a\\"" . SERVICE <ADDRESS> { ?s ?p ?o } . ?s ?p "b" }',
    "SELECT * { FILTER(1<2) SERVICE <ADDRESS> { ?s ?p ?o } FILTER(3>2) }",
    "SELECT * { FILTER(1<2)SERVICE?x{?s?p?o}FILTER(3>2) }",
    "SELECT * { \\u0053ERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { \\u0053\\U00000045RVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a\\u0027 . SERVICE <ADDRESS> {?s ?p ?o} #' }",
    "SELECT * { { SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <ADDRESS> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_fault_17_service_is_found_however_it_is_written(text):
    with pytest.raises(QueryError, match="SERVICE is refused") as caught:
        check_query(text.replace("ADDRESS", "http://127.0.0.1:9/"))
    assert caught.value.reason == "refused"


def test_engine_would_have_called_out():
    """Without the guard: so that the cases above are known to matter, and a quieter engine is noticed."""
    called = 0
    for text in HIDDEN:
        with trap() as found:
            store = ox.Store()
            store.update("INSERT DATA { <urn:s> <urn:p> 5 , 'x' , '#' }")
            try:
                result = store.query(text.replace("ADDRESS", found.url))
                list(result) if not isinstance(result, ox.QueryBoolean) else bool(result)
            except (SyntaxError, OSError, ValueError, RuntimeError):
                pass
            called += found.was_called()
    assert called >= 5


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?p 'SERVICE <http://a/> {' }",
        "SELECT * { ?s <http://a/SERVICE> ?o } # SERVICE",
        "PREFIX e: <http://e/> SELECT * { ?s e:service ?o ; e:LOAD 'load' }",
        'SELECT * { ?s ?p """a "SERVICE" b""" }',
        "SELECT ?insert { ?insert ?delete ?from FILTER(?a<?b&&?c>?d) }",
        "SELECT * FROM <urn:g> FROM NAMED <urn:h> { ?s ?p ?o }",
        "PREFIX from: <urn:x> SELECT * { ?s from:a ?o }",
    ],
)
def test_words_in_strings_names_and_comments_are_let_through(text):
    check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "PREFIX a: <urn:a#> # x\nBASE <urn:b> delete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/x>",
        "CLEAR ALL",
        "DROP GRAPH <urn:g>",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_fault_17_updates_are_refused(text):
    with pytest.raises(QueryError, match="read only") as caught:
        check_query(text)
    assert caught.value.reason == "refused"


def test_from_clauses_are_found():
    text = "PREFIX e: <urn:e> SELECT * FROM <urn:a#x> # FROM <urn:no>\nfrom named<urn:b> { ?s ?p 'FROM <urn:no>' }"
    assert check_query(text) == ["urn:a#x", "urn:b"]
    with pytest.raises(QueryError, match="full IRI"):
        check_query("PREFIX e: <urn:e> SELECT * FROM e:x { ?s ?p ?o }")


def test_fault_18_long_and_deep_queries_are_refused_at_once():
    with pytest.raises(QueryError, match="longer than"):
        check_query("SELECT * { ?s ?p ?o }" + " " * MAX_QUERY)
    with pytest.raises(QueryError, match="nested"):
        check_query("SELECT * " + "{" * 5_000 + "}" * 5_000)
    with pytest.raises(QueryError, match="nested"):
        check_query("SELECT (" + "(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) {}")
