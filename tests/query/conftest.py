import pytest

from kg.export.html import write_html
from kg.export.nquads import write_nquads
from kg.graph.store import save_graph
from kg.query.store import build_store, store_folder
from kg.settings import Settings
from tests.graph_factory import small_graph, synthetic_graph


def build_out(graph, out):
    """A folder as kg build leaves it, as far as queries go."""
    write_nquads(graph, out / "graph.nq", settings=Settings())
    build_store(out / "graph.nq", store_folder(out))
    save_graph(graph, out / ".kg" / "graph.json")
    write_html(graph, out / ".kg" / "explorer.html", settings=Settings(), served=True)
    return out


@pytest.fixture(scope="session")
def small_out(tmp_path_factory):
    return build_out(small_graph(), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def synthetic_out(tmp_path_factory):
    return build_out(synthetic_graph(60, seed=3), tmp_path_factory.mktemp("synthetic"))
