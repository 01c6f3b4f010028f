import socket
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from kg.endpoint import make_app
from kg.endpoint.server import make_config
from kg.query.runner import Limits
from tests.graph_factory import small_graph, synthetic_graph
from tests.query.conftest import build_out


@contextmanager
def running(out, **options):
    """A server on a free port, and a client of it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(make_config(make_app(out, **options)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        while not server.started:
            time.sleep(0.01)
        # A kept connection that the server ends just as it is used again would be told as an error.
        limits = httpx.Limits(max_keepalive_connections=0)
        base_url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=base_url, timeout=30, trust_env=False, limits=limits) as client:
            yield client
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def small_out(tmp_path_factory):
    return build_out(small_graph(), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def synthetic_out(tmp_path_factory):
    return build_out(synthetic_graph(60, seed=3), tmp_path_factory.mktemp("synthetic"))


@pytest.fixture(scope="session")
def client(small_out):
    with running(small_out) as found:
        yield found


@pytest.fixture
def hasty_client(synthetic_out):
    with running(synthetic_out, limits=Limits(timeout_s=1)) as found:
        yield found
