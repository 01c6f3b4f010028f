"""The network in torch: encoder, character head, span heads, pair head.

Piece ids and their alignment to characters enter; span scores, character states and pair scores leave.
Shapes: B windows, P pieces, N characters, L span lengths, S spans, Q pairs.
"""

from typing import Any, cast

import torch
import torch.nn.functional as F  # noqa: N812  (the usual name)
from torch import Tensor, nn

from kg.model.labels import (
    KINDS,
    MAX_NAME,
    MAX_TRIGGER,
    MODALITY_LABELS,
    N_DISTANCES,
    N_SENTENCE_DISTANCES,
    NAME_LABELS,
    PAIR_LABELS,
    TRIGGER_LABELS,
)
from kg.model.tokenizer import N_PLACES
from kg.model.train.pack import Pack

STATE = 256

#: Characters before and after a trigger in which words like 将, 可能 or 计划 tell its modality.
CUES_BEFORE, CUES_AFTER = 16, 8


class Layer(nn.Module):
    """One transformer layer, post-norm, as in BERT."""

    def __init__(self, hidden: int, heads: int, ffn: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, eps=1e-12), nn.LayerNorm(hidden, eps=1e-12)
        self.up, self.down = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(B, P, H) and an additive mask (B, 1, 1, P) -> (B, P, H)."""
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: on a CPU the fused attention's backward pass is slower than these three products.
        weights = torch.softmax(q @ k.transpose(-1, -2) * (h // self.heads) ** -0.5 + bias.to(q.dtype), -1)
        mixed = weights.to(v.dtype) @ v
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, h))))
        return cast(Tensor, self.norm2(x + self.drop(self.down(F.gelu(self.up(x))))))


class Encoder(nn.Module):
    """multilingual-e5-small over a cut vocabulary."""

    def __init__(self, vocabulary: int, hidden: int, layers: int, heads: int, ffn: int, positions: int) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(vocabulary, hidden), nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, heads, ffn) for _ in range(layers))

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """(B, P) ids and (B, P) of 0 and 1 -> (B, P, H)."""
        x = self.norm(self.word(pieces) + self.position.weight[: pieces.shape[1]])
        bias = ((1.0 - mask.to(torch.float32)) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return cast(Tensor, x)

    @classmethod
    def from_pack(cls, pack: Pack, rows: list[int], n_layers: int) -> "Encoder":
        """The pretrained encoder with the given vocabulary rows and its first ``n_layers`` layers."""
        import numpy as np

        net = cls(len(rows), pack.hidden, n_layers, pack.heads, pack.ffn, pack.positions)
        t = torch.from_numpy
        h, f = pack.hidden, pack.ffn
        state = {"word.weight": t(pack.matrix("emb.word", h, np.array(rows)))}
        state["position.weight"] = t(pack.vector("emb.pos").reshape(-1, h) + pack.vector("emb.type")[:h])
        state["norm.weight"], state["norm.bias"] = t(pack.vector("emb.ln.w")), t(pack.vector("emb.ln.b"))
        for i in range(n_layers):
            here = f"layers.{i}."
            state[here + "qkv.weight"] = torch.cat([t(pack.matrix(f"l{i}.{c}.w", h)) for c in "qkv"])
            state[here + "qkv.bias"] = torch.cat([t(pack.vector(f"l{i}.{c}.b")) for c in "qkv"])
            for ours, theirs, n_in in (("out", "ao", h), ("up", "fi", h), ("down", "fo", f)):
                state[f"{here}{ours}.weight"] = t(pack.matrix(f"l{i}.{theirs}.w", n_in))
                state[f"{here}{ours}.bias"] = t(pack.vector(f"l{i}.{theirs}.b"))
            for ours, theirs in (("norm1", "aln"), ("norm2", "oln")):
                state[f"{here}{ours}.weight"] = t(pack.vector(f"l{i}.{theirs}.w"))
                state[f"{here}{ours}.bias"] = t(pack.vector(f"l{i}.{theirs}.b"))
        net.load_state_dict(state)
        return net


class SpanHead(nn.Module):
    """Scores every span of up to ``longest`` characters from its first, last and mean state and its length."""

    def __init__(self, n_labels: int, longest: int, width: int) -> None:
        super().__init__()
        self.longest = longest
        self.first, self.last = nn.Linear(STATE, width), nn.Linear(STATE, width)
        self.mean = nn.Linear(STATE, width, bias=False)
        self.length = nn.Embedding(longest, width)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(width, n_labels + 1)
        nn.init.constant_(self.out.bias[:1], 4.0)  # nearly all spans are none: start there

    def forward(self, states: Tensor) -> Tensor:
        """(B, N, STATE) -> (B, N, L, labels + 1); entry [b, i, l] is the span of l + 1 characters from i."""
        n = states.shape[1]
        first, last, mean = self.first(states), self.last(states), self.mean(states)
        last = F.pad(last, (0, 0, 0, self.longest - 1))
        total = F.pad(torch.cumsum(mean, 1), (0, 0, 1, self.longest))
        rows = []
        for length in range(self.longest):
            inside = (total[:, length + 1 : length + 1 + n] - total[:, :n]) / (length + 1)
            rows.append(first + last[:, length : length + n] + inside + self.length.weight[length])
        return cast(Tensor, self.out(self.drop(F.gelu(torch.stack(rows, 2)))))


class CharHead(nn.Module):
    """Spreads piece states over their characters and lets neighbours mix (two convolutions of width 3)."""

    def __init__(self, hidden: int, n_chars: int, width: int = 64) -> None:
        super().__init__()
        self.char, self.place = nn.Embedding(n_chars, width), nn.Embedding(N_PLACES, width)
        size = hidden + 2 * width
        self.conv1, self.conv2 = nn.Conv1d(size, STATE, 3, padding=1), nn.Conv1d(STATE, STATE, 3, padding=1)
        self.skip = nn.Linear(size, STATE)
        self.drop_char, self.drop = nn.Dropout(0.3), nn.Dropout(0.1)

    def forward(self, states: Tensor, chars: Tensor, piece_of: Tensor, place: Tensor) -> Tensor:
        """(B, P, H), three times (B, N) -> (B, N, STATE)."""
        spread = torch.gather(states, 1, piece_of[:, :, None].expand(-1, -1, states.shape[2]))
        x = torch.cat([spread, self.drop_char(self.char(chars)), self.place(place)], -1)
        mixed = F.gelu(self.conv1(x.transpose(1, 2)))
        return cast(Tensor, self.drop(F.gelu(self.conv2(mixed).transpose(1, 2)) + self.skip(x)))


class Tagger(nn.Module):
    """Encoder, character head and the two span heads: the first of the two shipped graphs."""

    def __init__(self, encoder: Encoder, n_chars: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = CharHead(encoder.word.embedding_dim, n_chars)
        self.names = SpanHead(len(NAME_LABELS), MAX_NAME, 64)
        self.triggers = SpanHead(len(TRIGGER_LABELS), MAX_TRIGGER, 128)

    def forward(
        self, pieces: Tensor, mask: Tensor, chars: Tensor, piece_of: Tensor, place: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Ids and alignment of windows -> name scores, trigger scores (log-odds, unnormalised), character states."""
        states = self.head(self.encoder(pieces, mask).float(), chars, piece_of, place)
        return self.names(states), self.triggers(states), states


class PairNet(nn.Module):
    """Scores pairs of spans, and the modality of each span taken as a trigger: the second shipped graph."""

    def __init__(self, width: int = 192, kind_width: int = 48) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(3 * STATE, width), nn.Linear(3 * STATE, width)
        self.left_kind, self.right_kind = nn.Embedding(len(KINDS), kind_width), nn.Embedding(len(KINDS), kind_width)
        self.distance = nn.Embedding(N_DISTANCES, 32)
        self.sentence_distance = nn.Embedding(N_SENTENCE_DISTANCES, 16)
        self.between = nn.Linear(STATE, 64)
        self.drop = nn.Dropout(0.1)
        self.hidden = nn.Linear(3 * width + 2 * kind_width + 32 + 16 + 64, 256)
        self.hidden2 = nn.Linear(256, 192)
        self.out = nn.Linear(192, len(PAIR_LABELS))
        self.cue = nn.Linear(STATE, 64)
        self.modality = nn.Sequential(
            nn.Linear(3 * STATE + kind_width + 128, 96), nn.GELU(), nn.Dropout(0.1), nn.Linear(96, len(MODALITY_LABELS))
        )
        nn.init.constant_(self.out.bias, -3.0)  # few pairs mean anything: start there

    def forward(
        self,
        states: Tensor,
        bounds: Tensor,
        kinds: Tensor,
        left: Tensor,
        right: Tensor,
        distance: Tensor,
        sentence_distance: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """(N, STATE), (S, 2), (S,), four times (Q,) -> pair log-odds (Q, labels), modality scores (S, 4)."""
        total = F.pad(torch.cumsum(states, 0), (0, 0, 1, 0))
        first, last = bounds[:, 0], bounds[:, 1]
        mean = (total[last + 1] - total[first]) / (last + 1 - first)[:, None]
        span = torch.cat([states[first], states[last], mean], -1)
        a, b = self.drop(F.gelu(self.left(span)))[left], self.drop(F.gelu(self.right(span)))[right]
        low = torch.minimum(last[left], last[right]) + 1
        high = torch.maximum(torch.maximum(first[left], first[right]), low)
        between = (total[high] - total[low]) / (high - low).clamp(min=1)[:, None]
        x = torch.cat(
            [
                a,
                b,
                a * b,
                self.left_kind(kinds[left]),
                self.right_kind(kinds[right]),
                self.distance(distance),
                self.sentence_distance(sentence_distance),
                F.gelu(self.between(between)),
            ],
            -1,
        )
        x = F.gelu(self.hidden2(self.drop(F.gelu(self.hidden(self.drop(x))))))
        return self.out(x), self.modality(
            torch.cat([span, self.left_kind(kinds), *self._cues(states, first, last)], -1)
        )

    def _cues(self, states: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """The strongest of each feature of the characters before and after each span: twice (S, 64)."""
        cues = F.gelu(self.cue(states))
        before = (first[:, None] - 1 - torch.arange(CUES_BEFORE)).clamp(min=0)
        # Tracing would make a constant of len(states).
        after = (last[:, None] + 1 + torch.arange(CUES_AFTER)).clamp(max=states.shape[0] - 1)
        return cues[before].amax(1), cues[after].amax(1)


class Network(nn.Module):
    """Both parts, trained together."""

    def __init__(self, encoder: Encoder, n_chars: int) -> None:
        super().__init__()
        self.tagger, self.pairs = Tagger(encoder, n_chars), PairNet()

    def forward(self, *_: Any) -> None:
        """Not used: the parts are called one after the other."""
        raise NotImplementedError("call tagger, then pairs")
