"""Writing the files of a build: each to a temporary name first, all renamed at the end.

A graph enters; files appear in OUT whole or not at all.
"""

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import networkx as nx

from kg.errors import ExportError
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.html import write_html
from kg.export.jsonld import write_jsonld
from kg.export.nquads import write_nquads
from kg.export.tables import write_edges, write_nodes
from kg.export.turtle import write_turtle
from kg.export.view.page import as_served
from kg.graph.store import save_graph
from kg.query.store import build_store, current_version, store_folder
from kg.settings import Settings

Writer = Callable[..., Any]

#: Format -> the files it is made of and their writers; a writer takes graph, path and settings.
WRITERS: Final[dict[str, dict[str, Writer]]] = {
    "nq": {"graph.nq": write_nquads},
    "ttl": {"graph.ttl": write_turtle},
    "jsonld": {"graph.jsonld": write_jsonld},
    "graphml": {"graph.graphml": write_graphml},
    "gexf": {"graph.gexf": write_gexf},
    "csv": {"nodes.csv": write_nodes, "edges.csv": write_edges},
    "html": {"graph.html": write_html},
}


#: What ``kg serve`` and the Python API read, in ``.kg``.
_KEPT: Final = ("graph.json", "explorer.html")


class Staging:
    """A folder beside the final files where a build writes; ``commit`` moves all of it over."""

    def __init__(self, out: Path) -> None:
        self.folder = out / ".kg" / "staging"
        self._out = out

    def commit(self) -> None:
        """Rename every file to its final name; a rename replaces the old file in one step."""
        for path in sorted(self.folder.iterdir()):
            path.replace(self._out / path.name)


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """A fresh staging folder, gone afterwards.

    Raises:
        ExportError: The disk is full or the folder can't be written; the old files are as they were.
    """
    stage = Staging(out)
    try:
        shutil.rmtree(stage.folder, ignore_errors=True)
        stage.folder.mkdir(parents=True)
        yield stage
    except OSError as exc:
        where = exc.filename or out
        raise ExportError(f"{where}: can't be written ({exc.strerror or exc}); earlier files are as they were") from exc
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(stage.folder)


def write_outputs(
    graph: nx.MultiDiGraph, out: Path, *, settings: Settings, report: dict[str, Any], on_step: Callable[[str], None]
) -> None:
    """Write every format asked for, ``report.json``, and what queries are answered from.

    Files of formats that are not asked for, left by an earlier build, go: they would tell of another graph.

    Raises:
        ExportError: Something can't be written; the old files are as they were.
    """
    with staging(out) as stage:
        for name, writer in _files(settings).items():
            on_step(name)
            writer(graph, stage.folder / name, settings=settings)
        on_step("graph.json")
        save_graph(graph, stage.folder / "graph.json")
        _write_explorer(graph, stage.folder, settings=settings)
        text = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True)
        (stage.folder / "report.json").write_text(text + "\n", encoding="utf-8")
        on_step("SPARQL store")
        nquads = stage.folder / "graph.nq"
        if not nquads.exists():  # queries are answered from it whether or not it is asked for
            nquads = out / ".kg" / "graph.nq"
            write_nquads(graph, nquads, settings=settings)
        _load_apart(nquads, out / ".kg" / "store")
        for name in _KEPT:
            (stage.folder / name).replace(out / ".kg" / name)
        stage.commit()
        for name in {name for files in WRITERS.values() for name in files} - set(_files(settings)):
            (out / name).unlink(missing_ok=True)


def _write_explorer(graph: nx.MultiDiGraph, folder: Path, *, settings: Settings) -> None:
    """Write the explorer as ``kg serve`` shows it, out of graph.html where that was asked for: laying out is slow."""
    page, explorer = folder / "graph.html", folder / "explorer.html"
    if page.exists():
        explorer.write_bytes(as_served(page.read_bytes().decode("utf-8")).encode("utf-8"))
    else:
        write_html(graph, explorer, settings=settings, served=True)


def _load_apart(nquads: Path, folder: Path) -> None:
    """Load the store in a process of its own: the bulk loader takes over 1 GB, which the graph needs no more then."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(build_store, nquads, folder).result()
    except BrokenProcessPool as exc:
        raise ExportError(f"{folder}: loading was ended from outside, for want of memory perhaps; try again") from exc


def is_complete(out: Path, *, settings: Settings) -> bool:
    """Whether every file that a build leaves is there."""
    names = (*_files(settings), "report.json", *(f".kg/{name}" for name in _KEPT))
    return all((out / name).exists() for name in names) and current_version(store_folder(out)) is not None


def _files(settings: Settings) -> dict[str, Writer]:
    return {name: writer for form in settings.formats for name, writer in WRITERS[form].items()}
