"""Writing the files of a build: each to a temporary name first, all renamed at the end.

A graph enters; files appear in OUT whole or not at all.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import networkx as nx

from kg.errors import ExportError
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.html import write_html
from kg.export.jsonld import write_jsonld
from kg.export.nquads import write_nquads
from kg.export.tables import write_tables
from kg.export.turtle import write_turtle
from kg.graph.store import save_graph
from kg.query.store import build_store
from kg.settings import Settings

Writer = Callable[..., Any]

#: Format -> its writer and the files it makes; a writer takes graph, path and settings.
WRITERS: Final[dict[str, tuple[Writer, tuple[str, ...]]]] = {
    "nq": (write_nquads, ("graph.nq",)),
    "ttl": (write_turtle, ("graph.ttl",)),
    "jsonld": (write_jsonld, ("graph.jsonld",)),
    "graphml": (write_graphml, ("graph.graphml",)),
    "gexf": (write_gexf, ("graph.gexf",)),
    "csv": (write_tables, ("nodes.csv", "edges.csv")),
    "html": (write_html, ("graph.html",)),
}


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

    Raises:
        ExportError: Something can't be written; the old files are as they were.
    """
    with staging(out) as stage:
        for name in settings.formats:
            on_step(f"graph.{name}")
            writer, _ = WRITERS[name]
            target = stage.folder if name == "csv" else stage.folder / f"graph.{name}"
            writer(graph, target, settings=settings)
        on_step("graph.json")
        save_graph(graph, stage.folder / "graph.json")
        text = json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True)
        (stage.folder / "report.json").write_text(text + "\n", encoding="utf-8")
        on_step("SPARQL store")
        nquads = stage.folder / "graph.nq"
        if "nq" in settings.formats:
            build_store(nquads, out / ".kg" / "store")
        os.replace(stage.folder / "graph.json", out / ".kg" / "graph.json")
        stage.commit()


def output_files(settings: Settings) -> list[str]:
    """Names of the files that a build leaves in OUT."""
    return [*(file for name in settings.formats for file in WRITERS[name][1]), "report.json"]
