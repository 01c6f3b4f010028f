"""How right is the extraction? Scores by layer with bootstrap intervals, beside peers on the same sentences.

    python -m benchmarks.extraction --gold dev.jsonl --train train.jsonl --lac FOLDER

Without ``--lac`` or ``--train`` those rows are left out. ``floors.json`` pins the scores: falling below fails;
``--set-floors`` writes them anew (a deliberate act).
"""

import hashlib
import json
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from benchmarks.lac import Lac
from benchmarks.rules import TriggerRules
from kg.evaluation.gold import GoldArticle, Span, read_gold
from kg.evaluation.scoring import Score, score_article
from kg.extract.annotate import annotate
from kg.extract.reading import read_sentences
from kg.model.bundle import Model
from kg.schema import EVENT_TYPES
from kg.settings import DEFAULT_TIMEZONE
from kg.textform import simplify

FLOORS = Path(__file__).with_name("floors.json")
LAYERS = ("mentions", "titles", "times", "triggers", "arguments", "modality", "attribution", "relations")
#: A floor lies this many points under the measured score: one run's noise, not a licence to sink.
SLACK = 1.0

Names = set[tuple[Span, str]]
Rows = list[dict[str, Score]]


def bootstrap(rows: Rows, layer: str, *, n: int = 1000, seed: int = 1) -> tuple[float, float, float]:
    """F1 in percent with a 95 % interval over articles drawn again with replacement."""
    rng = random.Random(seed)

    def f1(sample: Sequence[dict[str, Score]]) -> float:
        return 100 * sum((row.get(layer, Score()) for row in sample), Score()).f1

    draws = sorted(f1(rng.choices(rows, k=len(rows))) for _ in range(n))
    return f1(rows), draws[int(0.025 * n)], draws[int(0.975 * n)]


def flat_names(article: GoldArticle) -> Names:
    """Outermost names of people, places (LOC: GPE and LOC) and organisations, as a flat tagger can find them."""
    names = [(span, article.types[entity]) for span, entity in article.mentions]
    names = [(span, "LOC" if kind == "GPE" else kind) for span, kind in names if kind in ("PER", "GPE", "LOC", "ORG")]

    def is_inside(a: Span, b: Span) -> bool:
        return a != b and a[0] == b[0] and b[1] <= a[1] and a[2] <= b[2]

    return {(span, kind) for span, kind in names if not any(is_inside(span, other) for other, _ in names)}


def compare_names(golds: list[GoldArticle], find: Callable[[GoldArticle], Names]) -> dict[str, Score]:
    """Scores on flat names, in all and by type."""
    scores: dict[str, Score] = defaultdict(Score)
    for gold in golds:
        ours, theirs = flat_names(gold), find(gold)
        for kind in ("all", "PER", "LOC", "ORG"):
            a = {x for x in ours if kind in ("all", x[1])}
            b = {x for x in theirs if kind in ("all", x[1])}
            scores[kind] += Score(len(a & b), len(a), len(b))
    return scores


def lac_names(lac: Lac) -> Callable[[GoldArticle], Names]:
    return lambda gold: {((s, b, e), t) for s, text in enumerate(gold.sentences) for b, e, t in lac.names(text)}


def jieba_names() -> Callable[[GoldArticle], Names]:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    kinds = {"nr": "PER", "ns": "LOC", "nt": "ORG"}

    def find(gold: GoldArticle) -> Names:
        names = set()
        for s, text in enumerate(gold.sentences):
            at = 0
            for word in jieba.posseg.cut(text):
                if kind := kinds.get(word.flag[:2]):
                    names.add(((s, at, at + len(word.word)), kind))
                at += len(word.word)
        return names

    return find


def is_traditional(article: GoldArticle) -> bool:
    text = "".join(article.sentences)
    return sum(a != b for a, b in zip(text, simplify(text), strict=False)) > 0.05 * len(text)


def print_table(title: str, rows: Rows, layers: Sequence[str]) -> dict[str, float]:
    print(f"\n{title} ({len(rows)} articles)")
    print(f"{'layer':<24}{'P':>7}{'R':>7}{'F1':>7}   95 % interval{'right':>8}{'gold':>7}{'found':>7}")
    figures = {}
    for layer in layers:
        s = sum((row.get(layer, Score()) for row in rows), Score())
        f1, low, high = bootstrap(rows, layer)
        figures[layer] = round(f1, 1)
        shares = f"{100 * s.precision:7.1f}{100 * s.recall:7.1f}{f1:7.1f}   {low:5.1f} - {high:5.1f}"
        print(f"{layer:<24}{shares}{s.right:8}{s.gold:7}{s.found:7}")
    return figures


def print_reliability(golds: list[GoldArticle], readings: list) -> None:
    """Share of right names and triggers by stated probability: calibrated if the two columns agree."""
    bins: dict[tuple[str, int], list[float]] = defaultdict(list)
    right: dict[tuple[str, int], int] = defaultdict(int)
    for gold, reading in zip(golds, readings, strict=True):
        truth = {(span, gold.types[e]) for span, e in gold.mentions} | {(e.span, e.type) for e in gold.events}
        truth |= {(span, "TTL") for span, _, _ in gold.titles} | {(span, "TIME") for span, _ in gold.times}
        for span in reading.spans:
            layer = "trigger" if span.kind in EVENT_TYPES else "name"
            key = layer, min(9, int(span.score * 10))
            bins[key].append(span.score)
            right[key] += ((span.sentence, span.start, span.end), span.kind) in truth
    print(f"\nreliability\n{'layer':<10}{'stated':>8}{'right':>8}{'n':>7}")
    for key in sorted(bins):
        n = len(bins[key])
        print(f"{key[0]:<10}{sum(bins[key]) / n:8.2f}{right[key] / n:8.2f}{n:7}")


@click.command()
@click.option(
    "--gold", type=click.Path(path_type=Path, exists=True), required=True, help="Annotated articles to score on."
)
@click.option(
    "--train", type=click.Path(path_type=Path, exists=True), help="Annotated articles for the trigger-word baseline."
)
@click.option("--lac", type=click.Path(path_type=Path, exists=True), help="Folder of the converted LAC network.")
@click.option("--set-floors", is_flag=True, help="Pin the measured scores in floors.json.")
def main(gold: Path, train: Path | None, lac: Path | None, set_floors: bool) -> None:
    """Print the tables; exit 1 if a layer is under its floor."""
    golds, model = list(read_gold([gold])), Model()
    start, cpu = time.perf_counter(), time.process_time()
    readings = [read_sentences(article.sentences, model=model) for article in golds]
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    found = [annotate(a, reading, timezone=DEFAULT_TIMEZONE) for a, reading in zip(golds, readings, strict=True)]
    rows = [score_article(a, b) for a, b in zip(golds, found, strict=True)]
    figures = print_table("all", rows, LAYERS)
    print_table("by type", rows, sorted({k for row in rows for k in row if "/" in k}))
    groups: dict[str, Rows] = defaultdict(list)
    for article, row in zip(golds, rows, strict=True):
        groups[article.key.split("/")[0]].append(row)
        groups["traditional" if is_traditional(article) else "simplified"].append(row)
    for name, part in sorted(groups.items()):
        print_table(name, part, LAYERS)
    print_reliability(golds, readings)

    by_key = {a.key: flat_names(b) for a, b in zip(golds, found, strict=True)}
    peers: dict[str, Callable[[GoldArticle], Names]] = {"this model": lambda a: by_key[a.key]}
    if lac:
        peers["LAC 2.1.2"] = lac_names(Lac(lac))
    peers["jieba posseg"] = jieba_names()
    print(f"\nPER, LOC+GPE, ORG, outermost names\n{'peer':<16}{'F1':>7}{'PER':>7}{'LOC':>7}{'ORG':>7}")
    for name, find in peers.items():
        scores = compare_names(golds, find)
        print(f"{name:<16}" + "".join(f"{100 * scores[k].f1:7.1f}" for k in ("all", "PER", "LOC", "ORG")))
    if train:
        rules = TriggerRules(read_gold([train]))
        baseline = [score_article(a, rules.annotate(a, b)) for a, b in zip(golds, found, strict=True)]
        print_table("trigger words + nearest names", baseline, ("triggers", "arguments"))
    n = sum(len(s) for a in golds for s in a.sentences)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = f"{n / seconds:.0f} a second; {n / cpu:.0f} a CPU second"
    print(f"\n{n} characters in {seconds:.1f} s ({speed}), peak {memory:.0f} MB in this process")
    sys.exit(check_floors(figures, gold, set_floors=set_floors))


def check_floors(figures: dict[str, float], gold: Path, *, set_floors: bool) -> int:
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if set_floors:
        floors["extraction"] = {"gold": digest, "f1": {k: round(v - SLACK, 1) for k, v in figures.items()}}
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    pinned = floors.get("extraction", {})
    if pinned.get("gold") != digest:
        print("no floors for these articles")
        return 0
    sunk = {k: (figures[k], floor) for k, floor in pinned["f1"].items() if figures[k] < floor}
    for layer, (value, floor) in sunk.items():
        print(f"{layer}: {value} is under its floor {floor}")
    return 1 if sunk else 0


if __name__ == "__main__":
    main()
