"""The shipped model: a folder with two graphs, a vocabulary, and ``bundle.json`` that binds them by digest.

A folder enters; a ``Model`` that scores windows leaves.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.model.labels import MODALITY_LABELS, NAME_LABELS, PAIR_LABELS, TRIGGER_LABELS
from kg.model.pairs import PairArrays
from kg.model.tokenizer import Tokenizer
from kg.model.windows import IntArray, WindowArrays
from kg.settings import PACKAGE

FloatArray = NDArray[np.float32]

WEIGHTS: Final = PACKAGE / "model" / "weights"
FILES: Final = ("tagger.onnx", "pairs.onnx", "vocabulary.json", "places.txt")
FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Least probabilities, 0..1, tuned on the development set; kept in the bundle."""

    name: float = 0.5
    trigger: float = 0.4
    argument: float = 0.4
    source: float = 0.2
    title: float = 0.4
    relation: float = 0.4
    same: float = 0.5


def labels() -> dict[str, list[str]]:
    """The label sets that the code expects, as a bundle stores them."""
    return {
        "names": list(NAME_LABELS),
        "triggers": list(TRIGGER_LABELS),
        "pairs": list(PAIR_LABELS),
        "modality": list(MODALITY_LABELS),
    }


def write_bundle(
    folder: Path, *, thresholds: Thresholds, temperatures: dict[str, float], facts: dict[str, Any]
) -> dict[str, Any]:
    """Write ``bundle.json`` for the files of ``FILES`` that lie in the folder; ``facts`` go to ``kg model info``."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    # Whatever changes what is read changes the digest, so that stored results of another bundle are not taken for its.
    numbers = {"thresholds": asdict(thresholds), "temperatures": temperatures}
    data = {
        "format": FORMAT,
        "labels": labels(),
        **numbers,
        "files": files,
        "digest": hashlib.sha256(json.dumps([files, numbers], sort_keys=True).encode()).hexdigest(),
        "facts": facts,
    }
    (folder / "bundle.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return data


def read_bundle(folder: Path = WEIGHTS) -> dict[str, Any]:
    """What ``bundle.json`` says, without looking at the other files.

    Raises:
        ModelError: It is missing, broken, or of other labels or format than this code's.
    """
    path = folder / "bundle.json"
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise ModelError(f"{path}: no model here ({exc}); install newskg again") from exc
    if data.get("format") != FORMAT or data.get("labels") != labels():
        raise ModelError(f"{path}: made for another version of newskg; install weights and code of one version")
    return data


class Model:
    """The network, ready to run on one thread; a ``Scorer`` of ``kg.extract``."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Load and check a bundle.

        Raises:
            ModelError: A file is missing or has another digest than ``bundle.json`` says.
        """
        data = read_bundle(folder)
        content = {name: _checked(folder / name, data["files"][name]) for name in FILES}
        self.digest: str = data["digest"]
        self.thresholds = Thresholds(**data["thresholds"])
        self.temperatures: dict[str, float] = data["temperatures"]
        self.tokenizer = Tokenizer.load(folder / "vocabulary.json")
        self.places = frozenset(content["places.txt"].decode("utf-8").split())
        self._tagger, self._pairs = _session(content["tagger.onnx"]), _session(content["pairs.onnx"])

    def tag(self, arrays: WindowArrays) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Score the spans of a window.

        Returns:
            Name scores (n_chars, 28, 10), trigger scores (n_chars, 4, 34), character states (n_chars, 256); float32.
        """
        feed = {
            "pieces": arrays.pieces[None],
            "mask": np.ones_like(arrays.pieces)[None],
            "chars": arrays.chars[None],
            "piece_of": arrays.piece_of[None],
            "place": arrays.place[None],
        }
        names, triggers, states = self._tagger.run(None, feed)
        return names[0], triggers[0], states[0]

    def pair(
        self, states: FloatArray, bounds: IntArray, kinds: IntArray, pairs: PairArrays
    ) -> tuple[FloatArray, FloatArray]:
        """Score pairs of spans of a window.

        Returns:
            Log-odds (n_pairs, 29) and modality scores (n_spans, 4); float32.
        """
        feed = {
            "states": states,
            "bounds": bounds,
            "kinds": kinds,
            "left": pairs.left,
            "right": pairs.right,
            "distance": pairs.distance,
            "sentence_distance": pairs.sentence_distance,
        }
        scores, modality = self._pairs.run(None, feed)
        return scores, modality


def _checked(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise ModelError(f"{path}: missing; install newskg again") from exc
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelError(f"{path}: not the file that bundle.json names (digest differs); install newskg again")
    return content


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread a process: two threads in one were slower than one on a busy machine.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
