"""The hand-made cases hold: what the benchmark prints is a floor here."""

import csv
from pathlib import Path

import pytest

from benchmarks.identity import are_joined, b_cubed
from kg.entity import NameIndex

CASES = Path(__file__).parents[2] / "benchmarks" / "identity_cases.csv"


@pytest.fixture(scope="module")
def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_automatic_merges_are_right_and_most_are_found(cases: list[dict[str, str]], index: NameIndex) -> None:
    joined = [(case["verdict"] == "same", are_joined(case, index)) for case in cases]
    right = sum(same and found for same, found in joined)
    assert right / sum(found for _, found in joined) >= 0.99
    assert right / sum(same for same, _ in joined) >= 0.85


def test_there_are_enough_cases_of_both_kinds(cases: list[dict[str, str]]) -> None:
    assert len(cases) >= 200
    assert min(sum(case["verdict"] == verdict for case in cases) for verdict in ("same", "different")) >= 100


def test_b_cubed_of_a_known_example() -> None:
    gold = {"1": "a", "2": "a", "3": "b"}
    assert b_cubed([(gold, gold)]) == (1.0, 1.0, 1.0)
    precision, recall, _ = b_cubed([(gold, {"1": "x", "2": "x", "3": "x"})])
    assert (precision, recall) == (pytest.approx(5 / 9), 1.0)
