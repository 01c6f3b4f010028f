"""From the files that ship back to a network in torch, so that training can go on where a release stopped.

A folder of weights enters; a state dictionary leaves. Weights come back as int8 kept them: within half a step of what
was trained, by output channel.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from kg.errors import ModelError

FloatArray = NDArray[np.float32]


def load_state(path: Path) -> dict[str, Tensor]:
    """The state of a network, from a ``state.pt`` or from a folder of shipped weights.

    Raises:
        ModelError: There is neither.
    """
    if path.is_file():
        state: dict[str, Tensor] = torch.load(path, weights_only=True)
        return state
    try:
        return {
            f"{part}.{name}": torch.from_numpy(np.array(value, np.float32))
            for part in ("tagger", "pairs")
            for name, value in _parameters(onnx.load(path / f"{part}.onnx").graph)
        }
    except OSError as exc:
        raise ModelError(f"{path}: neither a state.pt nor a folder of weights ({exc})") from exc


def _parameters(graph: Any) -> Iterator[tuple[str, FloatArray]]:
    """Names and values of a graph's parameters, as the network calls them."""
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    lengths: dict[str, list[FloatArray]] = {}
    for name, value in constants.items():
        if "::" not in name and name.endswith((".weight", ".bias")):
            yield name, value
        elif name.endswith(".weight_quantized"):
            yield name.removesuffix("_quantized"), _widened(constants, name.removesuffix("_quantized"))
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            module = re.sub(r"/\w*MatMul_quant$", "", node.name).strip("/").split("/")
            yield f"{_dotted(module)}.weight", _widened(constants, node.input[1].removesuffix("_quantized")).T
        elif node.op_type == "Add" and node.input[1].startswith("onnx::Add") and node.input[1] in constants:
            # Tracing turned each row of the embedding of span lengths into a constant of its own.
            lengths.setdefault(node.name.split("/")[1], []).append(constants[node.input[1]])
    for head, rows in lengths.items():
        yield f"{head}.length.weight", np.stack(rows)


def _dotted(parts: list[str]) -> str:
    """``["modality", "modality.0"]`` -> ``modality.0``: tracing repeats the name of a sequence."""
    return ".".join(
        part for k, part in enumerate(parts) if k + 1 == len(parts) or not parts[k + 1].startswith(f"{part}.")
    )


def _widened(constants: dict[str, NDArray[Any]], name: str) -> FloatArray:
    values, scale, zero = (constants[name + end] for end in ("_quantized", "_scale", "_zero_point"))
    wide: FloatArray = (values.astype(np.float32) - zero.astype(np.float32)) * scale
    return wide
