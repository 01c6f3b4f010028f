from pathlib import Path

import pytest

from kg.errors import ModelError
from kg.model.bundle import WEIGHTS
from kg.model.tokenizer import Tokenizer

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from kg.model.train.network import Encoder, Network  # noqa: E402
from kg.model.train.restore import load_state  # noqa: E402


def test_shipped_weights_fit_the_network() -> None:
    tokenizer, state = Tokenizer.load(WEIGHTS / "vocabulary.json"), load_state(WEIGHTS)
    network = Network(Encoder(len(tokenizer.pieces), 384, 12, 12, 1536, 512), tokenizer.n_chars)
    network.load_state_dict(state)
    assert all(value.isfinite().all() for value in state.values())
    # A matrix that came back turned round would fit where it is square: its rows would not have the scales of int8.
    weight = state["tagger.encoder.layers.3.out.weight"]
    assert all(len(row.unique()) <= 256 for row in weight)


def test_a_folder_without_weights_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="neither"):
        load_state(tmp_path)
