"""Every query of ontologies/queries against the same question asked of the NetworkX graph."""

from collections import Counter

import pytest

from kg.errors import QueryError
from kg.query.named import find_query, named_queries
from kg.query.runner import Limits, Request, Worker
from kg.query.store import current_version, store_folder
from tests.graph_factory import small_graph, synthetic_graph
from tests.query.oracle import Oracle

SMALL = [
    {},
    {
        "person": "敏昂莱",
        "name": "昂山素季",
        "place": "缅甸",
        "body": "缅甸",
        "speaker": "敏昂莱",
        "subject": "昂山素季",
    }
    | {"one": "敏昂莱", "other": "昂山素季", "since": "2023-05-02", "until": "2023-05-04", "type": "VISIT"},
    {"one": "秦刚", "other": "昂山素季"},
    {"person": "無此人", "name": "中國", "place": "緬甸", "body": "中方", "subject": "昂山", "object": "昂山素季"},
]
SYNTHETIC = [
    dict.fromkeys(("person", "name", "speaker", "object", "one"), f"名{a}")
    | dict.fromkeys(("place", "body", "subject", "other"), f"名{b}")
    | {"since": "2020-06-01", "until": "2021-12-31", "least": 1, "below": 0.7, "south": -20, "west": -100, "east": 120}
    for a, b in ((0, 1), (1, 0), (3, 0), (0, 3), (7, 2), (12, 5), (1, 4), (2, 1), (5, 9))
]
KINDS = {"entity-type": "ORG", "event-type": "AID"}


@pytest.fixture(scope="module")
def workers(small_out, synthetic_out):
    found = {
        out: Worker(current_version(store_folder(out)), limits=Limits(timeout_s=20))
        for out in (small_out, synthetic_out)
    }
    yield found
    for worker in found.values():
        worker.close()


@pytest.fixture(scope="module")
def oracles(small_out, synthetic_out):
    return {small_out: Oracle(small_graph()), synthetic_out: Oracle(synthetic_graph(60, seed=3))}


def values_for(query, offered):
    values = {}
    for parameter in query.parameters:
        value = offered.get(parameter.name, parameter.default)
        if parameter.kind == "entity-type":
            value = KINDS[parameter.kind] if offered else value
        values[parameter.name] = value
    return values


def typed(query, values):
    numbers = {parameter.name for parameter in query.parameters if parameter.kind in {"number", "share", "degrees"}}
    return {name: float(value) if name in numbers else value for name, value in values.items()}


def check(query, worker, oracle, offered):
    values = values_for(query, offered)
    rows = ask(query, worker, values)
    assert Counter(rows) == expected_rows(query, oracle, values), values
    return len(rows)


def ask(query, worker, values):
    return [tuple(row.values()) for row in worker.ask(Request(text=query.fill(values))).rows()]


def expected_rows(query, oracle, values):
    return Counter(getattr(oracle, query.name.replace("-", "_"))(**typed(query, values)))


@pytest.mark.parametrize("name", named_queries())
def test_query_answers_as_the_graph_does(name, workers, oracles, small_out, synthetic_out):
    query = find_query(name)
    n_small = sum(check(query, workers[small_out], oracles[small_out], offered) for offered in SMALL)
    n_large = sum(check(query, workers[synthetic_out], oracles[synthetic_out], offered) for offered in SYNTHETIC)
    assert n_small, "no example in the small graph"
    assert n_large, "no example in the synthetic graph"


def test_there_are_thirty_questions_each_with_titles_and_described_parameters():
    queries = named_queries()
    assert len(queries) == 30
    for query in queries.values():
        assert query.title_zh
        assert query.title_en
        assert query.about.endswith(".")
        assert all(" / " in parameter.about for parameter in query.parameters)
        assert "SERVICE" not in query.text


@pytest.mark.parametrize(
    "value",
    [
        '" } ?s ?p ?o . { "',
        "a\\",
        'a" . DROP ALL #',
        "\n}\nSERVICE <http://127.0.0.1:9/> {",
        "{ }",
        "\\u0022",
        "\ud800",
        "a\x00b",
    ],
)
def test_value_can_not_leave_its_literal(value, workers, small_out):
    text = find_query("offices-of").fill({"person": value})
    assert workers[small_out].ask(Request(text=text)).rows() == []


def test_value_with_quotes_and_braces_is_found_as_it_is(workers, small_out):
    text = find_query("articles-about").fill({"name": '<img src=x onerror="alert(1)">'})
    assert len(workers[small_out].ask(Request(text=text)).rows()) == 1


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("who-met-whom", {"since": "yesterday"}, "is no day"),
        ("who-met-whom", {"since": "2023-02-30"}, "is no day"),
        ("who-met-whom", {"nobody": "x"}, "it has person, since, until"),
        ("who-accuses-whom", {"nobody": "x"}, "it has none"),
        ("widely-reported", {"least": "two"}, "is no number"),
        ("widely-reported", {"least": "1.5"}, "whole number"),
        ("widely-reported", {"least": "NaN"}, "whole number"),
        ("needs-checking", {"below": "7"}, "from 0 to 1"),
        ("places-in-box", {"south": "1e9"}, "from -180 to 180"),
        ("most-mentioned", {"type": "CAT"}, "choose from PER"),
        ("events-by-month", {"type": "PER"}, "choose from SAY"),
    ],
)
def test_value_of_the_wrong_kind_is_told(name, values, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        find_query(name).fill(values)
    assert caught.value.reason == "parameter"


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, item) for name, query in named_queries().items() for item in query.parameters]
)
def test_empty_value_asks_for_any_or_leaves_the_bound(name, parameter, workers, oracles, small_out, synthetic_out):
    query = find_query(name)
    is_bound = parameter.kind in {"day", "number", "share", "degrees"}
    for out, others in ((small_out, SMALL[0]), (synthetic_out, SYNTHETIC[0])):
        values = values_for(query, others)
        rows = ask(query, workers[out], values | {parameter.name: ""})
        values[parameter.name] = parameter.default if is_bound else ""
        assert Counter(rows) == expected_rows(query, oracles[out], values), values


def test_unknown_name_is_told_with_those_there_are():
    with pytest.raises(QueryError, match="who-met-whom"):
        find_query("who-ate-whom")
