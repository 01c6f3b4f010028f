"""Where rdflib's SPARQL engine answers otherwise than Oxigraph.

    python -m benchmarks.rdflib_answers OUT [--seconds 60]

Asks every named query of the graph in OUT with its defaults, in a child process each; prints a row a query: the same,
other rows (with one of each side), an error, or no answer in time. Times with ``Z`` and ``+00:00`` count as the same.
"""

import multiprocessing
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import click
import rdflib

from kg.export.terms import PREFIXES
from kg.query.named import named_queries
from kg.query.runner import Limits, Request, Worker
from kg.query.store import current_version, store_folder

Rows = Counter[tuple[str, ...]]


def as_rows(rows: Iterable[Iterable[object]]) -> Rows:
    """Rows without regard to their order, unbound cells as empty strings, numbers as numbers."""
    return Counter(tuple(_cell(cell) for cell in row) for row in rows)


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    text = str(cell).replace("+00:00", "Z")
    try:
        return f"{float(text):.6g}"
    except ValueError:
        return text


def ask_rdflib(dataset: rdflib.Dataset, text: str, answer: Connection) -> None:
    """Send the rows, or the name of the error, to the parent."""
    try:
        answer.send(as_rows(dataset.query(text, initNs=PREFIXES)))
    except Exception as exc:  # whatever the engine raises is what is to be told
        answer.send(repr(exc)[:100])


def in_time(dataset: rdflib.Dataset, text: str, seconds: float) -> Rows | str:
    """The rows of rdflib, or why there are none."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=ask_rdflib, args=(dataset, text, theirs))
    child.start()
    rows: Rows | str = ours.recv() if ours.poll(seconds) else f"no answer in {seconds:g} s"
    child.kill()
    child.join()
    return rows


@click.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True))
@click.option("--seconds", default=60.0, show_default=True, help="Longest wait for one answer.")
def main(out: Path, seconds: float) -> None:
    """Print the table."""
    version = current_version(store_folder(out))
    if version is None:
        raise click.UsageError(f"{out}: no graph has been built there")
    dataset = rdflib.Dataset()
    dataset.parse(out / "graph.nq", format="nquads")
    print(f"{len(dataset):,} quads, rdflib {rdflib.__version__}")
    with closing(Worker(version, limits=Limits())) as worker:
        for name, query in named_queries().items():
            expected = as_rows(row.values() for row in worker.ask(Request(text=query.fill({}))).rows())
            found = in_time(dataset, query.fill({}), seconds)
            if isinstance(found, str):
                print(f"{name:<24}{found}")
            elif found == expected:
                print(f"{name:<24}same, {sum(expected.values())} rows")
            else:
                print(f"{name:<24}{sum(found.values())} rows, {sum(expected.values())} expected")
                for side, rows in (("rdflib only", found - expected), ("Oxigraph only", expected - found)):
                    if rows:
                        print(f"    {side}: {min(rows)}")


if __name__ == "__main__":
    main()
