import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ModelError
from kg.model.bundle import WEIGHTS, Model
from kg.model.windows import make_windows, window_arrays


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "weights"
    shutil.copytree(WEIGHTS, target)
    return target


def test_the_shipped_files_are_the_ones_that_the_bundle_names() -> None:
    assert len(Model().digest) == 64


def test_scores_have_the_shapes_that_the_decoder_expects() -> None:
    model = Model()
    sentence = "外长秦刚访问缅甸。"
    encoded = [model.tokenizer.encode(sentence)]
    arrays = window_arrays(make_windows([len(sentence)], has_headline=False)[0], encoded)
    names, triggers, states = model.tag(arrays)
    n = len(sentence)
    assert (names.shape, triggers.shape, states.shape) == ((n, 28, 10), (n, 4, 34), (n, 256))
    assert np.isfinite(names).all()


def test_fault_24_a_missing_file_is_named(folder: Path) -> None:
    (folder / "pairs.onnx").unlink()
    with pytest.raises(ModelError, match=r"pairs\.onnx: missing"):
        Model(folder)


def test_fault_24_a_truncated_file_has_another_digest(folder: Path) -> None:
    path = folder / "tagger.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match=r"tagger\.onnx: not the file that bundle\.json names"):
        Model(folder)


def test_other_labels_are_refused(folder: Path) -> None:
    data = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    data["labels"]["names"].append("NEW")
    (folder / "bundle.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelError, match="another version"):
        Model(folder)


def test_no_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model here"):
        Model(tmp_path / "none")
