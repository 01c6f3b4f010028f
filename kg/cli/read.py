"""``kg extract``, ``kg evaluate`` and ``kg link``: what the model reads, one article at a time."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from kg.evaluation.gold import read_gold
from kg.extraction import evaluate_gold, extract_lines, link_gold
from kg.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--timezone", help="Zone in which 昨天 and 周二 are counted. [default: Asia/Shanghai]")
@click.option("--nlp", help="Another spaCy pipeline whose entities replace ours.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell about pages passed over.")
def extract(paths: tuple[str, ...], quiet: bool, **flags: Any) -> None:
    """Print what each article says as JSON Lines.

    One line an article: id, url, title, published, text, sentences, mentions, titles, times, events, relations; spans
    count characters of text. PATHS as in kg build.

    \b
    kg extract news/ | jq -r '.events[] | select(.type == "MEET") | .id'
    """
    settings = Settings.from_environment(os.environ, **flags)

    def tell(message: str) -> None:
        if not quiet:
            click.echo(f"kg: {message}", err=True)

    for line in extract_lines(list(paths), settings=settings, on_skip=lambda skip: tell(skip.message)):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
@click.option("--by-type", is_flag=True, help="Add a row for each type of mention, event and relation.")
def evaluate(gold: tuple[Path, ...], as_json: bool, by_type: bool) -> None:
    """Score the model on annotated articles (JSON Lines, see docs/gold.md).

    One row a layer: precision, recall and F1 in percent, with the counts behind them. All matches are strict.
    """
    scores = evaluate_gold(list(read_gold(gold)), settings=Settings.from_environment(os.environ))
    rows = {
        name: score
        for name, score in scores.items()
        if by_type or as_json or "/" not in name or name.startswith("mentions/")
    }
    if as_json:
        table = {
            name: {
                "precision": s.precision,
                "recall": s.recall,
                "f1": s.f1,
                "right": s.right,
                "gold": s.gold,
                "found": s.found,
            }
            for name, s in rows.items()
        }
        click.echo(json.dumps(table, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'layer':<24}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'gold':>8}{'found':>8}")
    for name, s in rows.items():
        click.echo(
            f"{name:<24}{100 * s.precision:7.1f}{100 * s.recall:7.1f}{100 * s.f1:7.1f}{s.right:8}{s.gold:8}{s.found:8}"
        )


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def link(gold: tuple[Path, ...], as_json: bool) -> None:
    """Score entity clusters (B-cubed) on annotated articles, and list what was linked to Wikidata.

    With annotated mentions, and with found ones.
    """
    result = link_gold(list(read_gold(gold)), settings=Settings.from_environment(os.environ))
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=1))
        return
    for name, row in result["clusters"].items():
        figures = "  ".join(f"{key} {100 * row[key]:5.1f}" for key in ("precision", "recall", "f1"))
        click.echo(f"B-cubed, {name:<18} {figures}")
    click.echo(f"{result['linked']} of {result['entities']} entities linked")
    for name, qid, label in result["links"]:
        click.echo(f"{name}\t{qid or 'NIL'}\t{label or ''}")
