"""The training loop.

Annotated articles and a pretrained encoder enter; a trained network leaves, with a log of losses and scores.
"""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from kg.evaluation.gold import GoldArticle
from kg.evaluation.scoring import score_articles
from kg.extract.annotate import annotate
from kg.extract.reading import FloatArray, read_sentences
from kg.model.bundle import Thresholds
from kg.model.pairs import PairArrays
from kg.model.tokenizer import NO_PLACE, PAD, Tokenizer
from kg.model.train.examples import IGNORE, Example, make_examples
from kg.model.train.network import Network
from kg.model.windows import IntArray, WindowArrays
from kg.settings import DEFAULT_TIMEZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Numbers of one run.

    Attributes:
        epochs: Passes over the articles.
        rate, head_rate: Peak learning rates of encoder and heads (AdamW); a layer has 0.95 of the rate of the next.
        warm_up: Steps until the peak. Under 100 the post-norm encoder leaves what it learnt in pretraining and the
            loss stays three times higher (measured); 240 and more are safe.
        batch_pieces: Padded pieces in a step.
        body_chars: Characters of new sentences in a window.
        piece_dropout: Share of pieces hidden behind ``<mask>``.
        average: Decay of the running mean of the weights, which is what is kept.
        weights: Of the losses of names, triggers, pairs, modality; pairs learn slowest.
    """

    epochs: int = 12
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: int = 300
    batch_pieces: int = 800
    body_chars: int = 300
    piece_dropout: float = 0.08
    average: float = 0.99
    weights: tuple[float, float, float, float] = (1.0, 1.0, 3.0, 1.0)
    seed: int = 1


MASK_PIECE = 4


def rise_and_fall(optimizer: torch.optim.Optimizer, *, warm_up: int, n_steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Rates that rise to their peak in ``warm_up`` steps, or half of a short run, and fall to 2 % at the end."""
    warm = min(warm_up, n_steps // 2 + 1)

    def factor(step: int) -> float:
        return min((step + 1) / warm, 0.02 + 0.98 * max(0.0, (n_steps - step) / max(1, n_steps - warm)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


class TorchScorer:
    """A network in training as a ``Scorer``."""

    def __init__(self, network: Network, tokenizer: Tokenizer, thresholds: Thresholds | None = None) -> None:
        self.network, self.tokenizer = network, tokenizer
        self.thresholds = thresholds or Thresholds()
        self.temperatures: dict[str, float] = {}
        self.places: frozenset[str] = frozenset()

    def tag(self, arrays: WindowArrays) -> tuple[FloatArray, FloatArray, FloatArray]:
        """As ``Scorer.tag``."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            pieces = torch.from_numpy(arrays.pieces)[None]
            states = self.network.tagger.encoder(pieces, torch.ones_like(pieces))
        with torch.no_grad():
            rest = [torch.from_numpy(x)[None] for x in (arrays.chars, arrays.piece_of, arrays.place)]
            chars = self.network.tagger.head(states.float(), *rest)
            names, triggers = self.network.tagger.names(chars), self.network.tagger.triggers(chars)
        return names[0].numpy(), triggers[0].numpy(), chars[0].numpy()

    def pair(
        self, states: FloatArray, bounds: IntArray, kinds: IntArray, pairs: PairArrays
    ) -> tuple[FloatArray, FloatArray]:
        """As ``Scorer.pair``."""
        t = torch.from_numpy
        with torch.no_grad():
            scores, modality = self.network.pairs(
                t(states),
                t(bounds),
                t(kinds),
                t(pairs.left),
                t(pairs.right),
                t(pairs.distance),
                t(pairs.sentence_distance),
            )
        return scores.numpy(), modality.numpy()


def evaluate(
    network: Network,
    tokenizer: Tokenizer,
    articles: Sequence[GoldArticle],
    *,
    thresholds: Thresholds | None = None,
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 in percent by layer."""
    network.eval()
    scorer = TorchScorer(network, tokenizer, thresholds)
    pairs = [(a, annotate(a, read_sentences(a.sentences, model=scorer), timezone=DEFAULT_TIMEZONE)) for a in articles]
    network.train()
    return {
        layer: (round(100 * s.precision, 1), round(100 * s.recall, 1), round(100 * s.f1, 1))
        for layer, s in score_articles(pairs).items()
        if "/" not in layer
    }


def _padded(rows: Sequence[IntArray], value: int) -> Tensor:
    n = max(len(row) for row in rows)
    out = np.full((len(rows), n, *rows[0].shape[1:]), value, np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return torch.from_numpy(out)


def _batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    order = sorted(examples, key=lambda x: len(x.arrays.pieces) + rng.random() * 40)
    batches: list[list[Example]] = [[]]
    for example in order:
        if batches[-1] and (len(batches[-1]) + 1) * len(example.arrays.pieces) > size:
            batches.append([])
        batches[-1].append(example)
    rng.shuffle(batches)
    return batches


def _losses(network: Network, batch: list[Example], recipe: Recipe) -> tuple[Tensor, ...]:
    pieces = _padded([x.arrays.pieces for x in batch], PAD)
    mask = (pieces != PAD).long()
    hidden = (torch.rand(pieces.shape) < recipe.piece_dropout) & (pieces > MASK_PIECE)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        encoded = network.tagger.encoder(torch.where(hidden, MASK_PIECE, pieces), mask)
    states = network.tagger.head(
        encoded.float(),
        _padded([x.arrays.chars for x in batch], 0),
        _padded([x.arrays.piece_of for x in batch], 0),
        _padded([x.arrays.place for x in batch], NO_PLACE),
    )
    names = _span_loss(network.tagger.names(states), _padded([x.names for x in batch], IGNORE))
    triggers = _span_loss(network.tagger.triggers(states), _padded([x.triggers for x in batch], IGNORE))
    pair, modality = _pair_losses(network, states, batch)
    return names, triggers, pair, modality


def _span_loss(scores: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy summed over spans, a character's worth (so that long windows weigh more, as they should)."""
    n_chars = (targets[:, :, 0] != IGNORE).sum().clamp(min=1)
    total = F.cross_entropy(scores.flatten(0, 2), targets.flatten(), ignore_index=IGNORE, reduction="sum")
    return 10 * total / n_chars


def _pair_losses(network: Network, states: Tensor, batch: list[Example]) -> tuple[Tensor, Tensor]:
    n = states.shape[1]
    t = torch.from_numpy
    bounds, kinds, left, right, distance, sentence, group, targets, modality = ([] for _ in range(9))
    n_spans = n_groups = 0
    for k, x in enumerate(batch):
        bounds.append(t(x.bounds) + k * n)
        kinds.append(t(x.kinds))
        left.append(t(x.pairs.left) + n_spans)
        right.append(t(x.pairs.right) + n_spans)
        distance.append(t(x.pairs.distance))
        sentence.append(t(x.pairs.sentence_distance))
        group.append(t(x.group) + n_groups)
        targets.append(t(x.targets))
        modality.append(t(x.modality))
        n_spans += len(x.kinds)
        n_groups += len(x.targets)
    kind = torch.cat(kinds)
    kind = torch.where(torch.rand(kind.shape) < 0.05, 0, kind)
    scores, modes = network.pairs(
        states.flatten(0, 1),
        torch.cat(bounds),
        kind,
        torch.cat(left),
        torch.cat(right),
        torch.cat(distance),
        torch.cat(sentence),
    )
    target = torch.cat(targets)
    pooled = _logsumexp_by(scores, torch.cat(group), n_groups)
    judged = (target >= 0).float()
    loss = F.binary_cross_entropy_with_logits(pooled, target.clamp(min=0).float(), reduction="none") * judged
    # "same" is dense and easy: a tenth of its weight keeps it from drowning the roles.
    loss = torch.cat([loss[:, :-1].sum(1), 0.1 * loss[:, -1:].sum(1)])
    n_chars = sum(len(x.arrays.chars) for x in batch)
    mode = torch.cat(modality)
    mode_loss = F.cross_entropy(modes, mode, ignore_index=IGNORE, reduction="sum")
    return 10 * loss.sum() / n_chars, 10 * mode_loss / n_chars


def _logsumexp_by(scores: Tensor, group: Tensor, n: int) -> Tensor:
    """Log-sum-exp over the rows of each group: a soft maximum over the mention pairs of two entities."""
    index = group[:, None].expand_as(scores)
    top = torch.full((n, scores.shape[1]), -1e4).scatter_reduce(0, index, scores.detach(), "amax")
    total = torch.zeros_like(top).scatter_add(0, index, (scores - top[group]).exp())
    return top + total.clamp(min=1e-20).log()


def _optimizer(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    n_layers = len(network.tagger.encoder.layers)
    groups: dict[float, list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        if name.startswith("tagger.encoder.word"):
            parameter.requires_grad_(False)  # 14 M rows for a few hundred articles: they stay as pretrained
            continue
        rate = recipe.head_rate
        if name.startswith("tagger.encoder"):
            depth = int(name.split(".")[3]) if ".layers." in name else -1
            rate = recipe.rate * 0.95 ** (n_layers - 1 - depth)
        groups.setdefault(rate, []).append(parameter)
    rows = [{"params": parameters, "lr": rate} for rate, parameters in groups.items()]
    return torch.optim.AdamW(rows, weight_decay=0.01, fused=True)


def train(
    network: Network,
    tokenizer: Tokenizer,
    articles: Sequence[GoldArticle],
    *,
    recipe: Recipe,
    dev: Sequence[GoldArticle] = (),
    augment: Callable[[GoldArticle], GoldArticle] | None = None,
    log: Path | None = None,
    state: Path | None = None,
    evaluate_every: int = 3,
) -> Iterator[dict[str, Any]]:
    """Train in place; gives one row a epoch (losses, seconds, scores on dev where measured).

    The network holds the running mean of the weights after the last row. ``state`` takes that mean after every epoch,
    so that a run that is cut off leaves something.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    optimizer = _optimizer(network, recipe)
    n_steps = recipe.epochs * len(
        _batches(make_examples(articles, tokenizer, body_chars=recipe.body_chars), recipe.batch_pieces, rng)
    )
    schedule = rise_and_fall(optimizer, warm_up=recipe.warm_up, n_steps=n_steps)
    trained: list[Tensor] = [p for p in network.parameters() if p.requires_grad]
    mean = [p.detach().clone() for p in trained]
    network.train()
    for epoch in range(1, recipe.epochs + 1):
        start, sums, n_batches = time.time(), np.zeros(4), 0
        changed = [augment(article) for article in articles] if augment else list(articles)
        for batch in _batches(
            make_examples(changed, tokenizer, body_chars=recipe.body_chars), recipe.batch_pieces, rng
        ):
            parts = _losses(network, batch, recipe)
            loss = sum((w * part for w, part in zip(recipe.weights, parts, strict=True)), torch.zeros(()))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own annotation is missing
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                torch._foreach_lerp_(mean, trained, 1 - recipe.average)
            sums += [float(part.detach()) for part in parts]
            n_batches += 1
        row: dict[str, Any] = {
            "epoch": epoch,
            "losses": [round(x, 4) for x in sums / n_batches],
            "seconds": round(time.time() - start),
        }
        last = epoch == recipe.epochs
        with _swapped(trained, mean):
            if dev and (epoch % evaluate_every == 0 or last):
                row["dev"] = evaluate(network, tokenizer, dev)
            if state:
                torch.save(network.state_dict(), state)
        if math.isnan(sums.sum()):
            raise FloatingPointError("the loss is not a number; lower the rate")
        if log:
            with log.open("a", encoding="utf-8") as file:
                file.write(
                    json.dumps({"recipe": asdict(recipe), **row} if epoch == 1 else row, ensure_ascii=False) + "\n"
                )
        yield row
    with torch.no_grad():
        for parameter, average in zip(trained, mean, strict=True):
            parameter.copy_(average)


class _swapped:  # noqa: N801  (a context manager, used as a word)
    """The mean weights in the network's place, for as long as the block lasts."""

    def __init__(self, trained: list[Any], mean: list[Any]) -> None:
        self._trained, self._mean = trained, mean

    def __enter__(self) -> None:
        self._swap()

    def __exit__(self, *_: object) -> None:
        self._swap()

    def _swap(self) -> None:
        with torch.no_grad():
            for a, b in zip(self._trained, self._mean, strict=True):
                kept = a.clone()
                a.copy_(b)
                b.copy_(kept)
