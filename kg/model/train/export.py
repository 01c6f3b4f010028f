"""From a trained network to the files that ship: two graphs in ONNX, weights in int8 by output channel.

A state dictionary and a vocabulary enter; ``tagger.onnx``, ``pairs.onnx`` and ``vocabulary.json`` leave.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.model.labels import KINDS
from kg.model.train.network import STATE, Network

# Per channel costs 0.2 MB and saves 1 F1 against per tensor; convolutions stay float.
_QUANTISED = ["MatMul", "Gemm", "Gather"]


def average(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of the weights of runs that began from the same weights, which is often better than each of them."""
    return {
        name: sum((s[name].float() for s in states[1:]), states[0][name].float()) / len(states) for name in states[0]
    }


def export_network(network: Network, vocabulary: Path, folder: Path) -> None:
    """Write the three files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    pieces = torch.tensor([[0] + [10] * 12 + [2]])
    chars = torch.full((1, 20), 9)
    tagger = (pieces, torch.ones_like(pieces), chars, torch.ones_like(chars), torch.zeros_like(chars))
    n = torch.tensor([0, 1, 2])
    pairs = (torch.zeros(20, STATE), torch.tensor([[0, 1], [3, 4], [6, 6]]), n % len(KINDS), n[:2], n[1:], n[:2], n[:2])
    with tempfile.TemporaryDirectory() as scratch:
        _export(network.tagger, tagger, Path(scratch) / "tagger.onnx", _TAGGER_AXES, ("names", "triggers", "states"))
        _export(network.pairs, pairs, Path(scratch) / "pairs.onnx", _PAIR_AXES, ("scores", "modality"))
        for name in ("tagger.onnx", "pairs.onnx"):
            quantize_dynamic(
                Path(scratch) / name,
                folder / name,
                per_channel=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=_QUANTISED,
            )
    if vocabulary.resolve() != (folder / "vocabulary.json").resolve():
        shutil.copyfile(vocabulary, folder / "vocabulary.json")


#: Less prominent places are villages, many of them written like common words.
_LEAST_PROMINENCE: Final = 0.35


def load_places(index: Path) -> list[str]:
    """Names of two to six characters of well-known places, simplified, sorted, from the index of names."""
    query = """
        SELECT DISTINCT n.key FROM name n JOIN entity e ON e.qid = n.qid
        WHERE e.type = 'GPE' AND n.kind IN (0, 5) AND e.prominence >= ? AND length(n.key) BETWEEN 2 AND 6
    """
    with closing(sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro", uri=True)) as db:
        names = [key for (key,) in db.execute(query, (_LEAST_PROMINENCE,))]
    return sorted(name for name in names if not name.isascii() and not set(name) & set(" \n"))


_TAGGER_AXES: dict[str, tuple[str, ...]] = {
    "pieces": ("b", "p"),
    "mask": ("b", "p"),
    "chars": ("b", "n"),
    "piece_of": ("b", "n"),
    "place": ("b", "n"),
}
_PAIR_AXES: dict[str, tuple[str, ...]] = {
    "states": ("n",),
    "bounds": ("s",),
    "kinds": ("s",),
    "left": ("q",),
    "right": ("q",),
    "distance": ("q",),
    "sentence_distance": ("q",),
}
_OUT_AXES: dict[str, tuple[str, ...]] = {
    "names": ("b", "n"),
    "triggers": ("b", "n"),
    "states": ("b", "n"),
    "scores": ("q",),
    "modality": ("s",),
}


def _export(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    axes: dict[str, tuple[str, ...]],
    outputs: tuple[str, ...],
) -> None:
    dynamic = {name: dict(enumerate(names)) for name, names in (axes | {o: _OUT_AXES[o] for o in outputs}).items()}
    torch.onnx.export(
        module,
        inputs,
        str(path),
        input_names=list(axes),
        output_names=list(outputs),
        dynamic_axes=dynamic,
        opset_version=17,
        dynamo=False,
    )
