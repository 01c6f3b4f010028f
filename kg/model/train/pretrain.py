"""Masked-piece training of the encoder on plain sentences, before anything is annotated.

Sentences enter; the encoder is changed in place. Word embeddings stay as they are: they also score the guesses.
"""

import math
import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kg.model.tokenizer import BOS, EOS, PAD, Tokenizer
from kg.model.train.network import Encoder
from kg.model.train.trainer import MASK_PIECE, rise_and_fall

MASKED_SHARE: Final = 0.18
_PIECES: Final = 100
_BATCH: Final = 10
_UNMASKED = -100


def pretrain(
    encoder: Encoder,
    tokenizer: Tokenizer,
    sentences: Sequence[str],
    *,
    rate: float = 2e-4,
    warm_up: int = 300,
    seed: int = 1,
    report_every: int = 100,
) -> Iterator[dict[str, Any]]:
    """One pass over the sentences; gives the mean loss of every so many steps."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    rows = _rows(tokenizer, sentences)
    rng.shuffle(rows)
    hidden = encoder.word.embedding_dim
    guess = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))
    bias = nn.Parameter(torch.zeros(len(tokenizer.pieces)))
    encoder.word.weight.requires_grad_(False)
    trained = [p for p in encoder.parameters() if p.requires_grad]
    groups = [{"params": trained, "lr": rate}, {"params": [*guess.parameters(), bias], "lr": 5 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = math.ceil(len(rows) / _BATCH)
    schedule = rise_and_fall(optimizer, warm_up=warm_up, n_steps=steps)
    encoder.train()
    total = 0.0
    for step in range(1, steps + 1):
        pieces, targets = _masked(rows[(step - 1) * _BATCH : step * _BATCH], len(tokenizer.pieces))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = encoder(pieces, (pieces != PAD).long())
            chosen = targets != _UNMASKED
            scores = guess(states[chosen]) @ encoder.word.weight.t()
        loss = F.cross_entropy(scores.float() + bias, targets[chosen])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own annotation is missing
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        total += float(loss.detach())
        if step % report_every == 0 or step == steps:
            yield {"step": step, "steps": steps, "loss": round(total / ((step - 1) % report_every + 1), 3)}
            total = 0.0


def _rows(tokenizer: Tokenizer, sentences: Sequence[str]) -> list[list[int]]:
    """Piece ids of neighbouring sentences, joined to rows of about ``_PIECES``."""
    rows: list[list[int]] = []
    row: list[int] = []
    for sentence in sentences:
        row += tokenizer.encode(sentence).pieces
        while len(row) >= _PIECES:
            rows.append([BOS, *row[:_PIECES], EOS])
            row = row[_PIECES:]
    return rows


def _masked(rows: Sequence[Sequence[int]], n_pieces: int) -> tuple[Tensor, Tensor]:
    """Piece ids with some hidden (80 %), replaced (10 %) or kept (10 %), and what stood there."""
    pieces = torch.tensor([list(row) for row in rows])
    chosen = (torch.rand(pieces.shape) < MASKED_SHARE) & (pieces > MASK_PIECE)
    targets = torch.where(chosen, pieces, _UNMASKED)
    way = torch.rand(pieces.shape)
    pieces = torch.where(chosen & (way < 0.8), MASK_PIECE, pieces)
    other = torch.randint(MASK_PIECE + 1, n_pieces, pieces.shape)
    return torch.where(chosen & (way >= 0.9), other, pieces), targets
