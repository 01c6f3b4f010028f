import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from kg.endpoint.pool import BusyError, Ticket
from kg.query.results import Result
from kg.query.runner import Limits, Worker
from kg.query.store import current_version, store_folder
from tests.endpoint.conftest import running
from tests.graph_factory import synthetic_graph
from tests.query.conftest import build_out

HUNGRY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ASK = {"query": "ASK { ?s ?p ?o }"}


def is_served(client):
    return client.get("/sparql", params=ASK).json()["boolean"] is True


def test_fault_18_hungry_queries_end_with_504_and_the_next_is_served(hasty_client):
    for _ in range(3):
        answer = hasty_client.get("/sparql", params={"query": HUNGRY})
        assert answer.status_code == 504
        assert "1 s" in answer.text
        assert is_served(hasty_client)


def test_fault_18_rows_and_depth_are_refused(client):
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000"
    assert client.get("/sparql", params={"query": query}).status_code == 500
    assert client.post("/sparql", data={"query": "SELECT * " + "{" * 5000 + "}" * 5000}).status_code == 400
    assert is_served(client)


def test_query_cancelled_while_its_worker_starts_does_not_begin(synthetic_out):
    version = current_version(store_folder(synthetic_out))
    ticket = Ticket()
    ticket.cancel()
    with closing(Worker(version, limits=Limits())) as worker, pytest.raises(BusyError), ticket.holding(worker):
        pytest.fail("it began")


def test_fault_19_what_is_too_much_is_told_to_come_back(synthetic_out):
    with running(synthetic_out, limits=Limits(timeout_s=0.4)) as client:
        url = str(client.base_url)

        def ask(_):
            return httpx.get(f"{url}/sparql", params={"query": HUNGRY}, timeout=60, trust_env=False)

        with ThreadPoolExecutor(30) as threads:
            answers = list(threads.map(ask, range(30)))
        busy = [answer for answer in answers if answer.status_code == 503]
        assert {answer.status_code for answer in answers} == {503, 504}
        assert len(busy) >= 5
        assert all(int(answer.headers["retry-after"]) > 0 for answer in busy)
        assert is_served(client)


def test_fault_19_query_of_a_client_that_left_is_cancelled(synthetic_out):
    with running(synthetic_out, limits=Limits(timeout_s=60)) as client:
        for _ in range(4):
            with pytest.raises(httpx.ReadTimeout):
                client.get("/sparql", params={"query": HUNGRY}, timeout=0.4)
        assert is_served(client)


def test_fault_19_slow_and_silent_clients_keep_nobody_out(client):
    address = (client.base_url.host, client.base_url.port)
    sockets = [socket.create_connection(address) for _ in range(150)]
    try:
        for number, connection in enumerate(sockets):
            if number % 3 == 0:
                connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            elif number % 3 == 1:
                connection.sendall(
                    b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
                    b"Content-Length: 1000\r\n\r\nSELECT"
                )
        assert is_served(client)
    finally:
        for connection in sockets:
            connection.close()
    assert is_served(client)


def test_fault_19_huge_headers_and_odd_requests_are_refused(client):
    try:
        status = client.get("/sparql", params=ASK, headers={"x-huge": "a" * 200_000}).status_code
    except (httpx.ReadError, httpx.WriteError):
        status = 400  # The server hung up before it had read everything.
    assert status in (400, 431)
    with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
        connection.sendall(b"\x00\x01\x02 nonsense\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    assert client.get("/sparql", params=ASK, headers={"accept": "," * 50_000}).status_code == 200
    assert is_served(client)


def test_fault_20_strange_hosts_and_origins_are_refused(client):
    for host in ("evil.example", "evil.example:7171", "127.0.0.1.evil.example", "localhost.evil.example:80", ""):
        assert client.get("/sparql", params=ASK, headers={"host": host}).status_code in (400, 403), host
    for host in ("localhost:9", "LOCALHOST", "127.0.0.1", "[::1]:7171"):
        assert client.get("/sparql", params=ASK, headers={"host": host}).status_code == 200, host
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        answer = client.post("/sparql", data=ASK, headers={"origin": origin})
        assert answer.status_code == 403
    own = f"http://127.0.0.1:{client.base_url.port}"
    assert client.post("/sparql", data=ASK, headers={"origin": own}).status_code == 200


def test_fault_20_answers_can_not_be_read_or_framed_by_other_sites(client):
    for path in ("/", "/queries", "/sparql", "/entity/Q836", "/nothing", "/assets/page.css", "/api/search?q=x"):
        headers = client.get(path, headers={"accept": "text/html"}).headers
        assert "access-control-allow-origin" not in headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_large_answer_is_written_while_others_are_served(client, monkeypatch):
    is_other_served = threading.Event()
    monkeypatch.setattr(Result, "serialize", lambda *_: b"yes" if is_other_served.wait(20) else b"no")
    with ThreadPoolExecutor(1) as threads:
        large = threads.submit(client.get, "/sparql", params={**ASK, "format": "json"})
        assert client.get("/queries", headers={"accept": "text/html"}).status_code == 200
        is_other_served.set()
        assert large.result().text == "yes"


def test_new_build_is_picked_up_without_a_failed_request(tmp_path):
    out = build_out(synthetic_graph(3, seed=1), tmp_path)
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?a a kg:Article }"}
    answers, is_done = [], threading.Event()
    with running(out) as client:
        url = str(client.base_url)

        def keep_asking():
            with httpx.Client(base_url=url, timeout=30, trust_env=False) as own:
                while not is_done.is_set():
                    answers.append(own.get("/sparql", params=count))

        thread = threading.Thread(target=keep_asking)
        thread.start()
        for n_articles in (4, 5, 6):
            build_out(synthetic_graph(n_articles, seed=1), tmp_path)
            time.sleep(0.3)
        is_done.set()
        thread.join()
        assert {answer.status_code for answer in answers} == {200}
        counts = [int(answer.json()["results"]["bindings"][0]["n"]["value"]) for answer in answers]
        assert counts == sorted(counts)
        assert counts[-1] == 6
        assert client.get("/api/search", params={"q": "名"}).status_code == 200
