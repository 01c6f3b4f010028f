"""``kg build`` and ``kg demo``."""

import json
import os
import time
import webbrowser
from pathlib import Path
from typing import Any

import click

from kg.cli.progress import progress_bar
from kg.pipeline import BuildReport
from kg.pipeline import build as run_build
from kg.settings import FORMATS, Settings, sample_dir


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder for the graph; made if missing."
)
@click.option("-j", "--jobs", type=click.IntRange(0), help="Worker processes; 0 means one a core.")
@click.option("--formats", help=f"Comma-separated exports to write. [default: {','.join(FORMATS)}]")
@click.option("--base-iri", help="Prefix of the IRIs of this graph. [default: https://example.org/newskg/]")
@click.option("--timezone", help="Zone in which 昨天 and 周二 are counted. [default: Asia/Shanghai]")
@click.option("--since", help="Leave out articles published before this day (2023-05-01).")
@click.option("--until", help="Leave out articles published after this day.")
@click.option("--nlp", help="Another spaCy pipeline whose entities replace ours (zh_core_web_trf).")
@click.option("--names", type=click.Path(dir_okay=False), help="Your own names: CSV with name, qid, aliases, type.")
@click.option("--max-view-nodes", type=click.IntRange(10), help="Nodes in graph.html at most. [default: 3000]")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless something fails.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout.")
def build(paths: tuple[str, ...], out: Path, quiet: bool, as_json: bool, formats: str | None, **flags: Any) -> None:
    """Build the graph of archived pages.

    PATHS are folders, .zip or .tar archives, pages (.md, .html), .jsonl files, or - for standard input. A second run
    works only on what has changed. OUT receives graph.nq, graph.ttl, graph.jsonld, graph.graphml, graph.gexf,
    nodes.csv, edges.csv, graph.html and report.json.

    \b
    kg build news/ -o out/
    kg build 2020.tar.xz more.jsonl -o out/ --formats nq,html --since 2020-07-01
    """
    chosen = tuple(formats.split(",")) if formats else None
    settings = Settings.from_environment(os.environ, formats=chosen, **flags)
    report, seconds = _run(list(paths), out, settings, is_quiet=quiet)
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1, sort_keys=True))
    elif not quiet:
        click.echo(summary(report, out, seconds), err=True)


@click.command()
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("exports/demo"), show_default=True)
@click.option("--open/--no-open", "is_opened", default=None, help="Open graph.html. [default: if there is a display]")
def demo(out: Path, is_opened: bool | None) -> None:
    """Build the sample that ships with kg, and open its view.

    The sample articles were written for this project; nothing is fetched.
    """
    settings = Settings.from_environment(os.environ)
    report, seconds = _run([str(sample_dir())], out, settings, is_quiet=False)
    click.echo(summary(report, out, seconds), err=True)
    click.echo(f"open {out / 'graph.html'}, or ask: kg query {out} who-met-whom", err=True)
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.name == "nt")
    if is_opened if is_opened is not None else has_display:
        webbrowser.open((out / "graph.html").resolve().as_uri())


def _run(paths: list[str], out: Path, settings: Settings, *, is_quiet: bool) -> tuple[BuildReport, float]:
    start = time.monotonic()
    with progress_bar(is_quiet=is_quiet) as on_progress:
        report = run_build(paths, out, settings=settings, on_progress=on_progress)
    return report, time.monotonic() - start


def summary(report: BuildReport, out: Path, seconds: float) -> str:
    """What was read, passed over and made, in a few lines for people."""
    counts = report.counts
    lines = [f"{report.n_pages} pages read, {report.n_extracted} of them new or changed, {seconds:.1f} s"]
    if report.skipped:
        reasons = ", ".join(f"{n} {reason}" for reason, n in sorted(report.skipped.items()))
        lines.append(f"passed over: {reasons} (each with its reason in {out / 'report.json'})")
    if report.warned:
        lines.append(
            "kept with a warning: " + ", ".join(f"{n} {reason}" for reason, n in sorted(report.warned.items()))
        )
    if counts.get("outside_days"):
        lines.append(f"left out by --since and --until: {counts['outside_days']} articles of other or unknown days")
    nodes, entities = counts["nodes"], counts["entities"]
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(entities.items(), key=lambda item: -item[1]))
    lines.append(
        f"{counts['articles']} articles, {nodes.get('entity', 0)} entities "
        f"({kinds}; {counts['linked_entities']} linked to Wikidata)"
    )
    edges = counts["edges"]
    lines.append(
        f"{nodes.get('event', 0)} events, {edges.get('relation', 0)} relations, {edges.get('office', 0)} offices, "
        f"{edges.get('cooccurrence', 0)} co-occurrences"
    )
    if counts.get("review"):
        lines.append(f"{counts['review']} doubtful pairs wait: kg review {out}")
    lines.append(f"nothing has changed: {out} is as it was" if report.is_unchanged else f"written to {out}")
    return "\n".join(lines)
