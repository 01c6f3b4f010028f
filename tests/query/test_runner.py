import select
import shutil
import subprocess
import sys
import threading
from contextlib import closing

import pytest

import kg.query.runner
from kg.errors import InputError, QueryError
from kg.query.runner import Limits, Request, Worker, run_query
from kg.query.store import current_version, store_folder
from tests.query.trap import trap

HUNGRY = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i",
    "SELECT * { ?a (<urn:p>|!<urn:p>)* ?b . ?b (<urn:p>|!<urn:p>)* ?c . ?c (<urn:p>|!<urn:p>)* ?d } ORDER BY ?d",
    "PREFIX kg: <https://example.org/newskg/ontology#> SELECT (COUNT(*) AS ?n) "
    "{ ?x kg:place ?l . ?y kg:place ?l . ?z kg:place ?l . ?u kg:agent ?m . ?v kg:agent ?m }",
    "SELECT (SUM(STRLEN(REPLACE(CONCAT(STR(?a), STR(?d)), '(a+)+$', ''))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
]


@pytest.fixture
def hasty_worker(synthetic_out):
    limits = Limits(timeout_s=1, memory_mb=600, max_rows=500)
    with closing(Worker(current_version(store_folder(synthetic_out)), limits=limits)) as found:
        yield found


@pytest.fixture(scope="module")
def worker(synthetic_out):
    limits = Limits(timeout_s=60, max_rows=500)
    with closing(Worker(current_version(store_folder(synthetic_out)), limits=limits)) as found:
        yield found


@pytest.mark.parametrize("text", HUNGRY)
def test_fault_18_hungry_query_ends_at_a_limit_and_the_next_is_served(text, hasty_worker, synthetic_out):
    with pytest.raises(QueryError) as caught:
        hasty_worker.ask(Request(text=text))
    assert caught.value.reason in {"time", "memory", "rows"}
    if caught.value.reason != "rows":
        assert not hasty_worker.is_alive
    assert run_query(synthetic_out, "ASK { ?s ?p ?o }").truth


def test_fault_18_memory_limit_ends_the_child(synthetic_out):
    limits = Limits(timeout_s=60, memory_mb=700)
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    with pytest.raises(QueryError, match="700 MB") as caught:
        run_query(synthetic_out, text, limits=limits)
    assert caught.value.reason == "memory"


def test_fault_18_deeply_nested_query_that_passes_the_guard_does_not_harm(hasty_worker, monkeypatch, synthetic_out):
    monkeypatch.setattr(kg.query.runner, "check_query", lambda text: [])
    with pytest.raises(QueryError):
        hasty_worker.ask(Request(text="SELECT * " + "{" * 200_000 + "}" * 200_000))
    assert run_query(synthetic_out, "ASK {}").truth


def test_fault_18_regular_expression_is_no_trap(worker):
    text = f"SELECT (REGEX('{'a' * 5_000}!', '^(a+)+$') AS ?x) {{}}"
    assert worker.ask(Request(text=text)).rows() == [{"x": False}]


def test_row_limit_is_exact_and_leaves_the_child_alive(worker):
    text = "SELECT ?s {{ ?s ?p ?o }} LIMIT {}"
    assert len(worker.ask(Request(text=text.format(500))).rows()) == 500
    with pytest.raises(QueryError, match="more than 500 rows") as caught:
        worker.ask(Request(text=text.format(501)))
    assert caught.value.reason == "rows"
    assert worker.is_alive
    assert worker.ask(Request(text="ASK {}")).truth


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no limit on the address space there")
def test_query_runs_where_the_shell_allows_less_memory_than_the_query_may_have(synthetic_out):
    script = (
        "import resource, sys; from pathlib import Path; from kg.query.runner import run_query\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))\n"
        "print(run_query(Path(sys.argv[1]), 'ASK { ?s ?p ?o }').truth)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, synthetic_out], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_what_kept_the_child_from_the_store_is_told(tmp_path):
    with closing(Worker(tmp_path / "nothing", limits=Limits())) as found:
        with pytest.raises(InputError, match=r"the store can't be opened \(FileNotFoundError: .*\); mend that or"):
            found.ask(Request(text="ASK {}"))
        assert not found.is_alive


@pytest.mark.skipif(not shutil.which("false"), reason="no program that only fails")
def test_child_that_ends_without_a_word_is_told_by_its_exit_code(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with closing(Worker(tmp_path, limits=Limits())) as found:
        for _ in range(2):
            with pytest.raises(InputError, match="exit code 1"):
                found.ask(Request(text="ASK {}"))


def test_byte_limit_holds(synthetic_out):
    text = "SELECT * { ?s ?p ?o } LIMIT 50"
    with pytest.raises(QueryError, match="1,000 bytes"):
        run_query(synthetic_out, text, limits=Limits(max_bytes=1_000))


def test_child_answers_many_queries(worker):
    for _ in range(20):
        assert worker.ask(Request(text="SELECT ?s { ?s ?p ?o } LIMIT 3")).rows()


def test_syntax_error_is_told_and_harmless(worker):
    with pytest.raises(QueryError, match="mend it") as caught:
        worker.ask(Request(text="SELECT * { ?s ?p"))
    assert caught.value.reason == "syntax"
    assert worker.ask(Request(text="ASK {}")).truth


def test_fault_17_from_names_only_what_is_stored(worker):
    with trap() as found, pytest.raises(QueryError, match="no graph of this store") as caught:
        worker.ask(Request(text=f"SELECT * FROM <{found.url}> {{ ?s ?p ?o }}"))
    assert caught.value.reason == "refused"
    graphs = worker.ask(Request(text="SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g LIMIT 1")).rows()
    name = graphs[0]["g"]
    text = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    by_from = worker.ask(Request(text=text.format(f"FROM <{name}>"))).rows()
    by_protocol = worker.ask(Request(text=text.format(""), default_graphs=(name,))).rows()
    by_graph = worker.ask(Request(text=f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")).rows()
    assert by_from == by_protocol == by_graph != [{"n": 0}]
    with pytest.raises(QueryError, match="no graph of this store"):
        worker.ask(Request(text="ASK {}", named_graphs=("http://127.0.0.1:9/",)))


def test_fault_17_child_has_no_network_even_without_the_guard(worker, monkeypatch):
    monkeypatch.setattr(kg.query.runner, "check_query", lambda text: [])
    with trap() as found:
        with pytest.raises(QueryError):
            worker.ask(Request(text=f"SELECT * {{ SERVICE <{found.url}> {{ ?s ?p ?o }} }}"))
        if found.was_called():
            pytest.skip("this system gives no empty network; the guard alone holds")


def test_fault_17_store_can_not_be_changed(worker, monkeypatch):
    monkeypatch.setattr(kg.query.runner, "check_query", lambda text: [])
    for text in ("INSERT DATA { <urn:a> <urn:b> 1 }", "CLEAR ALL"):
        with pytest.raises(QueryError):
            worker.ask(Request(text=text))
    assert worker.ask(Request(text="ASK { ?s ?p ?o }")).truth


def test_query_can_be_ended_from_another_thread(synthetic_out):
    worker = Worker(current_version(store_folder(synthetic_out)), limits=Limits(timeout_s=30))
    timer = threading.Timer(0.5, worker.kill)
    timer.start()
    with pytest.raises(QueryError) as caught:
        worker.ask(Request(text=HUNGRY[0]))
    assert caught.value.reason != "time"
    worker.close()


def test_worker_that_was_ended_says_so_each_time(synthetic_out):
    with closing(Worker(current_version(store_folder(synthetic_out)), limits=Limits())) as found:
        assert found.ask(Request(text="ASK {}")).truth
        found.kill()
        for _ in range(2):
            with pytest.raises(QueryError) as caught:
                found.ask(Request(text="ASK {}"))
            assert caught.value.reason == "memory"


def test_answer_larger_than_a_pipe_holds_comes_whole(synthetic_out, monkeypatch):
    def refuse(*_):
        raise OSError(10038, "An operation was attempted on something that is not a socket")

    monkeypatch.setattr(select, "select", refuse)  # as Windows does with pipes
    rows = run_query(synthetic_out, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000").rows()
    assert len(rows) == 20_000
    assert all(row["a"] and row["d"] for row in rows)


def test_parameters_go_with_names_only(small_out):
    rows = run_query(small_out, "offices-of", values={"person": "秦刚"}).rows()
    assert {row["title"] for row in rows} == {"外长", "外交部长"}
    with pytest.raises(QueryError, match="named query"):
        run_query(small_out, "ASK {}", values={"person": "秦刚"})


def test_folder_without_a_build_is_told(tmp_path):
    with pytest.raises(InputError, match="kg build"):
        run_query(tmp_path, "ASK {}")
