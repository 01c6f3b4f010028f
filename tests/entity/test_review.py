from pathlib import Path

import pytest

from kg.entity import (
    NameIndex,
    Resolution,
    present_pair,
    read_review_queue,
    resolve_entities,
    review_queue,
    write_review_queue,
)
from kg.entity.context import LocalContext
from kg.errors import InputError
from tests.entity.builders import context, local


@pytest.fixture
def doubtful(index: NameIndex) -> tuple[Resolution, dict[str, LocalContext]]:
    a, b = local("张展", doc="a"), local("张展", doc="b")
    contexts = {
        a.id: context("陈秋实", "Q11746", titles=("记者",)),
        b.id: context("陈秋实", "Q11746", titles=("律师",)),
    }
    return resolve_entities([a, b], contexts=contexts, index=index), contexts


def test_a_pair_shows_shared_and_conflicting_facts(doubtful: tuple[Resolution, dict[str, LocalContext]]) -> None:
    resolution, contexts = doubtful
    (pair,) = review_queue(resolution, contexts=contexts)
    assert any("陈秋实" in fact for fact in pair.shared)
    assert any("律师" in fact and "记者" in fact for fact in pair.conflicting)
    text = present_pair(pair, names={"Q11746": "武汉"})
    assert "武汉" in text
    assert "一句话。" in text
    assert text.startswith(f"{pair.score:.0%}")


def test_the_queue_is_written_and_read_back(
    doubtful: tuple[Resolution, dict[str, LocalContext]], tmp_path: Path
) -> None:
    resolution, contexts = doubtful
    path = tmp_path / "review.jsonl"
    write_review_queue(path, resolution, contexts=contexts)
    assert read_review_queue(path) == review_queue(resolution, contexts=contexts)
    assert read_review_queue(tmp_path / "none.jsonl") == []


def test_a_damaged_queue_is_named(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(InputError, match="build again"):
        read_review_queue(path)
