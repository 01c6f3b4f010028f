"""``kg query``, ``kg explain``, ``kg validate``, ``kg view`` and ``kg serve``: what a built folder says."""

import os
import sys
from pathlib import Path

import click

from kg.errors import QueryError, SchemaError
from kg.export.html import write_html
from kg.export.validate import validate_file
from kg.graph.explain import explain_entity
from kg.graph.store import load_graph
from kg.query.named import named_queries
from kg.query.results import FORMATS, format_results
from kg.query.runner import Limits, run_query
from kg.settings import Settings

_OUT = click.argument("out", type=click.Path(path_type=Path))


@click.command()
@_OUT
@click.argument("question", default="", metavar="[NAME | FILE.rq | SPARQL | -]")
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query; may be repeated."
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="Of the answer."
)
@click.option("--timeout", default=10.0, show_default=True, help="Seconds that the query may take.")
@click.option("--list", "is_list", is_flag=True, help="List the named queries with their parameters.")
def query(out: Path, question: str, values: tuple[str, ...], format_: str, timeout: float, is_list: bool) -> None:
    """Ask a built graph, by the name of a shipped query or in SPARQL.

    \b
    kg query out/ --list
    kg query out/ who-met-whom --set person=秦刚
    kg query out/ 'SELECT ?name WHERE { ?p a kg:Person ; kg:name ?name } LIMIT 5' -f csv
    """
    if is_list or not question:
        click.echo(describe_queries())
        return
    if question == "-":
        question = sys.stdin.read()
    elif question.endswith(".rq") and Path(question).is_file():
        question = Path(question).read_text(encoding="utf-8")
    given = dict(map(split_value, values))
    result = run_query(out, question, values=given, limits=Limits(timeout_s=timeout))
    click.echo(format_results(result, format_).rstrip("\n"))
    if not result.rows():
        shipped = named_queries().get(question)
        asked = [f"{p.name}={given.get(p.name, p.default)}" for p in (shipped.parameters if shipped else ())]
        click.echo(f"kg: no rows{' for ' + ', '.join(asked) + '; change with --set' if asked else ''}", err=True)


def split_value(text: str) -> tuple[str, str]:
    """``NAME=VALUE`` in two.

    Raises:
        QueryError: There is no ``=``.
    """
    name, mark, value = text.partition("=")
    if not mark:
        raise QueryError(f"--set {text}: write NAME=VALUE", reason="parameter")
    return name, value


def describe_queries() -> str:
    """Names, titles and parameters of the shipped queries."""
    lines = []
    for name, item in named_queries().items():
        lines.append(f"{name:<24} {item.title_zh} / {item.title_en}")
        lines += [f"{'':<26}{p.name}={p.default}  ({p.kind}) {p.about}" for p in item.parameters]
    return "\n".join(lines)


@click.command()
@_OUT
@click.argument("name")
def explain(out: Path, name: str) -> None:
    """Tell why the mentions of NAME are one node: surfaces, articles, links, reasons."""
    click.echo(explain_entity(load_graph(out / ".kg" / "graph.json"), name))


@click.command()
@_OUT
def validate(out: Path) -> None:
    """Check graph.ttl of a built folder against the SHACL shapes."""
    try:
        validate_file(out / "graph.ttl")
    except SchemaError as exc:
        click.echo(exc.report)
        raise
    click.echo(f"{out / 'graph.ttl'}: conforms to ontologies/shapes.ttl")


@click.command()
@_OUT
@click.option("--focus", help="Name or Wikidata item of an entity: show it and what it is linked to.")
@click.option("--since", help="First day of what is shown (2023-05-01).")
@click.option("--until", help="Last day.")
@click.option("--types", help="Comma-separated entity types: PER,ORG,GPE,LOC,FAC,EVT,MISC.")
@click.option("--max-nodes", type=click.IntRange(2), default=500, show_default=True, help="Entities at most.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="File to write. [default: OUT/view.html]")
def view(
    out: Path,
    focus: str | None,
    since: str | None,
    until: str | None,
    types: str | None,
    max_nodes: int,
    target: Path | None,
) -> None:
    """Write an explorer page of a part of a built graph."""
    path = target or out / "view.html"
    write_html(
        load_graph(out / ".kg" / "graph.json"),
        path,
        settings=Settings.from_environment(os.environ),
        focus=focus,
        since=since,
        until=until,
        types=types.split(",") if types else None,
        max_nodes=max_nodes,
    )
    click.echo(path)


@click.command()
@_OUT
@click.option("--port", default=7171, show_default=True, help="Of this machine; only it can connect.")
@click.option("--timeout", default=10.0, show_default=True, help="Seconds that one query may take.")
def serve(out: Path, port: int, timeout: float) -> None:
    """Serve a built folder: explorer, SPARQL endpoint at /sparql, a page for every IRI.

    Bound to this machine only (127.0.0.1), read-only. A new build is picked up without a restart.
    """
    from kg.endpoint import run_server

    click.echo(f"http://127.0.0.1:{port}/  (explorer), /sparql (SPARQL 1.1 Protocol); stop with Ctrl-C", err=True)
    run_server(out, port=port, timeout_s=timeout)
