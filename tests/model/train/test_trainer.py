from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra train")
pytest.importorskip("onnx", reason="training needs the extra train")

from kg.model.train.export import average  # noqa: E402
from kg.model.train.network import Encoder, Network  # noqa: E402
from kg.model.train.trainer import Recipe, _logsumexp_by, train  # noqa: E402
from tests.model.train.builders import make_gold, make_tokenizer  # noqa: E402


def _network() -> Network:
    torch.manual_seed(0)
    tokenizer = make_tokenizer()
    return Network(Encoder(len(tokenizer.pieces), 32, 1, 2, 64, 64), tokenizer.n_chars)


def test_pooling_is_a_soft_maximum_within_each_group() -> None:
    scores = torch.tensor([[0.0, -5.0], [2.0, -5.0], [1.0, 3.0]])
    pooled = _logsumexp_by(scores, torch.tensor([0, 0, 1]), 2)
    assert torch.allclose(pooled[0], torch.logsumexp(scores[:2], 0), atol=1e-5)
    assert torch.allclose(pooled[1], scores[2], atol=1e-5)


def test_training_lowers_every_loss_and_is_repeatable(tmp_path: Path) -> None:
    def run() -> list[list[float]]:
        recipe = Recipe(epochs=12, head_rate=5e-3, rate=5e-3)
        rows = train(_network(), make_tokenizer(), [make_gold()], recipe=recipe, log=tmp_path / "log.jsonl")
        return [row["losses"] for row in rows]

    losses = run()
    assert all(last < first for first, last in zip(losses[0][:3], losses[-1][:3], strict=True))
    assert run() == losses
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 24


def test_runs_are_averaged() -> None:
    first, second = ({"w": torch.tensor([value, 2.0])} for value in (1.0, 3.0))
    assert average([first, second])["w"].tolist() == [2.0, 2.0]
    assert average([first])["w"].tolist() == [1.0, 2.0]
